"""Load plans that fit beside each other, found by a dive."""

from __future__ import annotations

import math
import random
from decimal import Decimal

import numpy as np
import pytest

from benchmarks.plain import plain
from benchmarks.worlds import given, world
from optimizer.column_generation import integers
from optimizer.column_generation.dive import Dive
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tests.engine.rice import leg, rice
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio


@pytest.fixture(autouse=True)
def _as_if_shipments_were_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer are chosen among at once, and need no dive."""
    monkeypatch.setattr(integers, "MOST_NEAR", 0)


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
