"""Two engines that share no constraint check each other."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given

from optimizer.column_generation.integers import Integers
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.errors import RebateError
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples, rounding, solved

#: Sums of a solver are exact to such a share.
TO_THE_SOLVER = 1e-6

LISTED, COLUMNS = Options(engine=Engine.LISTED), Options(engine=Engine.COLUMNS)


@pytest.fixture(autouse=True, scope="module")
def _no_bound_above_the_plan_found() -> Iterator[None]:
    """What is stated of a bound above the cost is the cost: so it is looked at before."""
    found = Integers.run

    def run(integers: Integers) -> tuple[Incumbent, float]:
        best, bound = found(integers)
        assert bound <= best.cost + TO_THE_SOLVER * max(abs(best.cost), 1.0)
        return best, bound

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Integers, "run", run)
        yield


def left(plan: Plan) -> Decimal:
    """Tonnes left behind for want of a penalty."""
    return sum((unserved.tonnes for unserved in plan.unserved if unserved.shipment.penalty_per_t is None), Decimal(0))


@examples(40)
@given(worlds())
def test_both_engines_find_plans_of_the_same_cost_and_neither_bound_is_above_either(world: World) -> None:
    """Within the gap that each states, give or take the rounding of charges; and both leave as little behind."""
    listed = solved(world, LISTED)
    try:
        columns = solved(world, COLUMNS)
    except RebateError:  # a surcharge below zero may make a container cost less than nothing
        return
    cents = rounding(listed, columns)
    best = min(listed.cost, columns.cost)
    if columns.status is Status.OPTIMAL:
        assert abs(left(columns) - left(listed)) < Decimal("0.001")
        assert columns.cost - listed.cost <= columns.cost - columns.bound + cents
    if left(columns) == left(listed):
        assert columns.bound <= best + cents
        assert listed.bound <= best + cents
