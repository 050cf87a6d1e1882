"""Load plans that fit: spread over several departures, and beside each other in a dive."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pytest

from benchmarks.plain import plain
from benchmarks.worlds import given, world
from optimizer.column_generation.dive import Dive
from optimizer.column_generation.integers import Integers
from optimizer.column_generation.master import Master
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tests.engine.rice import leg, rice
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.solving import solved

COLUMNS = Options(engine=Engine.COLUMNS)


def test_a_shipment_too_large_for_any_train_goes_on_the_cheapest_ones_that_hold_it() -> None:
    """Six boxes, two on each of four trains, and the road at a thousand: 2 × 100 + 2 × 110 + 2 × 120."""
    trains = [
        leg("rail", f"2025-03-0{4 + n}", service=f"T{n}", TEU=100 + 10 * n, capacity=2, capacity_unit="containers")
        for n in range(4)
    ]
    made = solved(rice(*trains, leg("road", "daily", TEU=1000), boxes=1, tonnes=132), COLUMNS)
    assert made.cost == 660


def load_plans(
    trains: int, boxes: int, monkeypatch: pytest.MonkeyPatch, capacity: float = 2, unit: str = "containers"
) -> list[tuple[LoadPlan, Incumbent]]:
    """Every load plan of the relaxation, for a shipment of so many boxes of 22 t and trains that hold so much each."""
    seen: list[tuple[LoadPlan, Incumbent]] = []
    run = Integers.run

    def noted(integers: Integers) -> tuple[Incumbent, float]:
        for found in integers.loop.master.plans:
            seen.append((found, integers._settled({found.case.number: found})))
        return run(integers)

    monkeypatch.setattr(Integers, "run", noted)
    rails = [
        leg("rail", f"2025-03-0{4 + n}", service=f"T{n}", TEU=100 + 10 * n, capacity=capacity, capacity_unit=unit)
        for n in range(trains)
    ]
    solved(rice(*rails, boxes=1, tonnes=22 * boxes), COLUMNS)
    return seen


@pytest.mark.parametrize(("trains", "boxes"), [(4, 6), (2, 6), (3, 2), (1, 5)])
def test_among_the_load_plans_is_one_that_fits_and_carries_what_there_is_room_for(
    trains: int, boxes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = [found for found, alone in load_plans(trains, boxes, monkeypatch) if math.isfinite(alone.cost)]
    carried = max(sum(load.containers for load in found.loads) for found in fit)
    assert carried == min(2 * trains, boxes)


@pytest.mark.parametrize(("trains", "capacity", "carried"), [(4, 30.5, 122), (2, 15, 30), (3, 70, 132), (2, 26, 44)])
def test_a_container_goes_partly_full_where_tonnes_are_limited(
    trains: int, capacity: float, carried: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 132 t; but not with less than a quarter of what it holds."""
    found = load_plans(trains, 6, monkeypatch, capacity, "tonnes")
    fit = [one for one, alone in found if math.isfinite(alone.cost)]
    assert max(132_000 - one.left for one in fit) == carried * 1000


def test_a_dive_ends_with_a_plan_that_fits_and_leaves_the_relaxation_no_dearer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    costs: list[tuple[float, float, float]] = []
    run = Dive.run

    def noted(dive: Dive) -> list[LoadPlan]:
        master = dive.loop.master
        before = master.objective
        chosen = run(dive)
        assert len({found.case.number for found in chosen}) == len(chosen) == len(dive.loop.cases)
        made = Incumbent.of(dive.loop.limits, dive.loop.departure_cost, {found.case.number: found for found in chosen})
        costs.append((before, master.objective, made.cost))
        assert np.isclose(np.bincount([found.case.number for found in master.plans], master.values), 1.0).all()
        return chosen

    monkeypatch.setattr(Dive, "run", noted)
    crowded = given(plain(world(100, 2)))
    plan(crowded.book, crowded.portfolio, Options(gap=Decimal("0.001"), engine=Engine.COLUMNS))
    assert costs
    for before, after, cost in costs:
        assert after <= before + 1e-6 * before
        assert after <= cost < math.inf


def many_on_two_trains() -> World:
    """A hundred shipments that may not be split, for two trains that hold three in five of them."""
    drawn = random.Random(1)
    trains = [
        leg("rail", f"2025-03-0{4 + n}", service=f"T{n}", TEU=100 + 11 * n, capacity=500.7, capacity_unit="tonnes")
        for n in range(2)
    ]
    crowded = rice(*trains, leg("road", "daily", TEU=2000), boxes=100)
    for row in crowded["Cargo"]:
        row |= {"weight_t": round(drawn.uniform(5, 40), 3), "split": "no"}
    return crowded


def test_a_dive_does_not_go_through_the_shipments_one_by_one_where_few_are_in_part_at_a_time() -> None:
    steps: list[str] = []
    choices = Options(gap=Decimal("0.0001"), engine=Engine.COLUMNS)
    made = plan(*book_and_portfolio(many_on_two_trains()), choices, progress=lambda step: steps.append(step.words))
    assert made.bookings
    assert 0 < sum(words.endswith("in part") for words in steps) < 50


def test_the_choice_before_a_dive_is_given_fewer_nodes_than_the_one_after(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the relaxation is not tight, no number of them closes the gap, and each may take long."""
    given_to: list[int] = []
    whole = Master.whole

    def noted(
        master: Master, gap: float, seconds: float | None, nodes: int, enough: Callable[[], bool]
    ) -> list[LoadPlan]:
        given_to.append(nodes)
        return whole(master, gap, seconds, nodes, enough)

    monkeypatch.setattr(Master, "whole", noted)
    plan(*book_and_portfolio(many_on_two_trains()), Options(gap=Decimal("0.0001"), engine=Engine.COLUMNS))
    before, after = given_to
    assert before < after
