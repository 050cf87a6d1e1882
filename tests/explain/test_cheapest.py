"""The cheapest itineraries of a shipment, one a chain of legs: held to every chain there is, each solved by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pytest
from openpyxl import load_workbook

import optimizer
import tariffs
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tariffs.book import Leg, LegKey, Portfolio, Shipment, TariffBook
from tests.oracle.runs import ways

WORLDS = Path(__file__).parents[1] / "worlds"
TINY = WORLDS / "tiny.xlsx"

#: So much more than the cheapest that every chain is within it.
ALL = 1000.0

Chains: TypeAlias = dict[str, Decimal]


def without_limits(book: TariffBook) -> TariffBook:
    """The book in which nothing is full, and nothing needs company to run."""
    legs = (
        Leg(leg.key, tuple(replace(row, capacity=None, min_load=Decimal(0)) for row in leg.tariffs))
        for leg in book.legs
    )
    return replace(
        book,
        legs=tuple(legs),
        departures=tuple(replace(change, capacity=None) for change in book.departures if change.change),
        borders=tuple(replace(border, capacity=None) for border in book.borders),
        transfers=tuple(replace(transfer, capacity=None) for transfer in book.transfers),
        pool={},
    )


def by_force(book: TariffBook, shipment: Shipment) -> Chains:
    """What the shipment costs along each chain of legs on which it may go as a whole, by the route in words."""
    free = without_limits(book)
    whole = replace(shipment, split=False, min_lot_t=Decimal(0), penalty_per_t=None)
    found: Chains = {}
    for chain in {tuple(key_of(book, trip.row) for trip in way.trips) for way in ways(free, whole)}:
        only = replace(free, legs=tuple(leg for leg in free.legs if leg.key in chain))
        made = plan(only, Portfolio({whole.name: whole}), Options(gap=Decimal(0), engine=Engine.COLUMNS))
        if not made.unserved:
            found[made.bookings[0].itinerary.route + str(chain)] = made.cost
    return found


def key_of(book: TariffBook, row: tariffs.book.Tariff) -> LegKey:
    return next(leg.key for leg in book.legs if any(other.where == row.where for other in leg.tariffs))


@pytest.mark.parametrize("path", sorted(WORLDS.glob("*.xlsx")), ids=lambda path: path.stem)
def test_every_chain_is_found_at_what_it_costs_at_least(path: Path) -> None:
    """Column generation plans the shipment on the legs of that chain alone, without limits."""
    world = optimizer.read(path)
    for shipment in list(world.given.portfolio.shipments.values())[:4]:
        expected = by_force(world.given.book, shipment)
        found = world.alternatives(shipment.name, within=ALL)
        assert sorted(found["cost"]) == pytest.approx(sorted(float(cost) for cost in expected.values()), abs=0.1)
        assert found["cost"].is_monotonic_increasing
        routes = sorted(key.partition("(")[0] for key in expected)
        assert sorted(found["route"]) == routes


def test_some_of_these_worlds_have_many_chains() -> None:
    """So that the test above sees more than one of each."""
    world = optimizer.read(WORLDS / "world_1004.xlsx")
    assert any(len(world.alternatives(name, within=ALL)) > 2 for name in world.given.portfolio.shipments)


@pytest.mark.parametrize("within", [0.0, 0.02, 0.2])
def test_those_within_a_share_are_the_first_of_all(within: float) -> None:
    world = optimizer.read(WORLDS / "world_1004.xlsx")
    for name in world.given.portfolio.shipments:
        everything = world.alternatives(name, within=ALL)
        least = everything["cost"].min()
        expected = everything[everything["cost"] <= least * (1 + within) + 1e-9]
        assert world.alternatives(name, within=within)["route"].tolist() == expected["route"].tolist()


def test_those_by_a_place_are_those_of_all_that_pass_it() -> None:
    world = optimizer.read(WORLDS / "world_1004.xlsx")
    passed = 0
    for name in world.given.portfolio.shipments:
        everything = world.alternatives(name, within=ALL)
        for place in world.given.book.locations:
            words = everything["route"].str.split(r" –\w+→ ")
            expected = everything.loc[[n for n, places in enumerate(words) if place in places]]
            found = world.alternatives(name, within=ALL, via=place)
            assert found["route"].tolist() == expected["route"].tolist()
            assert found["cost"].tolist() == expected["cost"].tolist()
            passed += len(found)
    assert passed


def test_what_has_no_room_says_so_and_what_has_goes_by_itself() -> None:
    """Three TEU need three crossings in the week; with three there is nothing in the way, and the plan costs that."""
    world = optimizer.read(TINY)
    [crowded, *_] = world.alternatives("R1")["in_the_way"]
    assert crowded == "border Taftan has 2 of 2 containers left in 2025-W10, 1 more would do"
    wider = world.with_change("Borders", "border=Taftan", capacity=3)
    found = wider.alternatives("R1")
    assert found["in_the_way"].tolist() == [""]
    assert found["cost"].tolist() == [float(wider.plan().cost)]


def test_a_minimum_load_that_it_does_not_reach_is_in_the_way() -> None:
    world = optimizer.read(TINY).with_change("Tariffs", "service=IR1", min_load=40)
    assert "needs 40 teu" in world.alternatives("R1")["in_the_way"].iloc[0]


def test_departures_that_run_for_it_alone_are_in_the_cost() -> None:
    world = optimizer.read(TINY)
    dearer = world.with_change("Tariffs", "service=IR1", departure_cost=100)
    one, other = (w.alternatives("R1")["cost"].iloc[0] for w in (world, dearer))
    assert other == pytest.approx(one + 100, abs=0.01)


def test_cargo_in_no_sheet_is_as_the_same_cargo_in_one() -> None:
    world = optimizer.read(TINY)
    r1 = world.given.portfolio.shipments["R1"]
    days = (r1.last_day - r1.ready).days
    found = world.corridors(
        "Karachi", "Moscow", "Rice", 66, within=ALL, value=r1.value, ready=r1.ready, max_transit_days=days
    )
    assert found.equals(world.alternatives("R1", within=ALL))
    assert "R1" in world.given.portfolio.shipments and len(world.given.portfolio.shipments) == 1


def test_cargo_in_no_sheet_is_ready_and_due_with_the_others() -> None:
    """Where nothing else is said, from the first ready day to the last day of delivery."""
    found = optimizer.read(TINY).corridors("Karachi", "Moscow", "Rice", 22)
    assert str(found["departs"].iloc[0].date()) == "2025-03-03"


def test_what_cannot_be_asked_is_said() -> None:
    world = optimizer.read(TINY)
    with pytest.raises(optimizer.RequestError, match='no shipment "R2"; known are R1'):
        world.alternatives("R2")
    with pytest.raises(optimizer.RequestError, match='no location "Zahidan"; did you mean "Zahedan"'):
        world.alternatives("R1", via=["Karachi", "Zahidan"])
    with pytest.raises(optimizer.InputError, match='did you mean "Karachi"'):
        world.corridors("Karachy", "Moscow", "Rice", 20)
    with pytest.raises(optimizer.InputError, match="weight_t"):
        world.corridors("Karachi", "Moscow", "Rice", -20)


def test_a_place_to_pass_goes_by_every_name_that_a_cell_may_have(tmp_path: Path) -> None:
    """By its name, its name in full, an alias or its UN/LOCODE, in whatever case."""
    book = load_workbook(TINY)
    sheet = book["Locations"]
    names = {str(cell.value): cell.column for cell in sheet[1]}
    for name in ("name", "aliases", "locode"):
        names.setdefault(name, len(names) + 1)
        sheet.cell(1, names[name], name)
    row = next(row[0].row for row in sheet.iter_rows() if row[names["location"] - 1].value == "Zahedan")
    for name, value in (("name", "Zahedan Station"), ("aliases", "Duzdab"), ("locode", "IRZAH")):
        sheet.cell(row, names[name], value)
    book.save(tmp_path / "tiny.xlsx")
    world = optimizer.read(tmp_path / "tiny.xlsx")
    expected = world.alternatives("R1", via="Zahedan")
    assert len(expected)
    for word in ("ZAHEDAN", "zahedan  station", "Duzdab", "IR ZAH"):
        assert world.alternatives("R1", via=word).equals(expected), word
    with pytest.raises(optimizer.RequestError, match='there is no location "Duzdap"; did you mean "Duzdab"'):
        world.alternatives("R1", via="Duzdap")


def test_alternatives_pass_several_places_in_whatever_order() -> None:
    """Two places on the way, and one of them beside the end, which every chain passes."""
    sample = Path(__file__).parents[2] / "spreadsheets"
    world = optimizer.read(sample / "corridors.xlsx", sample / "cargo.xlsx")
    one = world.alternatives("N01", within=0.02, via=["Zahedan", "Tehran"])
    other = world.alternatives("N01", within=0.02, via=["Tehran", "Zahedan"])
    assert len(one) and one["route"].str.contains("Zahedan.*Tehran|Tehran.*Zahedan").all()
    assert one["route"].tolist() == other["route"].tolist()
