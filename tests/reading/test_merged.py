"""Merged cells, in every format that has them: names hold for each row, what the rows may share is a question."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.parsing.coding import CodedSheet
from tariffs.problems import Kind, Problems
from tariffs.reading import read_tables
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import HeaderNames
from tariffs.reading.merged import filled
from tariffs.reading.report import Report
from tariffs.sheets import SHEETS
from tariffs.workbook import read_workbook
from tariffs.workbook.raw import Merged, RawRow
from tests.messy.build import WRITERS
from tests.messy.mess import TARIFFS, rates
from tests.messy.sheets import Sheet
from tests.reading.workbooks import CARGO, DUE, READY, errors, warnings

RAIL = ("rail", "Karachi", "Zahedan", 5)
LOAD = ("Karachi", "Moscow", "rice")
SEA = ("sea", "Karachi", "Muscat", 3)


@pytest.mark.parametrize("suffix", WRITERS)
def test_an_amount_merged_over_rows_and_containers_is_of_each(tmp_path: Path, suffix: str) -> None:
    """Whatever the format, and it is said."""
    path = tmp_path / f"book{suffix}"
    rows = ((*TARIFFS, "20GP", "40GP"), (*RAIL, 455, None), (*SEA, None, None))
    path.write_bytes(WRITERS[suffix](rates(*rows, merged=((2, 4, 3, 5),))))
    tables = read_tables([path])
    assert [dict(row.amounts) for row in tables.records["Tariffs"]] == [{"TEU": Decimal(455), "FEU": Decimal(455)}] * 2
    assert errors(tables) == []
    assert warnings(tables) == [
        'Tariffs!E2: "455" stands in one cell for TEU and FEU, and is read as the amount of each (and 1 more rows); '
        "unmerge the cell, and write what holds into each"
    ]


def test_a_blank_row_under_a_merged_name_stays_blank(tmp_path: Path) -> None:
    """A name goes with what stands beside it: merged over a gap between two of its rows it makes no third one."""
    path = tmp_path / "book.xlsx"
    rows = (("Border", "Mode"), ("Taftan", "rail"), (None, None), (None, "road"))
    path.write_bytes(WRITERS[".xlsx"]([Sheet("Borders", rows, merged=((2, 0, 4, 0),))]))
    read = [
        (record.row, record.values["border"], record.values["mode"])
        for record in read_tables([path]).records["Borders"]
    ]
    assert read == [(2, "Taftan", "rail"), (4, "Taftan", "road")]


def test_a_row_with_one_cell_beside_merged_ones_is_no_title_of_the_header_below(tmp_path: Path) -> None:
    """Where a header comes again, a text alone above it is a title; what is merged belongs to its row too."""
    path = tmp_path / "book.xlsx"
    header = ("Border", "Mode")
    rows = (header, ("Taftan", "road"), (None, "rail"), header, ("Sarakhs", "rail"), ("Page 3", None), header)
    path.write_bytes(WRITERS[".xlsx"]([Sheet("Borders", rows, merged=((2, 0, 3, 0),))]))
    tables = read_tables([path])
    read = [(record.row, record.values["border"]) for record in tables.records["Borders"]]
    assert read == [(2, "Taftan"), (3, "Taftan"), (5, "Sarakhs")]
    assert warnings(tables) == [
        'Borders!A4: rows 4, 7 repeat the header and were not read ("Border")',
        'Borders!A6: row 6 is a note and was not read ("Page 3")',
    ]


def test_what_is_merged_over_other_columns_stays_in_the_first(tmp_path: Path) -> None:
    """Which of them it is meant for cannot be known, and where one has to be filled in that is an error."""
    path = tmp_path / "book.xlsx"
    rows = ((*TARIFFS, "20GP"), ("rail", "Karachi", None, 5, 455))
    path.write_bytes(WRITERS[".xlsx"](rates(*rows, merged=((2, 1, 2, 2),))))
    tables = read_tables([path])
    assert errors(tables) == ["Tariffs!C2: destination is blank (where it ends); fill it in"]
    assert warnings(tables) == [
        'Tariffs!B2: "Karachi" stands in one cell for origin and destination, and is read as origin alone; '
        "unmerge the cell, and write what holds into each"
    ]


@pytest.mark.parametrize(
    ("hidden", "merged"),
    [
        ({"hidden_rows": (1,)}, Merged(column=0, right=1, first=2, last=3, cell="x")),
        ({"hidden_columns": (0,)}, Merged(column=1, right=1, first=1, last=3, cell="x")),
        ({"hidden_rows": (1, 2, 3)}, None),
        ({"hidden_columns": (0, 1)}, None),
    ],
)
def test_what_is_merged_from_a_hidden_corner_on_shows_beside_it(
    tmp_path: Path, hidden: dict[str, tuple[int, ...]], merged: Merged | None
) -> None:
    """As Excel shows it; it is gone only where all of it is hidden."""
    rows = (("x", None, 1), (None, None, 2), (None, None, 3))
    path = tmp_path / "book.xlsx"
    path.write_bytes(WRITERS[".xlsx"]([Sheet("A", rows, merged=((1, 0, 3, 1),), **hidden)]))  # type: ignore[arg-type]
    (sheet,) = read_workbook(path, path.name, Problems()).sheets
    assert sheet.merged == (() if merged is None else (merged,))


@pytest.mark.parametrize(
    ("rows", "layout"),
    [
        (((*RAIL, 455), (None, *RAIL[1:], 460)), {"hidden_rows": (2,), "merged": ((2, 1, 3, 1),)}),
        ((("rail", None, *RAIL[1:], 460),), {"hidden_columns": (0,), "merged": ((2, 0, 2, 1),)}),
    ],
    ids=["a row", "a column"],
)
def test_a_single_row_beside_a_hidden_corner_has_what_shows_in_it(
    tmp_path: Path, rows: tuple[tuple[object, ...], ...], layout: dict[str, tuple[object, ...]]
) -> None:
    """The mode of two rows of which one is hidden."""
    path = tmp_path / "book.xlsx"
    left = [(None, *row) if len(row) == len(RAIL) + 1 else row for row in rows]
    path.write_bytes(WRITERS[".xlsx"](rates(("old", *TARIFFS, "20GP"), *left, **layout)))  # type: ignore[arg-type]
    tables = read_tables([path])
    assert errors(tables) == []
    assert [(row.values["mode"], row.amounts["TEU"]) for row in tables.records["Tariffs"]] == [("rail", 460)]


def test_a_weight_of_rows_of_which_one_shows_is_a_question(tmp_path: Path) -> None:
    """It may be of both."""
    path = tmp_path / "book.xlsx"
    rows = (CARGO, ("S1", *LOAD, 66, READY, DUE), ("S2", *LOAD, None, READY, DUE))
    path.write_bytes(WRITERS[".xlsx"]((Sheet("Cargo", rows, merged=((2, 4, 3, 4),), hidden_rows=(2,)),)))
    (error, *_) = errors(read_tables([path]))
    assert error == (
        'Cargo!E3: weight_t: "66" stands in one cell for row 3 and hidden cells: '
        "it may be of each, or of all together; unmerge the cell and write the figure of each row"
    )


def test_of_merged_areas_that_overlap_the_first_is_kept() -> None:
    """Excel has none; those that only touch are all kept."""
    sheet = CodedSheet("A")
    kept = [(1, 3, 0, 2), (1, 1, 3, 9), (2, 8, 3, 3), (2, 2, 4, 9), (4, 4, 0, 2)]
    for area in [*kept, (2, 2, 2, 3), (3, 9, 1, 1), (2, 9, 0, 9), (8, 9, 2, 3)]:
        sheet.merge(*area)
    sheet.drop_overlaps()
    assert sorted(sheet.areas) == sorted(kept)


@pytest.mark.parametrize("area", [(0, 2, 0, 0), (1, 1_048_577, 0, 0), (2, 1, 0, 0), (1, 1, 1, 0), (3, 3, 4, 4)])
def test_an_area_that_no_sheet_has_is_none(area: tuple[int, int, int, int]) -> None:
    """Rows from 1 to the last of Excel's, the first one first, and more than a cell."""
    sheet = CodedSheet("A")
    sheet.merge(*area)
    assert sheet.areas == []


