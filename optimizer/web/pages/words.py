"""How figures, days and headings are written on pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

#: Length of a day as JSON writes it, ``2025-03-15T00:00:00.000``, and of the day alone.
_STAMP, _DAY = 23, 10

#: Figures below this have three decimals: a kilogram is 0.001 t.
SMALL = 0.01

#: How a column is headed where its name alone would not be understood.
HEADINGS = {"co2": "CO2 price", "due": "due by", "total": "cost in all"}


def money(value: Decimal | float | None, currency: str = "") -> str:
    """An amount: ``8,827.68 USD``."""
    return "" if value is None else f"{value:,.2f} {currency}".rstrip()


def share(value: float | None) -> str:
    """A share, in percent: ``0.01 %``."""
    return "" if value is None else f"{100 * value:.3g} %"


def day(value: date | str | None) -> str:
    """A day: ``2025-03-15``."""
    return "" if value is None else str(value)[:_DAY]


def moment(value: datetime | None) -> str:
    """A moment, in UTC to the minute."""
    return "" if value is None else f"{value:%Y-%m-%d %H:%M} UTC"


def heading(name: str) -> str:
    """The heading of a column."""
    words = HEADINGS.get(name, name.replace("_", " "))
    return words[:1].upper() + words[1:]


def looks(value: Any) -> str:
    """How a cell is laid out: ``number``, ``short`` (on one line) or ``long``."""
    if isinstance(value, int | float):
        return "number"
    return "long" if isinstance(value, str) and len(value) > _STAMP else "short"


def cell(value: Any) -> str:
    """A cell of a table of a plan."""
    match value:
        case None:
            return ""
        case str() if len(value) == _STAMP and value[_DAY : _DAY + 1] == "T":
            return day(value)
        case float() if 0 < abs(value) < SMALL:
            return f"{value:,.3f}"
        case float():
            return f"{value:,.2f}"
        case int():
            return f"{value:,}"
        case _:
            return str(value)
