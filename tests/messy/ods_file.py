"""Sheets → an .ods file, with the elements that LibreOffice writes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from tests.messy.sheets import Cell, Failed, Formula, Labelled, Padded, Percent, Sheet

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
} | {"calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"}
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
STYLES = (
    '<office:automatic-styles><style:style style:name="shown" style:family="table">'
    '<style:table-properties table:display="true"/></style:style><style:style style:name="hidden"'
    ' style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def ods_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of the file."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in SPACES.items())
    tables = "".join(_table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}>{STYLES}'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)
        package.writestr(zipfile.ZipInfo("content.xml"), content, zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), MANIFEST, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _table(sheet: Sheet) -> str:
    style = "hidden" if sheet.hidden else "shown"
    width = max((len(row) for row in sheet.rows), default=1)
    columns = "".join(f"<table:table-column{_hidden(index in set(sheet.hidden_columns))}/>" for index in range(width))
    rows = "".join(_row(sheet, number) for number in range(1, len(sheet.rows) + 1))
    filler = '<table:table-row table:number-rows-repeated="1000"><table:table-cell/></table:table-row>'
    opening = f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{style}">'
    return f"{opening}{columns}{rows}{filler}</table:table>"


def _row(sheet: Sheet, number: int) -> str:
    hidden = _hidden(number in set(sheet.hidden_rows))
    return f"<table:table-row{hidden}>{''.join(_cells(sheet, number))}</table:table-row>"


def _hidden(hidden: bool) -> str:
    return ' table:visibility="collapse"' if hidden else ""


def _cells(sheet: Sheet, number: int) -> Iterator[str]:
    """The cells of a row; equal ones beside each other are written once, as LibreOffice does, but for merged ones."""
    row = [(_written(cell), _span(sheet, number, index)) for index, cell in enumerate(sheet.rows[number - 1])]
    apart = [(*cell, index if cell[1] not in ("", "covered") else -1) for index, cell in enumerate(row)]
    for (shown, span, _), same in groupby(apart):
        times = len(list(same))
        repeated = f' table:number-columns-repeated="{times}"' if times > 1 else ""
        name = "covered-table-cell" if span == "covered" else "table-cell"
        over = "" if span == "covered" else span
        yield f"<table:{name}{repeated}{over}{shown}</table:{name}>"


def _span(sheet: Sheet, number: int, index: int) -> str:
    for top, left, bottom, right in sheet.merged:
        if (top, left) == (number, index):
            return f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
        if top <= number <= bottom and left <= index <= right:
            return "covered"
    return ""


def _written(cell: Cell) -> str:
    """Attributes and content of a cell, from the end of its name on."""
    match cell:
        case None:
            found = ">"
        case Failed():
            found = (
                ' table:formula="of:=1/0" office:value-type="string" office:string-value=""'
                f' calcext:value-type="error"><text:p>{escape(cell.text)}</text:p>'
            )
        case Formula():
            formula = f" table:formula={quoteattr('of:' + cell.text)}"
            found = formula + (">" if cell.value is None else _written(cell.value))
        case str():
            paragraphs = "".join(f"<text:p>{_text(line)}</text:p>" for line in cell.split("\n"))
            found = f' office:value-type="string">{paragraphs}'
        case Labelled(_, "€"):
            found = (
                f' office:value-type="currency" office:currency="EUR" office:value="{cell.number}">'
                f"<text:p>{cell.number} €</text:p>"
            )
        case _:
            kind, name, value, shown = _valued(cell)
            found = f' office:value-type="{kind}" office:{name}="{value}"><text:p>{shown}</text:p>'
    return found


def _valued(cell: Cell) -> tuple[str, str, str, str]:
    """Kind, attribute, value and text of a cell that is stored otherwise than it is shown."""
    match cell:
        case bool():
            return "boolean", "boolean-value", str(cell).lower(), str(cell).upper()
        case date():
            return "date", "date-value", cell.isoformat(), f"{cell:%d.%m.%Y}"
        case Percent():
            return "percentage", "value", f"{cell.shown / 100:f}", f"{cell.shown}%"
        case Padded():
            return "float", "value", str(cell.number), f"{cell.number:0{cell.digits}}"
        case Labelled():
            return "float", "value", str(cell.number), f"{cell.number:,} {cell.label}"
    return "float", "value", str(cell), str(cell)


def _text(line: str) -> str:
    """A line of text; blanks beyond the first are elements of their own."""
    text = escape(line)
    while "  " in text:
        text = text.replace("  ", " <text:s/>", 1)
    return text
