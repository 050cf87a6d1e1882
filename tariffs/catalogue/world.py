"""A small world in which nothing is wrong, for examples of what can be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from tariffs.workbook.raw import Cell

Rows: TypeAlias = tuple[tuple[Cell, ...], ...]

#: What the workbook of the examples is called.
WORKBOOK = "book.xlsx"


def _rows(text: str) -> Rows:
    """Lines with `|` between cells: numbers and dates as such, blank cells as none."""
    return tuple(tuple(_cell(part.strip()) for part in line.split("|")) for line in text.strip().splitlines())


def _cell(text: str) -> Cell:
    if not text:
        return None
    if text.replace(".", "", 1).isdigit():
        return Decimal(text)
    return date.fromisoformat(text) if text[:4].isdigit() and text.count("-") == len("--") else text


#: Headers in row 1, data from row 2 on.
SHEETS: Mapping[str, Rows] = {
    "Locations": _rows(
        """
        location | country | territory | latitude | longitude
        Karachi  | PK      |           | 24.855   | 67.021
        Zahedan  | IR      |           | 29.491   | 60.864
        Moscow   | RU      | EAEU      | 55.755   | 37.617
        """
    ),
    "Containers": _rows(
        """
        container | teu | max_gross_t | tare_t | volume_m3 | payload_t
        TEU       | 1   | 24.3        | 2.3    | 33.2      |
        FEU       | 2   | 30.48       | 3.75   | 67.7      |
        """
    ),
    "Commodities": (("commodity", "hs", "stowage_m3_per_t"), ("rice", "1006.30", Decimal("1.3"))),
    "Tariffs": _rows(
        """
        service|mode|origin |destination|distance_km|transit_days|departures|borders |currency|TEU   |FEU
        PR1    |rail|Karachi|Zahedan    |1600       |5           |Mon,Thu   |Taftan@4|PKR     |126000|252000
        IR1    |rail|Zahedan|Moscow     |5000       |14          |daily     |        |USD     |1000  |1700
        TIR    |road|Karachi|Moscow     |5200       |10          |daily     |Taftan@2|USD     |4000  |4000
        """
    ),
    "Surcharges": _rows(
        """
        surcharge | service | basis | amount | currency | valid_to
        fuel      | IR1     | teu   | 20     | USD      |
        """
    ),
    "Borders": _rows(
        """
        border | mode | dwell_days | capacity | capacity_per | valid_to
        Taftan |      | 1          | 20       | week         |
        """
    ),
    "Duties": _rows(
        """
        territory | commodity | duty_pct | vat_pct
        EAEU      | rice      | 10       | 20
        PK        |           | 5        | 18
        """
    ),
    "FX": _rows(
        """
        currency | rate   | valid_from
        PKR      | 0.0035 | 2025-01-01
        """
    ),
    "Cargo": _rows(
        """
        shipment|origin |destination|commodity|weight_t|value|currency|ready     |due       |containers
        R1      |Karachi|Moscow     |rice     |66      |33000|USD     |2025-03-03|2025-04-02|
        """
    ),
}
