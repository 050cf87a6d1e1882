"""No single move betters a plan: every booking, load and container is tried on every itinerary; with either engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optimizer.assembly import rated_bookings
from optimizer.betterment import bettered
from optimizer.errors import OutOfTimeError, RebateError
from optimizer.explain.guide import ListingGuide
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.plan import Booking, Plan
from optimizer.solution import BookedLoad
from tariffs.problems import UnratedError
from tariffs.rating import Load, Rater
from tariffs.rating.lines import most_in
from tariffs.timetable import Itinerary, Timetable
from tests.engine.exhaustive import every_itinerary
from tests.engine.rice import cargo, leg, rice
from tests.explain.test_alternatives import run
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples, rounding, solved
from tests.properties.use_of_capacities import loaded, used

ENGINES = (Engine.LISTED, Engine.COLUMNS)


def parts(booking: Booking) -> Iterator[tuple[tuple[Load, ...], tuple[Load, ...]]]:
    """What of a booking may move, and what stays."""
    yield booking.loads, ()
    for n, load in enumerate(booking.loads) if booking.shipment.split else ():
        others = booking.loads[:n] + booking.loads[n + 1 :]
        if others:
            yield (load,), others
        if load.containers > 1:
            one = round(load.tonnes / load.containers - Decimal("0.0005"), 3)
            rest = Load(load.container, load.containers - 1, load.tonnes - one)
            yield (Load(load.container, 1, one),), (*others, rest)


def single_moves(made: Plan) -> Iterator[Plan]:
    """The plans that one move makes of a plan, sound or not; what cannot be rated left out."""
    rater = Rater(made.book)
    for booking in made.bookings:
        for moving, rest in parts(booking):
            for itinerary in every_itinerary(made.book, booking.shipment):
                on = {other.itinerary.key: other for other in made.bookings_of[booking.shipment.name]}
                if itinerary.key == booking.itinerary.key:
                    continue
                joined = on.get(itinerary.key)
                new = [(itinerary, (*(joined.loads if joined else ()), *moving)), (booking.itinerary, rest)]
                try:
                    yield moved(made, rater, booking, joined, [pair for pair in new if pair[1]])
                except UnratedError:
                    continue


def moved(
    made: Plan, rater: Rater, booking: Booking, joined: Booking | None, new: list[tuple[Itinerary, tuple[Load, ...]]]
) -> Plan:
    shipment = booking.shipment
    kept = [other for other in made.bookings if other is not booking and other is not joined]
    for itinerary, loads in new:
        kept.append(Booking("new", shipment, itinerary, loads, rater.booking(shipment, itinerary, loads)))
    return replace(made, bookings=tuple(kept), departures=tuple(run(rater, tuple(kept))))


def sound(made: Plan) -> bool:
    return (
        all(amount <= limit.most for limit, amount in used(made).items())
        and all(amount >= least for (_, least), amount in loaded(made).items())
        and all(booking.tonnes >= booking.shipment.min_lot_t for booking in made.bookings)
        and all(
            load.tonnes <= most_in(load.container, booking.shipment) * load.containers
            for booking in made.bookings
            for load in booking.loads
        )
    )


@pytest.mark.parametrize("engine", ENGINES)
@examples(30)
@given(st.one_of(worlds(most_legs=6, most_shipments=2, most_days=7), worlds(most_places=3, most_days=8)))
def test_no_single_move_betters_a_plan(engine: Engine, world: World) -> None:
    """Even one that was to be no nearer to the least than nine tenths of it."""
    try:
        made = solved(world, Options(gap=Decimal("0.9"), engine=engine))
    except RebateError:  # a surcharge below zero may make a container cost less than nothing
        assume(False)
        raise
    for other in single_moves(made):
        assert other.cost >= made.cost - rounding(made, other) or not sound(other)


def in_network(network: Network, booking: Booking) -> Booking:
    """A booking on the departures of a network, which knows no others: two of them are one if they are the same."""
    found = (network.timetable.departure(*departure.key) for departure in booking.itinerary.departures)
    itinerary = network.timetable.itinerary(tuple(departure for departure in found if departure is not None))
    assert itinerary is not None
    return replace(booking, itinerary=itinerary)


# Of many small worlds no single move makes a dearer plan that is sound: those are passed over.
@settings(examples(20), suppress_health_check=[HealthCheck.filter_too_much])
@given(worlds(most_places=3, most_legs=5, most_shipments=2, most_days=6))
def test_a_worsened_plan_is_bettered_until_no_single_move_does(world: World) -> None:
    """It is worsened by the dearest of the single moves, which at least can be taken back."""
    made = solved(world)
    worse = max((other for other in single_moves(made) if sound(other)), key=lambda other: other.cost, default=made)
    assume(worse.cost > made.cost)
    network = Network(made.book, made.portfolio)
    worsened = [in_network(network, booking) for booking in worse.bookings]
    better = bettered(network, worsened, lambda _loads: ListingGuide(Lister(network)))
    bookings = rated_bookings(network.rater, better.loads)
    after = replace(worse, bookings=bookings, departures=tuple(run(network.rater, bookings)))
    assert sound(after)
    assert after.cost < worse.cost
    for other in single_moves(after):
        assert other.cost >= after.cost - rounding(after, other) or not sound(other)


def test_a_shipment_that_costs_no_more_than_it_must_is_left_as_it_is() -> None:
    """Told so, nothing is tried: here of a plan that a single move betters."""
    made = solved(rice(leg("rail", "daily", TEU=100), leg("road", "daily", TEU=300), boxes=1))
    [booking] = made.bookings
    network = Network(made.book, made.portfolio)
    road = next(other for other in single_moves(made) if other.cost > made.cost and sound(other))
    dear = road.bookings[0].rated.total
    assert dear > booking.rated.total

    def loads_after(least: Mapping[str, float]) -> Decimal:
        better = bettered(network, road.bookings, lambda _loads: ListingGuide(Lister(network)), least=least)
        return sum((one.rated.total for one in better.all), Decimal(0))

    assert loads_after({}) == booking.rated.total
    assert loads_after({"S0": float(dear) - 1}) == booking.rated.total
    assert loads_after({"S0": float(dear)}) == dear


def swaps(made: Plan) -> Iterator[Plan]:
    """The plans in which two bookings have exchanged what takes them from one place to another, sound or not."""
    rater, timetable = Rater(made.book), Timetable(made.book)

    def parts(booking: Booking) -> Iterator[tuple[int, int]]:
        return combinations(range(len(booking.itinerary.departures) + 1), 2)

    def changed(booking: Booking, own: tuple[int, int], other: Booking, theirs: tuple[int, int]) -> Booking | None:
        departures, shipment = booking.itinerary.departures, booking.shipment
        chain = other.itinerary.departures[slice(*theirs)]
        made_of = (*departures[: own[0]], *chain, *departures[own[1] :])
        itinerary = timetable.itinerary(made_of)
        known = {found.key for found in every_itinerary(made.book, shipment)}
        taken = {found.itinerary.key for found in made.bookings_of[shipment.name]}
        if itinerary is None or itinerary.key not in known - taken:
            return None
        loads = booking.loads
        return Booking(booking.name, shipment, itinerary, loads, rater.booking(shipment, itinerary, loads))

    for one, other in combinations(made.bookings, 2):
        for own, theirs in product(parts(one), parts(other)):
            if one.shipment.name == other.shipment.name:
                continue
            try:
                pair = changed(one, own, other, theirs), changed(other, theirs, one, own)
            except UnratedError:
                continue
            if pair[0] is None or pair[1] is None:
                continue
            kept = tuple(booking for booking in made.bookings if booking not in (one, other))
            bookings = (*kept, pair[0], pair[1])
            yield replace(made, bookings=bookings, departures=tuple(run(rater, bookings)))


@pytest.mark.parametrize("engine", ENGINES)
@examples(30)
@given(worlds(most_places=3, most_legs=4, most_shipments=4, most_days=6))
def test_no_swap_of_two_shipments_betters_a_plan(engine: Engine, world: World) -> None:
    """Even one that was to be no nearer to the least than nine tenths of it."""
    try:
        made = solved(world, Options(gap=Decimal("0.9"), engine=engine))
    except RebateError:
        assume(False)
        raise
    for other in swaps(made):
        assert other.cost >= made.cost - rounding(made, other) or not sound(other)


def by_hand(world: World, *bookings: tuple[str, str, int, str]) -> Decimal:
    """What a plan of bookings (shipment, mode, containers, t) costs less once no single move betters it."""
    book, portfolio = book_and_portfolio(world)
    network = Network(book, portfolio)
    made = []
    for name, mode, count, tonnes in bookings:
        shipment = portfolio.shipments[name]
        itinerary = next(found for found in every_itinerary(book, shipment) if found.departures[0].leg.key.mode == mode)
        loads = (Load(book.containers["TEU"], count, Decimal(tonnes)),)
        made.append(Booking(name + mode, shipment, itinerary, loads, network.rater.booking(shipment, itinerary, loads)))
    found = bettered(network, made, lambda _loads: ListingGuide(Lister(network)))
    by_itinerary: dict[tuple[str, object], list[BookedLoad]] = {}
    for load in found.loads:
        by_itinerary.setdefault((load.shipment.name, load.itinerary.key), []).append(load)
    after = sum(
        network.rater.booking(of[0].shipment, of[0].itinerary, tuple(load.load for load in of)).total
        for of in by_itinerary.values()
    )
    for load in found.loads:
        assert load.uses == network.resources_of(load.itinerary)
    return sum(booking.rated.total for booking in made) - after


def test_a_part_load_alone_by_a_dearer_way_goes_with_the_others_that_have_room() -> None:
    """Of 42 t, 21 in a box of 22 by train and 20 in another; the last tonne has no need of a lorry."""
    world = rice(
        leg("rail", "2025-03-04", TEU=100, capacity=2, capacity_unit="containers"),
        leg("road", "2025-03-04", TEU=300),
        boxes=0,
        Cargo=[cargo("S0", 42)],
    )
    assert by_hand(world, ("S0", "rail", 2, "41"), ("S0", "road", 1, "1")) == 300


def test_two_shipments_swap_places_on_a_train_with_room_for_one() -> None:
    """The lorry costs 10 a tonne: 12 t on it and 20 on the train are 80 less than the other way round."""
    world = rice(
        leg("rail", "2025-03-04", TEU=100, capacity=1, capacity_unit="containers"),
        leg("road", "2025-03-04", rate=10, basis="tonne", capacity=1, capacity_unit="containers"),
        boxes=0,
        Cargo=[cargo("S0", 12), cargo("S1", 20)],
    )
    assert by_hand(world, ("S0", "rail", 1, "12"), ("S1", "road", 1, "20")) == 80


def test_containers_that_are_not_needed_stay_at_home() -> None:
    world = rice(leg("rail", "2025-03-04", TEU=100), boxes=0, Cargo=[cargo("S0", 20)])
    assert by_hand(world, ("S0", "rail", 3, "20")) == 200


def test_a_load_moves_to_a_cheaper_departure_only_as_far_as_there_is_room() -> None:
    """Two boxes by lorry, and room for one of them on the train."""
    world = rice(
        leg("rail", "2025-03-04", TEU=100, capacity=1, capacity_unit="containers"),
        leg("road", "2025-03-04", TEU=300),
        boxes=0,
        Cargo=[cargo("S0", 40)],
    )
    assert by_hand(world, ("S0", "road", 2, "40")) == 200


def test_a_booking_does_not_leave_a_train_below_its_minimum_load() -> None:
    """Sea is cheaper by 50 for each of two boxes, but one must not leave without the other."""
    world = rice(
        leg("rail", "2025-03-04", TEU=100, min_load=2, capacity_unit="containers"),
        leg("sea", "2025-03-04", TEU=50, capacity=1, capacity_unit="containers"),
        boxes=2,
    )
    assert by_hand(world, ("S0", "rail", 1, "20"), ("S1", "rail", 1, "20")) == 0


def test_a_plan_is_left_as_far_as_it_was_bettered_when_time_is_up() -> None:
    book, portfolio = book_and_portfolio(rice(leg("rail", "2025-03-04", TEU=100), boxes=1))
    network = Network(book, portfolio)
    shipment = portfolio.shipments["S0"]
    [itinerary] = every_itinerary(book, shipment)
    loads = (Load(book.containers["TEU"], 2, Decimal(20)),)
    given_plan = [Booking("B1", shipment, itinerary, loads, network.rater.booking(shipment, itinerary, loads))]

    def over() -> None:
        raise OutOfTimeError("the time is over")

    [booking] = bettered(network, given_plan, lambda _loads: ListingGuide(Lister(network)), over).all
    assert booking.loads == loads
