"""One row of ``Scenarios``: which cells it changes, and to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tariffs.near_matches import near_match, only_near
from tariffs.problems import Kind
from tariffs.reading.bounds import bounds, within
from tariffs.reading.cells import CellReader
from tariffs.reading.columns import default
from tariffs.reading.misread import Misread
from tariffs.reading.style import Style
from tariffs.records import Record, Value
from tariffs.rows import Row
from tariffs.scenarios.matching import Condition, Words, conditions
from tariffs.scenarios.target import Target, find_target
from tariffs.schema import Column, Sheet, Type, normalise
from tariffs.sheets import SHEETS

#: The types whose cells can be multiplied and added to.
NUMERIC = (Type.NUMBER, Type.INTEGER, Type.PERCENT)
SET, TIMES, PLUS = "set", "times", "plus"
#: The sheets that a scenario can change: all but its own.
CHANGEABLE: Mapping[str, Sheet] = {name: sheet for name, sheet in SHEETS.items() if name != "Scenarios"}


@dataclass(frozen=True, slots=True)
class Change:
    """What one row of ``Scenarios`` says.

    Attributes
    ----------
    row
        The row, where problems with it are noted.
    sheet, where, target
        The sheet, the conditions on its rows (none: all rows), and the column that is changed.
    how
        ``set``, ``times`` or ``plus``.
    style
        How numbers and dates written as text are read.
    """

    row: Row
    sheet: Sheet
    where: tuple[Condition, ...]
    target: Target
    how: str
    style: Style

    @classmethod
    def of(cls, row: Row, words: Words, style: Style) -> Change | None:
        """What a row says; ``None``, with its errors noted, if it makes no sense."""
        sheet = _sheet(row)
        if sheet is None:
            return None
        where = conditions(row, sheet, words, style)
        target = find_target(sheet, row.text("column"), words.containers)
        if target is None and words.tell_columns(sheet) and not row.unread("column"):
            known = [column.name for column in sheet.columns]
            known += words.containers.values() if sheet.container_columns else ()
            row.error(
                Kind.NAME,
                "column",
                f'{sheet.name} has no column "{row.text("column")}"',
                near_match(row.text("column"), known),
                only_near(row.text("column"), known),
            )
        if where is None or target is None or row.faulty:
            return None
        return cls(row, sheet, where, target, row.text("change"), style)

    def apply(self, records: tuple[Record, ...], words: Words, *, whole: bool) -> tuple[Record, ...]:
        """The records of the sheet with the change made; what is wrong with it is noted.

        Unless they are the ``whole`` sheet, no change is idle.
        """
        changed = []
        matched = made = 0
        for record in records:
            if self.row.faulty or not all(part.holds(record, words) for part in self.where):
                changed.append(record)
                continue
            matched += 1
            new = self._changed(record)
            made += new is not None
            changed.append(record if new is None else new)
        if whole:
            self._note_idle(matched, made)
        return tuple(changed)

    def _note_idle(self, matched: int, made: int) -> None:
        if self.row.faulty or made:
            return
        if not matched:
            self.row.warn(
                Kind.DOUBT,
                "match",
                f"no row of {self.sheet.name} matches, so the scenario changes nothing here",
                "correct the match; it is column=value with ; between",
            )
            return
        self.row.warn(
            Kind.DOUBT,
            "column",
            f"{self.target.name} is blank in every row that matches, and a blank stays blank",
            "use set to fill it in",
        )

    def _changed(self, record: Record) -> Record | None:
        """A record with the change made, ``None`` if it is left as it is."""
        column = self.target.typed_as(record)
        if self.how == SET:
            return self._set(record, column)
        if column.type not in NUMERIC:
            self._fail(
                Kind.CONFLICT,
                "change",
                f"{self.target.name} holds {column.type}, which cannot be changed by {self.how}",
                "use set",
            )
            return None
        number = self.target.of(record)
        if isinstance(number, bool) or not isinstance(number, Decimal | int):
            return None
        operand = self._operand(column)
        if operand is None:
            return None
        result = number * operand if self.how == TIMES else number + operand
        return self._put_number(record, column, Decimal(result))

    def _put_number(self, record: Record, column: Column, result: Decimal) -> Record | None:
        shown = f"{self.target.name} of {record.where}"
        if not within(result, column):
            self._fail(Kind.RANGE, "value", f"{shown} would be {result:f}", bounds(column, result))
            return None
        if column.type is not Type.INTEGER:
            return self.target.put(record, result, f"{result:f}")
        if result % 1:
            self._fail(Kind.RANGE, "value", f"{shown} would be {result:f}", "it must be a whole number")
            return None
        return self.target.put(record, int(result), f"{result:f}")

    def _operand(self, column: Column) -> Decimal | None:
        """The number to multiply by or to add, in the unit of the column."""
        text = self.row.shown("value").strip()
        if text.endswith("%"):
            return self._percent(column, text)
        factor = Decimal(1) if self.how == TIMES else self.target.factor
        value = self._read(Column("value", Type.NUMBER, ""), factor)
        if value is None and not self.row.faulty:
            self._fail(Kind.BLANK, "value", "there is no number", f"write the number for {self.how}")
        return value if isinstance(value, Decimal) else None

    def _percent(self, column: Column, text: str) -> Decimal | None:
        """Per cent of what is there for times; for plus only of a column that holds percent."""
        value = self._read(Column("value", Type.PERCENT, ""), Decimal(1))
        if not isinstance(value, Decimal):
            return None
        if self.how == TIMES:
            return value / 100
        if column.type is Type.PERCENT:
            return value
        self._fail(
            Kind.AMBIGUOUS,
            "value",
            f"plus {text} can mean so much of what is there, or {value}",
            f"write times {1 + value / 100:f}, or the number to add without %",
        )
        return None

    def _set(self, record: Record, column: Column) -> Record | None:
        """The record with the cell set, or cleared where the value is blank."""
        text = self.row.shown("value").strip()
        value = self._read(column, self.target.factor)
        if self.row.faulty:
            return None
        if value is None and column.required:
            self._fail(
                Kind.BLANK,
                "value",
                f"{self.target.name} is required and cannot be set to a blank",
                "write what it is set to",
            )
            return None
        return self.target.put(record, default(column) if value is None else value, text)

    def _read(self, column: Column, factor: Decimal) -> Value:
        """The value cell as that column's cells are read; what cannot be is noted, and ``None``."""
        cell = self.row.record.values["value"]
        if not isinstance(cell, str | Decimal | date):
            return None
        try:
            return CellReader(column, self.style, factor, []).read(cell)
        except Misread as misread:
            self._fail(misread.kind, "value", misread.what, misread.cure)
            return None

    def _fail(self, kind: Kind, column: str, what: str, cure: str) -> None:
        """Note an error once, however many rows it shows in."""
        if not self.row.faulty:
            self.row.error(kind, column, what, cure)


def _sheet(row: Row) -> Sheet | None:
    """The sheet that a row changes; an unknown one is noted as an error."""
    wanted = normalise(row.text("sheet"))
    for sheet in CHANGEABLE.values():
        if wanted in (normalise(sheet.name), *sheet.synonyms):
            return sheet
    if wanted:
        row.error(
            Kind.NAME,
            "sheet",
            f'"{row.text("sheet")}" is not a sheet that a scenario can change',
            near_match(row.text("sheet"), CHANGEABLE),
            only_near(row.text("sheet"), CHANGEABLE),
        )
    return None
