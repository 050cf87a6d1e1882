"""Sheets whose cells come one by one, with their row and column, as .xls, .xlsb and .ods files have them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tariffs.parsing.coding import BLANK, TEXT, CodedBook, CodedSheet, check_row
from tariffs.parsing.limits import MAX_COLUMNS


@dataclass(slots=True)
class ScatteredSheet:
    """Makes one sheet of a book of cells in any order.

    Attributes
    ----------
    book
        What the sheet belongs to; it numbers the cells.
    sheet
        Takes the rows when all cells are there.
    """

    book: CodedBook
    sheet: CodedSheet
    _rows: dict[int, list[int]] = field(default_factory=dict)
    _count: int = 0

    @classmethod
    def of(cls, book: CodedBook, name: str, *, hidden: bool) -> ScatteredSheet:
        """One more sheet of the book, to be filled and finished before the next one.

        Raises
        ------
        Refused
            If the book has too many.
        """
        return cls(book, book.sheet(name, hidden=hidden))

    def put(self, row: int, column: int, code: str) -> None:
        """Put a coded cell where it belongs: the row as Excel counts, the column from 0. A blank one is nowhere.

        Raises
        ------
        Refused
            If the book has too many cells now.
        ValueError
            If Excel has no such row.
        """
        number = self.book.coder.text(code[1:]) if code[:1] == TEXT else self.book.coder.number(code)
        if number == BLANK:
            return
        if column >= MAX_COLUMNS:
            self.sheet.beyond = self.sheet.beyond or f"row {row}"
            return
        cells = self._rows.get(row)
        if cells is None:
            check_row(row)
            cells = self._rows[row] = []
        if column < len(cells):
            cells[column] = number
            return
        self._count += column + 1 - len(cells)
        self.book.check_size(self._count)
        cells.extend([BLANK] * (column - len(cells)))
        cells.append(number)

    def finish(self) -> None:
        """All cells are there.

        Raises
        ------
        Refused
            If the book holds too much.
        """
        for row in sorted(self._rows):
            self.sheet.add(row, self._rows[row])
        self.book.finish_sheet()


def number_code(mark: str, number: float) -> str:
    """A number as coded."""
    return f"{mark}{number!r}"
