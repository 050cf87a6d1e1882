"""Where everything stands in the workbook, and how formulas speak of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from optimizer.report.figures import Figure
from optimizer.report.table import Table

SUMMARY = "Summary"

#: What a worksheet holds in Excel, less the header and the total row.
ROWS_PER_SHEET = 1_048_576 - 2

#: Where the values of the figures stand in the summary.
VALUE_COLUMN = "B"


@dataclass(frozen=True, slots=True)
class Part:
    """One worksheet: a table, or as much of it as a worksheet holds, with the totals of that part.

    ``number`` is 1 for the first; later ones stand on sheets such as ``Charges 2``.
    """

    table: Table
    number: int = 1

    @property
    def sheet(self) -> str:
        """The name of the worksheet."""
        return self.table.name if self.number == 1 else f"{self.table.name} {self.number}"

    @property
    def name(self) -> str:
        """What formulas call the table: no blanks."""
        return self.sheet.replace(" ", "_")


def parts(table: Table, rows_per_sheet: int = ROWS_PER_SHEET) -> list[Part]:
    """Cut a table to what a worksheet holds; a total row adds up its own part."""
    if len(table.rows) <= rows_per_sheet:
        return [Part(table)]
    starts = range(0, len(table.rows), rows_per_sheet)
    cuts = (table.cut(start, start + rows_per_sheet) for start in starts)
    return [Part(cut, number) for number, cut in enumerate(cuts, start=1)]


class Layout:
    """The references of one workbook, for the formulas of its summary."""

    def __init__(self, laid_out: Iterable[Part], figures: Sequence[Figure]) -> None:
        self._parts: dict[str, list[str]] = {}
        self._first: dict[str, Part] = {}
        for part in laid_out:
            self._first.setdefault(part.table.name, part)
            names = self._parts.setdefault(part.table.name, [])
            if part.table.rows:  # a table without rows is no table to Excel
                names.append(part.name)
        self._rows = {figure.name: row for row, figure in enumerate(figures, start=2)}

    def total(self, sheet: str, column: str) -> str:
        """The sum of a column over all parts of a sheet."""
        ranges = ",".join(f"{name}[{column}]" for name in self._parts[sheet])
        return f"SUM({ranges})" if ranges else "0"

    def total_where(self, sheet: str, column: str, key: str, word: str) -> str:
        """The sum of a column over the rows that have ``word`` in the column ``key``."""
        wanted = criterion(word)
        sums = (f"SUMIF({name}[{key}],{wanted},{name}[{column}])" for name in self._parts[sheet])
        return "+".join(sums) or "0"

    def has(self, sheet: str) -> bool:
        """Whether there is such a table."""
        return sheet in self._first

    def table(self, sheet: str) -> Table:
        """The first part of a table."""
        return self._first[sheet].table

    def cells(self, sheet: str, column: str, first: int = 0, count: int | None = None) -> str:
        """Cells of a column of the first part of a sheet, as other sheets speak of them: rows from 0 on."""
        table = self.table(sheet)
        letter = xl_col_to_name(table.position(column))
        last = len(table.rows) if count is None else min(first + count, len(table.rows))
        return f"'{sheet}'!${letter}${first + 2}:${letter}${last + 1}"

    def cell(self, sheet: str, column: str, row: int) -> str:
        """One of them."""
        return self.cells(sheet, column, row, 1).partition(":")[0]

    def figure(self, name: str) -> str:
        """The cell of a figure of the summary."""
        return f"{VALUE_COLUMN}{self._rows[name]}"

    def summary(self, name: str) -> str:
        """The cell of a figure of the summary, as other sheets speak of it."""
        return f"{SUMMARY}!{self.figure(name)}"


def criterion(word: str) -> str:
    """A literal that SUMIF takes for that word and no other, whatever signs are in it."""
    for sign in "~*?":
        word = word.replace(sign, f"~{sign}")
    # Only words that could be read as a comparison need the sign of equality before them.
    equals = "" if word[:1].isalnum() else "="
    return '"{}{}"'.format(equals, word.replace('"', '""'))
