"""Duties and rates of exchange."""

from __future__ import annotations

from tariffs.schema import Sheet
from tariffs.sheets.columns import SOURCE, VALIDITY, ZERO, day, flag, number, percent, text

DUTIES = Sheet(
    "Duties",
    "what the territory of the destination charges",
    (
        text("territory", "of the destination", required=True),
        text("commodity", "for that commodity (all)", names="Commodities"),
        text("hs", "for codes that start so (all)", synonyms=("hs_code", "hs_prefix")),
        text("origin_territory", "for goods of that origin (all)"),
        text(
            "valuation",
            "whether transport and insurance are in the customs value",
            choices=("cif", "fob"),
            default="cif",
        ),
        percent("duty_pct", "of the customs value"),
        number(
            "specific_per_t",
            "per tonne, where that is more",
            default=ZERO,
            money="specific_currency",
        ),
        text("specific_currency", "of specific_per_t (base currency)", names="FX"),
        percent("additional_pct", "of the customs value, on top"),
        percent("vat_pct", "of customs value and duty"),
        flag("vat_recoverable", "whether the tax is reported and not counted", default=True),
        *VALIDITY,
        *SOURCE,
    ),
)

FX = Sheet(
    "FX",
    "rates of exchange",
    (
        text("currency", "ISO 4217 code", required=True, synonyms=("ccy", "curr")),
        number(
            "rate",
            "base units for one unit of it",
            required=True,
            above=0,
            synonyms=("fx_rate", "exchange_rate"),
            money="base",
        ),
        day(
            "valid_from",
            "first day it holds (always)",
            synonyms=("effective", "effective_date", "date"),
        ),
        *SOURCE,
    ),
    key=("currency", "valid_from"),
)
