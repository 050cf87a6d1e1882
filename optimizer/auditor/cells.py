"""The sheets of a plan workbook as rows with typed cells, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from optimizer.tables import Column
from optimizer.tables import Kind as Shape
from tariffs.fraction import Fraction
from tariffs.problems import Kind, Problem, Problems, Severity
from tariffs.workbook import Cell, Fault, RawRow, RawSheet, Shown, cell_text
from tariffs.workbook.raw import column_letters

ZERO = Decimal(0)
TOTAL = "Total"

#: A crossing with its day, as the sheet Legs lists them.
CROSSING = re.compile(r"\s*(.+?)\s+(\d{4}-\d{2}-\d{2})\s*(?:;|$)")

CURE = "plan again, or put back what the program wrote"


@dataclass(frozen=True, slots=True)
class Part:
    """One worksheet: its columns by header, its rows, and the total row if there is one."""

    raw: RawSheet
    columns: Mapping[str, int]
    body: Sequence[RawRow]
    total: RawRow | None
    problems: Problems

    @staticmethod
    def of(raw: RawSheet, required: Sequence[str], problems: Problems) -> Part:
        """A worksheet with its headers in row 1; each required column that it lacks is noted."""
        rows = list(raw.rows)
        header = rows.pop(0) if rows and rows[0].number == 1 else RawRow(1, ())
        total = rows.pop() if rows and cell_text(rows[-1].cell(0)) == TOTAL else None
        columns: dict[str, int] = {}
        part = Part(raw, columns, rows, total, problems)
        for position, cell in enumerate(header.cells):
            text = cell_text(cell)
            if text in columns:
                what = f'the column "{text}" is there twice'
                part.note(Kind.COLUMN, f"{column_letters(position)}1", text, what)
            elif text:
                columns[text] = position
        for column in required:
            if column not in columns:
                part.note(Kind.COLUMN, "1", "", f'the column "{column}" is missing')
        return part

    def sum_of(self, column: Column) -> Fraction | None:
        """The sum of a column, or the ratio of the sums that it is one of; ``None`` for nothing divided by nothing."""
        if column.per:
            parts = self._sum(column.per)
            return sum(map(self._sum, column.adds), Fraction(0)) / parts if parts else None
        return self._sum(column.name)

    def _sum(self, name: str) -> Fraction:
        """The sum of the numbers; what is none is noted where the rows are read."""
        cells = (row.cell(self.columns[name]) for row in self.body) if name in self.columns else ()
        numbers = (cell.number if isinstance(cell, Shown) else cell for cell in cells)
        return sum((Fraction(number) for number in numbers if isinstance(number, Decimal)), Fraction(0))

    def note(self, kind: Kind, cell: str, value: str, what: str) -> None:
        """Take note of an error."""
        place = (self.raw.workbook, self.raw.name, cell)
        self.problems.add(Problem(kind, Severity.ERROR, *place, value, what, CURE))


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of a total row, and what it should be by the rows above it; ``None`` is blank."""

    sheet: str
    column: str
    expected: Fraction | None
    found: Decimal | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a plan, with the worksheets on which it goes on where it is long."""

    parts: tuple[Part, ...]
    columns: tuple[Column, ...]

    @staticmethod
    def of(raw: Sequence[RawSheet], columns: Sequence[Column], problems: Problems) -> Sheet:
        """The worksheets of one sheet, each with its own headers and total row."""
        required = [column.name for column in columns]
        return Sheet(tuple(Part.of(sheet, required, problems) for sheet in raw), tuple(columns))

    def rows(self) -> Iterator[Row]:
        """The rows of all worksheets, without the total rows."""
        return (Row(part, row) for part in self.parts for row in part.body)

    def further(self) -> tuple[str, ...]:
        """The headers that are none of its columns: container types, modes."""
        known = {column.name for column in self.columns}
        return tuple(dict.fromkeys(name for part in self.parts for name in part.columns if name not in known))

    def totals(self) -> Iterator[Total]:
        """Every figure of the total rows, each with the sum of its worksheet's rows, or their ratio."""
        by_name = {column.name: column for column in self.columns}
        for part in self.parts:
            if part.total is None:
                continue
            total = Row(part, part.total)
            for name in list(part.columns)[1:]:
                column = by_name.get(name)
                if column is not None and not column.total:
                    expected, found = None, total.maybe_number(name)
                else:
                    expected, found = part.sum_of(column or Column(name)), total.maybe_ratio(name)
                yield Total(part.raw.name, name, expected, found)


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell that cannot be read is noted, and a stand-in is given for it."""

    part: Part
    raw: RawRow

    def has(self, column: str) -> bool:
        """Whether the sheet has that column."""
        return column in self.part.columns

    def values(self, columns: Sequence[Column]) -> dict[str, Any]:
        """What stands in some columns, each by its kind, by the name of the column."""
        return {column.name: self._value(column) for column in columns}

    def _value(self, column: Column) -> str | int | date | Decimal | None:
        match column.kind:
            case Shape.TEXT | Shape.PROSE:
                return self.text(column.name)
            case Shape.COUNT:
                return self.maybe_whole(column.name) if column.may_be_blank else self.whole(column.name)
            case Shape.DATE:
                return self.maybe_day(column.name) if column.may_be_blank else self.day(column.name)
            case _:
                return self.maybe_ratio(column.name) if column.may_be_blank else self.number(column.name)

    def cell(self, column: str) -> Cell:
        """What stands in a column; blank where the sheet lacks it, which is noted elsewhere."""
        position = self.part.columns.get(column)
        cell = None if position is None else self.raw.cell(position)
        if isinstance(cell, Fault):
            self.note(Kind.VALUE, column, cell.text, f"{cell.text} {cell.what}")
            return None
        return cell

    def text(self, column: str) -> str:
        """A text as it stands; blank for a blank cell."""
        return cell_text(self.cell(column))

    def maybe_number(self, column: str) -> Decimal | None:
        """A number, or ``None`` for a blank cell. A percentage is a share: 3 % is 0.03."""
        cell = self.cell(column)
        if cell is None or cell == "":  # the stored value of a formula that gives nothing
            return None
        if isinstance(cell, Decimal):
            return cell
        if isinstance(cell, Shown):
            return cell.number / 100 if cell.percent else cell.number
        self.note(Kind.VALUE, column, cell_text(cell), f'"{cell_text(cell)}" is not a number')
        return ZERO

    def maybe_ratio(self, column: str) -> Decimal | None:
        """A number, or ``None`` where the formula of a ratio gives nothing, since there is nothing to divide by."""
        position = self.part.columns.get(column, len(self.raw.cells))
        cell = self.raw.cell(position)
        # A formula whose result is an empty text has no stored value.
        empty = isinstance(cell, Fault) and cell.text.startswith("=")
        return None if empty else self.maybe_number(column)

    def number(self, column: str) -> Decimal:
        """A number; a blank cell is noted."""
        found = self.maybe_number(column)
        if found is None:
            self._blank(column)
            return ZERO
        return found

    def maybe_whole(self, column: str) -> int | None:
        """A whole number, or ``None`` for a blank cell."""
        found = self.maybe_number(column)
        if found is not None and found % 1:
            self.note(Kind.VALUE, column, str(found), f"{found} is not a whole number")
        return None if found is None else int(found)

    def whole(self, column: str) -> int:
        """A whole number; a blank cell is noted."""
        found = self.maybe_whole(column)
        if found is None:
            self._blank(column)
            return 0
        return found

    def maybe_day(self, column: str) -> date | None:
        """A date, or ``None`` for a blank cell."""
        cell = self.cell(column)
        if isinstance(cell, datetime) and cell.time() == time():
            return cell.date()
        if cell is None or (isinstance(cell, date) and not isinstance(cell, datetime)):
            return cell
        self.note(Kind.VALUE, column, cell_text(cell), f'"{cell_text(cell)}" is not a date')
        return date.min

    def day(self, column: str) -> date:
        """A date; a blank cell is noted."""
        found = self.maybe_day(column)
        if found is None:
            self._blank(column)
            return date.min
        return found

    def crossings(self, column: str) -> tuple[tuple[str, date], ...]:
        """Borders with the days on which they are crossed: ``Taftan 2025-03-07; Sarakhs 2025-03-12``."""
        text, found, position = self.text(column), [], 0
        while position < len(text):
            match = CROSSING.match(text, position)
            if match is None:
                self.note(Kind.VALUE, column, text, f'"{text}" is not a list of borders and dates')
                break
            try:
                found.append((match[1], date.fromisoformat(match[2])))
            except ValueError:
                self.note(Kind.VALUE, column, text, f'"{match[2]}" is not a date')
            position = match.end()
        return tuple(found)

    def _blank(self, column: str) -> None:
        if self.has(column):
            self.note(Kind.VALUE, column, "", f'the column "{column}" is blank here')

    def note(self, kind: Kind, column: str, value: str, what: str) -> None:
        """Take note of an error in a column of the row."""
        position = self.part.columns.get(column, 0)
        self.part.note(kind, f"{column_letters(position)}{self.raw.number}", value, what)
