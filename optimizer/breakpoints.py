"""A convex piecewise linear function, found piece by piece by its tangents.

Where the tangents at two points cross, the function lies on both, and there it bends; or above, and that point has a
tangent of its own. That takes about two evaluations for each piece (M. J. Eisner and D. G. Severance, Mathematical
techniques for efficient record segmentation in large shared databases, Journal of the ACM 23, 1976).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

#: Values that differ by less than this share of them, or by so much, are the same.
TOLERANCE, LEAST = 1e-6, 1e-4

#: Points are no closer than this share of the span between the ends.
CLOSEST = 1e-9


@dataclass(frozen=True, slots=True)
class Tangent:
    """A line that touches a convex function at a point and is nowhere above it; ``left_t`` is carried along."""

    at: float
    value: float
    slope: float
    left_t: float = 0.0

    def over(self, at: float) -> float:
        """The value of the line at another point."""
        return self.value + self.slope * (at - self.at)

    def meets(self, other: Tangent) -> bool:
        """Whether the line passes through where another one touches, which it is not above."""
        return other.value - self.over(other.at) <= max(TOLERANCE * abs(other.value), LEAST)


#: Gives the tangent at a point.
Touch: TypeAlias = Callable[[float], Tangent]


@dataclass(frozen=True, slots=True)
class Piece:
    """The function between two points that were touched is one line: the tangent at one of them."""

    start: Tangent
    end: Tangent
    line: Tangent


def pieces(touch: Touch, first: float, last: float) -> list[Piece]:
    """The pieces between the ends of a span, the least first.

    Parameters
    ----------
    touch
        A tangent at a point. Its value is the function's; where the function bends, any slope between both will do.
    first, last
        The ends, of which the last is greater.
    """
    found: list[Piece] = []
    for piece in _between(touch, touch(first), touch(last), CLOSEST * (last - first)):
        if found and _one_line(found[-1], piece):
            found[-1] = replace(found[-1], end=piece.end)
        else:
            found.append(piece)
    return found


def _between(touch: Touch, left: Tangent, right: Tangent, closest: float) -> Iterator[Piece]:
    if left.meets(right):
        yield Piece(left, right, left)
        return
    if right.meets(left) or right.at - left.at <= 2 * closest:
        yield Piece(left, right, right)
        return
    at = (right.value - left.value + left.slope * left.at - right.slope * right.at) / (left.slope - right.slope)
    middle = touch(min(max(at, left.at + closest), right.at - closest))
    if left.meets(middle) and right.meets(middle):
        yield Piece(left, middle, left)
        yield Piece(middle, right, right)
        return
    yield from _between(touch, left, middle, closest)
    yield from _between(touch, middle, right, closest)


def _one_line(before: Piece, after: Piece) -> bool:
    """Whether two pieces next to each other are one."""
    return before.line.meets(after.end)
