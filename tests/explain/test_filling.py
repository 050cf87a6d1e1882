"""Nothing stays behind that fits, for less than its penalty, into the containers booked for its shipment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from optimizer.assembly import left_behind, rated_bookings
from optimizer.betterment import bettered
from optimizer.column_generation.engine import ColumnGeneration
from optimizer.errors import RebateError
from optimizer.executors import Threads
from optimizer.explain.guide import ListingGuide
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.plan import Booking, Plan
from optimizer.progress import silent
from optimizer.stopping import Stop
from tariffs.book import TariffBook
from tariffs.problems import UnratedError
from tariffs.rating import Load, Rater
from tests.engine.exhaustive import every_itinerary
from tests.engine.rice import cargo, leg, rice
from tests.explain.by_force import KILOGRAM, most
from tests.explain.test_betterment import ENGINES, in_network, sound
from tests.properties.drawing import Row, World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples, rounding, solved

BOXES: dict[str, Row] = {
    "20GP": {"container": "20GP", "teu": 1, "max_gross_t": 30.48, "tare_t": 2.3, "volume_m3": 33.2},
    "40GP": {"container": "40GP", "teu": 2, "max_gross_t": 30.48, "tare_t": 3.75, "volume_m3": 67.7},
    "40HC": {"container": "40HC", "teu": 2, "max_gross_t": 30.48, "tare_t": 3.94, "volume_m3": 76.3},
}

#: Parts of the room of a load that are tried beside the points at which a charge may turn.
PARTS = 5


def left_t(made: Plan, name: str) -> Decimal:
    """Tonnes of a shipment that no booking has."""
    shipment = made.portfolio.shipments[name]
    return shipment.weight_t - sum((b.tonnes for b in made.bookings_of.get(name, [])), Decimal(0))


def amounts(book: TariffBook, booking: Booking, load: Load, left: Decimal) -> set[Decimal]:
    """Tonnes more in a load: all that has room, parts of that, and up to where a row or a surcharge begins or ends."""
    box, count = load.container, load.containers
    room = min(most(booking.shipment, box) * count - load.tonnes, left)
    ends = {row.max_gross_t - box.tare_t for leg in book.legs for row in leg.tariffs if row.max_gross_t is not None}
    ends |= {row.max_payload_t for leg in book.legs for row in leg.tariffs if row.max_payload_t is not None}
    ends |= {row.minimum_t for leg in book.legs for row in leg.tariffs}
    ends |= {row.above_gross_t - box.tare_t for row in book.surcharges if row.above_gross_t is not None}
    points = {end * count - load.tonnes for end in ends} | {room * n / PARTS for n in range(PARTS + 1)} | {KILOGRAM}
    rounded = {point // KILOGRAM * KILOGRAM for point in points}
    return {more for point in rounded for more in (point, point + KILOGRAM) if 0 <= more <= room}


def fuller(made: Plan) -> Iterator[Plan]:
    """The plans in which a booking has more of its shipment in the containers that it has, sound or not."""
    rater = Rater(made.book)
    for booking in made.bookings:
        shipment = booking.shipment
        left = left_t(made, shipment.name)
        for more in product(*(amounts(made.book, booking, load, left) for load in booking.loads)):
            if not 0 < sum(more) <= left:
                continue
            loads = tuple(replace(a, tonnes=a.tonnes + b) for a, b in zip(booking.loads, more, strict=True))
            try:
                rated = rater.booking(shipment, booking.itinerary, loads)
            except UnratedError:
                continue
            full = replace(booking, loads=loads, rated=rated)
            yield with_bookings(made, tuple(full if other is booking else other for other in made.bookings))


def with_bookings(made: Plan, bookings: tuple[Booking, ...]) -> Plan:
    """A plan with other bookings, and what these leave behind."""
    other = replace(made, bookings=bookings)
    shipments, rater = made.portfolio.shipments.values(), Rater(made.book)
    left = [(shipment, int(left_t(other, shipment.name) * 1000)) for shipment in shipments]
    return replace(other, unserved=tuple(left_behind(rater, shipment, kg, "") for shipment, kg in left if kg))


def unpriced_t(made: Plan) -> Decimal:
    """What stays behind for want of a penalty, which comes before any cost."""
    return sum((one.tonnes for one in made.unserved if one.shipment.penalty_per_t is None), Decimal(0))


def assert_none_saves(made: Plan) -> None:
    """No fuller booking saves anything, or has room."""
    for other in fuller(made):
        event("some are tried")
        assert not sound(other) or (
            unpriced_t(other) == unpriced_t(made) and other.cost >= made.cost - rounding(made, other)
        )


@st.composite
def bulky(draw: st.DrawFn) -> World:
    """One lane and boxes that the volume fills, to fractions of a kilogram; a tonne costs more in some than in others.

    Above a minimum weight or a limit it may cost more than to stay behind.
    """
    names = draw(st.lists(st.sampled_from(["20GP", "40GP", "40HC"]), min_size=1, unique=True))
    prices = {name: draw(st.sampled_from((900, 1500, 2500))) * 10 for name in names}
    terms: Row = draw(st.sampled_from(({}, {"capacity": 41.5, "capacity_unit": "tonnes"})))
    tariffs = [leg("rail", "2025-03-04", **prices, **terms)]
    if draw(st.booleans()):
        tonne: Row = {"rate": draw(st.sampled_from((700, 900))), "basis": "tonne", "minimum_t": 7.3}
        tariffs.append(leg("road", "daily", **tonne, capacity=3, capacity_unit="containers"))
    extra: list[Row] = [
        {"surcharge": f"tonnes {name}", "basis": "tonne", "container": name, "amount": draw(st.sampled_from((5, 12)))}
        for name in draw(st.lists(st.sampled_from(names), unique=True))
    ]
    if draw(st.booleans()):
        fee: Row = draw(st.sampled_from(({}, {"above_gross_t": 12})))
        extra.append({"surcharge": "papers", "basis": "booking", "amount": 250, **fee})
    shipments = [cargo(f"S{n}", draw(st.sampled_from((84, 63.5, 40, 26.001)))) for n in range(draw(st.integers(1, 2)))]
    world = rice(*tariffs, boxes=0, Surcharges=extra, Cargo=shipments)
    world["Containers"] = [BOXES[name] for name in names]
    penalty, lot = draw(st.sampled_from((800, 4000, 9000))), draw(st.sampled_from((0, 5)))
    world["Settings"] = [
        {"setting": "unserved_penalty_per_t", "value": penalty},
        {"setting": "min_lot_t", "value": lot},
    ]
    world["Commodities"] = [{"commodity": "rice", "stowage_m3_per_t": draw(st.sampled_from((3.1, 4.5, 2.7)))}]
    return {sheet: rows for sheet, rows in world.items() if rows}


@pytest.mark.parametrize("engine", ENGINES)
@examples(30)
@given(bulky())
def test_a_plan_leaves_nothing_behind_that_fits_into_its_containers(engine: Engine, world: World) -> None:
    """Even one that was to be no nearer to the least than nine tenths of it."""
    try:
        assert_none_saves(solved(world, Options(gap=Decimal("0.9"), engine=engine)))
    except RebateError:  # a surcharge below zero may make a container cost less than nothing
        assume(False)


def in_parts(world: World) -> World:
    """The world in which every shipment may be split."""
    return {**world, "Cargo": [{column: row[column] for column in row if column != "split"} for row in world["Cargo"]]}


# Where a lot or a train would be too small nothing can be taken out: those are passed over.
@settings(examples(15), suppress_health_check=[HealthCheck.filter_too_much])
@given(worlds(most_places=3, most_legs=5, most_shipments=2, most_days=6).map(in_parts), st.data())
def test_what_was_taken_out_of_containers_goes_back_as_far_as_that_saves_anything(
    world: World, data: st.DataObject
) -> None:
    made = solved(world)
    network = Network(made.book, made.portfolio)
    emptier = []
    for booking in made.bookings:
        loads = tuple(
            replace(load, tonnes=data.draw(st.decimals(KILOGRAM * load.containers, load.tonnes, places=3)))
            for load in booking.loads
        )
        try:
            rated = network.rater.booking(booking.shipment, booking.itinerary, loads)
        except UnratedError:
            assume(False)
            raise
        emptier.append(in_network(network, replace(booking, loads=loads, rated=rated)))
    before = with_bookings(made, tuple(emptier))
    assume(sound(before) and len(before.unserved) > len(made.unserved))
    better = bettered(network, emptier, lambda _loads: ListingGuide(Lister(network)))
    after = with_bookings(made, rated_bookings(network.rater, better.loads))
    assert sound(after)
    event("less is left" if len(after.unserved) < len(before.unserved) else "as much is left")
    assert_none_saves(after)


def towels(**more: str) -> World:
    """84 t in three boxes and a smaller one which the volume of 10.7097 t fills, and which is cheaper to fill."""
    world = rice(
        leg("rail", "daily", **{"20GP": 15000, "40HC": 25000}), boxes=0, Cargo=[cargo("S0", 84, **more)],
        Surcharges=[{"surcharge": "heavy", "basis": "tonne", "container": "40HC", "amount": 10}],
    )  # fmt: skip
    boxes = [BOXES["20GP"], BOXES["40HC"]]
    settings: list[Row] = [{"setting": "unserved_penalty_per_t", "value": 8000}]
    goods: list[Row] = [{"commodity": "rice", "stowage_m3_per_t": 3.1}]
    return {**world, "Containers": boxes, "Settings": settings, "Commodities": goods}


@pytest.mark.parametrize("fee", [0, 100])
@pytest.mark.parametrize("split", ["yes", "no"])
def test_load_plans_of_column_generation_lose_no_kilogram(split: str, fee: int) -> None:
    """Before any single move, which plans made of load plans alone know nothing of; with a fee of the booking, too."""
    world = towels(split=split)
    world["Surcharges"].append({"surcharge": "papers", "basis": "booking", "amount": fee})
    book, portfolio = book_and_portfolio(world)
    with Threads(1) as executor:
        lister = Lister(Network(book, portfolio))
        found = ColumnGeneration(lister, portfolio, Options(gap=Decimal("0.01")), silent, Stop(), executor).run()
    assert sum(load.kilograms for load in found.loads) == 84_000


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("split", ["yes", "no"])
def test_the_kilogram_that_rounding_loads_down_loses_goes_where_there_is_room(engine: Engine, split: str) -> None:
    """At any gap: 10.709 t in the small box and 73.290 t in the others would leave one behind, for 8 USD."""
    made = solved(towels(split=split), Options(engine=engine, gap=Decimal("0.01")))
    assert not made.unserved
    assert made.cost == 3 * 25000 + 15000 + Decimal("732.91")


def filled(world: World, *loads: tuple[str, str]) -> list[Decimal]:
    """The tonnes of S0's booking on the first day, bettered; of its loads, one container and t in each."""
    book, portfolio = book_and_portfolio(world)
    network = Network(book, portfolio)
    shipment = portfolio.shipments["S0"]
    itinerary = next(iter(every_itinerary(book, shipment)))
    packed = tuple(Load(book.containers[box], 1, Decimal(tonnes)) for box, tonnes in loads)
    booking = Booking("B1", shipment, itinerary, packed, network.rater.booking(shipment, itinerary, packed))
    found = bettered(network, [in_network(network, booking)], lambda _loads: ListingGuide(Lister(network)))
    return [one.tonnes for one in found.all]


