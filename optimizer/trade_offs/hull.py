"""The lower convex hull of cost and an amount."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol, TypeVar

from tariffs.fraction import Fraction
from tariffs.rating.charge import exact


class HasCost(Protocol):
    """What costs something, base currency, and has so much of a measure."""

    @property
    def cost(self) -> Decimal:
        """Base currency."""

    @property
    def amount(self) -> Fraction:
        """Of the measure."""


Point = TypeVar("Point", bound=HasCost)


def lower_hull(points: Iterable[Point]) -> list[Point]:
    """Those of some points that are on it: from the cheapest to that with the least amount."""
    hull: list[Point] = []
    for point in sorted(points, key=lambda one: (one.cost, one.amount)):
        if hull and point.amount >= hull[-1].amount:
            continue
        while len(hull) > 1 and price_between(hull[-2], hull[-1]) >= price_between(hull[-1], point):
            hull.pop()
        hull.append(point)
    return hull


def price_between(one: HasCost, other: HasCost) -> Fraction:
    """What each unit of the measure that the second has less costs."""
    return (exact(other.cost) - exact(one.cost)) / (one.amount - other.amount)
