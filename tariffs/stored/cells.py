"""Cells as a file stores them: each a short text whose first sign says what it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tariffs.parsing.coding import TEXT
from tariffs.parsing.formats import BUILT_IN, mark
from tariffs.parsing.limits import MAX_COLUMNS

MAX_CELLS: Final = 20_000_000
#: The error values of Excel by their numbers.
ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


class NotReadable(Exception):
    """A file cannot be read: why, in words that go on after its name."""


@dataclass(frozen=True, slots=True)
class Span:
    """Cells that are merged: rows as Excel counts, columns from 0."""

    first_row: int
    last_row: int
    column: int


@dataclass(slots=True)
class StoredSheet:
    """One worksheet.

    Attributes
    ----------
    name, hidden
        Its name, and whether it is hidden; then it has no rows.
    rows
        The coded cells of each row, blank ones as blank text, by the number of the row as Excel counts.
    hidden_rows, hidden_columns
        Rows and columns (from 0) that are not shown.
    merged
        Cells that are merged over several rows.
    beyond
        The address of the first cell right of the last column that is read, blank if there is none.
    """

    name: str
    hidden: bool = False
    rows: dict[int, list[str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Span] = field(default_factory=list)
    beyond: str = ""
    _count: int = 0

    def put(self, row: int, column: int, code: str) -> None:
        """Put a coded cell where it belongs.

        Raises
        ------
        NotReadable
            If the sheet has more cells than are read.
        """
        if column >= MAX_COLUMNS:
            self.beyond = self.beyond or f"row {row}"
            return
        cells = self.rows.get(row)
        if cells is None:
            cells = self.rows[row] = []
        if column < len(cells):
            cells[column] = code
            return
        self._count += column + 1 - len(cells)
        if self._count > MAX_CELLS:
            raise NotReadable(f"has more than {MAX_CELLS:,} cells")
        cells.extend([""] * (column - len(cells)))
        cells.append(code)


def marks(styles: Sequence[int], own: Mapping[int, str], *, from_1904: bool) -> list[str]:
    """How numbers are coded in each cell style; ``styles`` are the ids of their formats, ``own`` those of the file."""
    known = {
        style: mark(own.get(style, BUILT_IN.get(str(style), "General")), from_1904=from_1904) for style in set(styles)
    }
    return [known[style] for style in styles]


def number_code(prefix: str, number: float) -> str:
    """A number as coded."""
    return f"{prefix}{number!r}"


def text_code(text: str) -> str:
    """A text as coded; blank if it is blank."""
    return f"{TEXT}{text}" if text.strip() else ""


def spans(areas: Iterable[tuple[int, int, int]]) -> list[Span]:
    """The areas that go over several rows: first row, last row, first column."""
    return [Span(first, last, column) for first, last, column in areas if last > first]
