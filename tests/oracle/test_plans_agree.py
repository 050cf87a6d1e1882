"""Plans against plans that were found without a model."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from optimizer.planning import plan
from tariffs.book import Leg, TariffBook
from tests.oracle.drawing import WORLDS, read
from tests.oracle.rating import Boxes, bill
from tests.oracle.runs import Stop, Trip, Way, departures, stop
from tests.oracle.simple import cheapest

HALF_CENT = Decimal("0.005")


def without_limits(book: TariffBook) -> TariffBook:
    """No capacities, minimum loads or departure costs."""
    free = {"capacity": None, "min_load": Decimal(0), "departure_cost": Decimal(0)}
    return replace(
        book,
        legs=tuple(
            Leg(leg.key, tuple(replace(row, **free) for row in leg.tariffs))  # type: ignore[arg-type]
            for leg in book.legs
        ),
        borders=tuple(replace(border, capacity=None) for border in book.borders),
        transfers=tuple(replace(transfer, capacity=None) for transfer in book.transfers),
        pool={},
    )


@pytest.mark.parametrize("path", WORLDS[:4], ids=lambda path: path.stem)
def test_no_plan_costs_more_than_the_one_without_ideas(path: Path) -> None:
    """Where nothing is limited the plan is no dearer than one type of container on one itinerary for each shipment."""
    book, portfolio = read(path)
    book = without_limits(book)
    made = plan(book, portfolio)
    most = Fraction(made.tolerance) * abs(Fraction(made.cost)) + Fraction(HALF_CENT) * sum(1 for _ in made.charges())
    assert Fraction(made.cost) <= cheapest(book, portfolio) + most
    assert Fraction(made.bound) <= cheapest(book, portfolio) + most


@pytest.mark.parametrize("path", WORLDS[:5], ids=lambda path: path.stem)
def test_every_booking_of_a_plan_costs_what_the_contract_says(path: Path) -> None:
    """Each booking, walked and rated from the contract alone, comes to the plan's figures before rounding."""
    book, portfolio = read(path)
    for booking in plan(book, portfolio).bookings:
        trips = [
            next(
                trip
                for trip in departures(book, departure.departs)
                if trip.rows == departure.tariffs and trip.arrives == departure.arrives
            )
            for departure in booking.itinerary.departures
        ]
        way = Way(tuple(trips), stops(book, trips), booking.itinerary.delivered)
        boxes = [Boxes(load.container, load.containers, Fraction(load.tonnes)) for load in booking.loads]
        expected = bill(book, booking.shipment, way, boxes)
        found = sum((charge.item.amount for charge in booking.rated.charges), Fraction(0))
        assert found == sum(expected.amounts.values(), Fraction(0))


def stops(book: TariffBook, trips: list[Trip]) -> tuple[Stop, ...]:
    """What happens before each trip, and after the last."""
    rows = [None, *(trip.row for trip in trips), None]
    places = [trips[0].row.origin, *(trip.row.destination for trip in trips)]
    found = [stop(book, place, rows[n], rows[n + 1]) for n, place in enumerate(places)]
    assert None not in found
    return tuple(one for one in found if one is not None)
