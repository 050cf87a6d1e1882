"""What a shipment avoids is touched by no leg of its plan, in either engine and by the auditor's reckoning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given

import tariffs
from optimizer.auditor import PlanRecord, audit
from optimizer.options import Engine, Options
from optimizer.plan import Plan
from optimizer.planning import plan
from tariffs.book import Avoid, Portfolio, Shipment
from tariffs.building import build
from tests.building.sheets_of_rows import Cell, tables
from tests.oracle.runs import countries_touched
from tests.properties.drawing import Row, World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples, solved

SAMPLE = Path(__file__).parents[2] / "spreadsheets"
ENGINES = (Engine.LISTED, Engine.COLUMNS)


def two_roads(*borders: Row, **through: Cell) -> World:
    """A lorry from Karachi to Moscow by Taftan and Astara for 100, and a train for 500."""
    lorry: Row = {"mode": "road", "carrier": "TIR", "borders": "Taftan@2; Astara@5", "TEU": 100, **through}
    train: Row = {"mode": "rail", "carrier": "RZD", "TEU": 500}
    ends: Row = {"origin": "Karachi", "destination": "Moscow", "transit_days": 6, "departures": "daily"}
    wanted: Row = {
        "shipment": "S", "origin": "Karachi", "destination": "Moscow", "commodity": "steel", "weight_t": 10,
        "ready": "2025-03-03", "due": "2025-03-13",
    }  # fmt: skip
    return {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [{"location": "Karachi", "country": "PK"}, {"location": "Moscow", "country": "RU"}],
        "Containers": [{"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}],
        "Commodities": [{"commodity": "steel", "stowage_m3_per_t": 0.5}],
        "Tariffs": [{**ends, **lorry}, {**ends, **train}],
        "Borders": list(borders) or [{"border": "Taftan"}, {"border": "Astara"}],
        "Cargo": [wanted],
    }


def avoiding(world: World, avoid: str) -> World:
    return {**world, "Cargo": [{**row, "avoid": avoid} for row in world["Cargo"]]}


def names(made: Plan) -> list[str]:
    """The names of the bookings, in order."""
    return list(dict.fromkeys(load.booking for load in PlanRecord.of(made).loads))


def modes(world: World) -> set[str]:
    """How both engines send the cargo."""
    plans = [solved(world, Options(engine=engine)) for engine in ENGINES]
    return {leg.leg.key.mode for made in plans for b in made.bookings for leg in b.itinerary.departures}


BY_BORDER = ({"border": "Taftan", "between": "PK;IR"}, {"border": "Astara"})
BY_ANOTHER_ROW = ({"border": "Taftan"}, {"border": "Taftan", "mode": "sea", "between": "PK;IR"}, {"border": "Astara"})


@pytest.mark.parametrize("avoid", ["IR", "Taftan", "TIR", "IR; AF"])
@pytest.mark.parametrize("world", [two_roads(*BY_BORDER), two_roads(*BY_ANOTHER_ROW)])
def test_what_is_avoided_is_not_crossed(world: World, avoid: str) -> None:
    """The lorry is the cheapest, and goes by Iran for one of its borders lies there, whichever row says so."""
    assert modes(world) == {"road"}
    assert modes(avoiding(world, avoid)) == {"rail"}


def test_a_country_of_transit_is_not_crossed() -> None:
    assert modes(avoiding(two_roads(transit_countries="IR;AZ"), "AZ")) == {"rail"}


def test_a_country_that_no_leg_touches_changes_nothing() -> None:
    assert modes(avoiding(two_roads(*BY_BORDER), "AF")) == {"road"}


@pytest.mark.parametrize("avoid", ["PK", "RU", "Karachi", "Moscow"])
def test_who_avoids_his_own_ends_is_not_served(avoid: str) -> None:
    """Nothing starts or ends there without touching it."""
    assert modes(avoiding(two_roads(), avoid)) == set()


@pytest.mark.parametrize(
    ("wishes", "way"),
    [
        ({"services": "T1"}, {"rail"}),
        ({"services": "L1"}, {"road"}),
        ({"services": "L1; T1"}, {"road"}),
        ({"services": "T1", "carriers": "TIR"}, set()),
        ({"services": "T1", "avoid": "RZD"}, set()),
        ({"carriers": "RZD"}, {"rail"}),
        ({"carriers": "TIR; RZD"}, {"road"}),
        ({"carriers": "TIR", "avoid": "TIR"}, set()),
        ({"carriers": "TIR", "modes": "rail"}, set()),
    ],
)
def test_a_shipment_goes_only_with_its_services_and_carriers(wishes: Row, way: set[str]) -> None:
    world = two_roads(service="L1")
    world["Tariffs"][1]["service"] = "T1"
    assert modes({**world, "Cargo": [{**world["Cargo"][0], **wishes}]}) == way


def test_all_legs_are_of_the_services_and_carriers() -> None:
    """Of two trains on from Zahedan the cheaper is another railway's, and neither engine takes it."""
    first: Row = {
        "service": "P", "carrier": "PR", "mode": "rail", "origin": "Karachi", "destination": "Zahedan",
        "transit_days": 2, "TEU": 100,
    }  # fmt: skip
    on: Row = {**first, "origin": "Zahedan", "destination": "Moscow"}
    world = two_roads()
    world["Locations"].append({"location": "Zahedan", "country": "IR"})
    world["Tariffs"] = [first, {**on, "service": "I", "carrier": "RAI", "TEU": 50}, {**on, "service": "J"}]
    for wish in ({"services": "P; J"}, {"carriers": "PR"}):
        of = {**world, "Cargo": [{**world["Cargo"][0], **wish}]}
        for engine in ENGINES:
            [booking] = solved(of, Options(engine=engine)).bookings
            assert [d.leg.key.service for d in booking.itinerary.departures] == ["P", "J"]


