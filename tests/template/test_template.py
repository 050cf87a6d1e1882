"""The empty workbook, and workbooks from rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

import tariffs
from tariffs.problems import InputError
from tariffs.reading import read_tables
from tariffs.sheets import SETTING_COLUMNS, SHEETS
from tariffs.template import write_tables, write_template
from tests.building.tiny_world import tiny_world


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "template.xlsx"
    write_template(path)
    return path


def header(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[1]]


def column(sheet: Worksheet, name: str) -> str:
    return sheet.cell(1, header(sheet).index(name) + 1).column_letter


def validation_of(sheet: Worksheet, name: str) -> DataValidation:
    """The check of the cell under a header."""
    cell = f"{column(sheet, name)}2"
    (found,) = [rule for rule in sheet.data_validations.dataValidation if cell in rule.sqref]
    return found


def test_the_template_has_every_sheet_and_column_in_order(template: Path):
    """The schema alone says what is in it; container columns come beside the amounts."""
    book = openpyxl.load_workbook(template)

    assert book.sheetnames == ["Read me", *SHEETS]
    for name, sheet in SHEETS.items():
        written = [text for text in header(book[name]) if text not in ("TEU", "FEU")]
        assert written == [each.name for each in sheet.columns], name
        assert ("TEU" in header(book[name])) is sheet.container_columns, name


def test_required_headers_are_bold_and_others_are_not(template: Path):
    """A glance at the header tells what must be filled in."""
    book = openpyxl.load_workbook(template)

    for name, sheet in SHEETS.items():
        bold = {str(cell.value) for cell in book[name][1] if cell.font.b}
        assert bold == {each.name for each in sheet.columns if each.required}, name


def test_every_header_says_what_goes_under_it(template: Path):
    """The comment of a header has the column's description, its choices and its default."""
    book = openpyxl.load_workbook(template)

    for name, sheet in SHEETS.items():
        texts = {str(cell.value): cell.comment.text for cell in book[name][1] if cell.comment}
        for each in sheet.columns:
            assert each.description[1:] in texts[each.name], (name, each.name)
    tariffs_sheet = book["Tariffs"]
    text = tariffs_sheet[f"{column(tariffs_sheet, 'capacity_unit')}1"].comment.text
    assert "One of: teu, containers, tonnes." in text
    assert "Blank means teu." in text


def test_choices_flags_and_names_have_drop_downs(template: Path):
    """The words allowed are offered; names come from the sheet that defines them."""
    book = openpyxl.load_workbook(template)

    assert validation_of(book["Tariffs"], "basis").formula1 == '"container,teu,km,tonne,tonne_km,wm"'
    assert validation_of(book["Containers"], "reefer").formula1 == '"yes,no"'
    assert validation_of(book["Cargo"], "origin").formula1 == (
        "OFFSET(Locations!$A$2,0,0,MAX(1,COUNTA(Locations!$A$2:$A$10000)),1)"
    )
    assert validation_of(book["Scenarios"], "sheet").formula1.startswith('"Settings,Locations')


def test_every_sheet_has_a_frozen_header_and_filters(template: Path):
    """The header stays in sight, and rows can be filtered."""
    book = openpyxl.load_workbook(template)

    for name in SHEETS:
        assert book[name].freeze_panes == "B2", name
        assert book[name].auto_filter.ref, name


def test_no_column_is_formatted_as_a_percentage(template: Path):
    """In such a cell Excel takes a typed 0.3 for 30 %, where 0.3 % is meant."""
    book = openpyxl.load_workbook(template)

    formats = {
        dimension.number_format if hasattr(dimension, "number_format") else "General"
        for name in SHEETS
        for dimension in book[name].column_dimensions.values()
    }
    assert not any("%" in code for code in formats)


