"""Small workbooks for the tests of reading, and what reading says of them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from tariffs.problems import LEAVE, Problem, Problems
from tariffs.reading import read_tables
from tariffs.reading.columns import ColumnValues, Place, read_column
from tariffs.reading.report import Report
from tariffs.reading.style import UNSETTLED, Style
from tariffs.records import Record, Tables
from tariffs.schema import Column
from tariffs.sheets import SHEETS
from tariffs.workbook import Cell

Rows = Iterable[Sequence[object]]

CONTAINERS: Rows = (
    ("container", "teu", "max_gross_t", "tare_t", "volume_m3", "aliases"),
    ("TEU", 1, 24, 2.3, 33.2, "20GP; 20DC"),
    ("FEU", 2, 30.48, 3.75, 67.7, "40GP"),
)
CARGO = ("shipment", "origin", "destination", "commodity", "weight_t", "ready", "due")
READY, DUE = date(2025, 3, 3), date(2025, 4, 2)
SHIPMENT = ("S1", "Karachi", "Moscow", "rice", 66, READY, DUE)


def save(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """An .xlsx workbook with these sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def read(folder: Path, sheets: Mapping[str, Rows]) -> Tables:
    """What reading makes of a workbook `book.xlsx` with these sheets."""
    return read_tables([save(folder / "book.xlsx", sheets)])


def read_csv(folder: Path, name: str, text: str | bytes) -> Tables:
    """What reading makes of a .csv file."""
    path = folder / f"{name}.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_tables([path])


def only(tables: Tables, sheet: str) -> Record:
    """The one record of a sheet."""
    (record,) = tables.records[sheet]
    return record


def errors(tables: Tables) -> list[str]:
    """The errors, as a person sees them, without the file's name."""
    return [_told(problem) for problem in tables.problems.errors]


def warnings(tables: Tables) -> list[str]:
    """The warnings, as a person sees them, without the file's name."""
    return [_told(problem) for problem in tables.problems.warnings]


def _told(problem: Problem) -> str:
    """Without the name of the file, and without the cure that every problem of its kind has."""
    text = str(problem).removeprefix(f"{problem.workbook}, ")
    return text.removesuffix(f"; {LEAVE[problem.kind]}") if problem.kind in LEAVE else text


def column(
    name: str,
    cells: Sequence[Cell],
    *,
    sheet: str = "Cargo",
    style: Style = UNSETTLED,
    factor: Decimal = Decimal(1),
) -> tuple[ColumnValues, list[str], list[str]]:
    """The values of cells in column A of a sheet from row 2 on, the errors, and the warnings."""
    found: Column = SHEETS[sheet].column(name)
    problems = Problems()
    place = Place(Report("book.xlsx", sheet, problems), 0, range(2, 2 + len(cells)))
    values = read_column(found, cells, place, style, factor)
    return values, [_told(p) for p in problems.errors], [_told(p) for p in problems.warnings]


def change(path: Path, replace: Mapping[str, str], part: str = "xl/worksheets/sheet1.xml") -> Path:
    """The same workbook with some XML of one part replaced."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for old, new in replace.items():
        assert old in text
        text = text.replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {part: text.encode()}).items():
            archive.writestr(name, content)
    return path
