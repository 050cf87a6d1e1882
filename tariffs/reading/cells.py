"""One cell → the value that its column's type gives it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tariffs.calendar import Schedule
from tariffs.currencies import currencies_of
from tariffs.problems import Kind
from tariffs.reading import standins, words
from tariffs.reading.blanks import FREE_TEXT, blank_words
from tariffs.reading.bounds import admissible, bounds, choose_number, takes_percent, within
from tariffs.reading.dates import check_month, choose_date, clock_note, moment_to_date, serial_date
from tariffs.reading.faults import check_error, faulty
from tariffs.reading.labels import label, unused
from tariffs.reading.misread import Misread, Note, quoted
from tariffs.reading.mixture import UNMIXED
from tariffs.reading.numbers import Written, clean, written
from tariffs.reading.style import Style
from tariffs.reading.written_dates import check_label, written_date
from tariffs.records import Value
from tariffs.schema import LOOSE_UNITS, Column, Type, unit_words
from tariffs.workbook.raw import Cell, Fault, Shown, cell_text, plain_number

HS = "hs"
#: As many digits have the serial numbers of the dates that are taken for one.
SERIAL_DIGITS = 5
NUMBER_CURE = "write a number such as 1234.5"
#: Decimals that are kept where one unit is made of another.
PLACES = 18
DAYS = "days"
RANGE = re.compile(
    r"(?P<low>\d{1,5}(?:\.\d)?)\s*(?:-|to|\.\.+|…|~)\s*(?P<high>\d{1,5}(?:\.\d)?)\s*(?:d|days?)?\.?", re.IGNORECASE
)
RANGE_AS_DATE = "; if a range such as 12-15 was typed, which Excel takes for a date, write one number of days"


def scaled(number: Decimal, factor: Decimal) -> Decimal:
    """A number in the unit of its column. An hour is no decimal of a day: 168 of them are seven days and no more."""
    product = number * factor
    if int(product.as_tuple().exponent) >= -PLACES:
        return product
    rounded = round(product, PLACES)
    whole = rounded.to_integral_value()
    return whole if whole == rounded else rounded


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
    leans
        Whether how the column is written settles, or leaves open, what a text means that is no plain number: then the
        plain ones that show it must stay as they are.
    """

    column: Column
    style: Style
    factor: Decimal
    notes: list[Note] = field(default_factory=list)
    currencies: tuple[str, ...] = ()
    leans: bool = False
    _blank_words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._blank_words = blank_words(self.column)

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
            if text.casefold() in self._blank_words:
                what = f"{quoted(text)} is read as a blank cell"
                self.notes.append(Note(Kind.IGNORED, "blank", what, "clear the cell, or fill it in"))
                return None
            if self.column.name not in FREE_TEXT:
                if text[0] == "#":
                    check_error(text)
                words.check_ditto(text)
        elif isinstance(cell, Fault):
            raise faulty(cell)
        return READERS[self.column.type](self, cell)

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
            if self.style.mixture is not UNMIXED:
                self.style.mixture.check(cell, cell, self.column, self.factor)
            if cell >= standins.LEAST:
                self._note_stand_in(cell)
            return cell if self.factor == 1 else scaled(cell, self.factor)
        if isinstance(cell, Shown):
            if cell.words:
                return self._labelled(cell)
            self._check_percent(cell.percent, cell)
            if not cell.percent:
                self.style.mixture.check(cell.number, cell, self.column, self.factor)
            return scaled(cell.number, self.factor)
        if isinstance(cell, str):
            self._check_range(clean(cell))
            return self._written(written(cell, whole=self.column.type is Type.INTEGER, units=self.column.units), cell)
        as_date = RANGE_AS_DATE if isinstance(cell, date) and self.column.unit == DAYS else ""
        what = "a date" if isinstance(cell, date) else "a time" if isinstance(cell, time | timedelta) else "yes or no"
        raise Misread(
            Kind.VALUE,
            f"{cell_text(cell)} is {what} and the column takes a number",
            f"format the cell as a number and write it again{as_date}"
            if isinstance(cell, date | time | timedelta)
            else NUMBER_CURE,
        )

    def _check_range(self, text: str) -> None:
        """Refuse `12-15`: of a duration the longer one is safe, of anything else nobody knows."""
        span = RANGE.fullmatch(text)
        if span is None or Decimal(span["low"]) >= Decimal(span["high"]):
            return
        what, high = f"{quoted(text)} is a range and no number", span["high"]
        if self.column.unit != DAYS:
            raise Misread(Kind.VALUE, what, "write the one number that is to be used")
        raise Misread(Kind.VALUE, what, f"write {high} to be sure, or the number that is usual", Decimal(high))

    def _labelled(self, cell: Shown) -> Decimal:
        """A number with words beside it that its format shows; it counts as displayed."""
        beside = label(cell.words, self.column.unit)
        if beside.other:
            self.notes.append(unused(cell.words))
        self.currencies = currencies_of(beside.currency)
        number = cell.number * beside.factor
        self._note_stand_in(number)
        if beside.unit:
            return scaled(number, self._unit(beside.unit, cell.text, "format the cell as a plain number"))
        self.style.mixture.check(number, cell, self.column, self.factor)
        return scaled(number, self.factor)

    def _note_stand_in(self, number: Decimal) -> None:
        note = standins.stand_in(number, self.column)
        if note is not None:
            self.notes.append(note)

    def _written(self, text: Written, cell: str) -> Decimal:
        self._check_percent(text.percent, cell)
        plain = self.style.number is not None and not (text.unit or text.currency or text.percent)
        if not (plain or self.leans) and len(text.readings) > 1:
            self.leans = len(set(admissible(text, self.column).values())) > 1
        number = choose_number(text, self.column, self.style.number, cell_text(cell))
        self.currencies = text.currencies
        self._note_stand_in(number)
        if text.unit:
            return scaled(number, self._unit(text.unit, cell))
        if not text.percent:
            self.style.mixture.check(number, cell, self.column, self.factor)
            if self.style.typed and not text.currency:
                self._note_text(number, cell)
        return scaled(number, self.factor)

    def _note_text(self, number: Decimal, cell: str) -> None:
        what = f"{quoted(cell)} is a number stored as text, read as {plain_number(number)}"
        cure = "format the column as numbers and write it again"
        self.notes.append(Note(Kind.TEXT_NUMBER, "text", what, cure, number))

    def _unit(self, word: str, cell: str, cure: str = NUMBER_CURE) -> Decimal:
        """What one of the unit named in a cell is in the column's own; ``cure`` is for columns without units."""
        known = self.column.units
        if word in known:
            if word in LOOSE_UNITS:
                what = f"the {word} in {quoted(cell)} is read as {LOOSE_UNITS[word]}"
                self.notes.append(Note(Kind.DOUBT, f"unit {word}", what, "write t, or lb for pounds"))
            return known[word]
        what = f'"{word}" in {quoted(cell_text(cell))} is not a unit that this column takes'
        shown = ", ".join(unit_words(self.column.unit))
        raise Misread(Kind.VALUE, what, f"write the number in {shown}" if shown else cure)

    def _check_percent(self, percent: bool, cell: Cell) -> None:
        if percent and not takes_percent(self.column):
            what = f"{quoted(cell_text(cell))} is a percentage and the column takes none"
            raise Misread(Kind.VALUE, what, NUMBER_CURE)

    def _check_bounds(self, number: Decimal, cell: Cell) -> None:
        if within(number, self.column):
            return
        if number in standins.BELOW_NOTHING and not self.column.required:
            cure = f"{bounds(self.column, number)}; clear the cell if it stands for none"
            raise Misread(Kind.SENTINEL, f"{quoted(cell_text(cell))} is out of range", cure)
        raise Misread(Kind.RANGE, f"{quoted(cell_text(cell))} is out of range", bounds(self.column, number))

    def read_date(self, cell: Cell) -> Value:
        """A calendar day."""
        if isinstance(cell, str):
            return self._date_text(cell)
        if isinstance(cell, date | datetime):
            day = moment_to_date(cell, self.notes)
            check_month(cell, self.column.name, self.notes)
        elif isinstance(cell, Decimal):
            day = serial_date(cell, self.notes, from_1904=self.style.from_1904)
        else:
            raise Misread(Kind.VALUE, f"{quoted(cell_text(cell))} is not a date", "write it as 2025-03-15")
        if day.year not in standins.YEARS:
            standins.check_year(day, cell_text(cell), self.column)
        return day

    def _date_text(self, text: str) -> date:
        if text.isdecimal() and len(text) == SERIAL_DIGITS:
            return serial_date(Decimal(text), self.notes, from_1904=self.style.from_1904)
        date_written = written_date(text)
        check_label(text, self.column.name)
        if date_written.clock:
            self.notes.append(clock_note(cell_text(text)))
        day = choose_date(text, date_written, self.style.date)
        if day.year not in standins.YEARS:
            standins.check_year(day, cell_text(text), self.column)
        return day

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
        return tuple(part for part in words.split_list(cell if isinstance(cell, str) else cell_text(cell)) if part)

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
