"""What the number formats of a workbook make of the numbers stored in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tariffs.parsing.coding import DATE_1900, DATE_1904, DURATION, NUMBER, PADDED, PERCENT

#: Text in quotes, signs after a backslash, conditions in brackets and fillers say nothing of the number.
LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
#: Hours, minutes or seconds in brackets go beyond a day.
SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
IN_A_DATE = re.compile("[dmyhs]", re.IGNORECASE)
#: Excel takes no longer code.
LONGEST = 255
#: The formats that Excel has by itself, as far as they are dates, times or percentages. From 27 on they are those of
#: China, Japan and Korea.
BUILT_IN: Mapping[str, str] = {
    **dict.fromkeys(map(str, (*range(14, 23), *range(27, 37), *range(50, 59))), "yyyy-mm-dd"),
    **dict.fromkeys(("9", "10"), "0%"),
    **dict.fromkeys(("45", "47"), "mm:ss"),
    "46": "[h]:mm:ss",
}


@dataclass(frozen=True, slots=True)
class Formats:
    """The formats of a workbook.

    Attributes
    ----------
    marks
        How a number is coded, by the id of its cell's style as cells give it (``"3"``); plain ones are left out.
    """

    marks: Mapping[str, str]

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
        return DATE_1904 if from_1904 else DATE_1900
    if len(bare) > 1 and set(bare) == {"0"}:
        return f"{PADDED}{len(bare)}:"
    return NUMBER
