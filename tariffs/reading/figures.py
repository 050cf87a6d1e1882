"""Which cells hold numbers and dates, whatever their column means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tariffs.reading.misread import Misread
from tariffs.reading.numbers import written
from tariffs.reading.written_dates import written_date
from tariffs.workbook.raw import Cell, Shown

#: What no text is.
FIGURES = (Decimal, Shown, date)


def are_figures(cells: Sequence[Cell]) -> bool:
    """Whether most cells are numbers or dates; so are none."""
    return sum(isinstance(cell, FIGURES) or (isinstance(cell, str) and _is_number(cell)) for cell in cells) * 2 > len(
        cells
    )


def are_dates(cells: Sequence[Cell]) -> bool:
    """Whether most cells are dates, or lists of them with `;` between."""
    return sum(map(_holds_dates, cells)) * 2 > len(cells)


def _is_number(text: str) -> bool:
    try:
        written(text)
    except Misread:
        return False
    return True


def _holds_dates(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, date)
    return all(_is_date(part.strip()) for part in cell.split(";"))


def _is_date(text: str) -> bool:
    try:
        return not text.isdecimal() and bool(written_date(text).readings)
    except Misread:
        return False
