"""Straight pieces of what the oracle charges a container by its load, for a programme; nothing of the model is shared.

The points between which a charge is straight are read off the rows, and each piece is asserted to be straight: a new
column that bends a charge elsewhere is noticed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from tariffs.book import Container, Shipment, Tariff, TariffBook
from tests.oracle.rating import (
    Bill,
    Boxes,
    NotCarried,
    add_on_costs,
    amount_of,
    bill,
    goods_value,
    per_booking,
    tariff_row,
)
from tests.oracle.runs import Way

TRANSPORT = ("freight", "surcharge", "transfer", "border", "storage")


@dataclass(frozen=True)
class Money:
    """Transport, the part of it up to the territory of the destination, and emissions, base currency."""

    transport: Fraction
    outside: Fraction
    co2: Fraction

    def line_to(self, other: Money, width: Fraction) -> Money:
        """What each comes to more for a unit, where ``other`` is so many units further."""
        return Money(
            (other.transport - self.transport) / width,
            (other.outside - self.outside) / width,
            (other.co2 - self.co2) / width,
        )

    def plus(self, slope: Money, units: Fraction) -> Money:
        return Money(
            self.transport + slope.transport * units,
            self.outside + slope.outside * units,
            self.co2 + slope.co2 * units,
        )


@dataclass(frozen=True)
class Fee:
    """A surcharge once a booking: of which trip, its number in the book, and what it comes to."""

    trip: int
    surcharge: int
    transport: Fraction
    outside: Fraction


@dataclass(frozen=True)
class Span:
    """Loads of one container with ``low`` < tonnes ≤ ``high``: ``fixed`` a container and ``per_tonne``.

    ``fees`` are owed once by the booking if any container is in the span.
    """

    container: Container
    low: Fraction
    high: Fraction
    fixed: Money
    per_tonne: Money
    fees: frozenset[Fee]


@dataclass(frozen=True)
class OnCosts:
    """What a booking costs in one way to charge duty, for a unit of each of these."""

    transport: Fraction
    outside: Fraction
    per_tonne: Fraction


def spans(book: TariffBook, shipment: Shipment, way: Way) -> Iterator[Span]:
    """Those of every container that the shipment may go in, where all trips take it."""
    for container in book.containers.values():
        if shipment.containers is not None and container.name not in shipment.containers:
            continue
        if shipment.commodity.reefer and not container.reefer:
            continue
        ends = sorted({Fraction(0), most_in(container, shipment), *_points(book, shipment, way, container)})
        for low, high in pairwise(end for end in ends if end <= most_in(container, shipment)):
            found = _span(book, shipment, way, container, low, high)
            if found is not None:
                yield found


def most_in(container: Container, shipment: Shipment) -> Fraction:
    """By payload and by volume, never more than there is."""
    most = min(Fraction(container.payload_t), Fraction(shipment.weight_t))
    if not shipment.volume_m3:
        return most
    return min(most, Fraction(container.volume_m3) * Fraction(shipment.weight_t) / Fraction(shipment.volume_m3))


def _points(book: TariffBook, shipment: Shipment, way: Way, container: Container) -> Iterator[Fraction]:
    """The loads at which a charge may bend or jump."""
    tare = Fraction(container.tare_t)
    for trip in way.trips:
        for row in trip.rows:
            yield from _of_row(row, shipment, container)
    for surcharge in book.surcharges:
        if surcharge.above_gross_t is not None:
            yield Fraction(surcharge.above_gross_t) - tare


def _of_row(row: Tariff, shipment: Shipment, container: Container) -> Iterator[Fraction]:
    cube = Fraction(shipment.volume_m3) / Fraction(shipment.weight_t)
    if row.max_gross_t is not None:
        yield Fraction(row.max_gross_t) - Fraction(container.tare_t)
    if row.max_payload_t is not None:
        yield Fraction(row.max_payload_t)
    starts = [Fraction(row.minimum_t)]
    amount = amount_of(row.amounts, container.name)
    if row.minimum_charge and amount:
        starts.append(Fraction(row.minimum_charge) / amount)
        starts.append(starts[-1] / Fraction(row.distance_km or 1))
    for start in starts:
        yield start
        yield start / max(cube, Fraction(1))


def _span(
    book: TariffBook, shipment: Shipment, way: Way, container: Container, low: Fraction, high: Fraction
) -> Span | None:
    if high <= 0 or low < 0:
        return None
    plain = replace(book, surcharges=tuple(row for row in book.surcharges if row.basis != "booking"))
    width = high - low
    loads = [low + width * part / 8 for part in (2, 6, 1, 8)]
    try:
        money = [_money(plain, shipment, way, Boxes(container, 1, load)) for load in loads]
    except NotCarried:
        return None
    slope = money[0].line_to(money[1], loads[1] - loads[0])
    fixed = money[0].plus(slope, -loads[0])
    assert all(fixed.plus(slope, load) == found for load, found in zip(loads, money, strict=True)), "bends inside"
    fees = frozenset(_fees(book, shipment, way, Boxes(container, 1, loads[0])))
    return Span(container, low, high, fixed, slope, fees)


def _money(book: TariffBook, shipment: Shipment, way: Way, boxes: Boxes) -> Money:
    found = bill(book, shipment, way, [boxes])
    return Money(found.of(*TRANSPORT), found.up_to_territory, found.of("co2"))


def _fees(book: TariffBook, shipment: Shipment, way: Way, boxes: Boxes) -> Iterator[Fee]:
    """What the booking owes once for a load, trip by trip."""
    home = book.locations[shipment.destination].territory
    for position, trip in enumerate(way.trips):
        row = tariff_row(trip, shipment, boxes)
        abroad = book.locations[row.origin].territory != home
        share = Fraction(trip.row.dutiable_pct) / 100 if abroad else Fraction(0)
        for number, amount in per_booking(book, shipment, trip, row, boxes).items():
            yield Fee(position, number, amount, amount * share)


def on_costs(book: TariffBook, shipment: Shipment, way: Way) -> list[OnCosts]:
    """With duty by value, and with duty by weight; the dearer is due."""
    by_value = replace(book, duties=tuple(replace(row, specific_per_t=row.specific_per_t * 0) for row in book.duties))
    by_weight = replace(book, duties=tuple(replace(row, duty_pct=row.duty_pct * 0) for row in book.duties))
    return [_on_costs_of(one, shipment, way) for one in (by_value, by_weight)]


def _on_costs_of(book: TariffBook, shipment: Shipment, way: Way) -> OnCosts:
    def whole(transport: int, outside: int, tonnes: int) -> Fraction:
        found = Bill()
        found.add("freight", 0, Fraction(transport))
        found.up_to_territory = Fraction(outside)
        add_on_costs(book, shipment, way, Fraction(tonnes), goods_value(book, shipment), found)
        return sum(found.amounts.values(), Fraction(0))

    return OnCosts(whole(1, 0, 0), whole(0, 1, 0), whole(0, 0, 1))
