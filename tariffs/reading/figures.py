"""Which cells hold numbers, dates, sums of money, days of the week, or yes and no, whatever their column means."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal

from tariffs.currencies import CURRENCY_CODES
from tariffs.reading.misread import Misread
from tariffs.reading.numbers import written
from tariffs.reading.words import NO, YES, weekdays
from tariffs.reading.written_dates import written_date
from tariffs.workbook.raw import Cell, Fault, Shown, cell_text

#: What no text is.
FIGURES = (Decimal, Shown, date)
#: What may be a figure once it is calculated, or says when.
MAY_BE_FIGURES = (*FIGURES, Fault, time, timedelta)
#: A sum of money: a sign or a word of a currency beside a number, or three capitals that may be its code.
SUM = re.compile(
    r"[$€£₽₸¥₹₨]\s?\d|\d\s?(?:[$€£₽₸¥₹₨]|(?i:руб|тенге|тг)\b)|\b(?i:rs\.?)\s?\d"
    r"|\b(?P<before>[A-Z]{3})\s?\d|\d\s?(?P<after>[A-Z]{3})\b"
)
#: A text of figures and signs alone (`10-15`, `08:00-16:00`, `12 x 3`), and a number that something is per, or from.
OF_FIGURES = re.compile(
    r"\W*\d[\W\dx×]*|\W*\d[\d.,]*\s?(?:/|per\b|за\b).*|(?:from|up to|min|max|от|до)\b\W*\d.*", re.IGNORECASE
)


def are_figures(cells: Sequence[Cell]) -> bool:
    """Whether most cells are numbers or dates; so are none."""
    return sum(isinstance(cell, FIGURES) or (isinstance(cell, str) and _is_number(cell)) for cell in cells) * 2 > len(
        cells
    )


def are_dates(cells: Sequence[Cell]) -> bool:
    """Whether most cells are dates, or lists of them with `;` between."""
    return sum(map(_holds_dates, cells)) * 2 > len(cells)


def held(cells: Sequence[Cell]) -> str:
    """What cells hold that may bind or cost, whatever their header: `dates`, `figures`, …; blank for plain texts.

    One figure among texts is enough, and so is a sum of money within one: `150 USD per BL`.
    """
    if not cells:
        return ""
    if are_dates(cells):
        return "dates"
    if any(map(_has_figure, cells)):
        return "figures"
    for what, is_so in (("days of the week", _are_days), ("yes and no", _is_flag)):
        if sum(map(is_so, cells)) * 2 > len(cells):
            return what
    return ""


def number_rows(cells: Sequence[Cell]) -> bool:
    """Whether cells count 1, 2, 3, … and say nothing else."""
    counted = [cell_text(cell) for cell in cells]
    return len(counted) > 1 and counted == [str(number) for number in range(1, len(counted) + 1)]


def _has_figure(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, MAY_BE_FIGURES)
    if OF_FIGURES.fullmatch(cell):
        return True
    codes = [found["before"] or found["after"] for found in SUM.finditer(cell)]
    return _is_number(cell) or any(code is None or code in CURRENCY_CODES for code in codes)


def _are_days(cell: Cell) -> bool:
    try:
        return isinstance(cell, str) and bool(weekdays(cell))
    except Misread:
        return False


def _is_flag(cell: Cell) -> bool:
    return isinstance(cell, bool) or (isinstance(cell, str) and cell.strip().casefold() in YES | NO)


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
