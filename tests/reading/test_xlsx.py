"""What the cells of an .xlsx file hold: formats, dates, and odd files."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH

from tariffs.marked import write_marked
from tariffs.problems import Kind, Problems
from tariffs.reading import read_tables
from tariffs.workbook import Shown, read_workbook
from tariffs.workbook.decoding import stored_number
from tests.reading.workbooks import CARGO, READY, SHIPMENT, change, errors, only, read_csv, save, warnings

FX_HEADER = ("currency", "rate")


def with_format(path: Path, sheet: str, header: tuple[str, str], value: object, number_format: str) -> Path:
    """A sheet with one row, whose second cell holds a value in a format."""
    book = Workbook()
    table = book.active
    assert table is not None
    table.title = sheet
    table.append(header)
    table.append(["EUR", value])
    table.cell(2, 2).number_format = number_format
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("value", "number_format", "number"),
    [
        (0.003, "0.0%", "0.3"),
        (0.003, "0%", "0.3"),
        (0.1, '0.00 "of value" %', "10"),
        (0.003, '0.000" %"', "0.003"),
        (0.003, "0.000\\%", "0.003"),
        (12.5, "0.00", "12.5"),
        (12.5, "[Red]0.00;[Blue]-0.00", "12.5"),
    ],
)
def test_a_percentage_counts_as_displayed(tmp_path: Path, value: float, number_format: str, number: str) -> None:
    """0.003 shown as 0.3 % is 0.3; a percent sign that is mere text changes nothing."""
    path = with_format(tmp_path / "book.xlsx", "Duties", ("territory", "duty_pct"), value, number_format)
    record = only(read_tables([path]), "Duties")
    assert record.values["duty_pct"] == Decimal(number)


def test_a_percentage_is_shown_in_messages_as_displayed(tmp_path: Path) -> None:
    """A person looks for what the cell shows."""
    path = with_format(tmp_path / "book.xlsx", "FX", FX_HEADER, 0.5, "0%")
    assert errors(read_tables([path])) == [
        'FX!B2: rate: "50%" is a percentage and the column takes none; write a number such as 1234.5'
    ]


@pytest.mark.parametrize(
    ("number_format", "shown", "words"),
    [
        ("[$€-407] #,##0.00", "€ 1234.5", "€"),
        ('_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', "$1234.5", "$"),
        ('"PKR" #,##0', "PKR 1234.5", "PKR"),
        ('#,##0.00\\ "kg";[Red]-#,##0.00\\ "g"', "1234.5 kg", "kg"),
        ("#,##0.00 [$тг.-43F]", "1234.5 тг.", "тг."),
        ('[>=100000]"₹"##\\,##\\,##0;"₹"##,##0', "₹1234.5", "₹"),
        ('General" days"', "1234.5 days", "days"),
        ('"SO-"00000000', "SO-001234.5", "SO-"),
        ('#,##0.0,"k €"', "1234.5 €", "€"),
        ("£#,##0", "£1234.5", "£"),
    ],
)
def test_words_that_a_format_shows_beside_a_number_are_kept(
    tmp_path: Path, number_format: str, shown: str, words: str
) -> None:
    """A currency and a unit are most often there; a format that leaves out thousands says so and no more."""
    path = with_format(tmp_path / "book.xlsx", "FX", FX_HEADER, 1234.5, number_format)
    (sheet,) = read_workbook(path, path.name, Problems()).sheets
    assert sheet.rows[1].cells[1] == Shown(Decimal("1234.5"), shown, words=words)


@pytest.mark.parametrize(
    "number_format",
    ["_-* #,##0.00 _₽_-;-* #,##0.00 _₽_-", '0.0,"k"', "[$-409]#,##0", '#,##0" -"', "[Blue]0", '0;"nil"'],
)
def test_a_format_that_shows_no_word_changes_nothing(tmp_path: Path, number_format: str) -> None:
    """Fillers, colours, languages, and what is shown of other numbers."""
    path = with_format(tmp_path / "book.xlsx", "FX", FX_HEADER, 1234.5, number_format)
    (sheet,) = read_workbook(path, path.name, Problems()).sheets
    assert sheet.rows[1].cells[1] == Decimal("1234.5")


def test_leading_zeros_of_a_format_are_part_of_a_name(tmp_path: Path) -> None:
    """302 formatted 0000 shows the HS code 0302."""
    path = with_format(tmp_path / "book.xlsx", "Commodities", ("commodity", "hs"), 302, "0000")
    tables = read_tables([path])
    assert only(tables, "Commodities").values["hs"] == "0302"
    assert warnings(tables) == []


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_stored_number_has_fifteen_digits(number: float) -> None:
    """Excel's own precision: the noise of binary fractions is gone."""
    read = stored_number(repr(number))
    assert isinstance(read, Decimal)
    assert read == Decimal(f"{number:.15g}")


