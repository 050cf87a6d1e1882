"""The next best route and date of each shipment, against trying every change of every booking; with either engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import RebateError
from optimizer.options import Engine, Options
from optimizer.plan import Booking, DepartureCharge, Plan
from tariffs.book import LegKey
from tariffs.problems import UnratedError
from tariffs.rating import Charge, Rater
from tariffs.timetable import Itinerary
from tests.engine.exhaustive import every_itinerary
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import Row, World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples, rounding, solved
from tests.properties.use_of_capacities import loaded, used

ENGINES = (Engine.LISTED, Engine.COLUMNS)


def changes(made: Plan, booking: Booking) -> Iterator[tuple[Itinerary, Decimal]]:
    """What the plan costs more with a booking on each itinerary that its shipment does not use."""
    rater, shipment = Rater(made.book), booking.shipment
    taken = {other.itinerary.key for other in made.bookings_of[shipment.name]}
    for itinerary in every_itinerary(made.book, shipment):
        if itinerary.key in taken:
            continue
        try:
            moved = replace(booking, itinerary=itinerary, rated=rater.booking(shipment, itinerary, booking.loads))
        except UnratedError:
            continue
        bookings = tuple(moved if other is booking else other for other in made.bookings)
        changed = replace(made, bookings=bookings, departures=tuple(run(rater, bookings)))
        if all(amount <= limit.most for limit, amount in used(changed).items()) and all(
            amount >= least for (_, least), amount in loaded(changed).items()
        ):
            yield itinerary, changed.cost - made.cost


def run(rater: Rater, bookings: tuple[Booking, ...]) -> Iterator[DepartureCharge]:
    """What the departures that carry anything cost."""
    for departure in {d.key: d for booking in bookings for d in booking.itinerary.departures}.values():
        if departure.terms.departure_cost > 0:
            yield DepartureCharge(departure, Charge.of(rater.departure_cost(departure)))


def route(itinerary: Itinerary) -> tuple[LegKey, ...]:
    return tuple(departure.leg.key for departure in itinerary.departures)


def dated(itinerary: Itinerary) -> tuple[object, ...]:
    """What a reader sees of an itinerary."""
    return route(itinerary), itinerary.departures[0].departs, itinerary.delivered


def least_extras(made: Plan) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """By shipment, the cheapest change to a route that it does not take, and to other days on the booking's own."""
    routes: dict[str, Decimal] = {}
    dates: dict[str, Decimal] = {}
    for booking in made.bookings:
        name = booking.shipment.name
        taken = {route(other.itinerary) for other in made.bookings_of[name]}
        days = {dated(other.itinerary) for other in made.bookings_of[name]}
        for itinerary, extra in changes(made, booking):
            if route(itinerary) not in taken:
                routes[name] = min(extra, routes.get(name, extra))
            if route(itinerary) == route(booking.itinerary) and dated(itinerary) not in days:
                dates[name] = min(extra, dates.get(name, extra))
    return routes, dates


def extras(made: Plan) -> dict[str, Decimal]:
    return {name: alternative.extra for name, alternative in made.alternatives.items()}


def told(world: World, engine: Engine) -> dict[str, Decimal]:
    return extras(solved(world, Options(gap=Decimal(0), engine=engine)))


@pytest.mark.parametrize("engine", ENGINES)
@examples(40)
@given(st.one_of(worlds(most_legs=6, most_shipments=2, most_days=7), worlds(most_places=3, most_days=9)))
def test_the_next_best_is_the_cheapest_change_of_one_booking(engine: Engine, world: World) -> None:
    """Each shipment that has one is told of it, and what it costs more."""
    try:
        made = solved(world, Options(gap=Decimal(0), engine=engine))
    except RebateError:  # a surcharge below zero may make a container cost less than nothing
        return
    dates = {name: alternative.extra for name, alternative in made.next_dates.items()}
    for found, least in zip((extras(made), dates), least_extras(made), strict=True):
        assert found.keys() == least.keys()
        assert all(abs(found[name] - extra) <= rounding(made) for name, extra in least.items())
        assert all(extra >= 0 for extra in found.values())


def from_zahedan_to_aktau(*tariffs: Row, **sheets: list[Row]) -> World:
    """Rice of 10 t, one box, if no other cargo is said."""
    return rice(*tariffs, boxes=0, **{"Cargo": [cargo("S1", 10)], **sheets})


