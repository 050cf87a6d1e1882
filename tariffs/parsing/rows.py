"""Cells as a sheet of a workbook stores them → rows of coded cells."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from tariffs.parsing.coding import (
    BLANK,
    BOOLEAN,
    EXCEL_ERROR,
    FORMULA,
    MOST_STRUCK,
    NUMBER,
    CodedBook,
    CodedSheet,
    check_row,
    unescaped,
)
from tariffs.parsing.formats import Formats
from tariffs.parsing.limits import MAX_COLUMNS

DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: Excel has columns of so many letters.
MAX_LETTERS = 3
#: Of an odd address, so much is said.
SHOWN = 20


class Columns(dict[str, int]):
    """The columns met so far by their letters, A being 0; a ``ValueError`` where Excel has none."""

    def __missing__(self, letters: str) -> int:
        if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= MAX_LETTERS):
            raise ValueError(f"{letters[:SHOWN]!r} is not a column")
        column = -1
        for letter in letters:
            column = (column + 1) * 26 + ord(letter) - ord("A")
        self[letters] = column
        return column


@dataclass(slots=True)
class SheetRows:
    """Makes the rows of one sheet.

    Attributes
    ----------
    book
        What the sheet belongs to; it numbers the cells.
    sheet
        Takes the rows.
    strings
        The numbers of the texts that cells share.
    formats
        What styles make of numbers.
    struck_texts
        The numbers of shared texts of which a part is struck through.
    columns
        Where the columns are.
    row, column, cells
        The row at hand as Excel counts, where its last cell stands, and its cells from column A on.
    """

    book: CodedBook
    sheet: CodedSheet
    strings: Sequence[int]
    formats: Formats
    struck_texts: Set[int] = frozenset()
    columns: Columns = field(default_factory=Columns)
    row: int = 0
    column: int = -1
    cells: list[int] = field(default_factory=list)

    def begin(self, row: int) -> None:
        """Begin a row.

        Raises
        ------
        ValueError
            If Excel has no such row.
        """
        check_row(row)
        self.row = row
        self.column = -1

    def end(self) -> None:
        """The row is complete; nothing happens if it has no cells.

        Raises
        ------
        Refused
            If the workbook has too many cells now.
        """
        if self.cells:
            self.sheet.add(self.row, self.cells)
            self.cells = []
            self.book.check_size()

    def place(self, letters: str, number: int) -> None:
        """Put a cell into a column, or where the last one was counted up to if it is said nowhere."""
        if letters:
            self.column = column = self.columns[letters]
        else:
            column = self.column
        cells = self.cells
        if column == len(cells) and column < MAX_COLUMNS:
            cells.append(number)
        elif column >= MAX_COLUMNS:
            self.sheet.beyond = self.sheet.beyond or f"{letters}{self.row}"
        elif column < len(cells):
            cells[column] = number
        else:
            cells.extend([BLANK] * (column - len(cells)))
            cells.append(number)

    def place_all(self, letters: Sequence[str], numbers: Sequence[int]) -> None:
        """Put the cells of a whole row into their columns, which is the same as to ``place`` one after the other."""
        columns = list(map(self.columns.__getitem__, letters))
        width = max(columns, default=-1) + 1
        if width > MAX_COLUMNS:
            for each, number in zip(letters, numbers, strict=True):
                if number != BLANK:
                    self.place(each, number)
            return
        cells = [BLANK] * width
        for column, number in zip(columns, numbers, strict=True):
            if number != BLANK:
                cells[column] = number
        while cells and cells[-1] == BLANK:
            cells.pop()
        self.cells = cells

    @property
    def looks_for_struck(self) -> bool:
        """Whether cells that are struck through are still to be named."""
        return bool(self.formats.struck or self.struck_texts) and len(self.sheet.struck) < MOST_STRUCK

    def note_struck(self, letters: str, style: str, number: int) -> None:
        """Take note of a cell of the row at hand, if it is struck through."""
        if style in self.formats.struck or number in self.struck_texts:
            self.strike(letters)

    def strike(self, letters: str) -> None:
        """A cell of the row at hand is struck through."""
        if len(self.sheet.struck) < MOST_STRUCK:
            self.sheet.struck.append((self.row, self.columns[letters] if letters else self.column))

    def merge(self, area: str) -> None:
        """Take note of cells that are merged: ``B2:C5``."""
        first, _, last = area.replace("$", "").partition(":")
        top, bottom = (int(corner.lstrip(LETTERS) or 0) for corner in (first, last or first))
        if top and bottom:
            left, right = (self.columns[corner.rstrip(DIGITS)] for corner in (first, last or first))
            self.sheet.merge(top, bottom, left, right)

    def hide_columns(self, first: int, last: int) -> None:
        """Take note of columns, counted from 1, that are not shown."""
        self.sheet.hidden_columns.update(range(max(first - 1, 0), min(last, MAX_COLUMNS)))

    def number(self, text: str, kind: str, style: str) -> int:
        """The number of the cell that stores a text as that kind and in that style."""
        bare = text.strip()
        coder = self.book.coder
        if kind in ("str", "inlineStr", "d"):  # a date of type d is written as 2025-03-15
            return coder.text(unescaped(text))
        if not bare:
            return BLANK
        if kind == "s":
            return self.strings[_index(bare)]
        if kind == "n":
            return coder.number(self.formats.marks.get(style, NUMBER) + bare)
        if kind == "b":
            return coder.number(f"{BOOLEAN}{int(bare in ('1', 'true'))}")
        return coder.number(f"{EXCEL_ERROR}{bare}")

    def formula(self, formula: str) -> int:
        """The number of a cell with a formula that has no stored value."""
        return self.book.coder.number(f"{FORMULA}{formula.strip()}")


def _index(text: str) -> int:
    """Which of the shared texts is meant, where that is written in an odd way."""
    index = int(text)
    if index < 0:
        raise ValueError(f"there is no shared text {index}")
    return index
