"""The relaxation along a capacity curve: where it bends, and what it costs there and between, by solving directly."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import optimizer
from optimizer.column_generation.engine import ColumnGeneration
from optimizer.executors import Threads
from optimizer.listed import Listed
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.progress import silent
from optimizer.solver import Programme
from optimizer.stopping import Stop
from optimizer.trade_offs.capacity_curve import scaled
from optimizer.trade_offs.relaxation import relaxation
from tests.api.enumerated import Way, ways
from tests.api.test_surface import ROOT, TINY

TAFTAN = ("Borders", "border=Taftan")
ENGINES = ("listed", "columns")
#: What the rounding of a charge may shift a cost, for all charges of a small plan.
CENTS = 0.3


def cost_at(found: pd.DataFrame, factor: float) -> float:
    """What the line between two rows comes to at a factor."""
    return float(np.interp(factor, found["factor"], found["cost"]))


def looked_at(found: pd.DataFrame) -> list[float]:
    """The factors of all rows, and those midway between two."""
    rows = found["factor"].tolist()
    return sorted([*rows, *((one + other) / 2 for one, other in pairwise(rows))])


def assert_it_bends_at_every_row(found: pd.DataFrame) -> None:
    slopes = found["cost"].diff() / found["factor"].diff()
    assert found["saves"].tolist()[:-1] == pytest.approx((-slopes.iloc[1:]).tolist(), rel=1e-3, abs=0.01)
    assert found["saves"].isna().tolist() == [False] * (len(found) - 1) + [True]
    assert (slopes.diff().iloc[2:] > 0).all()


@pytest.fixture(scope="module")
def world() -> optimizer.World:
    return optimizer.read(TINY)


def shared_out(every: list[Way], capacity: float, *, dear: float = 0.0) -> float:
    """The least cost of a mixture of plans that has no more crossings in any week; a tonne left costs so much more."""
    cheapest: dict[tuple[tuple[object, int], ...], float] = {}
    for way in every:
        boxes = tuple(sorted(zip(way.weeks, way.crossings, strict=True), key=str))
        cost = float(way.cost) + dear * float(way.left_t)
        cheapest[boxes] = min(cheapest.get(boxes, cost), cost)
    programme = Programme()
    columns = {boxes: programme.column(cost) for boxes, cost in cheapest.items()}
    programme.row(1, ((n, 1) for n in columns.values()), 1)
    for week in {week for boxes in columns for week, _ in boxes}:
        programme.row(0, ((n, count) for boxes, n in columns.items() for at, count in boxes if at == week), capacity)
    model = programme.model()
    model.solve()
    return model.objective


@pytest.mark.parametrize("engine", ENGINES)
def test_it_is_the_least_mixture_of_all_plans(engine: str, world: optimizer.World) -> None:
    """Of the tiny world: at every bend, and between any two; by listing, too, as it has one shipment of full boxes."""
    found = world.capacity_curve(*TAFTAN, [0, 1, 2], engine=engine).relaxation
    every = list(ways(world.given))
    assert len(found) > 5 and found["factor"].iloc[[0, -1]].tolist() == [0, 2]
    assert_it_bends_at_every_row(found)
    for factor in looked_at(found):
        assert cost_at(found, factor) == pytest.approx(shared_out(every, 2 * factor), rel=1e-6, abs=CENTS)
    assert found["lower_bound"].tolist() == pytest.approx(found["cost"].tolist(), rel=1e-6)


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_penalty_it_begins_where_all_can_be_carried(engine: str, world: optimizer.World) -> None:
    """Below, costs are of plans that carry less; from there on, of mixtures of those that carry all."""
    unpriced = world.with_change("Settings", "setting=unserved_penalty_per_t", value=None)
    found = unpriced.capacity_curve(*TAFTAN, [0, 1, 2], engine=engine).relaxation
    every = list(ways(unpriced.given))
    assert 0 < found["factor"].iloc[0] < 1
    assert_it_bends_at_every_row(found)
    for factor in looked_at(found):
        assert cost_at(found, factor) == pytest.approx(shared_out(every, 2 * factor, dear=1e6), rel=1e-6, abs=CENTS)
    below = shared_out(every, 2 * found["factor"].iloc[0] - 0.01, dear=1e6)
    assert below > found["cost"].iloc[0] + 1000


def directly(world: optimizer.World, factor: float, engine: str) -> float:
    """What the relaxation costs in the world whose sheet has the capacities, solved by itself."""
    [given] = scaled(world.given, "Borders", [""], [factor]).values()
    lister = Lister(Network(given.book, given.portfolio))
    if engine == "listed":
        listed = Listed(lister, given.portfolio, Options(), silent, Stop())
        listed.list_all()
        return listed.relaxed({})[1].objective or 0.0
    with Threads(1) as executor:
        scaling, _ = ColumnGeneration(lister, given.portfolio, Options(), silent, Stop(), executor).relaxed()
    return scaling.loop.master.objective


@pytest.mark.parametrize(
    ("workbook", "engine"), [("world_1000", "listed"), ("world_1001", "listed"), ("world_1002", "columns")]
)
def test_it_is_what_a_world_with_the_capacities_costs(workbook: str, engine: str) -> None:
    """Of worlds of several shipments, borders and kinds of capacity, all scaled together."""
    drawn = optimizer.read(ROOT / f"tests/worlds/{workbook}.xlsx")
    found = drawn.capacity_curve("Borders", "", [0.5, 2], engine=engine).relaxation
    assert len(found) > 3
    assert_it_bends_at_every_row(found)
    for factor in looked_at(found)[::2][:4] + looked_at(found)[1::2][:4]:
        assert cost_at(found, factor) == pytest.approx(directly(drawn, factor, engine), rel=1e-6)


@pytest.mark.parametrize(("sheet", "engine"), [("Tariffs", "listed"), ("Tariffs", "columns"), ("Borders", "columns")])
def test_no_plan_is_below_it(sheet: str, engine: str) -> None:
    """Where capacities are used in whole steps, and departures have a minimum load or a cost, it only bounds."""
    drawn = optimizer.read(ROOT / "tests/worlds/world_1009.xlsx")
    curve = drawn.capacity_curve(sheet, "", [0.5, 2], engine=engine)
    found = curve.relaxation
    assert len(found) > 3
    for factor, cost in zip(curve["factor"], curve["cost"], strict=True):
        assert cost_at(found, factor) <= cost + CENTS
    assert (found["lower_bound"] <= found["cost"]).all()


def test_of_one_factor_there_is_none(world: optimizer.World) -> None:
    assert world.capacity_curve(*TAFTAN, [1]).relaxation.empty


def test_what_does_not_matter_is_one_line(world: optimizer.World) -> None:
    """Four crossings a week or more: nothing is saved, and both ends are all there is to say."""
    found = world.capacity_curve(*TAFTAN, [2, 3]).relaxation
    assert found["saves"].tolist()[:1] == [0] and found["factor"].tolist() == [2, 3]


def test_where_time_is_up_there_is_none(world: optimizer.World) -> None:
    inputs = scaled(world.given, "Borders", ["border=Taftan"], [0, 1])
    assert relaxation(inputs, Options(engine=Engine.LISTED, time_limit=0)) == []
    assert len(relaxation(inputs, Options(engine=Engine.LISTED))) > 2
