"""Numbers written as text: `1,234.50`, `1 234,50`, `Rs 3.5 lac`, `(1,200)`, `5 %`, `۲۲٫۵`."""

# ruff: noqa: RUF001, RUF002, RUF003 - words and digits of other scripts

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tariffs.currencies import THREE_DECIMALS, currencies_of, is_currency
from tariffs.problems import Kind
from tariffs.reading.misread import Misread, quoted


class NumberStyle(StrEnum):
    """Which sign is the decimal point, by example, as ``number_style`` in Settings gives it."""

    POINT = "1,234.50"
    COMMA = "1.234,50"

    @property
    def signs(self) -> tuple[str, str]:
        """The sign between thousands and the decimal point."""
        return (",", ".") if self is NumberStyle.POINT else (".", ",")


HUNDRED_THOUSAND, TEN_MILLION = Decimal(100_000), Decimal(10_000_000)
MULTIPLIERS: Mapping[str, Decimal] = {
    **dict.fromkeys(("k", "thousand", "hazar", "тыс", "هزار"), Decimal(1_000)),
    **dict.fromkeys(("lac", "lacs", "lakh", "lakhs", "لاکھ"), HUNDRED_THOUSAND),
    **dict.fromkeys(("million", "mn", "mln", "млн", "میلیون"), Decimal(1_000_000)),
    **dict.fromkeys(("crore", "crores", "karor", "کروڑ"), TEN_MILLION),
}
#: Words that could be a multiplier and could be something else, with what they could mean.
DOUBTFUL_WORDS: Mapping[str, str] = {
    "cr": "crore (ten million) or credit",
    "m": "thousand or million",
    "mm": "million or millimetres",
}
#: Words beside a number that change nothing of it.
IDLE_WORDS = frozenset(("abt", "about", "approx", "ca", "circa", "около", "only", "net", "per"))
IDLE_WORDS |= frozenset(("container", "containers", "контейнер", "cntr", "ctr", "box", "за"))
#: What includes its surcharges, and what is one that is included.
ALL_IN = re.compile(r"\ball[\s-]?in\b\.?", re.IGNORECASE)
INCLUDED = frozenset(("incl", "included", "inclusive", "free", "foc", "waived", "включено", "бесплатно"))
#: Digits alone, or with a point that cannot part thousands.
DIGITS = re.compile(r"\d{1,30}(?P<fraction>(?<=\b0)\.\d{3}|(?<=\d{4})\.\d{3}|\.(?:\d{1,2}|\d{4,30}))?")
EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
SHAPE = re.compile(
    r"(?P<bracket>\()?\s*(?P<head>[^\d.,()]*(?:[^\W\d_]\.)?[^\d.,()]*?)\s*"
    r"(?P<core>\d(?:[\d.,' ]*\d)?|(?<!\w)[.,]\d+)\s*(?P<tail>[^\d()]*)(?P<closed>\))?"
)
#: Digits of Persian and Arabic script, where `٫` is the decimal point and `/` may be it.
EASTERN = re.compile("[٠-٩۰-۹]")
BETWEEN_DIGITS = re.compile(r"(?<=\d)/(?=\d)")
#: No cents, as tradesmen write it: `5.000,-` and `5'000.-`.
NO_CENTS = re.compile(r"(?<=\d)([.,])[-–—]+(?!\d)")
SPAN = re.compile(r"(?<![\d/])(?P<low>[1-9]\d*)/(?P<high>[1-9]\d*)(?![\d/])")
WITHOUT_SLASH = "write it without /, with ٫ in front of a fraction"
CUBIC = re.compile(r"(?<=[\d\s])[mм](?:\^?3|³)(?!\w)", re.IGNORECASE)
LONE_NUMBER = re.compile(r"\d[\d.,]*(?<=\d)")
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
    """Text with every kind of space, digit, minus and apostrophe as the plain one.

    >>> clean("۲۲\u00a0−5")
    '22 -5'
    """
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
        for sign, plain in (("−", "-"), ("–", "-"), ("’", "'")):
            text = text.replace(sign, plain)
    return " ".join(text.split())


def written(text: str, *, whole: bool = False, units: Container[str] = ()) -> Written:
    """What a text says as a number.

    Parameters
    ----------
    text
        As in the cell.
    whole
        Whether only a whole number makes sense, so that `1,234` can be read in one way only.
    units
        Words for the units of its column, lower case. They come before currencies: 18000 KGS of weight are no som.

    Raises
    ------
    Misread
        If it is no number.
    """
    plain = _plain(text, whole=whole)
    if plain is not None:
        return plain
    if EASTERN.search(text):
        return _eastern(text, whole=whole, units=units)
    return _any_shape(clean(text), whole=whole, units=units)


def _plain(text: str, *, whole: bool) -> Written | None:
    """Digits alone: most numbers of a .csv file are of this kind, and a file has millions."""
    digits = DIGITS.fullmatch(text)
    if digits is None or (whole and digits["fraction"]):
        return None
    number = Decimal(text)
    both = {NumberStyle.POINT: number, NumberStyle.COMMA: number}
    return Written({NumberStyle.POINT: number} if digits["fraction"] else both)


