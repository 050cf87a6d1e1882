"""What the number formats of a workbook make of the numbers stored in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from openpyxl.utils.datetime import from_excel

from tariffs.workbook.raw import Cell, Fault, Shown, plain_number

#: Text in quotes, signs after a backslash, conditions in brackets and fillers say nothing of the number.
LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


@dataclass(slots=True)
class Formats:
    """The formats of a workbook, by the id of the cell style as the cells give it (``"3"``).

    Attributes
    ----------
    dates, durations
        Styles that show a date or time; those that show a length of time.
    percents
        Styles that show a hundred times the number.
    padded
        Styles that show leading zeros, with the number of digits.
    epoch
        Day 0 of the workbook's dates.
    """

    dates: frozenset[str]
    durations: frozenset[str]
    percents: frozenset[str]
    padded: Mapping[str, int]
    epoch: datetime
    special: frozenset[str] = field(init=False)
    _known: dict[tuple[str, str], Cell] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.special = self.dates | self.percents | frozenset(self.padded)

    @classmethod
    def of(cls, codes: Iterable[str], dates: Iterable[int], durations: Iterable[int], epoch: datetime) -> Formats:
        """The formats whose codes (``0.0%``) are given in the order of the style ids."""
        percents, padded = set(), {}
        for style, code in enumerate(codes):
            bare = LITERALS.sub("", code)
            if "%" in bare:
                percents.add(str(style))
            elif len(bare) > 1 and set(bare) == {"0"}:
                padded[str(style)] = len(bare)
        days, spans = frozenset(map(str, dates)), frozenset(map(str, durations))
        return cls(days, spans, frozenset(percents), padded, epoch)

    def cell(self, text: str, style: str) -> Cell:
        """The cell that shows a stored number in that style."""
        key = (text, style)
        if key not in self._known:
            self._known[key] = self._cell(text, style)
        return self._known[key]

    def _cell(self, text: str, style: str) -> Cell:
        number = stored_number(text)
        if not isinstance(number, Decimal):
            return number
        if style in self.percents:
            shown = number * 100
            return Shown(shown, f"{plain_number(shown)}%", percent=True)
        if style in self.padded:
            return Shown(number, plain_number(number).zfill(self.padded[style]))
        try:
            moment: Cell = from_excel(float(text), self.epoch, timedelta=style in self.durations)
        except (OverflowError, ValueError):
            return Fault(text, "is formatted as a date and is none", "write the date again")
        return moment


def stored_number(text: str) -> Cell:
    """A number as stored, to the 15 significant digits that Excel keeps: 0.29999999999999999 is 0.3."""
    try:
        number = Decimal(f"{float(text):.15g}")
    except ValueError:
        number = Decimal("NaN")
    if number.is_finite():
        return number
    return Fault(text, "is not a number, although the workbook stores it as one", "write it again")
