"""How wide columns must be, and how many lines their text takes, in the default font of Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from xlsxwriter.utility import xl_pixel_width

from optimizer.report.table import Cell, Table
from optimizer.tables import Column, Kind
from tariffs.fraction import Fraction

#: The narrowest column, characters.
NARROWEST = 7

#: The height of a line of text, points.
LINE = 15

#: The width of the narrowest and of the widest sign, pixels.
NARROWEST_SIGN, WIDEST_SIGN = 3, 13

#: What the button of a filter takes of a header, and the margins of a cell with its indent; pixels.
BUTTON, MARGINS = 24, 18

#: Pixels in a character of a column's width.
PIXELS = 7

DECIMALS = {Kind.COUNT: 0, Kind.MONEY: 2, Kind.TONNES: 1, Kind.PERCENT: 1}


def widths(table: Table) -> list[float]:
    """The width of each column."""
    totals = table.totals() or [None] * len(table.columns)
    return [
        _width(column, [*table.values(column.name), total]) for column, total in zip(table.columns, totals, strict=True)
    ]


def width(column: Column, table: Table) -> float:
    """A width, in characters, in which a column's header, cells and total can be read."""
    return widths(table)[table.position(column.name)]


def _width(column: Column, cells: Sequence[Cell]) -> float:
    longest = max((pixels(shown(cell, column.kind)) for cell in _longest(cells)), default=0)
    header = pixels(column.name) * 1.08 + BUTTON  # bold
    fitting = min((longest + MARGINS) / PIXELS, column.widest)
    return max(NARROWEST, header / PIXELS, fitting)


def _longest(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells among which the one is that takes most room: a few of very many.

    Of numbers that is the greatest or the least, as digits are equally wide. A date is as wide as any.
    """
    kinds = set(map(type, cells))
    for kind in kinds:
        found = cells if len(kinds) == 1 else [cell for cell in cells if cell.__class__ is kind]
        if issubclass(kind, str):
            texts = sorted({str(text) for text in found}, key=lambda text: (-len(text), text))
            enough = len(texts[0]) * NARROWEST_SIGN / WIDEST_SIGN
            yield from (text for text in texts if len(text) >= enough)
        elif issubclass(kind, date):
            yield found[0]
        elif issubclass(kind, Fraction):
            distinct = list({id(cell): cell for cell in found}.values())  # those of one rate are often one and the same
            yield from (max(distinct, key=float), min(distinct, key=float))  # type: ignore[arg-type]
        elif kind is not type(None):
            yield from (max(found), min(found))  # type: ignore[type-var]


@lru_cache(maxsize=65536)
def pixels(text: str) -> int:
    """How wide a text is, pixels."""
    found: int = xl_pixel_width(text)
    return found


def shown(cell: Cell, kind: Kind) -> str:
    """Roughly what a cell shows."""
    match cell:
        case None:
            return ""
        case str() | date():
            return str(cell)
        case _:
            return f"{float(cell):,.{DECIMALS.get(kind, 4)}f}"


def lines_taken(cells: Sequence[Cell], rooms: Sequence[tuple[int, float]]) -> int:
    """How many lines the longest prose of a row takes, with the ``rooms`` of its table."""
    lines = 1
    for position, room in rooms:
        cell = cells[position]
        if cell:
            lines = max(lines, wrapped(str(cell), room))
    return lines


def rooms_for_prose(columns: Sequence[Column], widths: Sequence[float]) -> list[tuple[int, float]]:
    """Where a table has prose, and how many pixels there are for a line of it."""
    return [
        (position, width * PIXELS - MARGINS / 2)
        for position, (column, width) in enumerate(zip(columns, widths, strict=True))
        if column.kind is Kind.PROSE
    ]


@lru_cache(maxsize=65536)
def wrapped(text: str, room: float) -> int:
    """How many lines a text takes that is wrapped between words to so many pixels."""
    if pixels(text) <= room and "\n" not in text:
        return 1
    lines, used, blank = 1, 0.0, pixels(" ")
    for word in text.replace("\n", " \n ").split(" "):
        wide = pixels(word)
        if word == "\n" or (used and used + blank + wide > room):
            lines, used = lines + 1, 0.0
        if wide > room:  # a word that is longer than a line is broken
            lines += int(wide // room)
            wide = int(wide % room)
        used += wide + (blank if used else 0)
    return lines