def _eastern(text: str, *, whole: bool, units: Container[str]) -> Written:
    """A number in Persian or Arabic digits: `٫` is its decimal point, `٬` parts thousands, and `/` may be either.

    `۱۰/۱۲` may be 10 to 12, too.
    """
    plain = clean(text)
    if "٫" in plain or "٬" in plain:
        found = _any_shape(plain.replace("٬", ",").replace("٫", "."), whole=whole, units=units)
        return _both(found, found.readings.get(NumberStyle.POINT, next(iter(found.readings.values()))))
    if not BETWEEN_DIGITS.search(plain):
        return _any_shape(plain, whole=whole, units=units)
    found = _any_shape(BETWEEN_DIGITS.sub(".", plain), whole=whole, units=units)
    numbers = sorted(set(found.readings.values()))
    if len(numbers) > 1:
        what = f"{quoted(text)} can be read as {numbers[1]:f} or as {numbers[0]:f}"
        raise Misread(Kind.AMBIGUOUS, what, WITHOUT_SLASH)
    span = SPAN.search(plain)
    if span is not None and _is_range(*span.groups()):
        what = f"{quoted(text)} can be read as {numbers[0]:f} or as {span['low']} to {span['high']}"
        raise Misread(Kind.AMBIGUOUS, what, WITHOUT_SLASH)
    return _both(found, numbers[0])


def _is_range(low: str, high: str) -> bool:
    """Whether two numbers may be the ends of a range: nobody writes from 4 to 1255."""
    return int(low) < int(high) and len(high) <= len(low) + 1


def _both(text: Written, number: Decimal) -> Written:
    """The same text with one number, whatever the column's style."""
    return replace(text, readings=dict.fromkeys(NumberStyle, number))


def _any_shape(text: str, *, whole: bool, units: Container[str]) -> Written:
    """A number with whatever stands before, within and behind it."""
    if EXPONENT.fullmatch(text):
        return Written({NumberStyle.POINT: Decimal(text), NumberStyle.COMMA: Decimal(text)})
    text = NO_CENTS.sub(r"\g<1>00", CUBIC.sub("cbm", text))
    shape = SHAPE.fullmatch(text) if len(text) <= MAX_LENGTH else None
    if shape is None or bool(shape["bracket"]) != bool(shape["closed"]):
        raise _no_number(text)
    sign, currency, unit = _head(text, shape["head"], units)
    tail = shape["tail"].strip()
    if tail == "-" and sign > 0:  # as accounting programs write it: 1,200-
        sign, tail = -1, ""
    factor, tail_currency, percent, tail_unit = _tail(text, tail, units)
    if (currency and tail_currency) or (unit and tail_unit):
        raise _no_number(text)
    factor = -sign * factor if shape["bracket"] else sign * factor
    numbers = {style: _read(shape["core"], *style.signs) for style in NumberStyle}
    found = {style: number * factor for style, number in numbers.items() if number is not None}
    if not found:
        raise _no_number(text)
    readings = {style: number for style, number in found.items() if not (whole and number % 1)}
    if not readings:
        raise Misread(Kind.VALUE, f"{quoted(text)} is not a whole number", "write it without a fraction")
    return Written(readings, currency or tail_currency, percent, unit or tail_unit)


def _no_number(text: str) -> Misread:
    what = f"{quoted(text)} is not a number"
    if text.casefold().strip(". ") in INCLUDED:
        return Misread(Kind.VALUE, what, "write 0 if nothing is charged, or clear the cell if it is not known")
    meant = _lone_number(ALL_IN.sub("", text).strip())
    if meant is not None and ALL_IN.search(text):
        cure = f"write {meant:f}, and see that no row of Surcharges is charged on top of it"
        return Misread(Kind.VALUE, what, cure)
    example = "1234.5" if meant is None else f"{meant:f}"
    return Misread(Kind.VALUE, what, f"write digits only, such as {example}", meant)


def _lone_number(text: str) -> Decimal | None:
    """The one number among words that say nothing of it: `abt 18` is 18."""
    numbers = LONE_NUMBER.findall(text)
    words = LONE_NUMBER.sub(" ", text).replace("~", " ").replace("≈", " ").replace("/", " ").casefold().split()
    if len(numbers) != 1 or not all(word.strip(".,+") in IDLE_WORDS | {""} for word in words):
        return None
    readings = {number for style in NumberStyle if (number := _read(numbers[0], *style.signs)) is not None}
    return readings.pop() if len(readings) == 1 else None


def _head(text: str, head: str, units: Container[str]) -> tuple[int, str, str]:
    sign, word = 1, head.strip()
    for mark, value in (("-", -1), ("+", 1)):
        if word.startswith(mark) or word.endswith(mark):
            bare = word.removeprefix(mark) if word.startswith(mark) else word.removesuffix(mark)
            sign, word = value, bare.strip()
            break
    word = word.replace(" ", "")  # US $
    if (unit := word.casefold().rstrip(".")) in units:
        return sign, "", unit
    if word and not is_currency(word):
        raise _no_number(text)
    return sign, word, ""


def _tail(text: str, tail: str, units: Container[str]) -> tuple[Decimal, str, bool, str]:
    factor, currency, percent, unit = Decimal(1), "", False, ""
    for word in tail.replace("%", " % ").replace("/-", " ").replace("/=", " ").split():
        folded = word.casefold().rstrip(".")
        if folded in DOUBTFUL_WORDS:
            what = f"the {word} in {quoted(text)} can mean {DOUBTFUL_WORDS[folded]}"
            raise Misread(Kind.AMBIGUOUS, what, "write the number in digits, or the word in full")
        if folded in MULTIPLIERS and factor == 1:
            factor = MULTIPLIERS[folded]
        elif word == "%" and not percent:
            percent = True
        elif is_currency(word) and not currency and folded not in units:
            currency = word
        elif not unit and folded.isalpha() and folded not in MULTIPLIERS:
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