@pytest.mark.parametrize(
    ("stored", "number"),
    [("0.29999999999999999", "0.3"), ("1234567890.123456", "1234567890.12346"), ("1E3", "1000"), ("24.35", "24.35")],
)
def test_the_number_is_the_one_that_excel_shows(tmp_path: Path, stored: str, number: str) -> None:
    """However long the file writes it."""
    path = save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", 5)]})
    change(path, {"<v>5</v>": f"<v>{stored}</v>"})
    assert only(read_tables([path]), "FX").values["rate"] == Decimal(number)


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "d/m/yy", "[$-409]d mmm yyyy;@", "mmm-yy", "dd.mm.yyyy hh:mm"])
def test_dates_in_every_format_are_dates(tmp_path: Path, code: str) -> None:
    """Whatever the format shows of them."""
    day = dt.datetime(2025, 3, 15)
    path = with_format(tmp_path / "book.xlsx", "Duties", ("territory", "valid_to"), day, code)
    assert only(read_tables([path]), "Duties").values["valid_to"] == day.date()


def from_a_mac(path: Path, *shipments: Sequence[object]) -> Path:
    """A cargo list that counts days from the first one of 1904."""
    book = Workbook()
    book.epoch = MAC_EPOCH
    table = book.active
    assert table is not None
    table.title = "Cargo"
    for row in (CARGO, *shipments):
        table.append(list(row))
    book.save(path)
    return path


def test_dates_of_the_calendar_of_1904_are_dates(tmp_path: Path) -> None:
    """Old workbooks from a Mac count days from another one."""
    assert only(read_tables([from_a_mac(tmp_path / "book.xlsx", SHIPMENT)]), "Cargo").values["ready"] == READY


def test_numbers_of_the_calendar_of_1904_are_counted_in_it(tmp_path: Path) -> None:
    """A date that lost its format is no other day, in a copy neither, whether it is put right there or not."""
    rows = [(f"S{number}", *SHIPMENT[1:5], number, SHIPMENT[6]) for number in (44257, 44259, "44260")]
    path = from_a_mac(tmp_path / "book.xlsx", *rows)
    tables = read_tables([path])
    days = [dt.date(2025, 3, 3), dt.date(2025, 3, 5), dt.date(2025, 3, 6)]
    assert [row.values["ready"] for row in tables.records["Cargo"]] == days
    assert warnings(tables)[0].startswith("Cargo!F2: ready: the number 44257 is read as the date 2025-03-03 ")
    for problems in ((), tuple(tables.problems)):
        copies = write_marked([path], problems, tmp_path / "copy.xlsx")
        assert [row.values["ready"] for row in read_tables(copies).records["Cargo"]] == days
    assert not [problem for problem in read_tables(copies).problems if problem.sheet == "Cargo"]


def test_a_date_that_excel_cannot_show_is_an_error(tmp_path: Path) -> None:
    """Excel shows ##### for a negative date."""
    path = with_format(tmp_path / "book.xlsx", "FX", FX_HEADER, 1, "yyyy-mm-dd")
    change(path, {"<v>1</v>": "<v>99999999</v>"})
    assert errors(read_tables([path])) == [
        "FX!B2: rate: 99999999 is formatted as a date and is none; write the date again"
    ]


