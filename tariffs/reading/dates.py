"""Dates written as text: `2025-03-15`, `15-Mar-25`, `March 15, 2025`, `15.03.2025`, `15/03/2025`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from tariffs.problems import Kind
from tariffs.reading.misread import Misread, Note, quoted
from tariffs.reading.numbers import clean


class DateStyle(StrEnum):
    """The order of day, month and year where all are numbers, as ``date_style`` in Settings gives it."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS: Mapping[str, int] = {
    spelling: number
    for number, name in enumerate(MONTH_NAMES, start=1)
    for spelling in (name.casefold(), name[:3].casefold())
} | {"sept": 9}
#: Day 0 of Excel's serial numbers, which count a 29 February 1900 that never was.
SERIAL_EPOCH = date(1899, 12, 30)
#: What is taken for a serial number (1954 to 2119); other plain numbers are no dates.
SERIALS = range(20_000, 80_001)
CURE = "write it as 2025-03-15"
WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[,.]?\s+)?"
CLOCK = r"(?:[T\s]\s*(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?P<half>[ap]m)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
FORMS = tuple(
    re.compile(WEEKDAY + form + CLOCK, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        r"(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/.\s]*(?:of\s+)?(?P<name>[a-z]{3,9})[-/.,'\s]*(?P<y>\d{4}|\d{2})",
        r"(?P<name>[a-z]{3,9})[-/.\s]*(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/.,'\s]+(?P<y>\d{4}|\d{2})",
        r"(?P<y>\d{4})[-/.\s]*(?P<name>[a-z]{3,9})[-/.\s]*(?P<d>\d{1,2})",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d{2})",
    )
)
IN_SOME_ORDER = re.compile(
    WEEKDAY + r"(?P<a>\d{1,2})(?P<s>[-/\s])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})" + CLOCK, re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as text, in each way in which it can be read; ``clock`` is whether a time of day was cut off."""

    readings: Mapping[DateStyle, date]
    clock: bool = False


def written_date(text: str) -> WrittenDate:
    """What a text says as a date.

    Raises
    ------
    Misread
        If it is none.
    """
    plain = clean(text)
    for form in FORMS:
        found = form.fullmatch(plain)
        if found is None:
            continue
        parts = found.groupdict()
        month = MONTHS.get(parts["name"].casefold()) if "name" in parts else int(parts["m"])
        if month is None:
            continue
        day = _date(parts["y"], month, parts["d"])
        if day is None:
            raise Misread(Kind.VALUE, f"{quoted(plain)} is not a day of the calendar", CURE)
        return WrittenDate(dict.fromkeys(DateStyle, day), _has_clock(found))
    found = IN_SOME_ORDER.fullmatch(plain)
    if found is None:
        raise Misread(Kind.VALUE, f"{quoted(plain)} is not a date", CURE)
    a, b, c = found["a"], found["b"], found["c"]
    orders = {DateStyle.DMY: (c, b, a), DateStyle.MDY: (c, a, b)}
    if len(a) == len(c) == 2:  # noqa: PLR2004 - a year of two digits may stand first
        orders[DateStyle.YMD] = (a, b, c)
    readings = {style: _date(y, int(m), d) for style, (y, m, d) in orders.items()}
    possible = {style: day for style, day in readings.items() if day is not None}
    if not possible:
        raise Misread(Kind.VALUE, f"{quoted(plain)} is not a day of the calendar", CURE)
    return WrittenDate(possible, _has_clock(found))


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))  # noqa: PLR2004
    except ValueError:
        return None


def _has_clock(found: re.Match[str]) -> bool:
    clock = found["clock"]
    return bool(clock) and (bool(found["half"]) or bool(clock.strip("0:.")))


def settled_order(texts: Iterable[WrittenDate]) -> frozenset[DateStyle]:
    """The orders of day and month that some cell of a column leaves no choice about (day and month only).

    A year of two digits in front is read so only where Settings say `ymd`.
    """
    settled: set[DateStyle] = set()
    for text in texts:
        choices = _day_and_month(text)
        if len(choices) == 1:
            settled.update(choices)
    return frozenset(settled)


def _day_and_month(text: WrittenDate) -> dict[DateStyle, date]:
    return {style: day for style, day in text.readings.items() if style is not DateStyle.YMD}


def choose_date(text: str, written: WrittenDate, style: DateStyle | None) -> date:
    """The one date that a text means, in a column whose order is ``style`` (``None``: not settled).

    Raises
    ------
    Misread
        If it can be read in two ways.
    """
    if style is not None and style in written.readings:
        return written.readings[style]
    days = sorted(set(_day_and_month(written).values() or written.readings.values()))
    if len(days) == 1:
        return days[0]
    both = " or as ".join(f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" for day in days)
    raise Misread(
        Kind.AMBIGUOUS,
        f"{quoted(text)} can be read as {both}",
        "write it as 2025-03-15, or set date_style in Settings to dmy (day first) or mdy (month first)",
    )


def moment_to_date(moment: datetime | date, notes: list[Note]) -> date:
    """The day of an Excel date; a time of day is cut off, with a note."""
    if not isinstance(moment, datetime):
        return moment
    if moment.time() != time():
        notes.append(clock_note(moment.isoformat(" ", "minutes")))
    return moment.date()


def clock_note(text: str) -> Note:
    """The note for a time of day that is cut off."""
    return Note(Kind.IGNORED, "clock", f"the time of day in {quoted(text)} is not used", "dates are whole days")


def serial_date(number: Decimal, notes: list[Note]) -> date:
    """The day of a plain number: Excel's serial number, or `20250315`.

    Raises
    ------
    Misread
        If it is neither.
    """
    whole = int(number)
    if whole not in SERIALS:
        if whole == number and len(str(whole)) == 8:  # noqa: PLR2004 - as many as YYYYMMDD
            return next(iter(written_date(str(whole)).readings.values()))
        raise Misread(Kind.VALUE, f'"{number:f}" is not a date', CURE)
    day = SERIAL_EPOCH + timedelta(days=whole)
    notes.append(
        Note(
            Kind.DOUBT,
            "serial",
            f"the number {number:f} is read as the date {day.isoformat()}",
            "format the column as a date",
        )
    )
    return day
