"""Where rating is linear, and with what coefficients.

The cost of a container is piecewise linear in its cargo q, and the cost of n containers with n·q tonnes is n times
that. So a linear programme needs the points where the line bends or jumps, and each piece as ``fixed`` per container
plus ``per_tonne``. Both come from here, by asking the rating itself: a piece is found from two points inside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from tariffs.book import Container, Shipment, Surcharge, Tariff
from tariffs.fraction import Fraction
from tariffs.rating.carriage import carries
from tariffs.rating.charge import ONE, ZERO, Item, Load, exact
from tariffs.rating.customs import Carriage
from tariffs.rating.rater import Rater

#: The least cargo in a container, t: whole kilograms, and no container travels empty.
KILOGRAM = Fraction(1, 1000)

#: A width of so many steps has two points well inside it.
ROOM = 8


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A range of q, the tonnes in one container of a type, on which every cost is linear: ``low`` < q ≤ ``high``."""

    container: Container
    low: Fraction
    high: Fraction

    inside: tuple[Load, Load]

    @staticmethod
    def between(container: Container, low: Fraction, high: Fraction) -> Segment:
        """The segment, with two loads of one container inside it; any two give the same line."""
        width = high - low
        digits = 0
        while width * 10**digits < ROOM:  # few digits, since fractions are quicker with small figures
            digits += 1
        first, second = (round((low + width * share) * 10**digits) for share in (Fraction(1, 4), Fraction(3, 4)))
        loads = (Decimal(first).scaleb(-digits), Decimal(second).scaleb(-digits))
        return Segment(container, low, high, (Load(container, 1, loads[0]), Load(container, 1, loads[1])))


@dataclass(frozen=True, slots=True)
class Line:
    """``fixed`` per container and ``per_tonne`` of cargo, base currency."""

    fixed: Fraction
    per_tonne: Fraction

    def at(self, q: Fraction) -> Fraction:
        """The cost of one container with q tonnes."""
        return self.fixed + self.per_tonne * q

    def plus(self, other: Line) -> Line:
        """The sum of two."""
        return Line(
            self.fixed + other.fixed if other.fixed else self.fixed,
            self.per_tonne + other.per_tonne if other.per_tonne else self.per_tonne,
        )

    def times(self, factor: Fraction) -> Line:
        """So many times as much."""
        return self if factor == 1 else Line(self.fixed * factor, self.per_tonne * factor)


def most_in(container: Container, shipment: Shipment) -> Fraction:
    """The most tonnes of a shipment that a container takes, by payload and by volume."""
    payload = exact(container.payload_t)
    if not shipment.volume_m3:
        return payload
    return min(payload, exact(container.volume_m3) * exact(shipment.weight_t) / exact(shipment.volume_m3))


@lru_cache(maxsize=65536)
def rounded_down(tonnes: Fraction) -> Decimal:
    """Tonnes rounded down to whole kilograms."""
    return Decimal(math.floor(tonnes * 1000)).scaleb(-3)


def in_whole_kilograms(tonnes: Fraction, weight: Fraction) -> Fraction:
    """The most that containers of up to so many tonnes hold of a shipment, t in each, when all hold whole kilograms.

    n of them hold ⌊1000 n q⌋ kg: no more than n times the greatest ⌊1000 n q⌋ ÷ 1000 n, and in whole kilograms just as
    much. No more are looked at than carry all of the shipment: of those each n holds it.
    """
    if (1000 * tonnes).denominator == 1:
        return tonnes
    most = math.ceil(weight / tonnes)
    return max(Fraction(math.floor(1000 * n * tonnes), 1000 * n) for n in range(1, most + 1))


def segments(
    tariffs: Iterable[Tariff], surcharges: Iterable[Surcharge], shipment: Shipment, container: Container
) -> list[Segment]:
    """The ranges of q, up to the payload, between the points where a charge by these rows may bend or jump."""
    return between(container, cuts(tariffs, surcharges, shipment, container))


def cuts(
    tariffs: Iterable[Tariff], surcharges: Iterable[Surcharge], shipment: Shipment, container: Container
) -> tuple[Fraction, ...]:
    """The points between 0 and the payload where a charge by these rows may bend or jump, in order."""
    top = exact(container.payload_t)
    points = (*_bends(tariffs, shipment, container), *_jumps(surcharges, container))
    return tuple(sorted({point for point in points if 0 < point < top}))


