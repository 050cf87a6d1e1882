"""Dates whose cells show month and year alone: Excel makes the first of December of a typed `Dec-25`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from tariffs.marked import write_marked
from tariffs.parsing.coding import DATE_1900, DATE_1904, MONTH_1900, MONTH_1904
from tariffs.parsing.formats import mark
from tariffs.reading import read_tables
from tests.reading.workbooks import CARGO, SHIPMENT, errors, only, warnings

READY, DUE = datetime(2025, 3, 1), datetime(2025, 12, 1)
ERROR = (
    'Cargo!G2: due: "2025-12-01" shows as December 2025, without its day; '
    "write 2025-12-31 if the whole month is meant, or format the cell as a date with its day"
)


def cargo(path: Path, ready: datetime, due: datetime, code: str) -> Path:
    """A shipment whose days are formatted so."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Cargo"
    sheet.append(list(CARGO))
    sheet.append([*SHIPMENT[:5], ready, due])
    for address in ("F2", "G2"):
        sheet[address].number_format = code
    book.save(path)
    return path


@pytest.mark.parametrize("code", ["mmm-yy", "mmmm yyyy", "MM/YYYY", "[$-409]mmm\\-yy;@", "yyyy-mm"])
def test_a_last_day_of_which_only_the_month_shows_is_an_error(tmp_path: Path, code: str) -> None:
    """The whole of December is meant, and all of it but a day would be left out; a first day is the first."""
    tables = read_tables([cargo(tmp_path / "book.xlsx", READY, DUE, code)])
    assert errors(tables) == [ERROR]
    assert warnings(tables) == [
        'Cargo!F2: ready: "2025-03-01" shows as March 2025, without its day; '
        "it is read as that day; format the column as dates with their days"
    ]
    assert only(tables, "Cargo").values["ready"] == date(2025, 3, 1)


def test_another_day_than_the_first_was_meant_as_that_day(tmp_path: Path) -> None:
    """Nobody gets it who types a month."""
    tables = read_tables([cargo(tmp_path / "book.xlsx", datetime(2025, 3, 2), datetime(2025, 12, 31), "mmm-yy")])
    assert (errors(tables), warnings(tables)) == ([], [])
    assert only(tables, "Cargo").values["due"] == date(2025, 12, 31)


def test_the_marked_copy_asks_the_same(tmp_path: Path) -> None:
    """With the day in it nobody would ask any longer."""
    path = cargo(tmp_path / "book.xlsx", READY, DUE, "mmm-yy")
    tables = read_tables([path])
    (copy,) = write_marked([path], tables.problems.found, tmp_path / "copy.xlsx")
    assert errors(read_tables([copy])) == [ERROR]


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("mmm-yy", MONTH_1900, MONTH_1904),
        ("yyyy mm", MONTH_1900, MONTH_1904),
        ("dd mmm yy", DATE_1900, DATE_1904),
        ("yyyy", DATE_1900, DATE_1904),
        ("mm:ss", DATE_1900, DATE_1904),
        ("yy-mm hh", DATE_1900, DATE_1904),
    ],
)
def test_a_format_shows_months_alone_if_it_has_no_day_and_no_hour(code: str, old: str, new: str) -> None:
    """In whatever order, and from whatever year days are counted."""
    assert (mark(code, from_1904=False), mark(code, from_1904=True)) == (old, new)
