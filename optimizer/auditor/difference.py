"""What an audit finds, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tariffs.fraction import Fraction

#: Digits after the point that money keeps, and that any other figure is shown with at most.
CENTS, DIGITS = 2, 10

#: How far a figure may be off, relative to itself or to 1: a cell holds 15 digits.
PRECISION = Fraction(1, 10**12)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in a plan that does not follow from the workbooks.

    Attributes
    ----------
    where
        The part of the plan: a booking and leg, a charge, a capacity, a figure.
    what
        What about it.
    expected, found
        What the workbooks give or allow, and what the plan says.
    """

    where: str
    what: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} should be {self.expected}, is {self.found}"


def said(value: object) -> str:
    """A value as a clerk writes it: plain decimals, ISO dates, ``blank`` for nothing."""
    match value:
        case None | "":
            return "blank"
        case Fraction():
            return said(Decimal(round(value * 10**DIGITS)).scaleb(-DIGITS))
        case Decimal():
            text = f"{value:f}"
            if len(text.partition(".")[2]) > DIGITS:
                text = f"{value:.{DIGITS}f}"
            return text.rstrip("0").rstrip(".") if len(text.partition(".")[2]) > CENTS else text
        case date():
            return value.isoformat()
        case tuple() | list() | set() | frozenset():
            return "; ".join(said(part) for part in value) or "blank"
        case _:
            return str(value)


def near(expected: Fraction, found: Decimal) -> bool:
    """Whether a figure in a cell is the one expected, as far as a cell of 15 digits can hold it."""
    return abs(expected - Fraction(found)) <= PRECISION * max(abs(expected), Fraction(1))


@dataclass(slots=True)
class Findings:
    """The differences found so far, in the order of the replay."""

    found: list[Difference] = field(default_factory=list)

    def add(self, where: str, what: str, expected: object, found: object) -> None:
        """Take note of a difference."""
        self.found.append(Difference(where, what, said(expected), said(found)))

    def same(self, where: str, what: str, expected: object, found: object) -> bool:
        """Whether two values are equal; a difference is noted if they are not."""
        if expected == found:
            return True
        self.add(where, what, expected, found)
        return False