@pytest.mark.parametrize("stored", ["abc", "NaN", "INF"])
def test_a_number_that_is_none_is_an_error(tmp_path: Path, stored: str) -> None:
    """Whatever a program wrote into the file."""
    path = with_format(tmp_path / "book.xlsx", "FX", FX_HEADER, 5, "yyyy-mm-dd")
    change(path, {"<v>5</v>": f"<v>{stored}</v>"})
    assert errors(read_tables([path])) == [
        f"FX!B2: rate: {stored} is not a number, although the workbook stores it as one; write it again"
    ]


def test_a_cell_without_a_proper_address_is_damage(tmp_path: Path) -> None:
    """Its column cannot be known."""
    path = save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", 5)]})
    change(path, {'r="B2"': 'r="b?2"'})
    (problem,) = read_tables([path]).problems
    assert "is damaged and cannot be read ('b?' is not a column)" in str(problem)


def test_of_two_cells_with_one_address_the_last_counts(tmp_path: Path) -> None:
    """As Excel has it."""
    path = save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", 5)]})
    change(path, {"<v>5</v></c>": '<v>5</v></c><c r="B2"><v>6</v></c>'})
    assert only(read_tables([path]), "FX").values["rate"] == Decimal(6)


def test_a_sheet_whose_part_is_missing_is_damage(tmp_path: Path) -> None:
    """A sheet that is listed and not there is not the same as none."""
    path = save(tmp_path / "book.xlsx", {"Cargo": [CARGO], "FX": [FX_HEADER]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("sheet2.xml")}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    (problem,) = read_tables([path]).problems
    assert problem.kind is Kind.FILE


def test_hidden_sheets_are_not_read_and_that_is_said(tmp_path: Path) -> None:
    """Hidden and very hidden alike."""
    book = Workbook()
    for name, state in (("Cargo", "visible"), ("FX", "hidden"), ("Pool", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(list(CARGO))
        sheet.append(list(SHIPMENT))
    book.save(tmp_path / "book.xlsx")
    tables = read_tables([tmp_path / "book.xlsx"])
    assert list(tables.records) == ["Cargo"]
    assert warnings(tables) == [
        "FX: the sheet is hidden and is not read; unhide it if it counts",
        "Pool: the sheet is hidden and is not read; unhide it if it counts",
    ]


def test_a_wrong_dimension_hides_no_rows(tmp_path: Path) -> None:
    """What the sheet says of its size is not believed."""
    path = save(tmp_path / "book.xlsx", {"Cargo": [CARGO, SHIPMENT, SHIPMENT]})
    change(path, {'<dimension ref="A1:G3" />': '<dimension ref="A1" />'})
    assert len(read_tables([path]).records["Cargo"]) == 2


def test_a_cell_in_the_last_corner_of_a_sheet_is_harmless(tmp_path: Path) -> None:
    """One stray cell makes no million rows; it is not read, and that is said."""
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    sheet = book.add_worksheet("Cargo")
    sheet.write_row(0, 0, CARGO)
    for index, cell in enumerate(SHIPMENT):
        sheet.write(1, index, cell.isoformat() if isinstance(cell, dt.date) else cell)
    sheet.write(1_048_575, 16_383, "stray")
    book.close()
    tables = read_tables([tmp_path / "book.xlsx"])
    assert len(tables.records["Cargo"]) == 1
    assert warnings(tables) == ["Cargo!XFD1048576: cells right of column 2000 are not read"]


def test_a_sheet_with_too_many_cells_is_one_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blanks between cells count, for they take room too."""
    monkeypatch.setenv("TARIFFS_MAX_CELLS", "10")
    path = save(tmp_path / "book.xlsx", {"Cargo": [CARGO, SHIPMENT]})
    (problem,) = read_tables([path]).problems
    assert problem.kind is Kind.FILE
    assert "cells; split it, or clear the cells that are not used" in str(problem)


def test_texts_within_the_sheet_are_read(tmp_path: Path) -> None:
    """Some programs share no strings; a text may be in pieces of different fonts."""
    path = save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", 5)]})
    pieces = '<r><t>P</t></r><r><rPr><b/></rPr><t>KR</t></r><rPh sb="0" eb="1"><t>x</t></rPh>'
    change(path, {"<t>PKR</t>": pieces})
    assert only(read_tables([path]), "FX").values["currency"] == "PKR"


def test_cells_and_rows_without_address_follow_each_other(tmp_path: Path) -> None:
    """Addresses may be left out of the XML."""
    path = save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", 5)]})
    change(
        path, {' r="A1"': "", ' r="B1"': "", ' r="A2"': "", ' r="B2"': "", '<row r="1"': "<row", '<row r="2"': "<row"}
    )
    record = only(read_tables([path]), "FX")
    assert (record.values["rate"], record.cells["rate"]) == (Decimal(5), "B2")


def test_a_prefix_on_every_element_is_read_over(tmp_path: Path) -> None:
    """Some programs write <x:c> for <c>."""
    path = save(tmp_path / "book.xlsx", {"FX": [FX_HEADER, ("PKR", "=1")]})
    with zipfile.ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    prefixed = xml.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:").replace("xmlns=", "xmlns:x=")
    change(path, {xml: prefixed})
    assert errors(read_tables([path]))[0].startswith("FX!B2: rate: =1 is a formula without a stored value")


def test_signs_that_nobody_sees_are_no_part_of_a_name(tmp_path: Path) -> None:
    """Text from web pages brings joiners and split accents along."""
    rows = [("location", "country"), ("Kara\u200bchi\ufeff", "PK"), ("Ku\u0308hne", "DE"), ("two_x000D_\nlines", "DE")]
    tables = read_tables([save(tmp_path / "book.xlsx", {"Locations": rows})])
    assert [record.values["location"] for record in tables.records["Locations"]] == ["Karachi", "Kühne", "two lines"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Kar_x0061_chi", "Karachi"),
        ("_x005F_x0041_", "_x0041_"),
        ("_xD83D__xDE82_", "🚂"),
        ("_x00g0_ _X0041_ _x41_", "_x00g0_ _X0041_ _x41_"),
    ],
)
@pytest.mark.parametrize("inline", [False, True])
def test_signs_that_a_file_holds_by_their_number_are_read_as_excel_shows_them(
    tmp_path: Path, written: str, shown: str, inline: bool
) -> None:
    """Shared or in the cell itself; a text that only looks so has the number of its first sign in front."""
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": inline})
    sheet = book.add_worksheet("Locations")
    for row, line in enumerate([("location", "country"), ("HERE", "PK")]):
        sheet.write_row(row, 0, line)
    book.close()
    change(path, {"HERE": written}, "xl/worksheets/sheet1.xml" if inline else "xl/sharedStrings.xml")
    assert [record.values["location"] for record in read_tables([path]).records["Locations"]] == [shown]


def test_a_csv_file_has_no_such_signs(tmp_path: Path) -> None:
    tables = read_csv(tmp_path, "Locations", "location,country\nKar_x0061_chi,PK\n")
    assert only(tables, "Locations").values["location"] == "Kar_x0061_chi"


def test_a_chart_sheet_and_an_unknown_sheet_are_kept_out(tmp_path: Path) -> None:
    """The one without a word, the other with a warning."""
    book = xlsxwriter.Workbook(tmp_path / "book.xlsx")
    book.add_chartsheet("Chart")
    sheet = book.add_worksheet("Cargos")
    sheet.write_row(0, 0, CARGO)
    book.add_worksheet("Empty")
    book.close()
    tables = read_tables([tmp_path / "book.xlsx"])
    assert tables.records == {}
    assert warnings(tables) == [
        "Cargos: the sheet is not known and not read; it has all columns that Cargo must have: name it Cargo if it is "
        "that, or hide it"
    ]
