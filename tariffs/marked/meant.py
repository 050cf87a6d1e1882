"""What the other cells of a column hold of which a problem says the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tariffs.problems import Problem, Suggestion
from tariffs.reading.dates import serial_date
from tariffs.reading.misread import Misread
from tariffs.reading.numbers import NumberStyle, written
from tariffs.workbook.raw import Cell


def style_of(cells: Iterable[Cell]) -> NumberStyle | None:
    """How texts are written that were all read as numbers of one column, ``None`` if none of them shows it."""
    shown: set[NumberStyle] = set()
    for cell in cells:
        readings = written(cell).readings if isinstance(cell, str) else {}
        if len(readings) == 1:
            shown.update(readings)
    return shown.pop() if len(shown) == 1 else None


def meant(problem: Problem, cell: Cell, style: NumberStyle | None) -> Suggestion:
    """What a cell would better hold, as the problem suggests it for the first of its column; ``None`` if in doubt.

    A number stored as text is read in the style of all of them.
    """
    try:
        if isinstance(problem.suggestion, date):
            return _day(cell, problem.value, problem.suggestion)
        if isinstance(problem.suggestion, Decimal) and isinstance(cell, str):
            return _number(cell, style)
    except Misread:
        return None
    return None


def _day(cell: Cell, first: str, read: date) -> Suggestion:
    """The day of a serial number, counted from where the first one was."""
    number = Decimal(cell) if isinstance(cell, str) and cell.isdecimal() else cell
    if not isinstance(number, Decimal):
        return None
    return serial_date(number, [], from_1904=serial_date(Decimal(first), []) != read)


def _number(cell: str, style: NumberStyle | None) -> Suggestion:
    numbers = written(cell).readings
    if len(set(numbers.values())) == 1:
        return next(iter(numbers.values()))
    return numbers.get(style) if style is not None else None
