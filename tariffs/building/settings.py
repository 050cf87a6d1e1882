"""The figures that hold for the whole book."""

from __future__ import annotations

from decimal import Decimal

from tariffs.book import Settings
from tariffs.building.percentages import note_odd_percent
from tariffs.problems import Kind
from tariffs.rows import Desk, Row
from tariffs.schema import normalise
from tariffs.sheets import SETTING_COLUMNS

#: A currency code is three letters (ISO 4217).
CODE_LENGTH = 3
#: Percentages that nobody means below these.
UNLIKELY_BELOW = {"capital_cost_pct": 1, "insurance_uplift_pct": 10}
#: Goods are insured for 110 % of their value.
MOST = 200


def settings(desk: Desk) -> Settings:
    """The settings; what is not stated takes the default of the schema."""
    rows = {normalise(row.text("setting")): row for row in desk.rows("Settings")}
    defaults = {column.name: column.default for column in SETTING_COLUMNS}

    def stated(name: str) -> object:
        row = rows.get(name)
        value = None if row is None else row.record.values["value"]
        return defaults[name] if value is None else value

    def number(name: str) -> Decimal:
        value = stated(name)
        return value if isinstance(value, Decimal) else Decimal(0)

    for name, below in UNLIKELY_BELOW.items():
        if name in rows:
            note_odd_percent(rows[name], "value", number(name), name, below, MOST)
    penalty, on_time = stated("unserved_penalty_per_t"), stated("on_time_probability")
    return Settings(
        base_currency=_base_currency(str(stated("base_currency")), rows.get("base_currency")),
        capital_cost_pct=number("capital_cost_pct"),
        insurance_pct=number("insurance_pct"),
        insurance_uplift_pct=number("insurance_uplift_pct"),
        co2_price_per_t=number("co2_price_per_t"),
        unserved_penalty_per_t=penalty if isinstance(penalty, Decimal) else None,
        unserved_bears_duty=stated("unserved_bears_duty") is True,
        min_lot_t=number("min_lot_t"),
        on_time_probability=on_time if isinstance(on_time, Decimal) else None,
        allow_review=stated("allow_review") is not False,
    )


def is_currency_code(code: str) -> bool:
    """Whether a word has the form of a currency code of ISO 4217."""
    return len(code) == CODE_LENGTH and code.isascii() and code.isalpha()


def _base_currency(code: str, row: Row | None) -> str:
    """The base currency in capitals; what is no code of three letters is noted as an error."""
    code = code.strip().upper()
    if row is not None and not is_currency_code(code):
        row.error(
            Kind.VALUE,
            "value",
            f'base_currency "{code}" is not a currency code',
            "write the three letters of ISO 4217, such as USD",
        )
    return code
