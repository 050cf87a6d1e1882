"""Of the cells of a sheet, those that are shown; merged ones, and what is hidden, in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tariffs.runs import run_list
from tariffs.workbook.raw import Merged, RawRow, column_letters


@dataclass(frozen=True, slots=True)
class FileSheet:
    """A worksheet as a file has it; one that is hidden is not read and has no rows.

    Attributes
    ----------
    name, hidden
        What it is called, and whether it is hidden.
    rows
        Its rows, hidden ones too.
    beyond
        The address of the first cell right of the last column that is read, blank if there is none.
    hidden_rows, hidden_columns
        The numbers of rows as Excel counts, and of columns from 0, that are not shown.
    from_1904
        Whether days count from the first one of 1904, as in old workbooks from a Mac.
    areas
        Merged cells: first row, last row, first column, last column.
    struck
        The first cells that are struck through: row as Excel counts, and column from 0.
    """

    name: str
    hidden: bool
    rows: tuple[RawRow, ...] = ()
    beyond: str = ""
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    from_1904: bool = False
    areas: Sequence[tuple[int, int, int, int]] = ()
    struck: Sequence[tuple[int, int]] = ()
    passed: list[str] = field(default_factory=list)

    def shown(self) -> tuple[RawRow, ...]:
        """The rows that are shown, without the cells of hidden columns; what is passed over is added to ``passed``."""
        rows = self.rows
        if self.hidden_rows:
            lost = [row.number for row in rows if row.number in self.hidden_rows]
            rows = tuple(row for row in rows if row.number not in self.hidden_rows)
            if lost:
                self.passed.append(_sentence("row", run_list(lost)))
        if self.hidden_columns:
            widest = max((len(row.cells) for row in rows), default=0)
            there = sorted(
                column
                for column in self.hidden_columns
                if column < widest and any(row.cell(column) is not None for row in rows)
            )
            if there:
                rows = tuple(_without(rows, frozenset(there)))
                self.passed.append(_sentence("column", run_list(there, column_letters)))
        return rows

    def shown_struck(self) -> list[str]:
        """The addresses of the first cells that are shown, and struck through."""
        return [
            f"{column_letters(column)}{row}"
            for row, column in self.struck
            if row not in self.hidden_rows and column not in self.hidden_columns
        ]

    def merged(self) -> tuple[Merged, ...]:
        """The merged cells that hold something, as far as they show: what is in a hidden corner shows beside it."""
        if not self.areas:
            return ()
        by_number = {row.number: row for row in self.rows}
        shown = [number for number in sorted(by_number) if number not in self.hidden_rows]
        found = []
        for first, last, column, right in self.areas:
            row = by_number.get(first)
            cell = row.cell(column) if row else None
            top = bisect_left(shown, first)
            left = next((index for index in range(column, right + 1) if index not in self.hidden_columns), None)
            if cell is not None and left is not None and top < len(shown) and shown[top] <= last:
                found.append(Merged(left, right, shown[top], last, cell))
        return tuple(found)


def _without(rows: Iterable[RawRow], columns: frozenset[int]) -> Iterator[RawRow]:
    for row in rows:
        cells = tuple(None if index in columns else cell for index, cell in enumerate(row.cells))
        if any(cell is not None for cell in cells):
            yield RawRow(row.number, cells)


def _sentence(what: str, listed: str) -> str:
    several = not listed.isalnum()
    return f"{what}{'s' if several else ''} {listed} {'are' if several else 'is'} hidden and not read"
