"""What the number formats of a workbook make of the numbers stored in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tariffs.parsing.coding import (
    DATE_1900,
    DATE_1904,
    DURATION,
    LABELLED,
    MONTH_1900,
    MONTH_1904,
    NUMBER,
    PADDED,
    PERCENT,
    tidy,
)

#: Text in quotes, signs after a backslash, conditions in brackets and fillers do not change the number.
LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
#: Hours, minutes or seconds in brackets go beyond a day.
SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
IN_A_DATE = re.compile("[dmyhs]", re.IGNORECASE)
SHOWN_IN_A_DATE = re.compile("d+|m+|y+|h+|s+")
#: `Dec-25`, which is what Excel makes of that when it is typed, is the first of the month.
MONTH_ALONE = re.compile("m{1,4} y{1,4}|y{1,4} m{1,4}")
#: The same taken apart: a text, the sign of a currency (``[$€-407]``), where the number stands, or another sign.
PARTS = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.|(General|[0#?])|(.)', re.DOTALL)
#: A comma behind the digits leaves three of them out; these words then say no more than that.
SCALED = re.compile(r",(?![0#?,])")
SCALES = re.compile(r"\b(?:k|m|mm|mn|mln|mio|тыс|млн|thousand|million)\b\.?", re.IGNORECASE)
CURRENCY_SIGN = "Sc"
#: Excel takes no longer code.
LONGEST = 255
#: The formats that Excel has by itself, as far as they are dates, times or percentages. From 27 on they are those of
#: China, Japan and Korea.
BUILT_IN: Mapping[str, str] = {
    **dict.fromkeys(map(str, (*range(14, 23), *range(27, 37), *range(50, 59))), "yyyy-mm-dd"),
    **dict.fromkeys(("9", "10"), "0%"),
    **dict.fromkeys(("45", "47"), "mm:ss"),
    "17": "mmm-yy",
    "46": "[h]:mm:ss",
}


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a workbook.

    Attributes
    ----------
    marks
        How a number is coded, by the id of its cell's style as cells give it (``"3"``); plain ones are left out.
    struck
        The ids of the styles whose cells are struck through, where that is known.
    """

    marks: Mapping[str, str]
    struck: frozenset[str] = frozenset()

    @classmethod
    def of(cls, used: Iterable[str], own: Mapping[str, str], *, from_1904: bool) -> Formats:
        """What styles make of numbers.

        Parameters
        ----------
        used
            The id of the format of each style, in the order of the style ids.
        own
            The codes (``0.0%``) of the formats of the file's own, by their ids.
        from_1904
            Whether days count from the first one of 1904.
        """
        codes = {**BUILT_IN, **own}
        known: dict[str, str] = {}
        marks: dict[str, str] = {}
        for style, format_ in enumerate(used):
            if format_ not in known:
                known[format_] = mark(codes.get(format_, "General"), from_1904=from_1904)
            if known[format_] != NUMBER:
                marks[str(style)] = known[format_]
        return cls(marks)


def mark(code: str, *, from_1904: bool) -> str:
    """How numbers in a format (``0.0%``) are coded."""
    shown = code[:LONGEST]
    bare = LITERALS.sub("", shown)
    if "%" in bare:
        return PERCENT
    if SPAN.search(shown):
        return DURATION
    if IN_A_DATE.search(bare.split(";")[0]):
        if MONTH_ALONE.fullmatch(" ".join(SHOWN_IN_A_DATE.findall(bare.split(";")[0].casefold()))):
            return MONTH_1904 if from_1904 else MONTH_1900
        return DATE_1904 if from_1904 else DATE_1900
    digits = bare.strip().count("0") if set(bare.strip()) == {"0"} else 1
    before, behind = beside(shown)
    if SCALED.search(bare.split(";")[0]):
        before, behind = SCALES.sub("", before), SCALES.sub("", behind)
    if says_something(before + behind):
        return labelled(digits, before, behind)
    return f"{PADDED}{digits}:" if digits > 1 else NUMBER


def labelled(digits: int, before: str, behind: str) -> str:
    """How numbers of so many digits at least are coded that are shown with texts before and behind them."""
    return f"{LABELLED}{digits}:{len(before)}:{before}{behind}:"


def beside(code: str) -> tuple[str, str]:
    """The texts that a format shows before and behind a number, as far as it is not below zero.

    >>> beside('[$€-407] #,##0.00'), beside('#,##0 "kg";-#,##0 "kg"')
    (('€ ', ''), ('', ' kg'))
    """
    before, behind = "", None
    for quoted, escaped, currency, digit, sign in PARTS.findall(code):
        if sign == ";":
            break
        text = quoted or escaped or currency or (sign if sign == " " or is_currency_sign(sign) else "")
        if digit:
            behind = ""  # what stands between digits parts them
        elif behind is None:
            before += text
        else:
            behind += text
    return tidy(before), tidy(behind or "")


def is_currency_sign(sign: str) -> bool:
    """Whether it is the sign of a currency, such as `€`."""
    return unicodedata.category(sign) == CURRENCY_SIGN if sign else False


def says_something(text: str) -> bool:
    """Whether a text has a word or the sign of a currency."""
    return any(sign.isalpha() or is_currency_sign(sign) for sign in text)
