"""Formulas: their stored values, or a problem."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from tariffs.problems import Kind
from tariffs.reading import read_tables
from tests.reading.workbooks import CARGO, SHIPMENT, change, errors, only, save

FX_HEADER = ("currency", "rate")


def with_formula(path: Path, formula: str, value: object) -> Path:
    """A sheet with one formula and its stored value."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("FX")
    sheet.write_row(0, 0, FX_HEADER)
    sheet.write(1, 0, "PKR")
    sheet.write_formula(1, 1, formula, None, value)
    book.close()
    return path


def test_a_formula_gives_its_stored_value(tmp_path: Path) -> None:
    """What Excel calculated last is what is read."""
    tables = read_tables([with_formula(tmp_path / "book.xlsx", "=7/2000", 0.0035)])
    assert only(tables, "FX").values["rate"] == Decimal("0.0035")
    assert errors(tables) == []


def test_a_formula_without_stored_value_is_an_error(tmp_path: Path) -> None:
    """A program that writes formulas doesn't calculate them: the cell is not blank."""
    tables = read_tables([save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", "=7/2000")]})])
    assert errors(tables) == [
        "FX!B2: rate: =7/2000 is a formula without a stored value; "
        "open the workbook in Excel, let it calculate, and save it"
    ]
    assert only(tables, "FX").values["rate"] is None


def test_a_formula_that_gives_no_text_is_blank(tmp_path: Path) -> None:
    """`=""` has a stored value, an empty text."""
    path = with_formula(tmp_path / "book.xlsx", '=""', "")
    change(path, {'<c r="B2"><f>""</f><v></v></c>': '<c r="B2" t="str"><f>""</f><v></v></c>'})
    assert errors(read_tables([path])) == ["FX!B2: rate is blank (base units for one unit of it); fill it in"]


def test_a_shared_formula_without_value_is_an_error(tmp_path: Path) -> None:
    """Its text stands in another cell."""
    path = save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", 5)]})
    change(path, {'<c r="B2" t="n"><v>5</v></c>': '<c r="B2"><f t="shared" si="0"/></c>'})
    assert errors(read_tables([path]))[0].startswith("FX!B2: rate: = is a formula without a stored value")


@pytest.mark.parametrize("value", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
def test_an_error_value_is_an_error(tmp_path: Path, value: str) -> None:
    """Never a blank, and never zero."""
    tables = read_tables([with_formula(tmp_path / "book.xlsx", "=A1", value)])
    (error,) = errors(tables)
    assert error.startswith(f"FX!B2: rate: {value} is an error value of Excel; ")
    assert error.endswith("write the value itself")
    assert [problem.kind for problem in tables.problems] == [Kind.ERROR_CELL]


def test_a_faulty_formula_in_a_column_that_is_not_used_is_none_of_ours(tmp_path: Path) -> None:
    """Nor one in a total."""
    rows = [(*CARGO, "check"), (*SHIPMENT, "=1/0"), ("Total", None, None, None, "=SUM(E2:E2)")]
    tables = read_tables([save(tmp_path / "book.xlsx", {"Cargo": rows})])
    assert errors(tables) == []


def test_a_formula_as_header_without_value_is_an_error(tmp_path: Path) -> None:
    """Which column it is cannot be known."""
    tables = read_tables([save(tmp_path / "book.xlsx", {"FX": [(*FX_HEADER, "=A9"), ("PKR", 5, 1)]})])
    assert errors(tables) == [
        "FX!C1: the header =A9 is a formula without a stored value; "
        "open the workbook in Excel, let it calculate, and save it"
    ]


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    """Only a formula is a formula."""
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    sheet = book.add_worksheet("FX")
    sheet.write_row(0, 0, (*FX_HEADER, "note"))
    sheet.write_string(1, 0, "PKR")
    sheet.write_number(1, 1, 5)
    sheet.write_string(1, 2, "=SUM(A1)")
    book.close()
    assert only(read_tables([tmp_path / "book.xlsx"]), "FX").values["note"] == "=SUM(A1)"
