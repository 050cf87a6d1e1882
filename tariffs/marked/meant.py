"""What the other cells of a column hold of which a problem says the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tariffs.problems import Problem, Suggestion
from tariffs.reading.dates import serial_date
from tariffs.reading.misread import Misread
from tariffs.reading.numbers import written
from tariffs.workbook.raw import Cell


def meant(problem: Problem, cell: Cell) -> Suggestion:
    """What a cell would better hold, as the problem suggests it for the first of its column; ``None`` if in doubt.

    A number stored as text is read in the style in which the first one was.
    """
    try:
        if isinstance(problem.suggestion, date):
            return _day(cell, problem.value, problem.suggestion)
        if isinstance(problem.suggestion, Decimal) and isinstance(cell, str):
            return _number(cell, problem.value, problem.suggestion)
    except Misread:
        return None
    return None


def _day(cell: Cell, first: str, read: date) -> Suggestion:
    """The day of a serial number, counted from where the first one was."""
    number = Decimal(cell) if isinstance(cell, str) and cell.isdecimal() else cell
    if not isinstance(number, Decimal):
        return None
    return serial_date(number, [], from_1904=serial_date(Decimal(first), []) != read)


def _number(cell: str, first: str, read: Decimal) -> Suggestion:
    numbers = written(cell).readings
    if len(set(numbers.values())) == 1:
        return next(iter(numbers.values()))
    styles = [style for style, number in written(first).readings.items() if number == read]
    return numbers[styles[0]] if len(styles) == 1 and styles[0] in numbers else None
