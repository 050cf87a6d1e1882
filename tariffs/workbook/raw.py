"""Cells as a spreadsheet file holds them, before anyone says what their column means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from tariffs.records import InputFile

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that has no value to give.

    Attributes
    ----------
    text
        What a person sees in it: ``#N/A``, or the formula.
    what, cure
        Why it cannot be read, and what would help.
    """

    text: str
    what: str
    cure: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A number that its cell shows otherwise than it is stored.

    Attributes
    ----------
    number
        As displayed: 0.3 for a stored 0.003 in a cell formatted as a percentage.
    text
        What a person sees: ``0.3%``, or ``0302`` where the format keeps leading zeros.
    percent
        Whether a percent sign is shown.
    words
        What the format shows beside the number: a currency, a unit.
    """

    number: Decimal
    text: str
    percent: bool = False
    words: str = ""


class Month(datetime):
    """The first day of a month, in a cell that shows month and year alone."""


#: What a cell can hold. A number is a ``Decimal`` of at most 15 significant digits, Excel's own precision.
Cell: TypeAlias = str | Decimal | bool | datetime | date | time | timedelta | Shown | Fault | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row that is not blank: its number as Excel counts, and its cells from column A on."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, index: int) -> Cell:
        """The cell in that column (0 is A), ``None`` beyond the last one."""
        return self.cells[index] if index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell that is merged with others: its first and last column, its first and last row, and what it holds."""

    column: int
    right: int
    first: int
    last: int
    cell: Cell


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One visible sheet: where it stands, its rows, blank ones left out, and its merged cells.

    ``beside`` has the letters of its first column, where it is a part of a sheet and others stand beside it.
    ``from_1904`` is whether numbers that are days count from the first one of 1904.
    """

    workbook: str
    name: str
    rows: tuple[RawRow, ...]
    merged: tuple[Merged, ...] = ()
    beside: str = ""
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """What a file holds, with the files (one, or each .csv of a folder) that it was read from."""

    sheets: tuple[RawSheet, ...]
    files: tuple[InputFile, ...]


def cell_text(cell: Cell) -> str:
    """A cell as a person sees it, for messages and for names: ``Decimal("1006")`` is ``1006``."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    if isinstance(cell, Decimal):
        return plain_number(cell)
    if isinstance(cell, Shown | Fault):
        return cell.text
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, bool):
        return str(cell).upper()
    return "" if cell is None else str(cell)


def shortened(text: str) -> str:
    """Text for a message: one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def plain_number(number: Decimal) -> str:
    """A number in digits, without exponent and without idle zeros.

    >>> plain_number(Decimal("1.50E+4"))
    '15000'
    """
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def column_letters(index: int) -> str:
    """The letters of a column, 0 being ``A``.

    >>> column_letters(27)
    'AB'
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
