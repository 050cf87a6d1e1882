"""The names of months as cells have them, and the calendar of Iran."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

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
#: The months of the same calendar in Russian (as in a date, by itself, shortened), Urdu, its transliteration, Persian.
OTHER_NAMES = """
января январь янв جنوری janwari ژانویه
февраля февраль фев февр فروری farwari فوریه
марта март мар مارچ maarch مارس
апреля апрель апр اپریل aprail آوریل
мая май مئی مه
июня июнь июн جون ژوئن
июля июль июл جولائی julai ژوئیه
августа август авг اگست agast اوت
сентября сентябрь сен сент ستمبر sitambar سپتامبر
октября октябрь окт اکتوبر aktubar اکتبر
ноября ноябрь ноя нояб نومبر nawambar نوامبر
декабря декабрь дек دسمبر disambar دسامبر
"""
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
MONTHS: Mapping[str, int] = (
    {spelling: n for n, name in enumerate(MONTH_NAMES, 1) for spelling in (name.casefold(), name[:3].casefold())}
    | {"sept": 9}
    | {word: n for n, line in enumerate(OTHER_NAMES.strip().splitlines(), 1) for word in line.split()}
    | {numeral: n for n, numeral in enumerate(ROMAN, 1)}
)
#: A year of these in a cell is one of Iran's calendar (2001 to 2041), or of the Islamic one (2001 to 2037).
IRANIAN_YEARS = range(1380, 1421)
ISLAMIC_YEARS = range(1422, 1460)
NEW_YEAR_1380 = date(2001, 3, 21)
#: The years of 1380 to 1420 that have a 366th day.
LEAP = frozenset((1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420))
LONG_MONTHS = 6


def from_iranian(year: int, month: int, day: int) -> date | None:
    """The day of a date of Iran's calendar, ``None`` if there is none or its year is not in ``IRANIAN_YEARS``.

    >>> from_iranian(1404, 1, 1)
    datetime.date(2025, 3, 21)
    """
    if year not in IRANIAN_YEARS or not 1 <= month <= len(MONTH_NAMES):
        return None
    length = 31 if month <= LONG_MONTHS else 30 if month < len(MONTH_NAMES) or year in LEAP else 29
    if not 1 <= day <= length:
        return None
    years = sum(366 if earlier in LEAP else 365 for earlier in range(IRANIAN_YEARS.start, year))
    months = 31 * (month - 1) - max(0, month - LONG_MONTHS - 1)
    return NEW_YEAR_1380 + timedelta(days=years + months + day - 1)
