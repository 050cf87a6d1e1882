"""Departures that need not run: linked to each shipment, made up by fillers, branched on; worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from benchmarks.families import FAMILIES
from benchmarks.worlds import World as Sheets
from benchmarks.worlds import given
from optimizer.column_generation.branching import Branching
from optimizer.column_generation.integers import Integers
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import World
from tests.properties.solving import solved

COLUMNS = Options(gap=Decimal(0), engine=Engine.COLUMNS)


@pytest.fixture
def loops(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Loop]]:
    """The loops of a plan, as they are when their relaxation is solved."""
    found: list[Loop] = []
    run = Integers.run

    def noted(integers: Integers) -> tuple[Incumbent, float]:
        found.append(integers.loop)
        return run(integers)

    monkeypatch.setattr(Integers, "run", noted)
    yield found


def test_a_train_costs_all_of_its_cost_for_one_shipment_in_the_relaxation(loops: list[Loop]) -> None:
    """Of a capacity of 50 boxes one would cost a fiftieth of 900; with its lorry at 800 it never runs."""
    train = leg("rail", "2025-03-04", TEU=100, departure_cost=900, capacity=50, capacity_unit="containers")
    made = solved(rice(train, leg("road", "daily", TEU=800), boxes=1), COLUMNS)
    assert made.cost == 800
    assert loops[0].bound == pytest.approx(800)


def test_no_shipment_uses_more_of_a_departure_than_runs(loops: list[Loop]) -> None:
    """Its tonnes on it are no more than its weight times how far that runs in the relaxation."""
    made = given(FAMILIES["trains"](20, 2))
    plan(made.book, made.portfolio, Options(gap=Decimal("0.5"), engine=Engine.COLUMNS))
    master, seen = loops[0].master, []
    for pair in range(len(master.links)):
        plans, tonnes = master.links.users(pair)
        used = float(master.values[plans] @ np.array(tonnes)) if plans else 0.0
        runs = master.part(master.links.departure(pair))
        seen.append(0 < runs < 1)
        assert used <= master.links.weight(pair) * runs + 1e-4
    assert any(seen)


def three_trains() -> World:
    """Three shipments, of which each two may share one of three trains at 900 and 100 a box; lorries at 1,200."""
    modes = ("rail", "sea", "air")
    trains = [leg(mode, "2025-03-04", TEU=100, departure_cost=900) for mode in modes]
    world = rice(*trains, leg("road", "daily", TEU=1200), boxes=0)
    world["Cargo"] = [cargo(f"S{n}", 20, modes=f"{modes[n]},{modes[(n + 1) % 3]},road") for n in range(3)]
    return world


def test_a_half_of_each_of_three_trains_is_branched_away(loops: list[Loop], monkeypatch: pytest.MonkeyPatch) -> None:
    """The relaxation runs half of each, for 3 × 450 + 3 × 100; two trains have to run, for 2 × 900 + 3 × 100."""
    proven: list[float] = []
    run = Branching.run

    def noted(branching: Branching) -> float:
        assert branching.loop.bound == pytest.approx(1650)
        proven.append(run(branching))
        return proven[-1]

    monkeypatch.setattr(Branching, "run", noted)
    assert solved(three_trains(), COLUMNS).cost == 2100
    assert proven == [pytest.approx(2100)]


def test_a_nearly_empty_container_makes_up_a_minimum_load_at_what_its_whole_way_costs(loops: list[Loop]) -> None:
    """Nine boxes and a filler: ten times 100 by train and 50 by lorry before it; and not at 100 for the train alone."""
    world = rice(boxes=9)
    world["Locations"].append({"location": "Mashhad", "country": "IR"})
    world["Transfers"] = [{"location": "Mashhad", "from_mode": "road", "to_mode": "rail", "TEU": 0}]
    world["Tariffs"] = [
        leg("road", "daily", TEU=50, destination="Mashhad"),
        leg("rail", "2025-03-06", TEU=100, origin="Mashhad", min_load=10, capacity_unit="containers"),
        leg("road", "daily", TEU=300),
    ]
    made = solved(world, COLUMNS)
    assert made.cost == 10 * 150
    assert loops[0].bound == pytest.approx(1500)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_plan_is_dearer_than_without_the_trains_that_need_not_run(seed: int) -> None:
    world = FAMILIES["trains"](20, seed)
    rows = [row for row in world.sheets["Tariffs"] if row["mode"] == "road"]
    without = replace(world, sheets={**world.sheets, "Tariffs": rows})
    assert cost(world) <= cost(without)


def cost(world: Sheets) -> Decimal:
    made = given(world)
    return plan(made.book, made.portfolio, Options(engine=Engine.COLUMNS)).cost