def between(container: Container, points: Iterable[Fraction]) -> list[Segment]:
    """The ranges between points in order, from 0 to the payload; none so narrow that no load is in it."""
    ends = (Fraction(0), *points, exact(container.payload_t))
    return [Segment.between(container, low, high) for low, high in pairwise(ends) if high - low > KILOGRAM / 1000]


def may_bend(row: Tariff) -> bool:
    """Whether a charge by a row may bend or jump with the load at all, as in most books few do."""
    return bool(row.max_gross_t is not None or row.max_payload_t is not None or row.minimum_t or row.minimum_charge)


def _bends(tariffs: Iterable[Tariff], shipment: Shipment, container: Container) -> Iterator[Fraction]:
    for row in tariffs:
        amount = row.amounts.of(container.name)
        if not carries(row, shipment) or amount is None:
            continue
        if row.max_gross_t is not None:
            yield exact(row.max_gross_t) - exact(container.tare_t)
        if row.max_payload_t is not None:
            yield exact(row.max_payload_t)
        if row.minimum_t:
            yield exact(row.minimum_t)
            if row.basis == "wm" and shipment.volume_m3 > shipment.weight_t:
                yield exact(row.minimum_t) * exact(shipment.weight_t) / exact(shipment.volume_m3)
        if row.minimum_charge and (per_tonne := exact(amount) * _quantity_per_tonne(row, shipment)) > 0:
            yield exact(row.minimum_charge) / per_tonne


def _quantity_per_tonne(row: Tariff, shipment: Shipment) -> Fraction:
    """The quantity that a row charges for each tonne above its minimum weight; 0 where no weight enters."""
    match row.basis:
        case "tonne":
            return ONE
        case "tonne_km":
            return exact(row.distance_km or 0)
        case "wm":
            return max(ONE, exact(shipment.volume_m3) / exact(shipment.weight_t))
    return ZERO


def _jumps(surcharges: Iterable[Surcharge], container: Container) -> Iterator[Fraction]:
    for surcharge in surcharges:
        if surcharge.above_gross_t is not None and surcharge.container in ("", container.name):
            yield exact(surcharge.above_gross_t) - exact(container.tare_t)


def line_through(q: Fraction, cost: Fraction, other_q: Fraction, other_cost: Fraction) -> Line:
    """The line through the costs of two different loads."""
    if cost == other_cost:
        return Line(cost, Fraction(0))
    per_tonne = (other_cost - cost) / (other_q - q)
    return Line(cost - per_tonne * q, per_tonne)


def total(items: Iterable[Item]) -> Fraction:
    """The sum of items, not rounded."""
    return sum((item.amount for item in items), Fraction(0))


@dataclass(frozen=True, slots=True)
class OnCostLine:
    """How a booking's whole cost follows from its carriage, by value or by weight of the duty.

    cost = ``transport`` × T + ``outside`` × T up to the territory + ``per_tonne`` × tonnes.
    """

    transport: Fraction
    outside: Fraction
    per_tonne: Fraction

    def below(self, other: OnCostLine) -> bool:
        """Whether another line is dearer for some carriage and cheaper for none."""
        return self != other and (
            self.transport <= other.transport and self.outside <= other.outside and self.per_tonne <= other.per_tonne
        )


def on_cost_lines(rater: Rater, shipment: Shipment, delivered: date) -> list[OnCostLine]:
    """The line of each way to charge duty for a shipment delivered on a day; the dearer is due.

    The transport itself is in it, emissions are not.
    """
    value = rater.goods_value(shipment, Fraction(1))

    def ways(transport: int, outside: int) -> list[Fraction]:
        carriage = Carriage(Fraction(transport), Fraction(outside), value, Fraction(1), delivered)
        return [transport + total(way.items) for way in rater.on_cost_ways(shipment, carriage)]

    base, by_transport, by_outside = ways(0, 0), ways(1, 0), ways(0, 1)
    return [
        OnCostLine(one - nothing, two - nothing, nothing)
        for nothing, one, two in zip(base, by_transport, by_outside, strict=True)
    ]
