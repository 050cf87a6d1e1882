"""A plan workbook in which one cell was changed by hand: it is found, whichever cell it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from optimizer.auditor import audit, read_plan, reading
from optimizer.auditor.difference import Findings
from optimizer.report.workbook import write_plan
from optimizer.tables import Kind
from tariffs.problems import InputError, Problems
from tariffs.workbook import Cell, RawRow, RawSheet, RawWorkbook, Shown, cell_text, read_workbook
from tests.audit.rich import RICH_BOOK, RICH_PORTFOLIO, rich_plan

#: What only the model or the run can know, by sheet and column, or by sheet and first cell. An auditor that shares
#: no code with the model cannot say that it is wrong.
OF_THE_MODEL = {
    *(("Summary", figure) for figure in ("version", "when", "scenario", "tolerance", "engine", "solver")),
    *(("Summary", f"input {name}") for name in ("book.xlsx", "cargo.xlsx")),
}

#: Columns of whole numbers; what is none is a problem of reading.
COUNTS = frozenset(
    column.name for columns in reading.COLUMNS.values() for column in columns if column.kind is Kind.COUNT
) | {"TEU", "FEU", "format"}

Place = tuple[int, int, int]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan as the program writes it."""
    written = tmp_path_factory.mktemp("plans") / "plan.xlsx"
    write_plan(rich_plan(), written, when=datetime(2025, 3, 1, tzinfo=UTC))
    return written


@pytest.fixture(scope="module")
def raw(path: Path) -> RawWorkbook:
    return read_workbook(path, path.name, Problems())


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Callable[[RawWorkbook], list[str]]:
    """What is found in a plan whose file holds these cells: differences, or problems of reading."""

    def finding(content: RawWorkbook) -> list[str]:
        monkeypatch.setattr(reading, "read_workbook", lambda *_: content)
        try:
            record = read_plan("plan.xlsx")
        except InputError as error:
            return [str(problem) for problem in error.problems]
        return [str(difference) for difference in audit(record, RICH_BOOK, RICH_PORTFOLIO)]

    return finding


def headers(sheet: RawSheet) -> list[str]:
    return [cell_text(cell) for cell in sheet.rows[0].cells]


def audited(sheet: RawSheet, column: str, first: str) -> bool:
    """Whether the auditor can know what stands in a column of the row with that first cell."""
    known = sheet.name in reading.COLUMNS
    return known and (sheet.name, column) not in OF_THE_MODEL and (sheet.name, first) not in OF_THE_MODEL


def cells(content: RawWorkbook) -> Iterator[tuple[Place, str]]:
    """Every cell that the auditor can know, blank ones too, with a name for it."""
    for number, sheet in enumerate(content.sheets):
        names = headers(sheet)
        for position, row in enumerate(sheet.rows[1:], start=1):
            first = cell_text(row.cell(0))
            for column, name in enumerate(names):
                if name and audited(sheet, name, first):
                    yield (number, position, column), f"{sheet.name}, {first}, {name}"


def changed(cell: Cell, column: str) -> Cell:
    """Another value that the column may hold."""
    if isinstance(cell, Decimal):
        return cell + (1 if column in COUNTS else Decimal("0.01"))
    if isinstance(cell, Shown):
        return replace(cell, number=cell.number + Decimal("0.01"))
    if isinstance(cell, datetime | date):
        return cell + timedelta(days=1)
    return f"{cell}x" if isinstance(cell, str) else Decimal(1)


def with_rows(content: RawWorkbook, number: int, rows: tuple[RawRow, ...]) -> RawWorkbook:
    sheet = replace(content.sheets[number], rows=rows)
    return replace(content, sheets=(*content.sheets[:number], sheet, *content.sheets[number + 1 :]))


def with_cell(content: RawWorkbook, place: Place, cell: Cell) -> RawWorkbook:
    number, position, column = place
    rows = content.sheets[number].rows
    width = len(headers(content.sheets[number]))
    old = rows[position]
    line = [old.cell(index) for index in range(width)]
    line[column] = cell
    row = RawRow(old.number, tuple(line))
    return with_rows(content, number, (*rows[:position], row, *rows[position + 1 :]))


def at(content: RawWorkbook, place: Place) -> Cell:
    number, position, column = place
    return content.sheets[number].rows[position].cell(column)


def test_the_plan_as_written_passes(raw: RawWorkbook, found: Callable[[RawWorkbook], list[str]]) -> None:
    """Nothing is found in what the program writes."""
    assert found(raw) == []


def test_every_cell_that_is_changed_is_found(raw: RawWorkbook, found: Callable[[RawWorkbook], list[str]]) -> None:
    """A cent, a container, a day, a letter, or something where there was nothing: no cell takes it unnoticed."""
    places = list(cells(raw))
    missed = [
        name
        for place, name in places
        if not found(with_cell(raw, place, changed(at(raw, place), name.rpartition(", ")[2])))
    ]
    assert missed == []
    assert len(places) > 300


