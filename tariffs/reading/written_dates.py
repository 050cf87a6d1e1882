"""Dates written as text: `2025-03-15`, `15-Mar-25`, `March 15, 2025`, `15.03.2025`, `15/03/2025`, `15 марта 2025`."""

# ruff: noqa: RUF001 - words of other scripts

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tariffs.calendar import FULL_DAYS, WEEKDAYS
from tariffs.problems import Kind
from tariffs.reading.misread import Misread, quoted
from tariffs.reading.months import IRANIAN_YEARS, ISLAMIC_YEARS, MONTH_NAMES, MONTHS, from_iranian
from tariffs.reading.numbers import clean
from tariffs.reading.words import OPEN_END


class DateStyle(StrEnum):
    """The order of day, month and year where all are numbers, as ``date_style`` in Settings gives it."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


CURE = "write it as 2025-03-15"
NO_END = "clear the cell, or leave that part of a list empty, if there is no such day"
#: What may stand in front of a date and is no part of it: `(Exp: Jan/21/25)`.
LABEL = re.compile(
    r"(?:exp(?:iry|ires)?|eff(?:ective)?|valid(?:\s+(?:from|to|until|till))?|w\.?e\.?f|from|until|till|up\s?to|с|по|до)"
    r"\b[.:\s]*(?=\S)",
    re.IGNORECASE,
)
#: Those that say a first day, and those that say a last one; columns that hold one or the other.
FIRST = re.compile(r"eff|valid\s+from|w\.?e\.?f|from|с\b", re.IGNORECASE)
LAST = re.compile(r"exp|valid\s+(?:to|until|till)|until|till|up\s?to|по\b|до\b", re.IGNORECASE)
FIRST_DAYS, LAST_DAYS = ("ready", "valid_from", "closed_from"), ("due", "valid_to", "closed_to")
WEEKDAY = r"(?:(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?[,.]?\s+)?"
CLOCK = (
    r"(?:\s*(?:г|года)\b\.?)?"
    r"(?:[T\s]\s*(?P<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(?P<half>[ap]m)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
)
NAME = r"(?P<name>[^\W\d_]{2,10})"
FORMS = tuple(
    re.compile(WEEKDAY + form + CLOCK, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/.\s]*(?:of\s+)?{NAME}[-/.,'\s]*(?P<y>\d{{4}}|\d{{2}})",
        rf"{NAME}[-/.\s]*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[-/.,'\s]+(?P<y>\d{{4}}|\d{{2}})",
        rf"(?P<y>\d{{4}})[-/.\s]*{NAME}[-/.\s]*(?P<d>\d{{1,2}})",
        r"(?P<d>\d{1,2})[-/.](?P<name>[ivx]{1,4})[-/.](?P<y>\d{4})",
    )
)
#: A month and one number more; month and year in figures.
HALF_NAMED = re.compile(r"(?:(?P<before>\d{1,4})[-/.'\s]*)?(?P<name>[^\W\d_]{2,10})\.?[-/.,'\s]*(?P<after>\d{1,4})?")
NO_DAY = re.compile(r"\d{1,2}[-/.]\d{4}|\d{4}[-/.]\d{1,2}")
#: A day, a word or a dash, and another day.
SEVERAL = re.compile(r"\d{1,4}[-/.]\S{1,9}[-/.]\d{1,4}\s*(?:[-–—]|to|till|until|по|/)\s*\d{1,4}[-/.\s]")
#: Day, month and year in figures; between points the day stands first, unless Settings say otherwise.
IN_SOME_ORDER = re.compile(
    WEEKDAY + r"(?P<a>\d{1,2})(?P<s>[-/\s])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})" + CLOCK, re.IGNORECASE
)
DOTTED = re.compile(WEEKDAY + r"(?P<a>\d{1,2})\.\s?(?P<b>\d{1,2})\.\s?(?P<c>\d{4}|\d{2})" + CLOCK, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as text, in each way in which it can be read.

    Attributes
    ----------
    readings
        One day per order in which the text makes sense; the year in front is one for years of two digits only.
    clock
        Whether a time of day was cut off.
    dotted
        Whether its figures stand between points.
    weekday
        The day of the week that it says, as ``date.weekday`` counts; ``None`` if it says none.
    """

    readings: Mapping[DateStyle, date]
    clock: bool = False
    dotted: bool = False
    weekday: int | None = None

    def agrees(self, day: date) -> bool:
        """Whether a day is the day of the week that the text says, if it says one."""
        return self.weekday in (None, day.weekday())