def test_rows_of_a_train_are_those_of_the_carriers_allowed() -> None:
    """One train that two carriers sell, at 100 and at 500."""
    world = two_roads(service="T", mode="rail")
    world["Tariffs"][1] |= {"service": "T", "borders": "Taftan@2; Astara@5", "commodity": None}
    world["Tariffs"][0]["commodity"] = "steel"
    world["Cargo"] = [{**world["Cargo"][0], "carriers": "RZD"}]
    for engine in ENGINES:
        assert solved(world, Options(engine=engine)).cost == 500


def test_the_only_border_of_a_leg_lies_between_its_ends() -> None:
    """No warning is due, where with two borders one is."""
    one, two = (avoiding(two_roads(borders=borders), "IR") for borders in ("Taftan@2", "Taftan@2; Astara@5"))
    assert doubts(one) == []
    assert doubts(two) == ["whether TIR road Karachi – Moscow crosses IR is not known"]


@pytest.mark.parametrize(
    "change", [{"modes": "rail"}, {"avoid": "IR; TIR"}, {"avoid": "IR; Astara"}, {"avoid": "IR; PK"}]
)
def test_a_leg_that_the_shipment_may_not_use_is_not_doubted(change: Row) -> None:
    """Whether it crosses the country is all the same then."""
    world = avoiding(two_roads(), "IR")
    assert doubts({**world, "Cargo": [{**world["Cargo"][0], **change}]}) == []


def doubts(world: World) -> list[str]:
    """What is said of ways that are not known."""
    read = tables(world)
    build(read)
    return [problem.what for problem in read.problems if "not known" in problem.what]


def test_neither_lorry_goes_across_the_country_that_its_cargo_avoids() -> None:
    """In the sample the lorries to Baku cross Iran and those to Tashkent Afghanistan, as their borders say."""
    given_ = tariffs.load([SAMPLE / "corridors", SAMPLE / "cargo"])
    some = next(iter(given_.portfolio.shipments.values()))
    cargo = [
        wanted(some, "NOIRAN", ("Karachi", "Baku"), date(2025, 4, 22), date(2025, 5, 8), "IR"),
        wanted(some, "NOAFGHANISTAN", ("Peshawar", "Tashkent"), date(2025, 3, 11), date(2025, 3, 31), "AF"),
    ]
    for engine in ENGINES:
        made = plan(given_.book, Portfolio({s.name: s for s in cargo}), Options(engine=engine))
        assert [left.shipment.name for left in made.unserved] == ["NOIRAN"]
        for booking in made.bookings:
            for departure in booking.itinerary.departures:
                assert "AF" not in countries_touched(given_.book, departure.terms)


def wanted(like: Shipment, name: str, ends: tuple[str, str], ready: date, last_day: date, country: str) -> Shipment:
    return replace(
        like, name=name, origin=ends[0], destination=ends[1], ready=ready, last_day=last_day, due=last_day,
        modes=None, containers=frozenset({"40GP"}), avoid=Avoid(countries=frozenset({country})),
    )  # fmt: skip


@examples(30)
@given(worlds(penalty=True))
def test_the_auditor_objects_to_each_country_that_a_plan_touches_and_to_no_other(world: World) -> None:
    """Against a cargo that avoids a country, exactly the bookings that touch it are found."""
    book, portfolio = book_and_portfolio(world)
    made = plan(book, portfolio)
    assume(made.bookings)
    for country in ("PK", "IR", "KZ", "RU", "TM", "AF"):
        avoid = Avoid(countries=frozenset({country}))
        shy = Portfolio({name: replace(s, avoid=avoid) for name, s in portfolio.shipments.items()})
        found = {d.where.split(",")[0] for d in audit(PlanRecord.of(made), book, shy) if d.what == "country"}
        assert found == {
            name
            for name, booking in zip(names(made), made.bookings, strict=True)
            if any(country in countries_touched(book, d.terms) for d in booking.itinerary.departures)
        }
