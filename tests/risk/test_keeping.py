"""Plans that keep an on-time probability: the cheapest there are, by either engine, and what they are said to cost."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from random import Random
from statistics import NormalDist

import numpy as np
import pytest

import optimizer
from optimizer.auditor import PlanRecord, audit
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.plan import Booking
from optimizer.planning import plan
from optimizer.risk.draws import Draws
from optimizer.risk.journey import Journey
from optimizer.risk.judge import Judge
from optimizer.risk.room import Boarding, Room
from optimizer.risk.simulation import DRAWS, SEED, on_time_shares
from tariffs.book import Portfolio
from tariffs.rating import Load
from tests.api.test_surface import TINY
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.oracle.runs import ways
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.numbered import world as numbered
from tests.risk.test_second_simulation import busy, spread_out
from tests.risk.worlds import by_way_of_mary, due, rail, read

ENGINES = ["listed", "columns"]
PENALTY = 3000


def asking(world: World, probability: float, **more: Cell) -> World:
    """The world in which every booking is to be on time with a probability."""
    settings = [{"setting": "on_time_probability", "value": probability}]
    settings += [{"setting": name, "value": value} for name, value in more.items()]
    return {**world, "Settings": [*world["Settings"], *settings]}


def lane() -> World:
    """Trains by way of Mary, whose days spread, and lorries that are sure and dear."""
    first = leg("rail", "daily", TEU=100, transit_days=2, transit_days_p95=5, capacity=2)
    second = leg("rail", "Tue,Thu,Sat", TEU=60, transit_days=3, transit_days_p95=5)
    made = by_way_of_mary(first, second)
    storage = [{"location": "Mary", "rate_per_day": 7}]
    lorry = leg("road", "daily", TEU=700, transit_days=4, transit_days_p95=6)
    return {**made, "Tariffs": [*made["Tariffs"], lorry], "Storage": storage}


def rivals() -> World:
    """To Mary by a cheap train whose days spread, or by a sure one as quick; then on, or by a lorry all the way."""
    made = by_way_of_mary(rail(carrier="C1", transit_days=2, transit_days_p95=6), leg("rail", "daily", TEU=60))
    sure = rail(carrier="C2", TEU=150, transit_days=2, transit_days_p95=None) | {"destination": "Mary"}
    return {**made, "Tariffs": [*made["Tariffs"], sure, leg("road", "daily", TEU=700, transit_days=3)]}


def dear_days() -> World:
    """A train to Mary that is late now and then; on from there by a border shut for days, where waiting costs."""
    first = rail(transit_days=2, transit_days_p95=4)
    made = by_way_of_mary(first, leg("rail", "daily", TEU=60, transit_days=1))
    storage = [{"location": "Mary", "rate_per_day": 15}]
    taken = {"border": "Taftan", "closed_weekdays": "Thu,Fri,Sat"}
    made["Tariffs"][1] |= {"borders": "Taftan@0"}
    return {**made, "Storage": storage, "Borders": [taken]}


WORLDS = {"lane": lane, "rivals": rivals, "dear_days": dear_days}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("probability", [0.5, 0.8, 0.9, 0.97, 0.999])
@pytest.mark.parametrize(
    ("name", "last"),
    [*(("lane", f"2025-03-{day}") for day in (12, 15, 19)), ("rivals", "2025-03-06"), ("dear_days", "2025-03-11")],
)
def test_it_is_the_cheapest_of_all_itineraries_that_keep_it(
    engine: str, probability: float, name: str, last: str
) -> None:
    """Of one container alone, every itinerary by force: what it costs, and how often it is on time."""
    world = asking(due(WORLDS[name](), last), probability)
    book, portfolio = book_and_portfolio(world)
    (shipment,) = portfolio.shipments.values()
    network = Lister(Network(book, portfolio)).network
    judge, load = (
        Judge(network, Draws(DRAWS, SEED), Draws(500, SEED)),
        Load(book.containers["TEU"], 1, shipment.weight_t),
    )
    costs = [Decimal(PENALTY) * shipment.weight_t]
    for way in ways(book, shipment):
        days = [(trip.row.leg_key, trip.departs) for trip in way.trips]
        departures = [network.timetable.departure(key, day) for key, day in days]
        itinerary = network.timetable.itinerary(tuple(d for d in departures if d is not None))
        assert itinerary is not None
        rated = network.rater.booking(shipment, itinerary, (load,))
        booking = Booking("B", shipment, itinerary, (load,), rated)
        if judge.with_room(booking) >= probability:
            costs.append(rated.total)
    made = plan(book, portfolio, Options(engine=Engine(engine), gap=Decimal(0)))
    assert made.cost == min(costs)
    assert made.bound <= made.cost
    assert made.on_time is not None
    assert all(share >= probability for share in made.on_time.shares.values())


def crowded(last: str) -> World:
    """Nine shipments in little room, with days that spread and little time."""
    world = due(busy(), last)
    tariffs = [{**row, "transit_days_p95": 2 * float(str(row["transit_days"]))} for row in world["Tariffs"]]
    return {**world, "Tariffs": tariffs, "Cargo": [{**row, "due": last} for row in world["Cargo"]]}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_booking_of_a_crowded_plan_keeps_it_in_the_room_that_is_left(engine: str) -> None:
    """As ``Plan.risk`` says of it, with all capacities held."""
    world = asking(crowded("2025-03-24"), 0.9)
    made = read(world).plan(engine=engine)
    found = made.risk().bookings
    assert len(found) > 4
    assert (found["on_time"] >= 0.9).all() and (found["required"] == 0.9).all()
    plain = read({**world, "Settings": world["Settings"][:-1]}).plan(engine=engine)
    assert (plain.risk().bookings["on_time"] < 0.9).any()
    assert made.details.on_time is not None
    assert made.details.on_time.plain_cost == plain.cost < made.cost
    assert made.bound >= plain.bound - 1


@pytest.mark.parametrize("number", range(8))
def test_no_plan_is_on_time_more_often_than_is_certain(number: int) -> None:
    """Bookings of drawn plans in whatever room: at most so often as their itinerary ever can be."""
    chance = Random(number)
    book, portfolio = book_and_portfolio(busy() if number < 3 else numbered(number, penalty=True))
    book = spread_out(book, chance)
    made = plan(book, portfolio, Options(gap=Decimal("0.01")))
    network, draws = Network(book, portfolio), Draws(500, number)
    judge = Judge(network, draws, Draws(100, number))
    for booking in made.bookings:
        deadline = booking.itinerary.delivered
        tight = replace(booking, shipment=replace(booking.shipment, due=deadline))
        for others in (made.bookings, (booking,), ()):
            boarding = Boarding(network, tight, Room(network, others))
            delivered = Journey(network, tight, draws, boarding).outcome().delivered
            assert float(np.mean(delivered <= deadline.toordinal())) <= judge.at_most(tight)
        assert judge.with_room(tight) <= judge.at_most(tight)


def test_cargo_that_cannot_keep_it_stays_behind_and_is_said_to() -> None:
    """The train is on time in three of four cases, and nothing else goes."""
    made = read(asking(due(rice(rail(), boxes=1), "2025-03-10"), 0.95)).plan()
    assert made.bookings.empty
    assert made.unserved["reason"][0].startswith("1 itinerary is on time with less than 95 %, the likeliest 8")


def test_a_shipment_may_ask_for_its_own() -> None:
    """The one that asks goes by lorry, the other by train."""
    world = due(rice(rail(), leg("road", "daily", TEU=500), boxes=1), "2025-03-10")
    patient = cargo("S1", 20, due="2025-03-10")
    world["Cargo"] = [{**world["Cargo"][0], "on_time_probability": 0.95}, patient]
    made = read(world).plan()
    assert made.bookings.set_index("shipment")["route"].to_dict() == {
        "S0": "Zahedan –road→ Aktau",
        "S1": "Zahedan –rail→ Aktau",
    }


def test_it_says_what_keeping_it_costs() -> None:
    """Against the plan that nobody asked to be on time: 400 more."""
    made = read(asking(due(rice(rail(), leg("road", "daily", TEU=500), boxes=1), "2025-03-10"), 0.95)).plan()
    assert "400.00 USD more" in repr(made)
    assert "asked for" in repr(made.explain("S0"))


@pytest.mark.parametrize("time_limit", [0.1, 2])
def test_a_time_limit_leaves_no_booking_that_fails(time_limit: float) -> None:
    """What there was no time to plan anew stays behind."""
    world = asking(due(lane(), "2025-03-13"), 0.9)
    world["Cargo"] = [cargo(f"S{n}", 20, due="2025-03-13") for n in range(6)]
    made = read(world).plan(time_limit=time_limit)
    assert (made.risk().bookings["on_time"] >= 0.9).all()


@pytest.mark.parametrize("value", [1.5, -0.1])
def test_a_probability_lies_between_0_and_1(value: float) -> None:
    with pytest.raises(optimizer.InputError, match="it must be 0 or more and 1 or less"):
        optimizer.read(TINY).with_change("Cargo", "", on_time_probability=value)


def test_the_auditor_finds_a_booking_that_is_late_too_often() -> None:
    """The plain plan, held to a world that asks for more; and what is within chance is let pass."""
    plain = due(rice(rail(), leg("road", "daily", TEU=500), boxes=1), "2025-03-10")
    record = PlanRecord.of(read(plain).plan().details)
    kept = PlanRecord.of(read(asking(plain, 0.95)).plan().details)
    often = NormalDist().cdf(math.log(7 / 5) * 1.645 / math.log(8 / 5))
    for probability, found in ((0.95, True), (often + 0.08, True), (often + 0.01, False), (often, False)):
        given = read(asking(plain, round(probability, 4))).given
        differences = audit(record, given.book, given.portfolio)
        assert [one.what for one in differences] == (["on time by 2025-03-10"] if found else [])
        assert audit(kept, given.book, given.portfolio) == []


@pytest.mark.parametrize("last", ["2025-03-20", "2025-03-21", "2025-03-23"])
def test_the_auditors_draws_agree(last: str) -> None:
    """Of each booking of a crowded plan: it would find one that is late more often than was simulated."""
    book, portfolio = book_and_portfolio(crowded(last))
    made = plan(book, portfolio, Options(gap=Decimal("0.01")))
    shares = list(on_time_shares(Network(book, portfolio), made.bookings, made.bookings))
    assert sum(0.1 < share < 0.85 for share in shares) > 1
    for off in (0.0, 0.12):
        shipments = dict(portfolio.shipments)
        for booking, share in zip(made.bookings, shares, strict=True):
            asked = Decimal(str(round(min(share + off, 1.0), 4)))
            shipments[booking.shipment.name] = replace(booking.shipment, on_time_probability=asked)
        differences = audit(PlanRecord.of(made), book, Portfolio(shipments))
        late = {booking.name for booking, share in zip(made.bookings, shares, strict=True) if share + off < 1}
        assert {one.where for one in differences} >= late if off else differences == []
