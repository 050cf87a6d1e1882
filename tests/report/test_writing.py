"""The plan workbook as a file: safe text, sound parts, long tables, and written whole or not at all."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook
from openpyxl.utils.escape import unescape

from optimizer.errors import WriteError
from optimizer.report.workbook import write_plan
from tariffs.problems import Kind, Problem, Severity
from tests.audit.tiny import BOOK, R1, best_plan, booking, load
from tests.report.formulas import Calculator, formula_cells
from tests.report.reading import NOON, cents, figures, rows, written
from tests.report.worked import BY_ROAD, rich_plan


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "{=", "http://", "' "])
def test_text_of_an_input_stays_text_whatever_it_starts_with(start: str, path: Path) -> None:
    text = f'{start}HYPERLINK("x","y")'
    warning = Problem(Kind.DOUBT, Severity.WARNING, text, text, text, text, text)
    shipment = replace(R1, name=text)
    formulas, values = written(replace(best_plan(shipment=shipment), warnings=(warning,), scenario=text), path)
    for sheet, column in (("Bookings", "shipment"), ("Charges", "shipment"), ("Shipments", "shipment")):
        assert unescape(rows(values, sheet)[0][column]) == text
    assert {unescape(part) for part in rows(values, "Problems")[0].values()} == {text}
    assert unescape(figures(values)["scenario"]) == text
    assert not [cell for cell in formula_cells(formulas) if "HYPERLINK" in str(cell.value)]


def test_a_container_named_with_the_signs_of_a_search_is_counted_by_itself(path: Path) -> None:
    names = ("*", '>"1"')
    boxes = {name: replace(BOOK.containers["TEU"], name=name) for name in names}
    legs = tuple(replace(leg, tariffs=tuple(_priced(t, names) for t in leg.tariffs)) for leg in BOOK.legs)
    book = replace(BOOK, containers=boxes, legs=legs)
    loads = [load(book, names[0], 1, "22"), load(book, names[1], 2, "44")]
    plan = replace(best_plan(), book=book, bookings=(booking("B001", R1, BY_ROAD, loads, book),))
    formulas, values = written(plan, path)
    assert (figures(values)["containers *"], figures(values)['containers >"1"']) == (1, 2)
    live = [
        str(cell.value)
        for cell in formula_cells(formulas)
        if "SUMIF(Bookings" in str(cell.value) and cell.parent.title == "Summary"
    ]
    assert live == [
        '=SUMIF(Bookings[container],"=~*",Bookings[containers])',
        '=SUMIF(Bookings[container],"=>""1""",Bookings[containers])',
    ]


def _priced(tariff: Any, names: tuple[str, ...]) -> Any:
    return replace(tariff, amounts=replace(tariff.amounts, per_container=dict.fromkeys(names, Decimal(4000))))


def test_text_too_long_for_a_cell_is_cut_and_says_so(path: Path) -> None:
    warning = Problem(Kind.DOUBT, Severity.WARNING, "x" * 40_000, "Cargo", "A1", "", "doubtful")
    _, values = written(replace(best_plan(), warnings=(warning,)), path)
    text = rows(values, "Problems")[0]["workbook"]
    assert text.startswith("x" * 1000) and text.endswith(" … (cut)")


def test_more_rows_than_a_sheet_holds_go_on_in_another_and_totals_span_them(path: Path) -> None:
    formulas, values = written(rich_plan(), path, rows_per_sheet=10)
    assert [name for name in values.sheetnames if name.startswith("Charges")] == ["Charges", "Charges 2", "Charges 3"]
    parts = [rows(values, name) for name in ("Charges", "Charges 2", "Charges 3")]
    assert [len(part) for part in parts] == [10, 10, len(rich_plan_charges()) - 20]
    assert cents(row["amount"] for part in parts for row in part) == rich_plan().cost
    calculator = Calculator(values)
    for cell in formula_cells(formulas):
        stored = values[cell.parent.title][cell.coordinate].value
        assert stored == pytest.approx(calculator.of(cell), rel=1e-12)
    assert figures(values)["logistics cost"] == float(rich_plan().cost)


def rich_plan_charges() -> list[Any]:
    return list(rich_plan().charges())


def test_the_same_plan_gives_the_same_bytes_but_for_the_time(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_plan(rich_plan(), tmp_path / name, when=NOON)
    write_plan(rich_plan(), tmp_path / "later.xlsx", when=NOON.replace(hour=13))
    one, two, later = ((tmp_path / name).read_bytes() for name in ("one.xlsx", "two.xlsx", "later.xlsx"))
    assert one == two != later


def test_every_part_of_the_file_is_sound_xml(path: Path) -> None:
    write_plan(rich_plan(), path, when=NOON)
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            ET.fromstring(parts.read(name))


def test_tables_have_unique_headers_that_are_those_of_the_sheet(rich: tuple[Workbook, Workbook]) -> None:
    formulas, _ = rich
    for sheet in formulas.worksheets:
        for table in sheet.tables.values():
            named = [column.name for column in table.tableColumns]
            assert named == [cell.value for cell in sheet[1]]
            assert len({name.casefold() for name in named}) == len(named)


def test_sheets_are_laid_out_to_be_read_and_printed(rich: tuple[Workbook, Workbook]) -> None:
    formulas, _ = rich
    for sheet in formulas.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", None)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows == "$1:$1"
    charges = formulas["Charges"]
    assert charges["K2"].number_format.startswith("#,##0.00")
    assert formulas["Bookings"]["F2"].number_format == "yyyy-mm-dd"
    assert charges.tables["Charges"].autoFilter is not None


def test_the_bookings_are_printed_as_far_as_a_planner_needs_them(rich: tuple[Workbook, Workbook]) -> None:
    """On A4 across, without the details at the right."""
    sheet = rich[0]["Bookings"]
    assert sheet.print_area == f"'Bookings'!$A$1:$M${sheet.max_row}"
    assert sheet["N1"].value == "transit_days"
    assert sheet.page_setup.paperSize == 9


def test_a_weight_is_shown_to_a_tenth_of_a_tonne_and_kept_to_the_kilogram(rich: tuple[Workbook, Workbook]) -> None:
    cell = rich[1]["Bookings"]["E3"]
    assert cell.number_format.endswith("#,##0.0")
    assert {row["tonnes"] for row in rows(rich[1], "Bookings")} >= {65.333}


def test_a_failure_while_writing_leaves_the_previous_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"the plan of yesterday")

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(WriteError, match=r"plan\.xlsx cannot be written: No space left on device"):
        write_plan(rich_plan(), path)
    assert path.read_bytes() == b"the plan of yesterday"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_may_not_be_replaced_is_said_to_be_open_elsewhere(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(WriteError, match="is it open in another program"):
        write_plan(rich_plan(), path)
    assert not list(path.parent.iterdir())


def test_a_missing_folder_is_a_write_error(path: Path) -> None:
    with pytest.raises(WriteError, match="cannot be written"):
        write_plan(rich_plan(), path / "nowhere" / "plan.xlsx")


def test_a_link_stays_a_link_and_what_it_leads_to_is_replaced(path: Path) -> None:
    real = path.with_name("real.xlsx")
    real.write_bytes(b"old")
    path.symlink_to(real)
    write_plan(rich_plan(), path, when=NOON)
    assert path.is_symlink() and zipfile.is_zipfile(real)
