"""What an audit finds, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tariffs.fraction import Fraction

#: Digits after the point that money keeps, and that any other figure is shown with at most.
CENTS, DIGITS = 2, 10

#: How far a figure may be off, relative to the largest of itself, its operands and 1: a cell holds 15 digits, and a
#: naive sum of ten million doubles is off by 1.1e-9 of what it adds up at most. A cent off is seen where digits allow.
CELL, RECALCULATED, HALF_CENT = Fraction(1, 10**12), Fraction(2, 10**9), Fraction(1, 200)


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

    def near(
        self, where: str, what: str, expected: Decimal | Fraction, found: Decimal, operands: Decimal = Decimal(0)
    ) -> None:
        """Compare the figure of a formula, as far as any program that works it out again in doubles agrees.

        ``operands`` is how large what it is made of is, where that is more than the figure: of a difference.
        """
        whole = max(abs(Fraction(expected)), abs(Fraction(operands)), Fraction(1))
        allowed = max(CELL * whole, min(RECALCULATED * whole, HALF_CENT))
        if abs(Fraction(expected) - Fraction(found)) > allowed:
            self.add(where, what, expected, found)
