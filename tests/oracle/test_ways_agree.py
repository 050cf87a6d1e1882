"""Where the shipments of drawn worlds may go, with all that they wish for, against the contract's own reckoning."""

from __future__ import annotations

from hypothesis import given, reject
from hypothesis import strategies as st

from optimizer.errors import RebateError
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tariffs.timetable import Timetable
from tests.oracle.drawing import key_of
from tests.oracle.runs import ways
from tests.oracle.test_rating_agrees import walked
from tests.properties.drawing import World, blank_or, day, several
from tests.properties.drawn_tariffs import key_of as key_of_row
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples

#: Countries without a location come first: legs touch them on their way only.
COUNTRIES = ("AF", "CN", "IR", "PK")
RUNS = ("Wed,Sun", "daily", "Mon,Tue except 2025-03-04")


@st.composite
def wishful(draw: st.DrawFn) -> World:
    """A small world whose shipments all wish for something, whose borders and legs say what they touch."""
    world = draw(worlds(penalty=True, most_legs=6, most_days=10))
    services = sorted({str(row["service"]) for row in world["Tariffs"] if "service" in row})
    carriers = sorted({str(row["carrier"]) for row in world["Tariffs"]})
    wishes = [
        st.sampled_from(COUNTRIES).map(lambda country: {"avoid": country}),
        several(carriers).map(lambda names: {"carriers": names}),
        *([several(services).map(lambda names: {"services": names})] if services else []),
    ]
    of_leg = {
        key_of_row(row): {
            "transit_countries": draw(st.sampled_from(("AF", None, "CN"))),
            "departures": draw(st.sampled_from(RUNS)),
        }
        for row in world["Tariffs"]
    }
    lie = {row["border"]: draw(blank_or("AF;PK", "CN;KZ", "PK;IR")) for row in world.get("Borders", ())}
    dates = {"date": day(draw(st.integers(0, 6))), "change": draw(st.sampled_from(("extra", "cancelled")))}
    return world | {
        "Cargo": [{**row, **draw(st.one_of(wishes))} for row in world["Cargo"]],
        "Tariffs": [{**row, **of_leg[key_of_row(row)]} for row in world["Tariffs"]],
        "Borders": [{**row, "between": lie[row["border"]]} for row in world.get("Borders", ())],
        "Departures": [
            *world.get("Departures", ()),
            {**dates, "mode": draw(st.sampled_from(world["Tariffs"]))["mode"]},
        ],
    }


@examples(60)
@given(wishful())
def test_the_chains_that_are_permitted_are_the_ways_of_the_contract(world: World) -> None:
    """Every one and no other, with departures cancelled and extra, and what is avoided and pinned."""
    book, portfolio = book_and_portfolio(world)
    timetable, network = Timetable(book), Network(book, portfolio)
    for shipment in portfolio.shipments.values():
        permitted = network.permitted(shipment)
        chains = {chain: [timetable.departure(*key) for key in chain] for chain in walked(timetable, shipment)}
        found = [
            chain
            for chain, departures in chains.items()
            if all(
                d is not None and permitted.departure(d) and any(shipment.goes_with(row.carrier) for row in d.tariffs)
                for d in departures
            )
        ]
        assert sorted(found) == sorted(key_of(way) for way in ways(book, shipment))


@examples(30)
@given(wishful())
def test_what_is_booked_is_a_way_of_the_contract(world: World) -> None:
    """By either engine, and on departures of the capacity that the contract gives them."""
    book, portfolio = book_and_portfolio(world)
    known = {name: {key_of(way): way for way in ways(book, s)} for name, s in portfolio.shipments.items()}
    for engine in (Engine.LISTED, Engine.COLUMNS):
        try:
            made = plan(book, portfolio, Options(engine=engine))
        except RebateError:  # a surcharge below zero may make a container cost less than nothing
            reject()
        for booking in made.bookings:
            way = known[booking.shipment.name][booking.itinerary.key]
            for departure, trip in zip(booking.itinerary.departures, way.trips, strict=True):
                assert departure.terms.capacity == trip.row.capacity
