"""Cells that somebody made to be seen no longer, or struck through."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tariffs.reading import read_tables
from tests.messy import xls_file, xlsb_file
from tests.messy.build import WRITERS
from tests.messy.sheets import Sheet
from tests.reading.workbooks import CARGO, SHIPMENT, warnings

SECOND = ("S2", *SHIPMENT[1:])
HIDDEN = Sheet("Cargo", ((*CARGO, "note"), (*SHIPMENT, "x"), (*SECOND, "y")), hidden_rows=(3,), hidden_columns=(7,))
SAID = [
    "Cargo: row 3 is hidden and not read; unhide what counts",
    "Cargo: column H is hidden and not read; unhide what counts",
]


def workbook() -> Workbook:
    """Two shipments with a note each."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Cargo"
    for row in HIDDEN.rows:
        sheet.append(list(row))
    return book


def flat(suffix: str) -> bytes:
    """The file in which what is to be hidden is of no height and no width instead."""
    content = WRITERS[suffix]((HIDDEN,))
    if suffix == ".xls":
        width = len(HIDDEN.rows[0])
        hidden = xls_file.record(0x208, struct.pack("<HHHHHHI", 2, 0, width, 255, 0, 0, 0x120))
        none = xls_file.record(0x208, struct.pack("<HHHHHHI", 2, 0, width, 0, 0, 0, 0x140))
        before, after = [xls_file.record(0x7D, struct.pack("<HHHHHH", 7, 7, 0, 0, flag, 0)) for flag in (1, 0)]
        assert hidden in content
        assert before in content
        return content.replace(hidden, none).replace(before, after)
    changes: dict[str, list[tuple[bytes, bytes]]] = {
        ".xlsx": [
            (b'<row r="3" spans="1:8" hidden="1">', b'<row r="3" spans="1:8" ht="0" customHeight="1">'),
            (b'width="0" hidden="1" customWidth="1"', b'width="0" customWidth="1"'),
        ],
        ".xlsb": [
            (
                xlsb_file.record(0, struct.pack("<IIHBBBI", 2, 0, 300, 0, 0x10, 0, 0)),
                xlsb_file.record(0, struct.pack("<IIHBBBI", 2, 0, 0, 0, 0x20, 0, 0)),
            ),
            (
                xlsb_file.record(60, struct.pack("<IIIIH", 7, 7, 0, 0, 1)),
                xlsb_file.record(60, struct.pack("<IIIIH", 7, 7, 0, 0, 0)),
            ),
        ],
        ".ods": [
            (b'table-row table:visibility="collapse"', b'table-row table:style-name="low"'),
            (b'table-column table:visibility="collapse"', b'table-column table:style-name="slim"'),
            (
                b"</office:automatic-styles>",
                b'<style:style style:name="low" style:family="table-row"><style:table-row-properties '
                b'style:row-height="0.00cm"/></style:style><style:style style:name="slim" style:family="table-column">'
                b'<style:table-column-properties style:column-width="0in"/></style:style></office:automatic-styles>',
            ),
        ],
    }
    changed = io.BytesIO()
    left = {before for before, _ in changes[suffix]}
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for before, after in changes[suffix]:
                if before in part:
                    left.discard(before)
                part = part.replace(before, after)
            new.writestr(name, part)
    assert not left
    return changed.getvalue()


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".xlsb", ".ods"])
def test_what_is_made_as_narrow_as_nothing_is_hidden(suffix: str, tmp_path: Path) -> None:
    """A row dragged to nothing shows no more than one hidden by the menu; each format says it in its own way."""
    path = tmp_path / f"book{suffix}"
    path.write_bytes(flat(suffix))
    tables = read_tables([path])
    assert [record.values["shipment"] for record in tables.records["Cargo"]] == ["S1"]
    assert sorted(warnings(tables)) == sorted(SAID)


def test_cells_that_are_struck_through_are_named(tmp_path: Path) -> None:
    """Who strikes a figure out means that it holds no longer, and it is read all the same."""
    book = workbook()
    sheet = book.worksheets[0]
    for address in ("E2", "A3", "H9", "C3"):
        sheet[address].font = Font(strike=True)
    sheet["D2"].font = Font(bold=True)
    sheet["I2"] = "=1+1"  # a row without such a formula is read in another way
    book.save(tmp_path / "book.xlsx")
    assert warnings(read_tables([tmp_path / "book.xlsx"]))[:1] == [
        "Cargo!E2: the cells E2, A3, C3 are struck through, all or in part, and read like any other; "
        "clear what no longer counts, or take the line out"
    ]


def test_of_many_cells_that_are_struck_through_the_first_are_named(tmp_path: Path) -> None:
    """Hidden ones are not read, and need no word."""
    book = workbook()
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.font = Font(strike=True)
    sheet.row_dimensions[2].hidden = True
    book.save(tmp_path / "book.xlsx")
    said = [text for text in warnings(read_tables([tmp_path / "book.xlsx"])) if "struck" in text]
    assert [text.partition(" are struck")[0] for text in said] == ["Cargo!A3: the cells A3, B3, C3, D3, E3, F3, G3, H3"]
    sheet.row_dimensions[2].hidden = False
    book.save(tmp_path / "book.xlsx")
    said = [text for text in warnings(read_tables([tmp_path / "book.xlsx"])) if "struck" in text]
    assert [text.partition(" are struck")[0] for text in said] == [
        "Cargo!A2: the cells A2, B2, C2, D2, E2, F2, G2, H2, …"
    ]


@pytest.mark.parametrize("inline", [True, False])
def test_a_cell_of_which_a_part_is_struck_through_is_named(tmp_path: Path, inline: bool) -> None:
    """The old rate and the new one stand in one cell, and would be read as one number: 500450."""
    path = tmp_path / "book.xlsx"
    if inline:
        book = workbook()
        struck, plain = TextBlock(InlineFont(strike=True), "500"), TextBlock(InlineFont(b=True), " 450")
        book.worksheets[0]["H2"], book.worksheets[0]["H3"] = CellRichText(struck, plain), CellRichText(plain, plain)
        book.save(path)
    else:
        with xlsxwriter.Workbook(path) as shared:
            sheet = shared.add_worksheet("Cargo")
            strike, bold = shared.add_format({"font_strikeout": True}), shared.add_format({"bold": True})
            for number, row in enumerate(HIDDEN.rows):
                sheet.write_row(number, 0, [str(cell) for cell in row])
            sheet.write_rich_string("H2", strike, "500", bold, " 450")
            sheet.write_rich_string("H3", bold, "500", bold, " 470")
    said = [text for text in warnings(read_tables([path])) if "struck" in text]
    assert [text.partition(" struck")[0] for text in said] == ["Cargo!H2: the cell H2 is"]
