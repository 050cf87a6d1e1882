"""Worlds of any size in the contract's form: clusters of places, few crossings between them, weekly capacities.

    python -m benchmarks.worlds --shipments 10000 --seed 1 OUT_FOLDER

writes the folders ``book`` and ``cargo`` of .csv files, which the program reads as it does workbooks. The same
figures give the same world, and one seed the same network with any number of shipments: only the capacities of the
crossings grow with them.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from benchmarks.capacities import with_capacities
from benchmarks.cargo import DAYS, FIRST, cargo_rows, commodity_rows
from benchmarks.carriage import carriage
from benchmarks.places import location_rows, places
from tariffs.building import build
from tariffs.loading import Input
from tariffs.problems import Problems
from tariffs.reading import tables_of
from tariffs.template.tables import Cell, Row
from tariffs.workbook import RawRow, RawSheet

CARGO = "Cargo"

SETTINGS = {
    "base_currency": "USD",
    "capital_cost_pct": "12",
    "insurance_pct": "0.3",
    "co2_price_per_t": "20",
    "unserved_penalty_per_t": "1500",
    "number_style": "1,234.50",
    "date_style": "ymd",
}
#: Payloads of 21.7 t and 26.5 t.
CONTAINERS: list[Row] = [
    {"container": name, "teu": teu, "max_gross_t": Decimal(gross), "tare_t": Decimal(tare), "volume_m3": Decimal(room)}
    for name, teu, gross, tare, room in (("TEU", 1, "24", "2.3", "33.2"), ("FEU", 2, "30.48", "3.98", "67.7"))
]
DUTIES: list[Row] = [
    {"territory": "UNION", "duty_pct": 8, "vat_pct": 20},
    {"territory": "UNION", "commodity": "Rice", "duty_pct": 5, "specific_per_t": 30, "specific_currency": "EUR"},
    {"territory": "XA", "duty_pct": 6, "vat_pct": 15},
    {"territory": "XA", "commodity": "Machinery", "duty_pct": 2, "vat_pct": 15},
    {"territory": "XB", "duty_pct": 10, "additional_pct": 1, "vat_pct": 12, "vat_recoverable": False},
    {"territory": "XD", "duty_pct": 7, "vat_pct": 18},
    {"territory": "XD", "hs": "63", "duty_pct": 12, "vat_pct": 18},
    {"territory": "XE", "duty_pct": 5},
    {"territory": "XE", "duty_pct": 0, "origin_territory": "XA"},
]
FX: list[Row] = [
    {"currency": "EUR", "rate": Decimal("1.08")},
    {"currency": "EUR", "rate": Decimal("1.10"), "valid_from": FIRST + timedelta(days=30)},
]
EMISSIONS: list[Row] = [
    {"mode": "road", "co2_g_per_tkm": Decimal("66.3"), "source": "made up"},
    {"mode": "rail", "co2_g_per_tkm": Decimal("30.7"), "source": "made up"},
    {"mode": "sea", "co2_g_per_tkm": Decimal("7.4"), "source": "made up"},
]
SURCHARGES: list[Row] = [
    {"surcharge": "Bunker", "mode": "sea", "basis": "teu", "amount": 60, "currency": "EUR"},
    {"surcharge": "Fuel", "mode": "road", "basis": "percent_freight", "amount": 4},
    {"surcharge": "Overweight", "mode": "rail", "basis": "container", "amount": 70, "above_gross_t": 26},
]


@dataclass(frozen=True, slots=True)
class World:
    """The rows of every sheet, as a person would write them; ``Cargo`` among them."""

    sheets: Mapping[str, Sequence[Row]]


def world(shipments: int, seed: int) -> World:
    """A world with so many shipments.

    Parameters
    ----------
    shipments
        How many; at least 1.
    seed
        The same gives the same world, and for another number of shipments the same network.
    """
    network = Random(f"network {seed}")
    where = places(network)
    runs = carriage(where, network)
    cargo = cargo_rows(shipments, where, Random(f"cargo {seed}"))
    last = FIRST + timedelta(days=DAYS - 1)
    sheets: dict[str, Sequence[Row]] = {
        "Settings": [{"setting": name, "value": value} for name, value in SETTINGS.items()],
        "Locations": location_rows(where),
        "Containers": CONTAINERS,
        "Tariffs": [{**row, "valid_from": FIRST, "valid_to": last} for row in runs.tariffs],
        "Surcharges": SURCHARGES,
        "Transfers": runs.transfers,
        "Storage": runs.storage,
        "Borders": with_capacities(runs.borders, runs.tariffs, cargo, Random(f"capacities {seed}")),
        "Commodities": commodity_rows(),
        "Duties": DUTIES,
        "FX": FX,
        "Emissions": EMISSIONS,
        CARGO: cargo,
    }
    return World(sheets)


def given(made: World) -> Input:
    """What ``tariffs.load`` gives of the world, without files."""
    problems = Problems()
    tables = tables_of([_raw(name, rows) for name, rows in made.sheets.items()], (), problems)
    book, portfolio = build(tables)
    return Input(book, portfolio, tuple(problems.warnings), tables=tables)


def write(made: World, folder: Path) -> list[Path]:
    """Write the tariff book and the cargo as folders of .csv files; gives the two."""
    book, cargo = folder / "book", folder / "cargo"
    for path in (book, cargo):
        path.mkdir(parents=True, exist_ok=True)
    for name, rows in made.sheets.items():
        target = (cargo if name == CARGO else book) / f"{name}.csv"
        with target.open("w", encoding="utf-8", newline="") as file:
            columns = _columns(rows)
            lines = csv.writer(file)
            lines.writerow(columns)
            lines.writerows([_text(row.get(column)) for column in columns] for row in rows)
    return [book, cargo]


def _columns(rows: Sequence[Row]) -> list[str]:
    """The columns that some row has, in order of first appearance."""
    return list(dict.fromkeys(column for row in rows for column in row))


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell)


def _raw(name: str, rows: Sequence[Row]) -> RawSheet:
    """A sheet as a file would give it."""
    columns = _columns(rows)
    header = RawRow(1, tuple(columns))
    lines = (
        RawRow(number, tuple(_raw_cell(row.get(column)) for column in columns))
        for number, row in enumerate(rows, start=2)
    )
    return RawSheet("world", name, (header, *lines))


def _raw_cell(cell: Cell) -> str | Decimal | date | None:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float):
        return Decimal(str(cell))
    return None if cell == "" else cell


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a made-up world as folders of .csv files.")
    parser.add_argument("folder", type=Path, metavar="OUT_FOLDER")
    parser.add_argument("--shipments", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for path in write(world(asked.shipments, asked.seed), asked.folder):
        print(path)


if __name__ == "__main__":
    main()
