"""Load plans that fit: spread over several departures, and beside each other in a dive."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest

from benchmarks.plain import plain
from benchmarks.worlds import given, world
from optimizer.column_generation.dive import Dive
from optimizer.column_generation.integers import Integers
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.settled import Settled
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tests.engine.rice import leg, rice
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


def load_plans(trains: int, boxes: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[LoadPlan, Settled]]:
    """Every load plan of the relaxation, for a shipment of so many boxes and trains that hold two each."""
    seen: list[tuple[LoadPlan, Settled]] = []
    run = Integers.run

    def noted(integers: Integers) -> tuple[Settled, float]:
        for found in integers.loop.master.plans:
            seen.append((found, integers._settled({found.case.number: found})))
        return run(integers)

    monkeypatch.setattr(Integers, "run", noted)
    rails = [
        leg("rail", f"2025-03-0{4 + n}", service=f"T{n}", TEU=100 + 10 * n, capacity=2, capacity_unit="containers")
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
        made = Settled.of(dive.loop.limits, dive.loop.departure_cost, {found.case.number: found for found in chosen})
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
