"""Input workbooks as a person fills them in: headers, comments, drop-downs and formats from the schema.

This writes workbooks that are read again, never plans.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tariffs.atomic import write_whole
from tariffs.schema import Column, Sheet, Type, normalise
from tariffs.sheets import SETTING_COLUMNS, SHEETS
from tariffs.template.looks import (
    DATE,
    NUMBER_FORMATS,
    Header,
    comment,
    headers,
    number_format,
    validation,
    width,
)

#: What a cell of a row may be; text of a number or an ISO date is written as what its column holds.
Cell: TypeAlias = str | int | float | Decimal | bool | date | None
Row: TypeAlias = Mapping[str, Cell]

#: Drop-downs and formats reach this many rows below those that are filled.
SPARE_ROWS = 1000
#: The same rows give the same bytes, so a workbook under version control changes only with its rows.
CREATED = datetime(2025, 1, 1)
TRUE_AND_FALSE = {True: "yes", False: "no"}


def write_tables(path: Path, rows_by_sheet: Mapping[str, Sequence[Row]], guide: Sequence[str] = ()) -> None:
    """Write rows as a workbook that can be read, whole or not at all; one that is there is replaced.

    Parameters are those of ``workbook_of``.

    Raises
    ------
    KeyError
        If a sheet is not in the schema.
    OSError
        If the file cannot be written.
    """
    write_whole(path, workbook_of(rows_by_sheet, guide))


def workbook_of(rows_by_sheet: Mapping[str, Sequence[Row]], guide: Sequence[str] = ()) -> bytes:
    """The bytes of a workbook with these rows.

    Parameters
    ----------
    rows_by_sheet
        The rows of each sheet, by canonical sheet and column names. A name that the schema does not have is
        a container column, where the sheet takes them, else a column of the reader's own. Every column of
        the schema is written, used or not.
    guide
        Lines for a sheet `Read me` in front; none if empty.

    Raises
    ------
    KeyError
        If a sheet is not in the schema.
    """
    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(buffer, options) as workbook:
        workbook.set_properties({"created": CREATED})
        if guide:
            _write_guide(workbook, guide)
        for name, sheet in SHEETS.items():
            if name in rows_by_sheet:
                _write_sheet(workbook, sheet, rows_by_sheet)
        unknown = set(rows_by_sheet) - set(SHEETS)
        if unknown:
            raise KeyError(f"there is no sheet {', '.join(sorted(unknown))}")
    return buffer.getvalue()


def _write_guide(workbook: Workbook, lines: Sequence[str]) -> None:
    """Write the leading sheet: its first line is the title, a line that ends in a colon a heading."""
    sheet = workbook.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 110)
    plain = workbook.add_format({"text_wrap": True, "valign": "top"})
    title = workbook.add_format({"bold": True, "font_size": 16, "font_color": "#1F3864"})
    heading = workbook.add_format({"bold": True, "font_size": 12, "font_color": "#1F3864"})
    for number, line in enumerate(lines):
        looks = title if number == 0 else heading if line.endswith(":") else plain
        sheet.write_string(number, 0, line, looks)


def _write_sheet(workbook: Workbook, sheet: Sheet, rows_by_sheet: Mapping[str, Sequence[Row]]) -> None:
    rows = rows_by_sheet[sheet.name]
    found = headers(sheet, rows, rows_by_sheet.get("Containers", ()))
    target = workbook.add_worksheet(sheet.name)
    target.freeze_panes(1, 1)
    last_row = len(rows) + SPARE_ROWS
    for index, header in enumerate(found):
        _write_header(workbook, target, index, header)
        checked = validation(header, sheet, frozenset(rows_by_sheet))
        if checked:
            target.data_validation(1, index, last_row, index, checked)
    formats = {code: workbook.add_format({"num_format": code}) for code in NUMBER_FORMATS}
    looks = [formats[number_format(h.column, container=h.container)] for h in found]
    for number, row in enumerate(rows, start=1):
        for index, header in enumerate(found):
            cell = row.get(header.name)
            if cell is not None and cell != "":
                column = _cell_column(sheet, header, row)
                value = as_written(column, cell)
                form = formats[DATE] if isinstance(value, date) else looks[index]
                _write_cell(target, (number, index), value, form)
    target.autofilter(0, 0, max(len(rows), 1), len(found) - 1)
    for index, header in enumerate(found):
        target.set_column(index, index, width(header, rows), looks[index])


def _write_header(workbook: Workbook, target: Worksheet, index: int, header: Header) -> None:
    """Write a header, bold where the column is required, with a comment that says what goes there."""
    looks = workbook.add_format(
        {
            "bold": header.column.required,
            "bg_color": "#1F3864" if header.column.required else "#D9E2F3",
            "font_color": "#FFFFFF" if header.column.required else "#1F3864",
            "valign": "vcenter",
            "border": 1,
            "border_color": "#8EA9DB",
        }
    )
    target.write_string(0, index, header.name, looks)
    target.write_comment(0, index, comment(header), {"x_scale": 2, "y_scale": 1.4})


def _cell_column(sheet: Sheet, header: Header, row: Row) -> Column:
    """The column that a cell is written as: the value of a setting as that setting."""
    if sheet.name == "Settings" and header.name == "value":
        for column in SETTING_COLUMNS:
            if column.name == normalise(row.get("setting", "")):
                return column
    return header.column


def _write_cell(target: Worksheet, at: tuple[int, int], value: str | Decimal | date, looks: Format) -> None:
    if isinstance(value, date):
        target.write_datetime(*at, datetime.combine(value, time.min), looks)
    elif isinstance(value, Decimal):
        target.write_number(*at, float(value), looks)
    else:
        target.write_string(*at, value, looks)


def as_written(column: Column, cell: Cell) -> str | Decimal | date:
    """What is put in a cell: a number or a date where the column holds one, else text.

    >>> as_written(Column("km", Type.NUMBER, ""), "1600")
    Decimal('1600')
    """
    if isinstance(cell, bool):
        return TRUE_AND_FALSE[cell]
    if isinstance(cell, date):
        return cell
    text = str(cell)
    if column.type in (Type.NUMBER, Type.INTEGER, Type.PERCENT, Type.ANY):
        try:
            return Decimal(text)
        except InvalidOperation:
            pass
    if column.type in (Type.DATE, Type.ANY):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    return text
