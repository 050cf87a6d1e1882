"""Numbers written as text: `1,234.50`, `1 234,50`, `Rs 3.5 lac`, `(1,200)`, `5 %`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tariffs.problems import Kind
from tariffs.reading.currencies import THREE_DECIMALS, currencies_of, is_currency
from tariffs.reading.misread import Misread, quoted


class NumberStyle(StrEnum):
    """Which sign is the decimal point, by example, as ``number_style`` in Settings gives it."""

    POINT = "1,234.50"
    COMMA = "1.234,50"

    @property
    def signs(self) -> tuple[str, str]:
        """The sign between thousands and the decimal point."""
        return (",", ".") if self is NumberStyle.POINT else (".", ",")


MULTIPLIERS: Mapping[str, Decimal] = {
    "k": Decimal(1_000),
    "thousand": Decimal(1_000),
    "lac": Decimal(100_000),
    "lacs": Decimal(100_000),
    "lakh": Decimal(100_000),
    "lakhs": Decimal(100_000),
    "million": Decimal(1_000_000),
    "crore": Decimal(10_000_000),
    "crores": Decimal(10_000_000),
}
#: Digits alone, or with a point that cannot part thousands.
DIGITS = re.compile(r"\d{1,30}(?P<fraction>(?<=\b0)\.\d{3}|(?<=\d{4})\.\d{3}|\.(?:\d{1,2}|\d{4,30}))?")
EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
SHAPE = re.compile(
    r"(?P<bracket>\()?\s*(?P<head>[^\d.,()]*(?:[^\W\d_]\.)?[^\d.,()]*?)\s*"
    r"(?P<core>\d(?:[\d.,' ]*\d)?|(?<!\w)[.,]\d+)\s*(?P<tail>[^\d()]*)(?P<closed>\))?"
)
GROUPS = re.compile(r"\d{1,3}(?: \d{3})+|\d{1,2}(?: \d{2})+ \d{3}")
MAX_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Written:
    """A number as text, in each way in which it can be read.

    Attributes
    ----------
    readings
        One number per style in which the text makes sense; at least one.
    currency
        The currency word in it, as written; blank if none.
    percent
        Whether a percent sign stands behind it.
    unit
        A word behind it that is neither a multiplier nor a currency, lower case.
    """

    readings: Mapping[NumberStyle, Decimal]
    currency: str = ""
    percent: bool = False
    unit: str = ""

    @property
    def currencies(self) -> tuple[str, ...]:
        """The ISO codes that its currency word can stand for."""
        return currencies_of(self.currency)

    @property
    def grouped_money(self) -> bool:
        """Whether it is money like `USD 1,234`: nobody writes a dollar to the thousandth, so thousands are meant."""
        return (
            bool(self.currency)
            and len(self.readings) > 1
            and self.readings[NumberStyle.POINT] > self.readings[NumberStyle.COMMA]
            and not THREE_DECIMALS.intersection(self.currencies)
        )


def clean(text: str) -> str:
    """Text with every kind of space as one plain space, and every kind of minus and apostrophe as the plain one."""
    for sign, plain in (("−", "-"), ("–", "-"), ("’", "'")):
        text = text.replace(sign, plain)
    return " ".join(text.split())


def written(text: str, *, whole: bool = False) -> Written:
    """What a text says as a number.

    Parameters
    ----------
    text
        As in the cell.
    whole
        Whether only a whole number makes sense, so that `1,234` can be read in one way only.

    Raises
    ------
    Misread
        If it is no number.
    """
    return _plain(text, whole=whole) or _any_shape(clean(text), whole=whole)


def _plain(text: str, *, whole: bool) -> Written | None:
    """Digits alone: most numbers of a .csv file are of this kind, and a file has millions."""
    digits = DIGITS.fullmatch(text)
    if digits is None or (whole and digits["fraction"]):
        return None
    number = Decimal(text)
    both = {NumberStyle.POINT: number, NumberStyle.COMMA: number}
    return Written({NumberStyle.POINT: number} if digits["fraction"] else both)


def _any_shape(text: str, *, whole: bool) -> Written:
    """A number with whatever stands before, within and behind it."""
    if EXPONENT.fullmatch(text):
        return Written({NumberStyle.POINT: Decimal(text), NumberStyle.COMMA: Decimal(text)})
    shape = SHAPE.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if shape is None or bool(shape["bracket"]) != bool(shape["closed"]):
        raise _no_number(text)
    sign, currency = _head(text, shape["head"])
    factor, tail_currency, percent, unit = _tail(text, shape["tail"])
    if currency and tail_currency:
        raise _no_number(text)
    factor = -sign * factor if shape["bracket"] else sign * factor
    numbers = {style: _read(shape["core"], *style.signs) for style in NumberStyle}
    found = {style: number * factor for style, number in numbers.items() if number is not None}
    if not found:
        raise _no_number(text)
    readings = {style: number for style, number in found.items() if not (whole and number % 1)}
    if not readings:
        raise Misread(Kind.VALUE, f"{quoted(text)} is not a whole number", "write it without a fraction")
    return Written(readings, currency or tail_currency, percent, unit)


def _no_number(text: str) -> Misread:
    return Misread(Kind.VALUE, f"{quoted(text)} is not a number", "write digits only, such as 1234.5")


def _head(text: str, head: str) -> tuple[int, str]:
    sign, word = 1, head.strip()
    for mark, value in (("-", -1), ("+", 1)):
        if word.startswith(mark) or word.endswith(mark):
            bare = word.removeprefix(mark) if word.startswith(mark) else word.removesuffix(mark)
            sign, word = value, bare.strip()
            break
    if word and not is_currency(word):
        raise _no_number(text)
    return sign, word


def _tail(text: str, tail: str) -> tuple[Decimal, str, bool, str]:
    factor, currency, percent, unit = Decimal(1), "", False, ""
    for word in tail.replace("%", " % ").replace("/-", " ").split():
        folded = word.casefold()
        if folded in MULTIPLIERS and factor == 1:
            factor = MULTIPLIERS[folded]
        elif word == "%" and not percent:
            percent = True
        elif is_currency(word) and not currency:
            currency = word
        elif not unit and word.isalpha() and folded not in MULTIPLIERS:
            unit = folded
        else:
            raise _no_number(text)
    return factor, currency, percent, unit


def _read(core: str, between: str, point: str) -> Decimal | None:
    """The digits with that sign between thousands and that decimal point; ``None`` where they make no number."""
    whole, found, fraction = core.partition(point)
    if found and not fraction.isdecimal():
        return None
    used = {sign for sign in whole if not sign.isdecimal()}
    if used:
        if len(used) > 1 or not used <= {between, " ", "'"}:
            return None
        groups = whole.split(used.pop())
        if not _grouped(groups):
            return None
        whole = "".join(groups)
    return Decimal(f"{whole or '0'}.{fraction or '0'}" if fraction else whole or "0")


def _grouped(groups: list[str]) -> bool:
    """Whether digits stand in thousands (`1,234,567`) or in lacs and crores (`12,34,567`)."""
    return not groups[0].startswith("0") and bool(GROUPS.fullmatch(" ".join(groups)))