def written_date(text: str) -> WrittenDate:
    """What a text says as a date.

    Raises
    ------
    Misread
        If it is none.
    """
    whole = clean(text)
    plain = _bare(whole)
    for form in FORMS:
        found = form.fullmatch(plain)
        if found is None:
            continue
        parts = found.groupdict()
        month = MONTHS.get(parts["name"].casefold()) if "name" in parts else int(parts["m"])
        if month is None:
            continue
        _check_calendar(whole, int(parts["y"]), month, int(parts["d"]))
        day = _date(parts["y"], month, parts["d"])
        if day is None:
            raise no_day(whole)
        return WrittenDate(dict.fromkeys(DateStyle, day), _has_clock(found), weekday=_weekday(found))
    dotted = DOTTED.fullmatch(plain)
    found = dotted or IN_SOME_ORDER.fullmatch(plain)
    if found is None:
        raise _no_date(plain, whole)
    a, b, c = found["a"], found["b"], found["c"]
    _check_calendar(whole, int(c), int(b), int(a))
    orders = {DateStyle.DMY: (c, b, a), DateStyle.MDY: (c, a, b)}
    if len(a) == len(c) == 2:  # noqa: PLR2004 - a year of two digits may stand first
        orders[DateStyle.YMD] = (a, b, c)
    readings = {style: _date(y, int(m), d) for style, (y, m, d) in orders.items()}
    possible = {style: day for style, day in readings.items() if day is not None}
    if not possible:
        raise no_day(whole)
    return WrittenDate(possible, _has_clock(found), dotted is not None, _weekday(found))


def _bare(text: str) -> str:
    """A date without brackets and without a word such as `Exp:` in front of it."""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    label = LABEL.match(text)
    return text[label.end() :] if label else text


def check_label(text: str, column: str) -> None:
    """Refuse `until 31.03.2025` as a first day, and `from 01.04.2025` as a last one.

    Raises
    ------
    Misread
        If the words in front of a date contradict its column.
    """
    bare = text.lstrip("( ")
    first, last = FIRST.match(bare), LAST.match(bare)
    if (column in FIRST_DAYS and last) or (column in LAST_DAYS and first):
        day = "last" if last else "first"
        raise Misread(Kind.VALUE, f"{quoted(text)} says a {day} day, and the column holds the other one", CURE)


def _check_calendar(text: str, year: int, month: int, day: int) -> None:
    """Refuse the years of other calendars, which would be read as the Middle Ages."""
    if year in IRANIAN_YEARS:
        meant = from_iranian(year, month, day)
        what = f"{quoted(text)} is a date of the calendar of Iran"
        cure = f"in that of workbooks it is {meant}" if meant else "write it as 2025-03-15"
        raise Misread(Kind.CALENDAR, what, cure, meant)
    if year in ISLAMIC_YEARS:
        raise Misread(Kind.CALENDAR, f"{quoted(text)} is a date of the Islamic calendar", CURE)


def no_day(text: str) -> Misread:
    """Why a text that looks like a date is none."""
    return Misread(Kind.VALUE, f"{quoted(text)} is not a day of the calendar", CURE)


def _no_date(bare: str, text: str) -> Misread:
    """Why a text is no date, which without a label is ``bare``: often it leaves out the day, or the year."""
    half = HALF_NAMED.fullmatch(bare)
    month = MONTHS.get(half["name"].casefold()) if half else None
    numbers = [number for number in (half["before"], half["after"]) if number] if half else []
    if month is not None and len(numbers) == 1:
        name, number = MONTH_NAMES[month - 1], int(numbers[0])
        if len(numbers[0]) > 2:  # noqa: PLR2004 - four digits are a year
            return Misread(Kind.VALUE, f"{quoted(text)} does not say which day of {name}", CURE)
        what = f"{quoted(text)} can be read as {name} {2000 + number} without a day"
        if 1 <= number <= 31:  # noqa: PLR2004 - the days of a month
            what = f"{what}, or as {number} {name} without a year"
        return Misread(Kind.AMBIGUOUS, what, CURE)
    if SEVERAL.match(bare):
        cure = "write the first day and the last one in columns of their own, as 2025-03-15"
        return Misread(Kind.VALUE, f"{quoted(text)} is more than one day", cure)
    if NO_DAY.fullmatch(bare):
        return Misread(Kind.VALUE, f"{quoted(text)} does not say which day of the month", CURE)
    cure = NO_END if text.casefold() in OPEN_END else CURE
    return Misread(Kind.VALUE, f"{quoted(text)} is not a date", cure)


def wrong_weekday(text: str, days: Iterable[date]) -> Misread:
    """Why a text is no date that says a day of the week on which none of its readings is."""
    are = " and ".join(f"{day.isoformat()} is a {FULL_DAYS[day.weekday()].title()}" for day in days)
    what = f"{quoted(text)} contradicts itself: {are}"
    return Misread(Kind.AMBIGUOUS, what, f"{CURE}, with the right day of the week or none")


def _weekday(found: re.Match[str]) -> int | None:
    return WEEKDAYS.index(found["weekday"].casefold()) if found["weekday"] else None


def _date(year: str, month: int, day: str) -> date | None:
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, int(day))  # noqa: PLR2004
    except ValueError:
        return None


def _has_clock(found: re.Match[str]) -> bool:
    clock = found["clock"]
    return bool(clock) and (bool(found["half"]) or bool(clock.strip("0:.")))
