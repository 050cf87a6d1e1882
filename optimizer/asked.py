"""What is asked for from Python: cells, numbers, days and words, or a refusal that says what would be right.

Notebooks hand over what numpy and pandas hold. What a cell can't be must not pass for a blank one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from numbers import Integral, Real

from optimizer.errors import RequestError


def cell(name: str, value: object) -> str | Decimal | date | None:
    """A value as a cell has it: yes and no in words, figures as they are written, days without a time.

    Raises
    ------
    RequestError
        If no cell holds such a value.
    """
    if value is None or isinstance(value, str | Decimal):
        return value
    if _is_truth(value):
        return "yes" if value else "no"
    if isinstance(value, Real):
        try:
            return Decimal(str(value))
        except InvalidOperation:
            raise RequestError(f"{name} {value!r}: write it as a decimal number") from None
    found = _day(value)
    if found is None:
        raise RequestError(
            f"{name} {value!r}: a cell holds a text, a number, yes or no, a day, or nothing (None);"
            ' write a list as "one; other"'
        )
    return found


def share(name: str, value: object) -> Decimal:
    """A share, 0 or more.

    Raises
    ------
    RequestError
        If it is none.
    """
    found = amount(value)
    if found is None:
        raise RequestError(f"{name} {value}: it must be a share from 0 up, such as 0.02")
    return found


def amount(value: object) -> Decimal | None:
    """A finite number, 0 or more; ``None`` if it is none."""
    if _is_truth(value) or not isinstance(value, Real | Decimal | str):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


def several(value: object) -> list[object]:
    """What a list or another iterable holds; of a text or anything else, that alone."""
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else [value]


def whole(name: str, value: object, least: int) -> int:
    """A whole number.

    Raises
    ------
    RequestError
        If it is none, or too small.
    """
    if not isinstance(value, Integral) or _is_truth(value) or value < least:
        raise RequestError(f"{name} {value!r}: it must be a whole number, {least} or more")
    return int(value)


def day(name: str, value: object) -> date:
    """A day: a date, also as numpy and pandas have it, or as text.

    Raises
    ------
    RequestError
        If it is none.
    """
    found = _day(value)
    if isinstance(value, str):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            found = None
    if found is None:
        raise RequestError(f"{name} {value}: it must be a day such as 2025-04-01")
    return found


def word(name: str, value: object) -> str:
    """A text.

    Raises
    ------
    RequestError
        If it is none.
    """
    if not isinstance(value, str):
        raise RequestError(f"{name} {value!r}: it must be a text")
    return value


def words(name: str, value: object) -> list[str]:
    """A text, or several.

    Raises
    ------
    RequestError
        If it is neither.
    """
    if isinstance(value, str):
        return [value]
    if not hasattr(value, "__iter__"):
        raise RequestError(f"{name} {value!r}: it must be a text, or several")
    return [word(name, one) for one in value]


def _is_truth(value: object) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")


def _day(value: object) -> date | None:
    """The day of a date, of a ``datetime`` at midnight, or of one of numpy's."""
    if type(value).__name__ == "datetime64":
        try:
            value = datetime.fromisoformat(str(value)[:19])
        except ValueError:
            return None
    if isinstance(value, datetime):
        # The hours of pandas' missing day are no number.
        at_midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return date(value.year, value.month, value.day) if at_midnight else None
    return value if isinstance(value, date) else None
