"""One record on its way into the book: its cells by type, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tariffs.book import Crossing
from tariffs.calendar import Schedule, Validity
from tariffs.problems import Kind, Problem, Problems, Severity, Suggestion
from tariffs.records import Record, Tables, Value
from tariffs.sheets import SHEETS
from tariffs.unread import may_lack

ZERO = Decimal(0)
#: The files of a folder go by its name and their own.
FOLDER = re.compile(r"/[^/]*\.csv$", re.IGNORECASE)


@dataclass(slots=True)
class Row:
    """A record, with typed access to its cells and a note of whether anything in it is wrong.

    A cell that could not be read is ``None`` and its row is ``faulty`` from the start. The accessors then
    give a harmless stand-in, so that the row's other cells are still checked; a faulty row never becomes
    a part of the book. ``several`` is whether its sheet is in more than one workbook.
    """

    @property
    def where(self) -> str:
        """The address of the row, which no other row has: ``Tariffs!14``, with its workbook if need be."""
        return f"{self.record.workbook}, {self.record.where}" if self.several else self.record.where

    record: Record
    problems: Problems
    faulty: bool = False
    several: bool = False

    def unread(self, *columns: str) -> bool:
        """Whether one of these cells could not be read, so that its being blank means nothing."""
        return not self.record.wrong.isdisjoint(columns)

    def unread_amounts(self) -> bool:
        """Whether some cell of a container column could not be read."""
        known = {column.name for column in SHEETS[self.record.sheet].columns}
        return not self.record.wrong <= known

    def text(self, column: str) -> str:
        """The text of a cell, blank if there is none."""
        value = self.record.values[column]
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        raise self._mistyped(column, value)

    def number(self, column: str) -> Decimal:
        """The number of a cell that is required or has a default."""
        value = self.maybe_number(column)
        if value is None:
            if self.faulty:
                return ZERO
            raise self._mistyped(column, value)
        return value

    def maybe_number(self, column: str) -> Decimal | None:
        """The number of a cell, or ``None`` where it is blank."""
        value = self.record.values[column]
        if value is None or isinstance(value, Decimal):
            return value
        raise self._mistyped(column, value)

    def integer(self, column: str) -> int:
        """The whole number of a cell that is required or has a default."""
        value = self.record.values[column]
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if value is None and self.faulty:
            return 0
        raise self._mistyped(column, value)

    def flag(self, column: str) -> bool:
        """Yes or no, of a cell that has a default."""
        value = self.maybe_flag(column)
        if value is None:
            if self.faulty:
                return False
            raise self._mistyped(column, value)
        return value

    def maybe_flag(self, column: str) -> bool | None:
        """Yes or no, or ``None`` where the cell is blank."""
        value = self.record.values[column]
        if value is None or isinstance(value, bool):
            return value
        raise self._mistyped(column, value)

    def day(self, column: str) -> date | None:
        """The date of a cell, or ``None`` where it is blank."""
        value = self.record.values[column]
        if value is None or isinstance(value, date):
            return value
        raise self._mistyped(column, value)

    def words(self, column: str) -> tuple[str, ...]:
        """The words of a list; none where it is blank."""
        value = self.record.values[column]
        if value is None:
            return ()
        if isinstance(value, tuple):
            return tuple(word for word in value if isinstance(word, str))
        raise self._mistyped(column, value)

    def days(self, column: str) -> tuple[date | None, ...]:
        """The dates of a list, ``None`` for a part that is blank."""
        value = self.record.values[column]
        if value is None:
            return ()
        if isinstance(value, tuple):
            return tuple(day for day in value if day is None or isinstance(day, date))
        raise self._mistyped(column, value)

    def weekdays(self, column: str) -> frozenset[int]:
        """Weekdays, 0 being Monday; none where the cell is blank."""
        value = self.record.values[column]
        if value is None:
            return frozenset()
        if isinstance(value, frozenset):
            return value
        raise self._mistyped(column, value)

    def crossings(self, column: str) -> tuple[Crossing, ...]:
        """Border crossings in order; none where the cell is blank."""
        value = self.record.values[column]
        if value is None:
            return ()
        if isinstance(value, tuple):
            return tuple(part for part in value if isinstance(part, Crossing))
        raise self._mistyped(column, value)

    def schedule(self, column: str) -> Schedule:
        """The departures of a cell that has a default."""
        value = self.record.values[column]
        if isinstance(value, Schedule):
            return value
        if value is None and self.faulty:
            return Schedule()
        raise self._mistyped(column, value)

    def validity(self) -> Validity:
        """The days from valid_from to valid_to; the wrong way round is noted as an error."""
        start, end = self.day("valid_from"), self.day("valid_to")
        if start is not None and end is not None and start > end:
            self.error(
                Kind.DATES,
                "valid_to",
                f"valid_to {end} is before valid_from {start}",
                "the row holds on no day: correct one of the two dates",
            )
        return Validity(start, end)

    def cell(self, column: str) -> str:
        """The address of a cell, or the row where the sheet has no such column."""
        return self.record.cells.get(column, str(self.record.row))

    def shown(self, column: str) -> str:
        """What stands in a cell, as a person sees it."""
        text = self.record.texts.get(column)
        if text is not None:
            return text
        value = self.record.values.get(column, self.record.amounts.get(column))
        return "" if value is None else str(value)

    def stated(self, column: str) -> bool:
        """Whether the cell holds anything itself, rather than a default."""
        return self.record.texts.get(column, "").strip() != ""

    def differs(self, other: Row, *but: str) -> bool:
        """Whether the row says anything else than another one of its sheet, but for these columns."""
        mine, others = self.record, other.record
        return mine.amounts != others.amounts or any(
            value != others.values[column] for column, value in mine.values.items() if column not in but
        )

    def seen_from(self, other: Row) -> str:
        """Where this row is, in words for a message about the other: ``row 14``, or in full."""
        same_file = self.record.workbook == other.record.workbook
        if same_file and self.record.shown_sheet == other.record.shown_sheet:
            return f"row {self.record.row}"
        place = f"{self.record.shown_sheet}, row {self.record.row}"
        return place if same_file else f"{self.record.workbook}, {place}"

    def error(self, kind: Kind, column: str, what: str, cure: str, suggestion: Suggestion = None) -> None:
        """Take note of an error in a cell; the row stays out of the book."""
        self.faulty = True
        self.problems.add(Problem(kind, Severity.ERROR, *self._where(column), what, cure, suggestion))

    def crowded(self, kind: Kind, column: str) -> bool:
        """Whether so many errors of that kind are noted in a column that one more is only counted."""
        workbook, sheet, cell, _ = self._where(column)
        return self.problems.crowded(kind, Severity.ERROR, workbook, sheet, cell)

    def warn(
        self,
        kind: Kind,
        column: str,
        what: str,
        cure: str,
        suggestion: Suggestion = None,
        *,
        more: tuple[range, ...] = (),
    ) -> None:
        """Take note of a warning about a cell; ``more`` are the other rows of its sheet of which it is said."""
        self.problems.add(Problem(kind, Severity.WARNING, *self._where(column), what, cure, suggestion, more))

    def _where(self, column: str) -> tuple[str, str, str, str]:
        """The workbook, sheet and cell, and what stands there."""
        return self.record.workbook, self.record.shown_sheet, self.cell(column), self.shown(column)

    def with_word(self, column: str, word: str, other: str) -> str | None:
        """What a cell says with another word in place of one, ``None`` where it does not hold that word once."""
        shown = self.shown(column)
        return shown.replace(word, other) if shown.count(word) == 1 else None

    def _mistyped(self, column: str, value: Value) -> TypeError:
        return TypeError(f"{self.record.where}: {column} cannot be {value!r}")


@dataclass(frozen=True, slots=True)
class Desk:
    """The tables being built from."""

    tables: Tables

    @property
    def problems(self) -> Problems:
        """Where problems are noted."""
        return self.tables.problems

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet, those with a cell that could not be read marked faulty."""
        records = self.tables.records.get(sheet, ())
        several = len({record.workbook for record in records}) > 1
        for record in records:
            yield Row(record, self.problems, bool(record.wrong), several)

    def has(self, sheet: str) -> bool:
        """Whether the sheet has any row."""
        return bool(self.tables.records.get(sheet))

    def holds(self, sheet: str, sound: int) -> bool:
        """Whether the sheet has so many rows and no other: whether all of its rows are sound."""
        return self.counts(sheet, sound) and not self.may_lack(sheet)

    def counts(self, sheet: str, sound: int) -> bool:
        """Whether so many rows of the sheet could be read."""
        return len(self.tables.records.get(sheet, ())) == sound

    def may_lack(self, *sheets: str) -> bool:
        """Whether rows of one of these sheets may stand in a workbook that could not be read."""
        return any(may_lack(sheet, self.tables.files, self.problems) for sheet in sheets)

    def failed(self, sheet: str) -> bool:
        """Whether the sheet has no row because of an error that is noted already."""
        tabs = (sheet, *self.tables.tabs.get(sheet, ()))
        return not self.has(sheet) and (self.may_lack(sheet) or any(p.sheet in tabs for p in self.problems.errors))

    def knows(self, *sheets: str) -> bool:
        """Whether all rows of these sheets are there, so that a name which none defines is unknown."""
        return not any(self.may_lack(sheet) or self.failed(sheet) for sheet in sheets)

    def sheet_problem(self, kind: Kind, severity: Severity, sheet: str, what: str, cure: str) -> None:
        """Take note of a problem of a whole sheet, which may be missing from all of the workbooks."""
        self.problems.add(Problem(kind, severity, self.workbooks, sheet, "", "", what, cure))

    @property
    def workbooks(self) -> str:
        """The names of all workbooks, for a problem of none in particular."""
        return ", ".join(dict.fromkeys(FOLDER.sub("", file.name) for file in self.tables.files))
