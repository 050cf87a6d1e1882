"""A file that is no plan, or no longer one: problems with their cells, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from optimizer.auditor import read_plan, reading
from optimizer.report.workbook import write_plan
from optimizer.tables import OPTIONAL
from tariffs.problems import InputError, Severity
from tests.audit.rich import rich_plan

#: The sheets that a plan workbook has whatever the input says.
NEEDED = [sheet for sheet in reading.COLUMNS if sheet not in OPTIONAL]

WORLDS = Path(__file__).parents[1] / "worlds"


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plans") / "plan.xlsx"
    write_plan(rich_plan(), path)
    return path


@pytest.fixture
def edited(plan: Path, tmp_path: Path) -> Callable[[Callable[[Workbook], object]], list[str]]:
    """What is said of the plan after an edit that keeps all stored values."""

    def editing(edit: Callable[[Workbook], object]) -> list[str]:
        book = load_workbook(plan, data_only=True)
        edit(book)
        book.save(tmp_path / "edited.xlsx")
        return problems(tmp_path / "edited.xlsx")

    return editing


def problems(path: Path) -> list[str]:
    """The errors that reading a plan gives; it must give some."""
    with pytest.raises(InputError) as caught:
        read_plan(path)
    assert all(problem.severity is Severity.ERROR for problem in caught.value.problems)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("sheet", NEEDED)
def test_a_missing_sheet_is_named(edited: Callable[..., list[str]], sheet: str) -> None:
    """Each sheet that the auditor needs is said to be missing if it is."""
    found = edited(lambda book: book.remove(book[sheet]))
    assert found == [
        f"edited.xlsx, {sheet}: the sheet {sheet} is missing, so this is not a plan workbook; "
        "give the plan first and its workbooks after it"
    ]


def test_a_tariff_book_is_no_plan() -> None:
    """Every sheet that it lacks is said at once, with the order in which the files are named."""
    found = problems(WORLDS / "tiny.xlsx")
    assert len(found) == len(NEEDED)
    assert all("is not a plan workbook" in problem for problem in found)


def test_a_plan_of_another_version_is_refused_by_its_version(edited: Callable[..., list[str]]) -> None:
    """One line, rather than one for each sheet and column that it lacks."""

    def older(book: Workbook) -> None:
        summary = book["Summary"]
        row = next(row for row in summary.iter_rows() if row[0].value == "format")
        row[1].value = 1
        book.remove(book["To book"])

    (found,) = edited(older)
    assert found.startswith("edited.xlsx, Summary: the plan is in the format of another version (")
    assert found.endswith("plan again with this version, or use the one that wrote it")


def test_a_column_that_is_there_twice_is_named(edited: Callable[..., list[str]]) -> None:
    """Which of the two would count cannot be known."""
    found = edited(lambda book: setattr(book["Charges"]["A1"], "value", "amount"))
    assert any(problem.startswith('edited.xlsx, Charges!K1: the column "amount" is there twice') for problem in found)
    assert any(problem.startswith('edited.xlsx, Charges!1: the column "booking" is missing') for problem in found)


#: Sheet, address of a cell, what is put there, and what is said of it.
CELLS: list[tuple[str, str, Any, str]] = [
    ("Bookings", "D2", "two", 'Bookings!D2: "two" is not a number'),
    ("Bookings", "D2", 1.5, "Bookings!D2: 1.5 is not a whole number"),
    ("Bookings", "E2", None, 'Bookings!E2: the column "tonnes" is blank here'),
    ("Bookings", "E2", True, 'Bookings!E2: "TRUE" is not a number'),
    ("Bookings", "F2", "on Monday", 'Bookings!F2: "on Monday" is not a date'),
    ("Bookings", "F2", 45719, 'Bookings!F2: "45719" is not a date'),
    ("Bookings", "G2", None, 'Bookings!G2: the column "delivered" is blank here'),
    ("Legs", "J2", "Taftan", 'Legs!J2: "Taftan" is not a list of borders and dates'),
    ("Legs", "J2", "Taftan 2025-02-30", 'Legs!J2: "2025-02-30" is not a date'),
    ("Charges", "K2", "882,00", 'Charges!K2: "882,00" is not a number'),
    ("Charges", "K2", date(2025, 3, 3), 'Charges!K2: "2025-03-03" is not a number'),
    ("Charges", "K2", "#REF!", "Charges!K2: #REF! is an error value"),
    ("Charges", "F2", "first", 'Charges!F2: "first" is not a number'),
    ("Capacities", "G2", "full", 'Capacities!G2: "full" is not a number'),
    ("Shipments", "B2", "-", 'Shipments!B2: "-" is not a number'),
    ("Unserved", "B2", None, 'Unserved!B2: the column "tonnes" is blank here'),
    ("Summary", "B3", "much", 'Summary!B3: "much" is not a number'),
    ("Summary", "A4", "logistics cost", 'Summary!A4: "logistics cost" is there twice'),
    ("Capacity use", "F2", "all", 'Capacity use!F2: "all" is not a number'),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "expected"), CELLS)
def test_a_cell_that_cannot_be_read_is_said_with_its_address(
    edited: Callable[..., list[str]], sheet: str, cell: str, value: object, expected: str
) -> None:
    """What stands there, where, and that the plan has to be made again or put back."""

    def edit(book: Workbook) -> None:
        target = book[sheet][cell]
        target.value = value
        if isinstance(value, int | float) and target.is_date:
            target.number_format = "General"

    found = edited(edit)
    assert [problem for problem in found if problem.startswith(f"edited.xlsx, {expected}")]
    assert all(problem.endswith("plan again, or put back what the program wrote") for problem in found)


def test_all_problems_are_said_in_one_run(edited: Callable[..., list[str]]) -> None:
    """Never only the first."""

    def edit(book: Workbook) -> None:
        book["Bookings"]["D2"] = "two"
        book["Charges"]["K2"] = "much"
        book["Legs"]["H2"] = "Monday"

    assert len(edited(edit)) == 3


def test_formulas_without_stored_values_are_said(plan: Path, tmp_path: Path) -> None:
    """A program that saves formulas without their values leaves nothing to audit."""
    load_workbook(plan).save(tmp_path / "bare.xlsx")
    found = problems(tmp_path / "bare.xlsx")
    assert any("is a formula without a stored value" in problem for problem in found)


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off"], ids=["empty", "text", "cut"])
def test_a_file_that_is_no_workbook_is_said(tmp_path: Path, content: bytes) -> None:
    """One problem, with the name of the file."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    assert [problem.startswith("plan.xlsx: ") for problem in problems(path)] == [True]


def test_a_file_that_does_not_exist_is_said(tmp_path: Path) -> None:
    """With the name that was looked for."""
    assert "there is no file" in problems(tmp_path / "none.xlsx")[0]


def test_an_empty_workbook_is_no_plan(tmp_path: Path) -> None:
    """It has none of the sheets."""
    Workbook().save(tmp_path / "empty.xlsx")
    assert len(problems(tmp_path / "empty.xlsx")) == len(NEEDED)


def test_sheets_without_headers_lack_every_column(edited: Callable[..., list[str]]) -> None:
    """A sheet with all its rows cleared says which columns it should have."""
    found = edited(lambda book: book["Legs"].delete_rows(1, book["Legs"].max_row))
    assert len(found) == len(reading.COLUMNS["Legs"])
