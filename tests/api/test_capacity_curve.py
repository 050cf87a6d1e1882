"""What capacity is worth: against plans of worlds with more and less of it, and against all plans of the tiny world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

import optimizer
from optimizer.plan import Plan, Status
from optimizer.report.trade_offs import proven
from optimizer.trade_offs.capacity_curve import Point, curve, keeps_to
from tests.api.enumerated import ways
from tests.api.test_surface import ROOT, TINY

TAFTAN = ("Borders", "border=Taftan")
#: What the rounding of a charge may shift a cost, for all charges of a small plan.
CENTS = 0.3


@pytest.fixture(scope="module")
def world() -> optimizer.World:
    return optimizer.read(TINY)


def least(world: optimizer.World, capacity: int) -> Decimal:
    """The least cost of all plans with so many crossings a week."""
    return min(way.cost for way in ways(world.given) if max(way.crossings, default=0) <= capacity)


def test_the_curve_is_that_of_all_plans(world: optimizer.World) -> None:
    """Two crossings a week, from none of them to four."""
    found = world.capacity_curve(*TAFTAN, [2, 0, 1, 0.5, 1.5])
    assert found["factor"].tolist() == [0, 0.5, 1, 1.5, 2]
    assert found["cost"].tolist() == [float(least(world, n)) for n in range(5)]
    assert found["cost"].nunique() == 4
    assert (found["gap"] <= 0.0001).all()
    assert found["unserved_t"].tolist() == [66, 0, 0, 0, 0]
    assert found["saved"].tolist() == pytest.approx((found["cost"].iloc[0] - found["cost"]).tolist())


def test_a_plan_that_does_for_less_is_not_made_again(world: optimizer.World) -> None:
    """Five crossings a week are as good as three, and the plan for them says so."""
    solves: list[str] = []
    found = world.capacity_curve(*TAFTAN, [1.5, 2, 2.5], progress=lambda step: solves.append(str(step)))
    assert sum("auditing" in step for step in solves) == 1
    assert found["stands_from"].tolist() == [1.5] * 3


def test_a_plan_keeps_to_a_capacity_that_it_does_not_exceed(world: optimizer.World) -> None:
    """Of three crossings in a week, three will do and two will not."""
    made = world.with_change(*TAFTAN, capacity=5).plan().details
    assert keeps_to(made, world.with_change(*TAFTAN, capacity=3).given)
    assert not keeps_to(made, world.given)
    assert not keeps_to(made, world.with_change("Tariffs", "service=IR1", TEU=("times", 2)).given)


def shaped(points: list[Point]) -> list[tuple[float, float, int]]:
    return [(float(point.plan.cost), float(point.bound), point.stands_from) for point in points]


def test_points_take_the_best_plan_and_the_best_bound_of_all(world: optimizer.World) -> None:
    """Where an engine stops early, and finds a dearer plan for more, or proves less for less."""
    amounts = [world.with_change(*TAFTAN, capacity=n).given for n in (1, 2, 3)]
    one, two, _ = (optimizer.World(given).plan().details for given in amounts)
    poor = replace(one, bound=Decimal(5000), status=Status.FEASIBLE)
    good = replace(two, bound=Decimal(8000), status=Status.FEASIBLE)
    worse = replace(one, bound=Decimal(8500), status=Status.FEASIBLE)
    points = curve(amounts, refuse, {0: poor, 1: good, 2: worse})
    assert shaped(points) == [(11572.71, 8500, 0), (8827.68, 8500, 1), (8827.68, 8500, 1)]


def refuse(_: object) -> Plan:
    raise AssertionError("all plans are there")


def test_what_serves_less_costs_less_and_is_not_better(world: optimizer.World) -> None:
    """Without a penalty, a plan that leaves cargo is neither carried over, nor held to bounds of others."""
    unpriced = world.with_change("Settings", "setting=unserved_penalty_per_t", value=None)
    found = unpriced.capacity_curve(*TAFTAN, [0, 1, 5])
    assert found["unserved_t"].tolist() == [66, 0, 0]
    assert found["cost"].tolist() == [0, float(least(world, 2)), float(least(world, 3))]
    assert found["lower_bound"].iloc[0] <= 0


#: Of each kind, a capacity that is in use, and the row that states it.
CAPACITIES: dict[str, tuple[str, str, str, str]] = {
    "border": ("world_1000", "BTMKZ", "Borders", "border=BTMKZ"),
    "full border": ("world_1001", "BIRKZ", "Borders", "border=BIRKZ"),
    "departure": ("world_1009", "R11 rail L2 – L4", "Tariffs", "service=R11"),
    "transfer": ("world_1001", "L3", "Transfers", "location=L3; from_mode=sea; to_mode=road"),
    "pool": ("world_1001", "L1 TEU", "Pool", "location=L1; container=TEU"),
}


@pytest.mark.parametrize("which", CAPACITIES)
def test_one_more_and_one_less_are_worth_what_worlds_with_them_say(which: str) -> None:
    """Those worlds are made by changing the sheet, and planned on their own."""
    workbook, name, sheet, match = CAPACITIES[which]
    world = optimizer.read(ROOT / f"tests/worlds/{workbook}.xlsx")
    plan = world.plan()
    found = plan.worth_of_capacity(most=plan.capacity_use["name"].tolist().index(name) + 1)
    [row] = found[found["name"] == name].to_dict("records")
    column = "available" if sheet == "Pool" else "capacity"
    more, less = (world.with_change(sheet, match, **{column: ("plus", by)}).plan() for by in (1, -1))
    slack = float(plan.details.tolerance * plan.cost) + CENTS
    for what, saved in (("one_more_saves", plan.cost - more.cost), ("one_less_costs", less.cost - plan.cost)):
        assert row[what] == pytest.approx(float(saved), abs=2 * slack)
        assert row[f"{what}_at_least"] - CENTS <= float(saved) <= row[f"{what}_at_most"] + CENTS
        assert row[f"{what}_at_least"] <= row[what] <= row[f"{what}_at_most"]
    assert row["one_less_leaves_t"] == pytest.approx(float(left(less) - left(plan)))
    assert row["one_more_carries_t"] == pytest.approx(float(left(plan) - left(more)))


def left(plan: optimizer.Plan) -> Decimal:
    return sum((one.tonnes for one in plan.details.unserved), Decimal(0))


@pytest.mark.parametrize("capacity", [1, 2, 3])
def test_a_unit_is_worth_what_all_plans_say(capacity: int, world: optimizer.World) -> None:
    """Of crossings of the tiny world: what is saved with one more, what one less costs, and that both are proven."""
    plan = world.with_change(*TAFTAN, capacity=capacity).plan(gap=0)
    found = plan.worth_of_capacity()
    assert found["one_more_saves"].notna().all() and len(found) <= 10
    [row] = found[found["name"] == "Taftan"].to_dict("records")
    less, now, more = (least(world, capacity + by) for by in (-1, 0, 1))
    assert row["one_more_saves"] == pytest.approx(float(now - more))
    assert row["one_less_costs"] == pytest.approx(float(less - now))
    assert (row["one_more_proven"], row["one_less_proven"]) == ("exact", "exact")
    assert row["one_less_leaves_t"] == (66 if capacity == 1 else 0)


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (0, 100, ""),
        (0, 0.04, "exact"),
        (99.97, 100, "exact"),
        (99.9, 100, "positive"),
        (0.05, 100, ""),
        (0.06, 9, "positive"),
    ],
)
def test_what_is_proven_of_a_saving_is_said(least: float, most: float, said: str) -> None:
    """Where rounding may shift it by 5 cents."""
    assert proven(Decimal(str(least)), Decimal(str(most)), Decimal("0.05")) == said


def test_capacities_are_ranked_as_in_capacity_use() -> None:
    """Those beyond the first are not solved again, and have their shadow prices alone."""
    plan = optimizer.read(ROOT / "tests/worlds/world_1009.xlsx").plan()
    found = plan.worth_of_capacity(most=1)
    assert found["name"].tolist() == plan.capacity_use["name"].tolist()
    assert found["worth"].tolist() == plan.capacity_use["worth"].tolist()
    assert found["worth"].is_monotonic_decreasing
    assert found["one_more_saves"].notna().tolist() == [True] + [False] * (len(found) - 1)


Ask = Callable[[optimizer.World], object]


@pytest.mark.parametrize(
    ("ask", "error", "words"),
    [
        (lambda w: w.capacity_curve(*TAFTAN, []), optimizer.RequestError, "give one or more numbers"),
        (lambda w: w.capacity_curve(*TAFTAN, [1, -1]), optimizer.RequestError, "numbers from 0 up"),
        (lambda w: w.capacity_curve(*TAFTAN, [float("nan")]), optimizer.RequestError, "numbers from 0 up"),
        (lambda w: w.capacity_curve("Borders", ["border=Taftan", ""]), optimizer.RequestError, "match once"),
        (lambda w: w.capacity_curve("Borders", "border=Tuftan"), optimizer.InputError, "Tuftan"),
        (lambda w: w.capacity_curve("Tariffs", ""), optimizer.InputError, "capacity"),
        (lambda w: w.capacity_curve(*TAFTAN, slack=3), optimizer.RequestError, "there is no option slack"),
    ],
)
def test_what_cannot_be_is_said(world: optimizer.World, ask: Ask, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ask(world)
