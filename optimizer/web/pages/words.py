"""How figures, days and headings are written on pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from optimizer.web.pages.reader import PLAIN, Style

#: Length of a day as JSON writes it, ``2025-03-15T00:00:00.000``, and of the day alone.
_STAMP, _DAY = 23, 10

#: Figures below this have three decimals: a kilogram is 0.001 t.
SMALL = 0.01

#: How a column is headed where its name alone would not be understood.
HEADINGS = {
    "co2": "CO2 price",
    "due": "due by",
    "total": "cost in all",
    "fx": "exchange rate",
    "shadow_price": "one more would save",
    "worth": "one more in each would save",
    "utilisation": "share used",
    "lower_bound": "no plan costs less than",
    "price_of_co2": "price of CO2e",
    "co2e_t": "CO2e, t",
    "unserved_tonnes": "tonnes left behind",
    "teu": "TEU",
    "unserved_t": "left behind, t",
    "gap": "could still be saved, at most",
    "changed_shipments": "shipments that go otherwise",
    "changed_cells": "cells of the workbooks that differ",
}


#: The units that names of columns end with, as a person writes them.
UNITS = {"t": "t", "m3": "m³", "km": "km", "pct": "%"}

#: How the state of an upload is called.
STATES = {
    "checking": "Being checked",
    "ready": "Ready to plan",
    "no_cargo": "A tariff book",
    "wrong": "To be corrected",
    "failed": "Not checked",
}


def money(value: Decimal | float | None, currency: str = "", style: Style = PLAIN) -> str:
    """An amount: ``8,827.68 USD``."""
    return "" if value is None else f"{style.number(f'{value:,.2f}')} {currency}".rstrip()


def more(value: Decimal | float | None, currency: str = "", style: Style = PLAIN) -> str:
    """A difference: ``+12.50 USD``."""
    return "" if value is None else f"{style.number(f'{value:+,.2f}')} {currency}".rstrip()


def share(value: float | None, style: Style = PLAIN) -> str:
    """A share, in percent: ``0.01 %``."""
    if value is None:
        return ""
    plain = Decimal(f"{100 * value:.3g}")  # said without an exponent
    return f"{style.number(f'{plain:f}')} %"


def day(value: date | str | None, style: Style = PLAIN) -> str:
    """A day: ``2025-03-15``."""
    return "" if value is None else style.date(str(value)[:_DAY])


def moment(value: datetime | None, style: Style = PLAIN) -> str:
    """A moment, in UTC to the minute."""
    return "" if value is None else f"{style.date(value.date().isoformat())} {value:%H:%M} UTC"


def heading(name: str) -> str:
    """The heading of a column."""
    stem, _, unit = name.rpartition("_")
    plain = f"{stem}, {UNITS[unit]}" if stem and unit in UNITS else name
    words = HEADINGS.get(name, plain.replace("_", " "))
    return words[:1].upper() + words[1:]


def looks(value: Any) -> str:
    """How a cell is laid out: ``number``, ``short`` (on one line) or ``long``."""
    if isinstance(value, int | float):
        return "number"
    return "long" if isinstance(value, str) and len(value) > _STAMP else "short"


def cell(value: Any, style: Style = PLAIN) -> str:
    """A cell of a table of a plan."""
    match value:
        case None:
            return ""
        case str() if len(value) == _STAMP and value[_DAY : _DAY + 1] == "T":
            return day(value, style)
        case float() if 0 < abs(value) < SMALL:
            return style.number(f"{value:,.3f}")
        case float():
            return style.number(f"{value:,.2f}")
        case int():
            return style.number(f"{value:,}")
        case _:
            return str(value)


def understood(value: str | float | None, style: Style = PLAIN) -> str:
    """A cell of a workbook as it was understood: figures with all the digits that they have, days as days."""
    match value:
        case float():
            return style.number(f"{value:,.10f}".rstrip("0").rstrip("."))
        case str() if len(value) == _DAY and value[4] == value[7] == "-" and value.replace("-", "").isdecimal():
            return style.date(value)
        case _:
            return value or ""


def said(sentence: str, style: Style = PLAIN) -> str:
    """A sentence of the library."""
    return style.said(sentence)
