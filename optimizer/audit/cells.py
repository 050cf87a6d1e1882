"""The sheets of a plan workbook as rows with typed cells, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from tariffs.problems import Kind, Problem, Problems, Severity
from tariffs.workbook import Cell, Fault, RawRow, RawSheet, Shown, cell_text
from tariffs.workbook.raw import column_letters

ZERO = Decimal(0)
TOTAL = "Total"

#: What is per tonne delivered, and of what it is a share.
PER_TONNE = {"cost_per_tonne": ("cost",), "landed_cost_per_tonne": ("cost", "goods_value")}

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

    def note(self, kind: Kind, cell: str, value: str, what: str) -> None:
        """Take note of an error."""
        place = (self.raw.workbook, self.raw.name, cell)
        self.problems.add(Problem(kind, Severity.ERROR, *place, value, what, CURE))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a plan, with the worksheets on which it goes on where it is long."""

    parts: tuple[Part, ...]

    @staticmethod
    def of(raw: Sequence[RawSheet], required: Sequence[str], problems: Problems) -> Sheet:
        """The worksheets of one sheet, each with its own headers and total row."""
        return Sheet(tuple(Part.of(sheet, required, problems) for sheet in raw))

    def rows(self) -> Iterator[Row]:
        """The rows of all worksheets, without the total rows."""
        return (Row(part, row) for part in self.parts for row in part.body)

    @property
    def has_total(self) -> bool:
        """Whether any worksheet has a total row."""
        return any(part.total is not None for part in self.parts)

    def totals(self) -> dict[str, Decimal]:
        """The figures of the total rows by column, those of all worksheets added up.

        What is per tonne does not add up: over several worksheets what each says is multiplied by its tonnes first.
        """
        rows = [Row(part, part.total) for part in self.parts if part.total is not None]
        sums: dict[str, Decimal] = {}
        for row in rows:
            for column in list(row.part.columns)[1:]:
                figure = row.maybe_ratio(column) if column in PER_TONNE else row.maybe_number(column)
                if column in PER_TONNE and len(rows) > 1:
                    figure = row.times_tonnes(column, figure)
                if figure is not None:
                    sums[column] = sums.get(column, ZERO) + figure
        if len(rows) > 1:
            wholes = {name: sums.pop(name) for name in PER_TONNE if name in sums}
            tonnes = sums.get("delivered", ZERO)
            sums |= {name: whole / tonnes for name, whole in wholes.items() if tonnes}
        return sums


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell that cannot be read is noted, and a stand-in is given for it."""

    part: Part
    raw: RawRow

    def has(self, column: str) -> bool:
        """Whether the sheet has that column."""
        return column in self.part.columns

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

    def times_tonnes(self, column: str, figure: Decimal | None) -> Decimal:
        """What a figure per tonne comes to for all tonnes of its total row; where there are none, what is spent."""
        if figure is not None:
            return figure * self.number("delivered")
        return sum((self.number(part) for part in PER_TONNE[column] if self.has(part)), ZERO)

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
