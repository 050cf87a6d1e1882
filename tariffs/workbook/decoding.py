"""What the child process hands over → cells. It is trusted with nothing but text and numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from tariffs.parsing import coding
from tariffs.parsing.limits import MAX_TEXT
from tariffs.workbook.raw import Cell, Fault, Month, Shown, plain_number

#: Excel keeps so many digits of a number; more of them in a file are the noise of binary fractions.
DIGITS_KEPT = 15
FIRST_1900, FIRST_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
#: Excel counts a 29 February 1900, so before it dates are a day off.
NO_LEAP_DAY = 60
DAY_MS = 24 * 60 * 60 * 1000


def decoded(code: str) -> Cell:
    """The cell that a code stands for.

    Raises
    ------
    LookupError, ValueError
        If it is no code.
    """
    return DECODERS[code[0]](code[1:]) if code else None


def stored_number(text: str) -> Cell:
    """A number as stored, to the 15 significant digits that Excel keeps: 0.29999999999999999 is 0.3."""
    digits = text.replace(".", "", 1)
    if len(digits) <= DIGITS_KEPT and digits.isdecimal():
        return Decimal(text)
    try:
        number = Decimal(f"{float(text):.15g}")
    except ValueError:
        number = Decimal("NaN")
    if number.is_finite():
        return number
    return Fault(text, "is not a number, although the workbook stores it as one", "write it again")


def _percent(text: str) -> Cell:
    number = stored_number(text)
    if not isinstance(number, Decimal):
        return number
    return Shown(number * 100, f"{plain_number(number * 100)}%", percent=True)


def _padded(text: str) -> Cell:
    digits, _, stored = text.partition(":")
    number = stored_number(stored)
    return Shown(number, plain_number(number).zfill(int(digits))) if isinstance(number, Decimal) else number


def _labelled(text: str) -> Cell:
    digits, length, rest = text.split(":", 2)
    label, _, stored = rest.rpartition(":")
    number = stored_number(stored)
    if not isinstance(number, Decimal):
        return number
    before, behind = label[: int(length)], label[int(length) :]
    shown = f"{before}{plain_number(number).zfill(int(digits))}{behind}"
    return Shown(number, shown.strip(), words=f"{before} {behind}".strip())


def _moment(text: str, first: datetime) -> Cell:
    number = stored_number(text)
    if not isinstance(number, Decimal):
        return number
    try:
        whole, part = divmod(float(text), 1)
        since = timedelta(milliseconds=round(part * DAY_MS))
        if whole == 0 and not since.days:
            return (datetime.min + since).time()
        if first == FIRST_1900 and 0 <= whole < NO_LEAP_DAY:
            whole += 1
        return first + timedelta(days=whole) + since
    except (OverflowError, ValueError):
        return _no_date(text)


def _month(text: str, first: datetime) -> Cell:
    moment = _moment(text, first)
    return Month(moment.year, moment.month, 1) if isinstance(moment, datetime) and moment.day == 1 else moment


def _duration(text: str) -> Cell:
    number = stored_number(text)
    if not isinstance(number, Decimal):
        return number
    try:
        return timedelta(milliseconds=round(float(text) * DAY_MS))
    except (OverflowError, ValueError):
        return _no_date(text)


def _no_date(text: str) -> Fault:
    return Fault(text, "is formatted as a date and is none", "write the date again")


def _without_value(formula: str) -> Fault:
    cure = "open the workbook in Excel, let it calculate, and save it"
    return Fault(f"={formula}", "is a formula without a stored value", cure)


def _too_long(text: str) -> Fault:
    what = f"is longer than {MAX_TEXT:,} characters, the most that a cell of Excel holds"
    return Fault(text, what, "shorten it")


#: How a code is read, by its first sign.
DECODERS: Mapping[str, Callable[[str], Cell]] = {
    coding.TEXT: str,
    coding.NUMBER: stored_number,
    coding.PERCENT: _percent,
    coding.PADDED: _padded,
    coding.LABELLED: _labelled,
    coding.DATE_1900: lambda text: _moment(text, FIRST_1900),
    coding.DATE_1904: lambda text: _moment(text, FIRST_1904),
    coding.MONTH_1900: lambda text: _month(text, FIRST_1900),
    coding.MONTH_1904: lambda text: _month(text, FIRST_1904),
    coding.DURATION: _duration,
    coding.BOOLEAN: lambda text: text == "1",
    coding.FORMULA: _without_value,
    coding.EXCEL_ERROR: lambda text: Fault(
        text, "is an error value of Excel", "correct the formula, or write the value itself"
    ),
    coding.CSV_ERROR: lambda text: Fault(text, "is an error value of Excel", "write the value itself"),
    coding.TOO_LONG: _too_long,
}