def test_every_cell_that_is_cleared_is_found(raw: RawWorkbook, found: Callable[[RawWorkbook], list[str]]) -> None:
    """A cell that held something and holds nothing any more does not pass."""
    full = [(place, name) for place, name in cells(raw) if at(raw, place) is not None]
    assert [name for place, name in full if not found(with_cell(raw, place, None))] == []


def rows_known(content: RawWorkbook) -> Iterator[tuple[int, int, str]]:
    """Every row below the headers that the auditor can know, but for total rows, which need not be there."""
    for number, sheet in enumerate(content.sheets):
        for position, row in enumerate(sheet.rows[1:], start=1):
            first = cell_text(row.cell(0))
            if audited(sheet, "", first) and first != "Total":
                yield number, position, f"{sheet.name}, row {row.number}: {first}"


def test_every_row_that_is_deleted_is_found(raw: RawWorkbook, found: Callable[[RawWorkbook], list[str]]) -> None:
    """No booking, leg, charge, capacity, shipment or figure can be left out."""
    missed = []
    for number, position, name in rows_known(raw):
        rows = raw.sheets[number].rows
        if not found(with_rows(raw, number, (*rows[:position], *rows[position + 1 :]))):
            missed.append(name)
    assert missed == []


def test_every_row_that_is_repeated_is_found(raw: RawWorkbook, found: Callable[[RawWorkbook], list[str]]) -> None:
    """None can be there twice."""
    missed = []
    for number, position, name in rows_known(raw):
        rows = raw.sheets[number].rows
        if not found(with_rows(raw, number, (*rows[:position], rows[position], *rows[position:]))):
            missed.append(name)
    assert missed == []


def test_every_header_that_is_changed_is_found(raw: RawWorkbook, found: Callable[[RawWorkbook], list[str]]) -> None:
    """A column under another name is missing, and its sheet is named."""
    for number, sheet in enumerate(raw.sheets):
        for column, name in enumerate(headers(sheet)):
            if not name or not audited(sheet, "", ""):
                continue
            problems = found(with_cell(raw, (number, 0, column), f"{name}x"))
            assert problems, f"{sheet.name}, {name}"
            if name in {column.name for column in reading.COLUMNS.get(sheet.name, ())}:
                assert any(sheet.name in problem and f'"{name}" is missing' in problem for problem in problems)


#: Changes made with a spreadsheet program: sheet, cell by row and column, value, and a difference that is found.
BY_HAND: list[tuple[str, str, str, Any, str]] = [
    ("Bookings", "2", "tonnes", 21, "B001, load 1, "),
    ("Bookings", "2", "delivered", datetime(2025, 3, 24), "B001: delivered should be 2025-03-25, is 2025-03-24"),
    ("Bookings", "2", "freight", 1440, "B001, load 1: freight should be 1441.00, is 1440"),
    ("Bookings", "2", "insurance", 0, "B001, all loads: insurance should be"),
    ("Bookings", "2", "total", 1, "B001, load 1: total should be"),
    ("Legs", "2", "departs", datetime(2025, 3, 4), "B001, leg 1: departs should be a day on which"),
    ("Charges", "2", "amount", 440.99, "B001, load 1, freight (PR1 rail Karachi – Zahedan per container): amount"),
    ("Charges", "Total", "amount", 1, "Charges, Total: amount should be"),
    ("Bookings", "Total", "tonnes", 67, "Bookings, Total: tonnes should be 66, is 67"),
    ("Summary", "freight", "value", 1, "Summary: freight should be"),
    ("Summary", "landed cost", "value", 1, "Summary: landed cost should be"),
    ("Summary", "CO2e t", "value", 0.1, "Summary: CO2e t should be 9.24, is 0.1"),
    ("Shipments", "R1", "tonnes", 71, "Shipments, R1: tonnes should be 70, is 71"),
    ("Shipments", "R1", "delivered", 67, "Shipments, R1: delivered should be 66, is 67"),
    ("Shipments", "R1", "unserved", 3, "Shipments, R1: unserved should be 4, is 3"),
    ("Shipments", "R1", "goods_value", 1, "Shipments, R1: goods_value should be 31114.29, is 1"),
    ("Shipments", "R1", "recoverable_tax", 1, "Shipments, R1: recoverable_tax should be"),
    ("Shipments", "R1", "cost", 1, "Shipments, R1: cost should be"),
    ("Capacities", "2", "used", 1, "Capacities, border Taftan 2025-W10: containers used of capacity should be"),
]


