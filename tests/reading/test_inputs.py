"""Whole inputs: several workbooks, every world, and records that survive being written and read."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tariffs.book import Crossing
from tariffs.calendar import Schedule
from tariffs.reading import read_tables
from tariffs.records import Record, Tables
from tariffs.workbook import cell_text
from tests.reading.workbooks import CARGO, SHIPMENT, save

WORLDS = Path(__file__).parents[1] / "worlds"


def test_sheets_of_one_name_are_joined(tmp_path: Path) -> None:
    """Of one workbook or several, by name or by synonym, in the order in which they are named."""
    book = save(tmp_path / "book.xlsx", {"Cargo": [CARGO, SHIPMENT], "shipments": [CARGO, ("S2", *SHIPMENT[1:])]})
    more = save(tmp_path / "more.xlsx", {"CARGO": [("note", *CARGO), ("late", "S3", *SHIPMENT[1:])]})
    found = [(record.workbook, record.values["shipment"]) for record in read_tables([book, more]).records["Cargo"]]
    assert found == [("book.xlsx", "S1"), ("book.xlsx", "S2"), ("more.xlsx", "S3")]


def test_no_input_is_no_problem_of_reading() -> None:
    """That something is missing is for the one who needs it to say."""
    assert read_tables([]) == Tables({})


@pytest.mark.parametrize("path", sorted(WORLDS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_canonical_workbook_has_no_problem(path: Path) -> None:
    """Nothing in it is doubted, and no value is lost."""
    tables = read_tables([path])
    assert list(tables.problems) == []
    for records in tables.records.values():
        for record in records:
            for column, text in record.texts.items():
                kept = record.amounts.get(column, record.values.get(column))
                assert text == "" or kept is not None


def test_the_tiny_world_reads_as_it_is_written() -> None:
    """Value by value, of the sheets with the richest cells."""
    tables = read_tables([WORLDS / "tiny.xlsx"])
    rail, inland, road = tables.records["Tariffs"]
    assert rail.values["departures"] == Schedule(weekdays=frozenset((0, 3)))
    assert rail.values["borders"] == (Crossing("Taftan", Decimal(4)),)
    assert rail.amounts == {"TEU": Decimal(126000), "FEU": Decimal(252000)}
    assert rail.values["currency"] == "PKR"
    assert inland.values["departures"] == Schedule()
    assert inland.values["borders"] is None
    assert road.where == "Tariffs!4"
    (fx,) = tables.records["FX"]
    assert (fx.values["rate"], fx.values["valid_from"]) == (Decimal("0.0035"), date(2025, 1, 1))
    (cargo,) = tables.records["Cargo"]
    assert (cargo.values["weight_t"], cargo.values["value"]) == (Decimal(66), Decimal(33000))
    assert (cargo.values["ready"], cargo.values["due"]) == (date(2025, 3, 3), None)
    assert cargo.values["max_transit_days"] == Decimal(30)
    assert {record.values["setting"]: record.values["value"] for record in tables.records["Settings"]} == {
        "base_currency": "USD",
        "capital_cost_pct": Decimal(12),
        "insurance_pct": Decimal("0.3"),
        "insurance_uplift_pct": Decimal(110),
        "co2_price_per_t": Decimal(0),
        "unserved_penalty_per_t": Decimal(1000),
    }


NAMES = st.text("abcxyzABC é–Ж", min_size=1, max_size=8).map(lambda text: " ".join(["n", *text.split()]))
DAYS = st.dates(date(2020, 1, 1), date(2039, 12, 31))
AMOUNTS = st.integers(1, 10**9).map(lambda number: Decimal(number) / 1000)
KINDS: dict[str, st.SearchStrategy[object]] = {
    "shipment": NAMES,
    "origin": NAMES,
    "destination": NAMES,
    "commodity": NAMES,
    "weight_t": AMOUNTS,
    "value": AMOUNTS,
    "ready": DAYS,
    "due": st.none() | DAYS,
    "containers": st.none() | st.lists(NAMES, min_size=1, max_size=3).map(tuple),
    "split": st.booleans(),
}
#: Values in the order of KINDS.
SHIPMENTS = st.lists(st.tuples(*KINDS.values()), min_size=1, max_size=6)
STYLED: Sequence[tuple[str, object]] = (("number_style", "1,234.50"), ("date_style", "dmy"))


def as_cells(shipment: Sequence[object]) -> list[object]:
    """A shipment as Excel would hold it: numbers as floats, lists as text."""
    cells: list[object] = []
    for value in shipment:
        if isinstance(value, Decimal):
            cells.append(float(value))
        elif isinstance(value, tuple):
            cells.append("; ".join(value))
        else:
            cells.append(value)
    return cells


def as_text(shipment: Sequence[object]) -> list[str]:
    """A shipment as a clerk would type it into a .csv file."""
    texts = []
    for value in shipment:
        if isinstance(value, Decimal):
            texts.append(f"{value:,.3f}")
        elif isinstance(value, date):
            texts.append(f"{value:%d/%m/%Y}")
        elif isinstance(value, tuple):
            texts.append(";".join(value))
        else:
            texts.append("" if value is None else cell_text(str(value)))
    return texts


def same(record: Record, shipment: Sequence[object]) -> bool:
    """Whether a record says what the shipment said."""
    return [record.values[name] for name in KINDS] == list(shipment)


@settings(max_examples=40, deadline=None)
@given(SHIPMENTS)
def test_shipments_survive_a_workbook(shipments: list[Sequence[object]]) -> None:
    """What a program writes into an .xlsx file reads back equal, with shared and with inline texts."""
    rows = [list(KINDS), *map(as_cells, shipments)]
    with tempfile.TemporaryDirectory() as folder:
        inline = save(Path(folder) / "inline.xlsx", {"Cargo": rows})
        shared = Path(folder) / "shared.xlsx"
        book = xlsxwriter.Workbook(shared, {"default_date_format": "dd/mm/yy", "strings_to_formulas": False})
        sheet = book.add_worksheet("Cargo")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        book.close()
        for path in (inline, shared):
            tables = read_tables([path])
            assert list(tables.problems) == []
            assert all(same(*pair) for pair in zip(tables.records["Cargo"], shipments, strict=True))


@settings(max_examples=40, deadline=None)
@given(SHIPMENTS, st.sampled_from([",", ";", "\t"]), st.integers(0, 3))
def test_shipments_survive_a_csv_folder(shipments: list[Sequence[object]], delimiter: str, above: int) -> None:
    """What a clerk types in the style that Settings name reads back equal, under any number of title rows."""
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "Settings.csv").open("w", newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows([("setting", "value"), *STYLED])
        with (Path(folder) / "Cargo.csv").open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerows([["Cargo of the week"]] * above)
            writer.writerows([list(KINDS), *map(as_text, shipments)])
        tables = read_tables([Path(folder)])
        assert list(tables.problems) == []
        assert all(same(*pair) for pair in zip(tables.records["Cargo"], shipments, strict=True))