def test_a_full_departure_in_tonnes_takes_no_more_though_the_box_would() -> None:
    """Of 20 t 12 are booked; the train takes 15 t, and a box 22 t."""
    one_train = leg("rail", "2025-03-04", TEU=100, capacity=15, capacity_unit="tonnes")
    assert filled(rice(one_train, boxes=1), ("TEU", "12")) == [15]


def test_a_dearer_band_is_entered_only_if_that_saves_anything() -> None:
    """Up to 12 t a box costs 100, then 1,000: the 8 t that stay behind cost less than that, or more."""
    legs = [leg("rail", "2025-03-04", TEU=100, max_gross_t=14), leg("rail", "2025-03-04", TEU=1000, max_gross_t=24)]
    for penalty, carried in ((100, 12), (120, 20)):
        world = rice(*legs, boxes=1)
        world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": penalty}]
        assert filled(world, ("TEU", "10")) == [carried]


def test_two_loads_that_owe_a_fee_together_are_filled_together() -> None:
    """More than 10 t in a box costs the booking 500, once: the 5 t of one are not worth that, those of both are."""
    world = rice(leg("rail", "2025-03-04", TEU=100, FEU=100), boxes=1, tonnes=30)
    world["Containers"] = [
        {"container": "TEU", "teu": 1, "max_gross_t": 17, "tare_t": 2, "volume_m3": 33},
        {"container": "FEU", "teu": 2, "max_gross_t": 17, "tare_t": 2, "volume_m3": 66},
    ]
    world["Surcharges"] = [{"surcharge": "heavy", "basis": "booking", "amount": 500, "above_gross_t": 12}]
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 60}]
    assert filled(world, ("TEU", "10")) == [10]
    assert filled(world, ("TEU", "10"), ("FEU", "10")) == [30]


def test_a_load_is_filled_up_to_where_duty_by_weight_becomes_the_greater() -> None:
    """Duty by value is half of 1,000 and 100 q, by weight 75 q or 100 q: they are equal at 20 t, or at 10 t."""
    world = rice(leg("rail", "2025-03-04", TEU=1000), boxes=0, Cargo=[cargo("S0", 20, value=2000)])
    world["Duties"] = [{"territory": "KZ", "valuation": "cif", "duty_pct": 50, "specific_per_t": 75}]
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 60}]
    assert filled(world, ("TEU", "5")) == [20]
    world["Duties"][0]["specific_per_t"] = 100
    assert filled(world, ("TEU", "5")) == [10]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_comes_first_fills_containers_at_any_cost(engine: Engine) -> None:
    """Without a penalty a tonne more in a box is worth more than any rate by the tonne."""
    world = rice(leg("rail", "2025-03-04", rate=10**6, basis="tonne"), boxes=1)
    del world["Settings"]
    assert not solved(world, Options(engine=engine)).unserved
    assert filled(world, ("TEU", "1")) == [20]
