"""Least lots and fees of a booking in the pricing problem: the bound, and the ways to group the loads of a mix."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.column_generation.plans import Packed
from optimizer.column_generation.pricing.bookings import Alike, Bookings, grouped, partitions, tonnes_of
from optimizer.options import Engine, Options
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.pricing.plain import Plain, engine_of
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples, solved


@pytest.mark.parametrize(("loads", "ways"), [(0, 1), (1, 1), (2, 2), (3, 5), (4, 15)])
def test_loads_are_divided_in_every_way_once(loads: int, ways: int) -> None:
    """As many as Bell's numbers say."""
    found = [
        frozenset(frozenset(load.position for load in group) for group in groups)
        for groups in partitions([Alike(n, 1, 20.0) for n in range(loads)])
    ]
    assert len(found) == len(set(found)) == ways


def test_a_booking_that_is_too_small_is_made_up_with_one_container_of_another() -> None:
    """Two of 22 t and one of 3 t, where 5 t are the least: all together, or 22 and 22 beside 3."""
    ways = list(grouped([Alike(0, 2, 22.0), Alike(1, 1, 3.0)], 5.0))
    assert [sorted(map(tonnes_of, groups)) for groups in ways] == [[22.0, 25.0], [47.0]]


def two_roads(**settings: Cell) -> World:
    """Rail at 500 a container of 22 t that owes 90 a booking, and road at 30 a tonne that owes 60."""
    rail, road = leg("rail", "2025-03-04", TEU=500), leg("road", "2025-03-04", TEU=30, basis="tonne")
    world = rice(rail, road, boxes=0)
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 3000}]
    world["Settings"] += [{"setting": name, "value": value} for name, value in settings.items()]
    world["Surcharges"] = [
        {"surcharge": "documents", "mode": mode, "basis": "booking", "amount": amount}
        for mode, amount in (("rail", 90), ("road", 60))
    ]
    world["Cargo"] = [cargo("S", 24)]
    return world


@pytest.mark.parametrize(
    ("least_lot", "cost"),
    [(None, 500 + 90 + 2 * 30 + 60), (5, 24 * 30 + 60), (30, 24 * 30 + 60)],
)
def test_the_relaxation_of_a_single_shipment_is_whole(least_lot: Cell, cost: int) -> None:
    """Rail and 2 t by road cost 710; where 5 t are the least, all by road 780 and not 800; the bound proves it."""
    made = solved(two_roads(**{} if least_lot is None else {"min_lot_t": least_lot}), Options(engine=Engine.COLUMNS))
    assert made.cost == cost
    assert float(made.bound) == pytest.approx(cost, abs=0.02)


@examples(60)
@given(worlds(most_places=4, most_days=10), st.integers(0, 10_000))
def test_no_load_plan_in_lots_costs_less_than_the_bound(world: World, seed: int) -> None:
    """Drawn ones with up to three bookings on any of its itineraries, with what they use paid for at any duals."""
    engine = engine_of(world)
    plain = Plain(engine, seed % len(engine.cases), seed)
    case, random = engine.cases[plain.case], np.random.default_rng(seed)
    assume(case.ranges and case.shipment.split)
    paths = [path for _, path in zip(range(40), plain.itineraries(), strict=False)]
    assume(paths)
    penalty = 1000.0
    pricer = engine._pricer(engine.cases, np.full(len(engine.cases), penalty), np.zeros(len(engine.cases), np.bool_))
    bounds = [
        Bookings(pricer.work, plain.duals, case.number, way, penalty, math.inf).solve()[0] for way in range(case.ways)
    ]
    for _ in range(40):
        loads, left = [], case.kilograms
        for _ in range(random.integers(1, 4)):
            trip = pricer.trips.of(paths[random.integers(len(paths))])
            of_case = case.whole_ranges[random.integers(len(case.whole_ranges))]
            containers = int(random.integers(1, 4))
            least, most = of_case.least(containers), min(of_case.most(containers), left)
            if least <= most:
                kilograms = int(random.choice([least, most, random.integers(least, most + 1)]))
                loads.append(Packed(trip, of_case.segment, containers, kilograms))
                left -= kilograms
        found = pricer.packer.plan(case, loads, penalty)
        uses = Counter[int]()
        for row, amount in found.uses.items():
            uses[row] += amount
        cost = found.cost + sum(plain.of_rows[row] * amount for row, amount in uses.items())
        assert max(bounds) <= cost + 0.01