@pytest.mark.parametrize("engine", ENGINES)
def test_a_shipment_has_a_next_best_where_the_ways_to_charge_duty_change_with_the_day(engine: Engine) -> None:
    """Till the 5th duty is the greater of one by value and one by weight, then by value alone."""
    duty: Row = {"territory": "KZ", "commodity": "rice", "duty_pct": 10}
    world = from_zahedan_to_aktau(
        leg("rail", "2025-03-03", TEU=100),
        leg("road", "2025-03-04", TEU=400),
        Duties=[
            {**duty, "specific_per_t": 2, "valid_to": "2025-03-05"},
            {**duty, "valid_from": "2025-03-06"},
        ],
        Cargo=[cargo("S1", 10, value=100)],
    )
    assert told(world, engine) == {"S1": 330}  # of which 30 is duty, on carriage dearer by 300


def by_way_of_mary(room: int) -> World:
    """A full box; two trains that cross one border each, where so many pass in a week; the 10th is a Monday."""
    ways = [leg("rail", "daily", TEU=300), leg("rail", "daily", TEU=200)]
    ways[0]["destination"] = ways[1]["origin"] = "Mary"
    world = from_zahedan_to_aktau(
        *({**way, "borders": "B"} for way in ways),
        leg("road", "daily", TEU=5000),
        Borders=[{"border": "B", "capacity": room, "capacity_unit": "containers", "capacity_per": "week"}],
        Cargo=[cargo("S1", 22)],
    )
    world["Locations"].append({"location": "Mary", "country": "TM"})
    return world


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("room", [1, 2])
def test_an_itinerary_may_cross_one_border_twice_as_far_as_there_is_room(engine: Engine, room: int) -> None:
    """With room for one box a week the second crossing is on the 10th, and the first on any day before."""
    made = solved(by_way_of_mary(room), Options(gap=Decimal("0.9"), engine=engine))
    _, dates = least_extras(made)
    assert {name: alternative.extra for name, alternative in made.next_dates.items()} == dates == {"S1": 0}
    [other] = [alternative.itinerary for alternative in made.next_dates.values()]
    assert [departure.leg.key.mode for departure in other.departures] == ["rail", "rail"]
    assert room > 1 or other.departures[1].arrives.isoformat() == "2025-03-10"


@pytest.mark.parametrize("engine", ENGINES)
def test_a_departure_below_its_minimum_load_does_not_hide_a_later_one_that_runs(engine: Engine) -> None:
    """Twenty boxes fill the train of the 6th; the box that takes the cheaper ship on the 4th could go with them."""
    world = from_zahedan_to_aktau(
        leg("rail", "daily", TEU=300, min_load=10),
        leg("sea", "2025-03-04", TEU=100),
        Cargo=[cargo("S1", 10), cargo("S2", 440, ready="2025-03-06", due="2025-03-07", modes="rail")],
    )
    assert told(world, engine)["S1"] == 200


@pytest.mark.parametrize("engine", ENGINES)
def test_a_train_that_the_booking_would_fill_by_itself_may_be_the_next_best(engine: Engine) -> None:
    world = from_zahedan_to_aktau(
        leg("rail", "2025-03-04", TEU=300, min_load=1),
        leg("sea", "2025-03-04", TEU=100),
        leg("road", "2025-03-04", TEU=900),
    )
    assert told(world, engine) == {"S1": 200}


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_departure_no_longer_costs_counts_for_every_change_that_leaves_it(engine: Engine) -> None:
    """The block train costs 300 beside its 100; a later one 400 in all, the road 390 and nothing beside."""
    world = from_zahedan_to_aktau(
        leg("rail", "2025-03-04", TEU=100, departure_cost=300),
        leg("sea", "2025-03-05", TEU=130, departure_cost=290),
        leg("road", "2025-03-04", TEU=410),
    )
    assert told(world, engine) == {"S1": 10}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_dearer_carrier_whose_departure_costs_nothing_comes_before_cheaper_ones_that_cost_to_run(
    engine: Engine,
) -> None:
    world = from_zahedan_to_aktau(
        leg("sea", "2025-03-04", TEU=90),
        *(leg("rail", "2025-03-04", TEU=100 + n, carrier=f"C{n}", departure_cost=300) for n in range(3)),
        leg("rail", "2025-03-04", TEU=150, carrier="D"),
    )
    assert told(world, engine) == {"S1": 60}
