"""The day that a cell means: a date as text in the order of its column, a date of Excel's, or a plain number."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from tariffs.problems import Kind
from tariffs.reading.misread import Misread, Note, quoted
from tariffs.reading.months import MONTH_NAMES
from tariffs.reading.written_dates import CURE, LAST_DAYS, DateStyle, WrittenDate, no_day, written_date, wrong_weekday
from tariffs.workbook.raw import Month

#: Day 0 of Excel's serial numbers, which count a 29 February 1900 that never was.
SERIAL_EPOCH = date(1899, 12, 30)
TO_1904 = (date(1904, 1, 1) - SERIAL_EPOCH).days
#: What is taken for a serial number (1954 to 2119); other plain numbers are no dates.
SERIALS = range(20_000, 80_001)
#: Years of two digits are of this century; a date before this one written with two is rather another order.
RECENT = 2020


def settled_order(texts: Iterable[WrittenDate]) -> frozenset[DateStyle]:
    """The orders of day and month that some cell of a column leaves no choice about (day and month only).

    A year of two digits in front is read so only where Settings say `ymd`, and a month in front of points only where
    they say `mdy`: a column in which both orders seem to be leaves a choice.
    """
    settled: set[DateStyle] = set()
    either = False
    for text in texts:
        choices = _day_and_month(text)
        if text.dotted:
            day_first, month_first = map(text.readings.get, (DateStyle.DMY, DateStyle.MDY))
            either = either or len({day_first, month_first} - {None}) > 1
        elif len(choices) == 1 and not _year_first(text):
            settled.update(choices)
    return frozenset(settled - {DateStyle.MDY} if either else settled)


def _year_first(written: WrittenDate) -> date | None:
    """The day of a text such as `25-03-15`, whose year rather stands in front; ``None`` for any other."""
    day = written.readings.get(DateStyle.YMD)
    others = _day_and_month(written).values()
    if day is None or day.year < RECENT or not others or any(other.year >= RECENT for other in others):
        return None
    return day


def _day_and_month(text: WrittenDate) -> dict[DateStyle, date]:
    """The readings that make sense where Settings say nothing."""
    unusual = (DateStyle.YMD, DateStyle.MDY) if text.dotted else (DateStyle.YMD,)
    return {style: day for style, day in text.readings.items() if style not in unusual and text.agrees(day)}


def choose_date(text: str, written: WrittenDate, style: DateStyle | None) -> date:
    """The one date that a text means, in a column whose order is ``style`` (``None``: not settled).

    Raises
    ------
    Misread
        If it can be read in two ways, is a day in an order only that Settings would have to say, or says another day of
        the week.
    """
    settled = style is not None and style in written.readings
    possible = {written.readings[style]} if settled and style is not None else {*written.readings.values()}
    if not any(map(written.agrees, possible)):
        raise wrong_weekday(text, sorted(possible))
    if settled and style is not None:
        return written.readings[style]
    days = sorted(set(_day_and_month(written).values()))
    if not days:
        raise no_day(text)
    year_first = _year_first(written)
    if year_first is not None:
        days = sorted({*days, year_first})
    if len(days) == 1:
        return days[0]
    both = " or as ".join(f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" for day in days)
    raise Misread(
        Kind.AMBIGUOUS,
        f"{quoted(text)} can be read as {both}",
        "write it as 2025-03-15, or set date_style in Settings to dmy (day first)"
        + (" or ymd (year first)" if year_first is not None else " or mdy (month first)"),
    )


def moment_to_date(moment: datetime | date, notes: list[Note]) -> date:
    """The day of an Excel date; a time of day is cut off, with a note."""
    if not isinstance(moment, datetime):
        return moment
    if moment.time() != time():
        notes.append(clock_note(moment.isoformat(" ", "minutes")))
    return moment.date()


def check_month(moment: date, column: str, notes: list[Note]) -> None:
    """Refuse a cell that shows a month alone as a last day, which it hardly is; for others take note of its first day.

    Raises
    ------
    Misread
        If the column holds a last day.
    """
    if not isinstance(moment, Month):
        return
    day = moment.date().isoformat()
    what = f"{quoted(day)} shows as {MONTH_NAMES[moment.month - 1]} {moment.year}, without its day"
    if column in LAST_DAYS:
        last = (moment.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        cure = f"write {last.date().isoformat()} if the whole month is meant, or format the cell as a date with its day"
        raise Misread(Kind.AMBIGUOUS, what, cure)
    notes.append(Note(Kind.DOUBT, "month", what, "it is read as that day; format the column as dates with their days"))


def clock_note(text: str) -> Note:
    """The note for a time of day that is cut off."""
    return Note(Kind.IGNORED, "clock", f"the time of day in {quoted(text)} is not used", "dates are whole days")


def serial_date(number: Decimal, notes: list[Note], *, from_1904: bool = False) -> date:
    """The day of a plain number: Excel's serial number, of a workbook that counts from 1904 or not, or `20250315`.

    Raises
    ------
    Misread
        If it is neither.
    """
    whole = int(number)
    since_1900 = whole + TO_1904 if from_1904 else whole
    if since_1900 not in SERIALS:
        if whole == number and len(str(whole)) == 8:  # noqa: PLR2004 - as many as YYYYMMDD
            return next(iter(written_date(str(whole)).readings.values()))
        raise Misread(Kind.VALUE, f'"{number:f}" is not a date', CURE)
    day = SERIAL_EPOCH + timedelta(days=since_1900)
    notes.append(
        Note(
            Kind.DOUBT,
            "serial",
            f"the number {number:f} is read as the date {day.isoformat()}",
            "format the column as a date",
            day,
        )
    )
    return day
