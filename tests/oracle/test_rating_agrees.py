"""Rating and the timetable against an implementation that was written from the contract alone."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from tariffs.book import LegKey, Portfolio, Shipment, TariffBook
from tariffs.problems import UnratedError
from tariffs.rating import Rated, Rater
from tariffs.timetable import Departure, Timetable
from tests.oracle.drawing import WORLDS, World, itinerary_of, key_of, random_loads, read
from tests.oracle.rating import Bill, Boxes, NotCarried, bill, left_behind
from tests.oracle.runs import Way, ways
from tests.oracle.shaken import shaken

SHAKEN = range(26)

#: No more itineraries of a shipment than this are rated.
MOST = 20


@pytest.fixture(
    params=[*WORLDS, *SHAKEN], ids=lambda p: p.stem if isinstance(p, Path) else f"shaken {p}", scope="module"
)
def world(request: pytest.FixtureRequest) -> World:
    """Each world as it is, and worlds shaken at random."""
    if isinstance(request.param, Path):
        return read(request.param)
    return shaken(*read(WORLDS[request.param % len(WORLDS)]), random.Random(request.param))


def walked(timetable: Timetable, shipment: Shipment) -> Iterator[tuple[tuple[LegKey, date], ...]]:
    """Every chain of departures that the timetable lets a shipment take, its filters aside."""
    span = range((shipment.last_day - shipment.ready).days + 1)
    days = [shipment.ready + timedelta(days=n) for n in span]
    running = [d for key in timetable.legs for day in days if (d := timetable.departure(key, day)) is not None]
    chains: list[tuple[Departure, ...]] = [()]
    while chains:
        chain = chains.pop()
        here = chain[-1].leg.key.destination if chain else shipment.origin
        if here == shipment.destination:
            itinerary = timetable.itinerary(chain)
            if itinerary is not None and itinerary.delivered <= shipment.last_day:
                yield itinerary.key
            continue
        since = chain[-1].arrives if chain else shipment.ready
        visited = {shipment.origin, *(departure.leg.key.destination for departure in chain)}
        for departure in running:
            key = departure.leg.key
            if departure.departs < since or key.origin != here or key.destination in visited:
                continue
            handling = timetable.handling(here, chain[-1].leg.key if chain else None, key)
            if handling is not None and timetable.ready_for(departure, handling, since):
                chains.append((*chain, departure))


def assert_same(rated: Rated, expected: Bill) -> None:
    """Every component of every load is the same fraction."""
    found: dict[tuple[str, int | None], Fraction] = defaultdict(Fraction)
    for charge in rated.charges:
        found[charge.item.component.value, charge.load] += charge.item.amount
    assert {key: amount for key, amount in found.items() if amount} == expected.nonzero()
    assert abs(Fraction(rated.recoverable_tax) - expected.recoverable_tax) <= Fraction(1, 200)


def some_ways(book: TariffBook, portfolio: Portfolio) -> Iterator[tuple[Shipment, Way]]:
    """Some itineraries of every shipment, the same in every run."""
    for shipment in portfolio.shipments.values():
        found = ways(book, shipment)
        yield from ((shipment, way) for way in random.Random(1).sample(found, min(MOST, len(found))))


def test_every_way_of_the_contract_is_an_itinerary_of_the_same_days(world: World) -> None:
    """What the contract's rules let run, the timetable runs, and arrives, crosses and delivers on the same days."""
    book, portfolio = world
    timetable = Timetable(book)
    for _, way in some_ways(book, portfolio):
        itinerary = itinerary_of(timetable, way)
        assert itinerary.delivered == way.delivered
        for departure, trip in zip(itinerary.departures, way.trips, strict=True):
            assert departure.arrives == trip.arrives
            assert [(p.border, p.crossed) for p in departure.passages] == list(trip.crossings)
            assert departure.tariffs == trip.rows
        for handling, stop in zip(itinerary.handlings, way.stops, strict=True):
            assert handling.transfer == stop.transfer


def test_the_timetable_lets_nothing_run_that_the_contract_does_not(world: World) -> None:
    """Every chain of departures that connects in the timetable is a way of the contract, and there is no other."""
    book, portfolio = world
    timetable = Timetable(book)
    wishes = ("modes", "services", "carriers", "avoid")
    for shipment in portfolio.shipments.values():
        plain = Shipment(**{name: getattr(shipment, name) for name in shipment.__slots__ if name not in wishes})
        assert sorted(walked(timetable, plain)) == sorted(key_of(way) for way in ways(book, plain))


def test_rating_is_the_contract_to_the_last_fraction(world: World) -> None:
    """Every component of every load is the same fraction, and what one does not carry the other does not either."""
    book, portfolio = world
    timetable, rater, draw = Timetable(book), Rater(book), random.Random(2)
    for shipment, way in some_ways(book, portfolio):
        itinerary = itinerary_of(timetable, way)
        for _ in range(3):
            loads = random_loads(book, shipment, draw)
            boxes = [Boxes(load.container, load.containers, Fraction(load.tonnes)) for load in loads]
            try:
                expected = bill(book, shipment, way, boxes)
            except NotCarried:
                with pytest.raises(UnratedError):
                    rater.booking(shipment, itinerary, loads)
            else:
                assert_same(rater.booking(shipment, itinerary, loads), expected)


def test_what_a_tonne_left_behind_costs_is_the_contract_to_the_last_fraction(world: World) -> None:
    """The penalty, and the duty and tax that it bears."""
    book, portfolio = world
    rater = Rater(book)
    for shipment in portfolio.shipments.values():
        assert rater.unserved_per_t(shipment) == left_behind(book, shipment)