@pytest.mark.parametrize(("place", "value", "expected"), [((s, r, c), v, e) for s, r, c, v, e in BY_HAND])
def test_a_file_that_was_changed_by_hand_is_found(
    path: Path, tmp_path: Path, place: tuple[str, str, str], value: object, expected: str
) -> None:
    """The whole way, through a real file saved by another program: the difference says which cell it was."""
    sheet, row, column = place
    book = load_workbook(path, data_only=True)
    names = [cell.value for cell in book[sheet][1]]
    lines = {str(line[0].value): line[0].row for line in book[sheet].iter_rows()}
    book[sheet].cell(int(row) if row.isdigit() else lines[row], names.index(column) + 1).value = value
    book.save(tmp_path / "changed.xlsx")
    differences = audit(read_plan(tmp_path / "changed.xlsx"), RICH_BOOK, RICH_PORTFOLIO)
    assert [str(d) for d in differences if str(d).startswith(expected)] != []


@pytest.mark.parametrize("cell", ["A1", "A4", "B8", "C8"])
def test_a_first_sheet_that_was_changed_is_found(path: Path, tmp_path: Path, cell: str) -> None:
    """A manager reads it, so that a sentence or a figure of it is not changed unnoticed."""
    book = load_workbook(path, data_only=True)
    page = book["Overview"]
    assert page[cell].value is not None
    page[cell].value = f"{page[cell].value} or so" if isinstance(page[cell].value, str) else page[cell].value * 1.001
    book.save(tmp_path / "changed.xlsx")
    differences = audit(read_plan(tmp_path / "changed.xlsx"), RICH_BOOK, RICH_PORTFOLIO)
    assert [str(d) for d in differences] == [
        "Overview: texts and figures should be as the program wrote them, is changed"
    ]


def test_a_file_that_was_saved_by_another_program_passes(path: Path, tmp_path: Path) -> None:
    """Values instead of formulas, another writer: the plan is the same."""
    load_workbook(path, data_only=True).save(tmp_path / "saved.xlsx")
    assert audit(read_plan(tmp_path / "saved.xlsx"), RICH_BOOK, RICH_PORTFOLIO) == []


@pytest.mark.parametrize("off", [Decimal("1e-9"), Decimal("-1e-9")])
def test_formulas_that_were_worked_out_again_pass(
    path: Path, raw: RawWorkbook, found: Callable[[RawWorkbook], list[str]], off: Decimal
) -> None:
    """Every figure of a formula is off by 1e-9 of what it is made of, far more than doubles are: nothing is found."""
    cost = read_plan(path).figures["logistics cost"]
    assert isinstance(cost, Decimal)
    book, times = load_workbook(path), 0

    def again(sheet: str, row: RawRow, column: int) -> Cell:
        nonlocal times
        cell = row.cell(column)
        if not str(book[sheet].cell(row.number, column + 1).value).startswith("="):
            return cell
        times += 1
        if isinstance(cell, Shown):
            return replace(cell, number=cell.number * (1 + off))
        saving = cell_text(row.cell(0)) == "most that could still be saved"
        return cell + off * (cost if saving else max(abs(cell), 1)) if isinstance(cell, Decimal) else cell

    sheets = (
        replace(
            s, rows=tuple(RawRow(r.number, tuple(again(s.name, r, n) for n in range(len(r.cells)))) for r in s.rows)
        )
        for s in raw.sheets
    )
    content = replace(raw, sheets=tuple(sheets))
    assert found(content) == []
    assert times > 100


def test_a_cent_is_seen_in_a_sum_of_millions() -> None:
    """What recalculation needs does not hide a cent, as far as 15 digits hold one."""
    findings = Findings()
    findings.near("Summary", "cost", Decimal("987654321.00"), Decimal("987654321.00000002"))
    assert findings.found == []
    findings.near("Summary", "cost", Decimal("987654321.00"), Decimal("987654321.01"))
    assert len(findings.found) == 1


def test_a_sheet_that_goes_on_in_another_is_read_whole(tmp_path: Path) -> None:
    """``Charges 2`` is the rest of ``Charges``, with headers and a total row of its own."""
    write_plan(rich_plan(), tmp_path / "long.xlsx", rows_per_sheet=2)
    assert "Charges 3" in load_workbook(tmp_path / "long.xlsx", read_only=True).sheetnames
    assert audit(read_plan(tmp_path / "long.xlsx"), RICH_BOOK, RICH_PORTFOLIO) == []


def test_a_figure_that_is_none_of_a_plan_is_found(path: Path) -> None:
    """A line added to the summary, which nothing in the plan bears out."""
    record = read_plan(path)
    record = replace(record, figures={**record.figures, "profit": Decimal(1)})
    differences = audit(record, RICH_BOOK, RICH_PORTFOLIO)
    assert [str(difference) for difference in differences] == ["Summary: profit should be absent, is 1"]
