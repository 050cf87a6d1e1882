"""One messy workbook, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tests.building.sheets_of_rows import Rows
from tests.messy.sheets import Cell, Row, Sheet

#: The containers that rate sheets have columns for, and a sheet that says so.
BOXES: Rows = (
    {"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": "2.3", "volume_m3": "33.2", "aliases": "20GP; 20'"},
    {
        "container": "FEU",
        "teu": 2,
        "max_gross_t": "30.48",
        "tare_t": "3.75",
        "volume_m3": "67.7",
        "aliases": "40GP; 40'",
    },
)
CONTAINERS = Sheet(
    "Containers",
    (
        ("container", "teu", "max_gross_t", "tare_t", "volume_m3", "aliases"),
        ("TEU", 1, 24, 2.3, 33.2, "20GP; 20'"),
        ("FEU", 2, 30.48, 3.75, 67.7, "40GP; 40'"),
    ),
)
TARIFFS: Row = ("Mode", "Origin", "Destination", "Transit days")
CARGO: Row = ("Shipment", "Origin", "Destination", "Commodity", "Weight (t)", "Ready")


@dataclass(frozen=True, slots=True)
class Mess:
    """A workbook that somebody may send.

    Attributes
    ----------
    file
        The name of its file, or of a folder of .csv files: what is messy about it.
    sheets
        What it shows.
    rows
        The rows that it means, by canonical sheet and column names.
    problems
        All that is said of it, each with its severity.
    delimiter, encoding
        Of .csv files.
    """

    file: str
    sheets: Sequence[Sheet]
    rows: Mapping[str, Rows] = field(default_factory=dict)
    problems: Sequence[str] = ()
    delimiter: str = ","
    encoding: str = "utf-8"


def leg(mode: str, origin: str, destination: str, days: int | str, **cells: Cell) -> dict[str, Cell]:
    """A row of Tariffs as it is meant."""
    return {"mode": mode, "origin": origin, "destination": destination, "transit_days": days} | cells


def shipment(name: str, tonnes: int | str, ready: str = "2025-03-03", **cells: Cell) -> dict[str, Cell]:
    """A row of Cargo as it is meant."""
    goods = {"origin": "Karachi", "destination": "Moscow", "commodity": "rice"}
    return {"shipment": name, **goods, "weight_t": tonnes, "ready": ready} | cells


def rates(*rows: Row, name: str = "Tariffs", **layout: object) -> tuple[Sheet, ...]:
    """A sheet of rates, and the containers that it has columns for."""
    return Sheet(name, rows, **layout), CONTAINERS  # type: ignore[arg-type]


def surcharge(name: str, lane: Mapping[str, Cell], basis: str = "container", **cells: Cell) -> dict[str, Cell]:
    """A row of Surcharges as it is meant, for one lane."""
    return {"surcharge": name, **lane, "basis": basis} | cells
