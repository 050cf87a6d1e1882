"""Figures and dates that stand for none, unknown or no limit: 99999, 1e9, 9999-12-31."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tariffs.problems import Kind
from tariffs.reading.misread import Misread, Note, quoted
from tariffs.schema import Column
from tariffs.workbook.raw import plain_number

#: No number below is taken for a stand-in, whatever its column.
LEAST = Decimal(999)
NINES = [Decimal("9" * digits) for digits in range(3, 13)]
#: 999, 9999, …, also with .9 or .99 behind, and a one with nine zeros and more.
STAND_INS = frozenset(
    [nines + Decimal(fraction) for nines in NINES for fraction in ("0", "0.9", "0.99")]
    + [Decimal(10) ** zeros for zeros in range(9, 16)]
)
BELOW_NOTHING = frozenset(map(Decimal, (-1, -9, -99, -999, -9999, -99999)))
#: From where on nines are doubtful: 999 days are no transit time, and USD 9,999 may be a price.
DOUBTFUL_DAYS, DOUBTFUL_FIGURE, DOUBTFUL_MONEY = Decimal(999), Decimal(9999), Decimal(99999)
#: Years in which this program has anything to plan.
YEARS = range(1990, 2101)
#: Dates that may lie outside: a first day long ago and a last one far away leave no doubt of what is meant.
ALWAYS, FOREVER = "valid_from", ("valid_to", "closed_to")


def stand_in(number: Decimal, column: Column) -> Note | None:
    """The note on a number that looks like a stand-in; ``None`` for most."""
    if number not in STAND_INS:
        return None
    least = DOUBTFUL_MONEY if column.money else DOUBTFUL_DAYS if column.unit == "days" else DOUBTFUL_FIGURE
    if number < least:
        return None
    blank = "fill it in" if column.required else "clear the cell"
    return Note(
        Kind.SENTINEL,
        f"stand-in {number}",
        f'"{plain_number(number)}" is read as that number, and looks like a stand-in for unknown or no limit',
        f"{blank} if that is meant",
    )


def check_year(day: date, text: str, column: Column) -> None:
    """Refuse a day of a year in which nothing is planned.

    Raises
    ------
    Misread
        If it rather stands for none.
    """
    early, late = day.year < YEARS.start, day.year >= YEARS.stop
    if (early and column.name != ALWAYS) or (late and column.name not in FOREVER):
        blank = "" if column.required else ", or clear the cell if there is none"
        what = f"{quoted(text)} is the day {day}, which looks like a stand-in for none"
        raise Misread(Kind.SENTINEL, what, f"write the day as 2025-03-15{blank}")
