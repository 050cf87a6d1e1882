"""One cell → the value that its column's type gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tariffs.calendar import Schedule
from tariffs.problems import Kind
from tariffs.reading import words
from tariffs.reading.bounds import bounds, choose_number, takes_percent, within
from tariffs.reading.dates import DateStyle, choose_date, clock_note, moment_to_date, serial_date, written_date
from tariffs.reading.misread import Misread, Note, quoted
from tariffs.reading.numbers import NumberStyle, Written, written
from tariffs.records import Value
from tariffs.schema import UNITS, Column, Type
from tariffs.workbook.raw import Cell, Fault, Shown, cell_text, shortened

#: The types whose text cells hold numbers, and those that hold dates.
NUMERIC = (Type.NUMBER, Type.INTEGER, Type.PERCENT)
DATED = (Type.DATE, Type.DATES, Type.SCHEDULE)
#: The types whose cells hold names, which may look like a word for a blank cell.
NAMES = (Type.TEXT, Type.LIST, Type.CROSSINGS, Type.ANY)
#: Columns in which anything may stand.
FREE_TEXT = ("source", "note")
HS = "hs"
NUMBER_CURE = "write a number such as 1234.5"


@dataclass(frozen=True, slots=True)
class Style:
    """How the text cells of a column are read; ``None`` where nothing settles it."""

    number: NumberStyle | None = None
    date: DateStyle | None = None


#: Nothing is said about how text is read.
UNSETTLED = Style()


@dataclass(slots=True)
class CellReader:
    """Reads the cells of one column.

    Attributes
    ----------
    column
        What the cells hold.
    style
        How numbers and dates written as text are read.
    factor
        What one of the header's unit is in the column's own (0.001 for `weight_kg`).
    notes
        What is worth saying of the cell just read; the caller empties it.
    currencies
        The currencies that the cell just read may be in, if it names one.
    """

    column: Column
    style: Style
    factor: Decimal
    notes: list[Note] = field(default_factory=list)
    currencies: tuple[str, ...] = ()

    def read(self, cell: Cell) -> Value:
        """The value of a cell, ``None`` for a blank one. The column's default isn't filled in here.

        Raises
        ------
        Misread
            If the cell doesn't hold what the column takes.
        """
        self.currencies = ()
        if cell is None:
            return None
        if isinstance(cell, str):
            text = cell_text(cell)
            if not text:
                return None
            if self._stands_for_blank(text):
                self.notes.append(Note(Kind.IGNORED, "blank", f"{quoted(text)} is read as a blank cell"))
                return None
        if isinstance(cell, Fault):
            raise Misread(Kind.FORMULA, f"{shortened(cell.text)} {cell.what}", cell.cure)
        return READERS[self.column.type](self, cell)

    def _stands_for_blank(self, text: str) -> bool:
        if self.column.name in FREE_TEXT:
            return False
        return words.is_blank_word(text, names=self.column.type in NAMES)

    def read_text(self, cell: Cell) -> Value:
        """A name, or one of the column's choices."""
        text = cell_text(cell)
        if self.column.choices:
            return words.choice(text, self.column.choices)
        if isinstance(cell, date) and self.column.name not in FREE_TEXT:
            what = f"the date {text} stands where a name is meant"
            self.notes.append(Note(Kind.DOUBT, "date as name", what, "format the cell as text and write it again"))
        if isinstance(cell, Decimal) and self.column.name == HS and not (text.isdecimal() and len(text) % 2 == 0):
            what = f"the number {text} is no HS code of 2, 4, 6, 8 or 10 digits: a 0 may have been lost"
            self.notes.append(Note(Kind.DOUBT, "hs", what, "format the cell as text and write the code again"))
        return text

    def read_number(self, cell: Cell) -> Value:
        """A number within the column's bounds, in the column's unit."""
        number = self._number(cell)
        self._check_bounds(number, cell)
        return number

    def read_integer(self, cell: Cell) -> Value:
        """A whole number."""
        number = self._number(cell)
        if number % 1:
            raise Misread(Kind.VALUE, f"{quoted(cell_text(cell))} is not a whole number", "write it without a fraction")
        self._check_bounds(number, cell)
        return int(number)

    def _number(self, cell: Cell) -> Decimal:
        if isinstance(cell, Decimal):
            return cell if self.factor == 1 else cell * self.factor
        if isinstance(cell, Shown):
            self._check_percent(cell.percent, cell)
            return cell.number * self.factor
        if isinstance(cell, str):
            return self._written(written(cell, whole=self.column.type is Type.INTEGER), cell)
        what = "a date" if isinstance(cell, date) else "a time" if isinstance(cell, time | timedelta) else "yes or no"
        raise Misread(
            Kind.VALUE,
            f"{cell_text(cell)} is {what} and the column takes a number",
            "format the cell as a number and write it again"
            if isinstance(cell, date | time | timedelta)
            else NUMBER_CURE,
        )

    def _written(self, text: Written, cell: Cell) -> Decimal:
        self._check_percent(text.percent, cell)
        number = choose_number(text, self.column, self.style.number, cell_text(cell))
        self.currencies = text.currencies
        if not text.unit:
            return number * self.factor
        factor = UNITS.get(self.column.unit, {}).get(text.unit)
        if factor is None:
            what = f'"{text.unit}" in {quoted(cell_text(cell))} is not a unit that this column takes'
            raise Misread(Kind.VALUE, what, NUMBER_CURE)
        return number * factor

    def _check_percent(self, percent: bool, cell: Cell) -> None:
        if percent and not takes_percent(self.column):
            what = f"{quoted(cell_text(cell))} is a percentage and the column takes none"
            raise Misread(Kind.VALUE, what, NUMBER_CURE)

    def _check_bounds(self, number: Decimal, cell: Cell) -> None:
        if not within(number, self.column):
            raise Misread(Kind.RANGE, f"{quoted(cell_text(cell))} is out of range", f"{bounds(self.column)}")

    def read_date(self, cell: Cell) -> Value:
        """A calendar day."""
        if isinstance(cell, str):
            return self._date_text(cell)
        if isinstance(cell, date | datetime):
            return moment_to_date(cell, self.notes)
        if isinstance(cell, Decimal):
            return serial_date(cell, self.notes)
        raise Misread(Kind.VALUE, f"{quoted(cell_text(cell))} is not a date", "write it as 2025-03-15")

    def _date_text(self, text: str) -> date:
        date_written = written_date(text)
        if date_written.clock:
            self.notes.append(clock_note(cell_text(text)))
        return choose_date(text, date_written, self.style.date)

    def read_dates(self, cell: Cell) -> Value:
        """Dates with `;` between; one date alone is one."""
        if isinstance(cell, str):
            return words.dates(cell, self._date_text)
        day = self.read_date(cell)
        return (day,) if isinstance(day, date) else None

    def read_schedule(self, cell: Cell) -> Value:
        """When a leg departs; a date alone is one departure."""
        if isinstance(cell, str):
            return words.schedule(cell, self._date_text)
        try:
            day = self.read_date(cell)
        except Misread as misread:
            raise Misread(misread.kind, misread.what, words.SCHEDULE_CURE) from None
        return Schedule(dates=frozenset((day,))) if isinstance(day, date) else None

    def read_flag(self, cell: Cell) -> Value:
        """Yes or no."""
        return words.flag(cell)

    def read_list(self, cell: Cell) -> Value:
        """Texts, blank ones left out."""
        text = cell if isinstance(cell, str) else cell_text(cell)
        return tuple(part for part in words.split_list(text) if part)

    def read_weekdays(self, cell: Cell) -> Value:
        """Days of the week."""
        return words.weekdays(cell_text(cell))

    def read_crossings(self, cell: Cell) -> Value:
        """Borders with the days after departure at which they are reached."""
        text = cell if isinstance(cell, str) else cell_text(cell)
        return words.crossings(text, self._offset)

    def _offset(self, text: str) -> Decimal:
        read = written(text)
        if read.percent or read.currency or read.unit not in ("", "d", "day", "days"):
            raise Misread(Kind.VALUE, f"{quoted(text)} is not a number of days", "write Taftan@3; Sarakhs@8")
        return choose_number(read, self.column, self.style.number, text)

    def read_any(self, cell: Cell) -> Value:
        """Text, number or date as it stands; what it means depends on another cell of its row."""
        if isinstance(cell, Shown):
            return cell.number
        if isinstance(cell, bool):
            return "yes" if cell else "no"
        if isinstance(cell, date):
            return moment_to_date(cell, self.notes)
        return cell if isinstance(cell, Decimal) else cell_text(cell)


READERS: Mapping[Type, Callable[[CellReader, Cell], Value]] = {
    Type.TEXT: CellReader.read_text,
    Type.NUMBER: CellReader.read_number,
    Type.INTEGER: CellReader.read_integer,
    Type.PERCENT: CellReader.read_number,
    Type.DATE: CellReader.read_date,
    Type.FLAG: CellReader.read_flag,
    Type.LIST: CellReader.read_list,
    Type.WEEKDAYS: CellReader.read_weekdays,
    Type.DATES: CellReader.read_dates,
    Type.SCHEDULE: CellReader.read_schedule,
    Type.CROSSINGS: CellReader.read_crossings,
    Type.ANY: CellReader.read_any,
}