@pytest.mark.parametrize(
    ("sheet", "column", "shared"),
    [
        ("Pool", "available", True),
        ("Cargo", "weight_t", True),
        ("Cargo", "volume_m3", True),
        ("Cargo", "value", True),
        ("Tariffs", "capacity", True),
        ("Tariffs", "min_load", True),
        ("Tariffs", "departure_cost", True),
        ("Tariffs", "transit_days", False),
        ("Cargo", "ready", False),
    ],
)
def test_a_merged_quantity_is_a_question_and_a_name_is_not(sheet: str, column: str, shared: bool) -> None:
    """Ten boxes beside two rows may be ten in all."""
    names = HeaderNames.of(SHEETS[sheet], {})
    match = names.find(column)
    assert match is not None
    header = Header({0: "first", 1: column}, {1: match}, RawRow(1, ("first", column)), 0)
    rows = [RawRow(2, ("a", "10")), RawRow(3, ("b", None))]
    problems = Problems()
    found = filled(
        rows, [Merged(column=1, right=1, first=2, last=3, cell="10")], header, Report("book.xlsx", sheet, problems)
    )
    assert [problem.kind for problem in problems] == ([Kind.AMBIGUOUS] if shared else [])
    assert [row.cell(1) for row in found] == (["10", None] if shared else ["10", "10"])
