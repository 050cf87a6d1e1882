"""How the numbers and dates of a column are written, seen from all of its cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tariffs.reading.bounds import admissible
from tariffs.reading.dates import settled_order
from tariffs.reading.misread import Misread
from tariffs.reading.mixture import UNMIXED, Mixture
from tariffs.reading.numbers import NumberStyle, Written, written
from tariffs.reading.words import EXCEPT, PARTS, is_blank_word
from tariffs.reading.written_dates import DateStyle, WrittenDate, written_date
from tariffs.schema import Column, Type
from tariffs.workbook.raw import Cell, cell_text

#: The types whose text cells hold numbers, and those that hold dates.
NUMERIC = (Type.NUMBER, Type.INTEGER, Type.PERCENT)
DATED = (Type.DATE, Type.DATES, Type.SCHEDULE)


@dataclass(frozen=True, slots=True)
class Style:
    """How the cells of a column are read; ``None`` where nothing settles it.

    ``mixture`` is what makes numbers without sign and unit doubtful. ``typed`` is whether the file tells
    numbers from text, so that a number stored as text is worth saying; a .csv file does not. ``from_1904`` is
    whether its numbers that are days count from the first one of 1904.
    """

    number: NumberStyle | None = None
    date: DateStyle | None = None
    mixture: Mixture = UNMIXED
    typed: bool = False
    from_1904: bool = False


#: Nothing is said about how text is read.
UNSETTLED = Style()


def column_style(column: Column, cells: Sequence[Cell], style: Style) -> Style:
    """How the column is written: as Settings say, else as those of its cells show that can be read in one way only."""
    if column.type in NUMERIC or column.type is Type.CROSSINGS:
        return Style(style.number or _number_style(column, cells), None)
    if column.type in DATED:
        return Style(None, style.date or _date_style(cells))
    return style


def _number_style(column: Column, cells: Sequence[Cell]) -> NumberStyle | None:
    certain: set[NumberStyle] = set()
    likely: set[NumberStyle] = set()
    for text in _readable_numbers(column, cells):
        possible = admissible(text, column)
        if len(possible) == 1:
            certain.update(possible)
        elif text.grouped_money:
            likely.add(NumberStyle.POINT)
    settled = certain | likely
    return settled.pop() if len(settled) == 1 else None


def _readable_numbers(column: Column, cells: Iterable[Cell]) -> Iterable[Written]:
    for text in {cell for cell in cells if isinstance(cell, str)}:
        if is_blank_word(cell_text(text), names=False):
            continue
        for part in [text] if column.type in NUMERIC else [piece.partition("@")[2] for piece in PARTS.split(text)]:
            try:
                yield written(part, whole=column.type is Type.INTEGER, units=column.units)
            except Misread:  # said where the cell itself is read
                continue


def _date_style(cells: Iterable[Cell]) -> DateStyle | None:
    settled = settled_order(_readable_dates(cells))
    return next(iter(settled)) if len(settled) == 1 else None


def _readable_dates(cells: Iterable[Cell]) -> Iterable[WrittenDate]:
    for text in {cell for cell in cells if isinstance(cell, str)}:
        for part in PARTS.split(EXCEPT.sub(";", text)):
            try:
                yield written_date(part)
            except Misread:  # said where the cell itself is read
                continue
