"""What holds for the whole book, and named changes to it."""

from __future__ import annotations

from decimal import Decimal

from tariffs.schema import Column, Sheet, Type
from tariffs.sheets.columns import SOURCE, ZERO, flag, number, percent, text

SETTINGS = Sheet(
    "Settings",
    "figures that hold for the whole book",
    (
        text("setting", "its name", required=True, synonyms=("name", "parameter", "key")),
        Column("value", Type.ANY, "its value"),
        *SOURCE,
    ),
    key=("setting",),
)

#: What the `setting` column may name; each is read as this column would be.
SETTING_COLUMNS = (
    text("base_currency", "currency of every total", default="USD"),
    percent("capital_cost_pct", "cost of capital per year on the goods value in transit"),
    percent("insurance_pct", "premium on the insured value"),
    Column(
        "insurance_uplift_pct",
        Type.PERCENT,
        "insured value as a share of goods value and transport",
        default=Decimal(110),
        minimum=0,
    ),
    number("co2_price_per_t", "price of a tonne of CO2e, base currency", default=ZERO, money="base"),
    number(
        "unserved_penalty_per_t",
        "price of a tonne left behind, base currency; blank: serving comes first",
        money="base",
    ),
    flag(
        "unserved_bears_duty",
        "whether a tonne left behind also costs the duty, and the tax that is not recovered, on its goods value",
        default=False,
    ),
    number(
        "min_lot_t",
        "where a shipment uses several bookings, the least that each of them carries",
        default=ZERO,
        unit="t",
    ),
    number(
        "on_time_probability",
        "least probability with which each booking is to be delivered no later than due, 0 to 1 (none)",
        maximum=1,
    ),
    flag("allow_review", "whether rows marked review may be used", default=True),
    Column(
        "ignore_columns",
        Type.LIST,
        "unknown columns that count for nothing, by header (`Cargo!Order date` of one sheet)",
    ),
    text("number_style", "how numbers written as text are read", choices=("1,234.50", "1.234,50")),
    text("date_style", "how dates written as text are read", choices=("dmy", "mdy", "ymd")),
)

SCENARIOS = Sheet(
    "Scenarios",
    "named changes to the book",
    (
        text("scenario", "its name", required=True),
        text("sheet", "the sheet that it changes", required=True),
        text("match", "the rows: `border=Taftan; mode=road` (all)"),
        text("column", "the column that it changes, a container column too", required=True),
        text("change", "what is done with the cell", required=True, choices=("set", "times", "plus")),
        Column("value", Type.ANY, "to what, or by what"),
        *SOURCE,
    ),
)
