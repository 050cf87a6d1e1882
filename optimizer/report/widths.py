"""How wide columns must be, and how many lines their text takes, in the default font of Excel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xlsxwriter.utility import xl_pixel_width

from optimizer.report.table import Cell, Column, Kind, Table

#: The narrowest column, characters.
NARROWEST = 7

#: What the button of a filter takes of a header, and the margins of a cell with its indent; pixels.
BUTTON, MARGINS = 24, 18

#: Pixels in a character of a column's width.
PIXELS = 7

DECIMALS = {Kind.COUNT: 0, Kind.MONEY: 2, Kind.TONNES: 3, Kind.PERCENT: 1}


def width(column: Column, table: Table) -> float:
    """A width, in characters, in which a column's header, cells and total can be read."""
    total = table.totals()[table.position(column.name)] if table.has_totals else None
    cells = [*table.values(column.name), total]
    longest = max((pixels(shown(cell, column.kind)) for cell in cells), default=0)
    header = pixels(column.name) * 1.08 + BUTTON  # bold
    fitting = min((longest + MARGINS) / PIXELS, column.widest)
    return max(NARROWEST, header / PIXELS, fitting)


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


def lines_taken(columns: Sequence[Column], cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """How many lines the longest prose of a row takes."""
    taken = (
        wrapped(cell, width * PIXELS - MARGINS / 2)
        for column, cell, width in zip(columns, cells, widths, strict=True)
        if column.kind is Kind.PROSE and isinstance(cell, str)
    )
    return max(taken, default=1)


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
