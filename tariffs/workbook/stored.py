"""Coded cells, as an .xls, .xlsb or .ods file gives them → raw cells."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from tariffs.stored.cells import (
    BOOLEAN,
    DATE_1900,
    DATE_1904,
    DURATION,
    ERROR,
    FORMULA,
    PADDED,
    PERCENT,
    TEXT,
    StoredSheet,
)
from tariffs.workbook.formats import stored_number
from tariffs.workbook.raw import Cell, Fault, RawRow, Shown, plain_number, tidy
from tariffs.workbook.shown import FileSheet

#: What is wrong with a cell that has no value to give, and what would help.
FAULTS: dict[str, tuple[str, str]] = {
    FORMULA: ("is a formula without a stored value", "open the workbook in Excel, let it calculate, and save it"),
    ERROR: ("is an error value of Excel", "correct the formula, or write the value itself"),
}
EPOCHS: dict[str, datetime] = {DATE_1900: WINDOWS_EPOCH, DATE_1904: MAC_EPOCH, DURATION: WINDOWS_EPOCH}


def file_sheet(stored: StoredSheet) -> FileSheet:
    """The sheet with raw cells."""
    known: dict[str, Cell] = {"": None}
    rows = []
    for number, codes in sorted(stored.rows.items()):
        for code in codes:
            if code not in known:
                known[code] = decoded(code)
        cells = tuple(known[code] for code in codes)
        if any(cell is not None for cell in cells):
            rows.append(RawRow(number, cells))
    return FileSheet(
        stored.name,
        stored.hidden,
        tuple(rows),
        stored.beyond,
        stored.hidden_rows,
        stored.hidden_columns,
        [(span.first_row, span.last_row, span.column) for span in stored.merged],
    )


def decoded(code: str) -> Cell:
    """The raw cell of a code."""
    kind, text = code[0], code[1:]
    if kind == TEXT:
        return tidy(text)
    if kind in FAULTS:
        return Fault(f"={text}" if kind == FORMULA else text, *FAULTS[kind])
    if kind == BOOLEAN:
        return text == "1"
    return _moment(kind, text) if kind in EPOCHS else _number(kind, text)


def _moment(kind: str, text: str) -> Cell:
    """A date, or a length of time."""
    try:
        moment: Cell = from_excel(float(text), EPOCHS[kind], timedelta=kind == DURATION)
    except (OverflowError, ValueError):
        return Fault(text, "is formatted as a date and is none", "write the date again")
    return moment


def _number(kind: str, text: str) -> Cell:
    """A number, as its cell shows it."""
    digits, _, shown = text.partition(":") if kind == PADDED else ("", "", text)
    number = stored_number(shown)
    if not isinstance(number, Decimal):
        return number
    if kind == PERCENT:
        return Shown(number * 100, f"{plain_number(number * 100)}%", percent=True)
    return Shown(number, plain_number(number).zfill(int(digits))) if kind == PADDED else number
