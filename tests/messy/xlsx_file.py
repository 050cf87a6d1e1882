"""Sheets → an .xlsx file, as Excel would write it: every formula with its value, but for those that have none."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.messy.sheets import LABELS, Cell, Failed, Formula, Labelled, Padded, Percent, Sheet

CREATED = datetime(2025, 1, 1)
NOT_STORED = "not stored"
WITHOUT_VALUE = re.compile(rf' t="str"(><f>[^<]*</f>)<v>{NOT_STORED}</v>')


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of the file."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(buffer, options) as book:
        book.set_properties({"created": CREATED})
        for sheet in sheets:
            target = book.add_worksheet(sheet.name)
            _fill(book, target, sheet)
        shown = next(number for number, sheet in enumerate(sheets) if not sheet.hidden)
        book.worksheets()[shown].activate()
        book.worksheets()[shown].set_first_sheet()
        for sheet, target in zip(sheets, book.worksheets(), strict=True):
            if sheet.hidden:
                target.hide()
    return _without_values(buffer.getvalue())


def _fill(book: Workbook, target: Worksheet, sheet: Sheet) -> None:
    dates = book.add_format({"num_format": "dd.mm.yyyy"})
    percents = book.add_format({"num_format": "0.0###%"})
    for number, row in enumerate(sheet.rows):
        for index, cell in enumerate(row):
            if isinstance(cell, Padded):
                target.write_number(number, index, cell.number, book.add_format({"num_format": "0" * cell.digits}))
            elif isinstance(cell, Labelled):
                target.write_number(number, index, cell.number, book.add_format({"num_format": LABELS[cell.label]}))
            elif cell is not None:
                _write(target, (number, index), cell, dates, percents)
    for number in sheet.hidden_rows:
        target.set_row(number - 1, None, None, {"hidden": True})
    for index in sheet.hidden_columns:
        target.set_column(index, index, None, None, {"hidden": True})
    for top, left, bottom, right in sheet.merged:
        target.merge_range(top - 1, left, bottom - 1, right, "")
        first = sheet.rows[top - 1][left]
        if first is not None:
            _write(target, (top - 1, left), first, dates, percents)


def _write(target: Worksheet, at: tuple[int, int], cell: Cell, dates: Format, percents: Format) -> None:
    if isinstance(cell, bool):
        target.write_boolean(*at, cell)
    elif isinstance(cell, date):
        target.write_datetime(*at, datetime.combine(cell, time.min), dates)
    elif isinstance(cell, Percent):
        target.write_number(*at, float(cell.shown / 100), percents)
    elif isinstance(cell, Formula):
        value = NOT_STORED if cell.value is None else cell.value
        target.write_formula(*at, cell.text, None, float(value) if isinstance(value, Decimal) else value)
    elif isinstance(cell, Failed):
        target.write_formula(*at, "=1/0", None, cell.text)
    elif isinstance(cell, Decimal | int | float):
        target.write_number(*at, float(cell))
    else:
        target.write_string(*at, str(cell))


def _without_values(content: bytes) -> bytes:
    """The file without the values of formulas that store none."""
    if NOT_STORED.encode() not in b"".join(_parts(content).values()):
        return content
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in _parts(content).items():
            text = WITHOUT_VALUE.sub(r"\1", part.decode())
            package.writestr(zipfile.ZipInfo(name), text.encode(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
