"""The rows of a sheet as XML, and how they get into the workbook."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from optimizer.auditor import PlanRecord, audit, read_plan
from optimizer.plan import Unserved
from optimizer.report.body import Texts, number_text, rows_xml
from optimizer.report.table import Table
from optimizer.report.workbook import write_plan
from optimizer.tables import Column, Kind
from tariffs.book import Portfolio
from tariffs.fraction import Fraction
from tariffs.rating import Charge, Rater
from tests.audit.rich import rich_plan
from tests.audit.tiny import R1
from tests.report.reading import NOON

WORDS = (Column("word"), Column("number", Kind.NUMBER), Column("day", Kind.DATE))


def xml(*cells: object) -> str:
    table = Table("T", WORDS, (tuple(cells),))  # type: ignore[arg-type]
    return "".join(rows_xml(table, [10.0] * 3, [(1, 1), (2, 3), (4, 4)], Texts(7)))


def test_a_row_refers_to_texts_formats_and_days_by_number() -> None:
    """Text 7 is the first behind those of the frame, format 2 that of the column, day 2 is counted as Excel does."""
    text, number, day = '<c r="A2" s="1" t="s"><v>7</v>', '<c r="B2" s="2"><v>0.25</v>', '<c r="C2" s="4"><v>61</v>'
    assert xml("a", Fraction(1, 4), date(1900, 3, 1)) == f'<row r="2">{text}</c>{number}</c>{day}</c></row>'


@pytest.mark.parametrize("whole", [5, Decimal("5.00"), Fraction(-5)])
def test_whole_numbers_among_others_have_a_format_of_their_own(whole: int | Decimal | Fraction) -> None:
    assert 's="3"' in xml("a", whole, None)


def test_blank_cells_are_left_out() -> None:
    assert xml("", None, None) == '<row r="2"></row>'


@pytest.mark.parametrize(
    ("number", "text"),
    [(Fraction(2, 3), "0.6666666666666666"), (Decimal("-1.50"), "-1.50"), (Fraction(10**20), "1" + "0" * 20)],
)
def test_numbers_are_written_to_the_digits_that_a_cell_keeps(number: Decimal | Fraction, text: str) -> None:
    assert number_text(number) == text


def test_texts_are_listed_once_and_made_safe() -> None:
    texts = Texts(0)
    assert [texts[text] for text in ("a<b", " c", "a<b", "\x07_x0007_")] == [0, 1, 0, 2]
    assert list(texts.xml()) == [
        "<si><t>a&lt;b</t></si>",
        '<si><t xml:space="preserve"> c</t></si>',
        "<si><t>_x0007__x005F_x0007_</t></si>",
    ]


@pytest.mark.parametrize("limit", [1, 2, 7, 1000])
def test_a_plan_that_goes_on_in_other_sheets_is_read_back_as_one(limit: int, tmp_path: Path) -> None:
    """However few rows a sheet takes, reader and auditor find the whole plan and no difference."""
    plan = rich_plan()
    write_plan(plan, tmp_path / "plan.xlsx", when=NOON, rows_per_sheet=limit)
    record, whole = read_plan(tmp_path / "plan.xlsx"), PlanRecord.of(plan)
    assert [row.amount for row in record.charges] == [row.amount for row in whole.charges]
    assert [(row.booking, row.leg) for row in record.legs] == [(row.booking, row.leg) for row in whole.legs]
    assert [str(difference) for difference in audit(record, plan.book, plan.portfolio)] == []


def test_costs_per_tonne_hold_over_all_sheets_on_which_the_shipments_go_on(tmp_path: Path) -> None:
    """They do not add up: the total of each sheet is per tonne of that sheet."""
    plan = rich_plan()
    portfolio = Portfolio(plan.portfolio.shipments | {"R2": replace(R1, name="R2", weight_t=Decimal(9))})
    charges = map(Charge.of, Rater(plan.book).unserved(portfolio.shipments["R2"], Decimal(9)))
    left = Unserved(portfolio.shipments["R2"], Decimal(9), "none", tuple(charges))
    plan = replace(plan, portfolio=portfolio, unserved=(*plan.unserved, left))
    write_plan(plan, tmp_path / "plan.xlsx", when=NOON, rows_per_sheet=1)
    record = read_plan(tmp_path / "plan.xlsx")
    assert "Shipments 2" in load_workbook(tmp_path / "plan.xlsx").sheetnames
    assert [str(found) for found in audit(record, plan.book, portfolio) if "per_tonne" in str(found)] == []


def test_an_auditor_misses_a_row_of_a_sheet_that_goes_on(tmp_path: Path) -> None:
    """A charge less on ``Charges 2`` is found as one on ``Charges`` would be."""
    plan = rich_plan()
    first, *others = plan.bookings
    less = replace(
        plan, bookings=(replace(first, rated=replace(first.rated, charges=first.rated.charges[:-1])), *others)
    )
    write_plan(less, tmp_path / "plan.xlsx", when=NOON, rows_per_sheet=3)
    differences = audit(read_plan(tmp_path / "plan.xlsx"), plan.book, plan.portfolio)
    assert any("missing" in str(difference) for difference in differences)


def test_tables_and_dimensions_span_all_rows_with_no_sample_left(tmp_path: Path) -> None:
    """What XlsxWriter wrote of a table in place of its rows is gone, and Excel is told of all of them."""
    plan = rich_plan()
    write_plan(plan, tmp_path / "plan.xlsx", when=NOON)
    book = load_workbook(tmp_path / "plan.xlsx")
    charges = book["Charges"]
    count = sum(1 for _ in plan.charges())
    (table,) = charges.tables.values()
    assert table.ref == f"A1:L{count + 2}"
    assert table.autoFilter is not None and table.autoFilter.ref == f"A1:L{count + 1}"
    assert charges.dimensions == f"A1:L{count + 2}"
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        sheet = parts.read(f"xl/worksheets/sheet{book.sheetnames.index('Charges') + 1}.xml").decode()
    assert sheet.count("<row ") == count + 2
    assert f'<dimension ref="A1:L{count + 2}"/>' in sheet


def test_the_file_needs_no_extension_of_zip(tmp_path: Path) -> None:
    """Excel offers to repair a file whose parts say that they may be larger than 4 GB."""
    write_plan(rich_plan(), tmp_path / "plan.xlsx", when=NOON)
    content = (tmp_path / "plan.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        lengths = {content[info.header_offset + 28 : info.header_offset + 30] for info in parts.infolist()}
    assert lengths == {b"\0\0"}  # of the extra fields in the header of each part