def test_the_template_lacks_nothing_but_rows(template: Path):
    """Read back, every sheet and column is known, and the only errors are sheets to be filled in."""
    with pytest.raises(InputError) as caught:
        tariffs.load(template)

    assert [str(problem) for problem in caught.value.problems] == [
        "template.xlsx, Locations: the sheet has no row; fill in at least one",
        "template.xlsx, Tariffs: the sheet has no row; fill in at least one",
        "template.xlsx, Cargo: the sheet has no row; fill in at least one",
    ]


def test_the_settings_of_the_template_are_the_defaults(template: Path):
    """A template that is filled in without touching the settings changes none."""
    records = read_tables([template]).records["Settings"]
    stated = {record.values["setting"]: record.values["value"] for record in records}

    assert stated == {each.name: each.default for each in SETTING_COLUMNS}


def test_rows_written_are_read_back_the_same(tmp_path: Path):
    """The tiny world written as a workbook is the tiny world."""
    path = tmp_path / "tiny.xlsx"
    write_tables(path, tiny_world())

    given = tariffs.load(path)

    assert given.problems == ()
    assert [str(leg.key) for leg in given.book.legs] == [
        "PR1 rail Karachi – Zahedan",
        "IR1 rail Zahedan – Moscow",
        "TIR road Karachi – Moscow",
    ]
    shipment = given.portfolio.shipments["R1"]
    assert (shipment.ready, shipment.weight_t, shipment.value) == (date(2025, 3, 3), 66, 33000)
    assert given.book.fx[0].rate == Decimal("0.0035")
    assert given.book.commodities["rice"].hs == "100630"


def test_numbers_and_dates_in_text_are_written_as_numbers_and_dates(tmp_path: Path):
    """Rows out of text tables give cells that Excel can calculate with; codes stay text."""
    path = tmp_path / "book.xlsx"
    write_tables(
        path,
        {
            "FX": [{"currency": "PKR", "rate": "0.0035", "valid_from": "2025-01-01"}],
            "Commodities": [{"commodity": "2025", "hs": "0302"}],
            "Tariffs": [{"40HC": "1200", "dangerous": True}],
        },
    )
    book = openpyxl.load_workbook(path)

    assert [cell.value for cell in book["FX"][2]][:2] == ["PKR", 0.0035]
    assert book["FX"]["C2"].value.date() == date(2025, 1, 1)
    assert [cell.value for cell in book["Commodities"][2]][:2] == ["2025", "0302"]
    line = dict(zip(header(book["Tariffs"]), [cell.value for cell in book["Tariffs"][2]], strict=True))
    assert (line["40HC"], line["dangerous"]) == (1200, "yes")


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-", "@home", "=HYPERLINK(1)"])
def test_text_never_becomes_a_formula(tmp_path: Path, text: str):
    """What begins like a formula is written as a string."""
    path = tmp_path / "book.xlsx"
    write_tables(path, {"Locations": [{"location": "A", "country": "PK", "note": text}]})

    sheet = openpyxl.load_workbook(path)["Locations"]
    cell = sheet[f"{column(sheet, 'note')}2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_the_same_rows_give_the_same_bytes(tmp_path: Path):
    """A workbook under version control changes only with its rows."""
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write_tables(first, tiny_world())
    write_tables(second, tiny_world())

    assert first.read_bytes() == second.read_bytes()


def test_a_sheet_that_the_schema_lacks_is_refused_and_nothing_is_written(tmp_path: Path):
    """A misspelt sheet name in a script is found at once, and the file before stays."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"before")

    with pytest.raises(KeyError, match="Tarifs"):
        write_tables(path, {"Tarifs": []})

    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


WRITERS: list[Callable[[Path], None]] = [write_template, lambda path: write_tables(path, tiny_world())]


@pytest.mark.parametrize("write", WRITERS, ids=["template", "tables"])
def test_a_failure_while_writing_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
):
    """A full disk leaves the file before, and no temporary file."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"before")

    def full(handle: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("tariffs.atomic.os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write(path)

    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
