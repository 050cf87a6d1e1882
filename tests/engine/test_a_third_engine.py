"""Both engines are held to a third, plain one, and to each other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.column_generation.integers import Integers
from optimizer.column_generation.primal.incumbent import Incumbent
from tests.engine.three import ENGINES, outcome
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples

#: Sums of a solver are exact to such a share.
TO_THE_SOLVER = 1e-6


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


@examples(30)
@given(st.one_of(worlds(most_legs=6, most_shipments=2, most_days=8), worlds(most_places=3, most_days=9)))
def test_three_engines_agree(world: World) -> None:
    """No bound is above what another finds, none leaves more behind than it must, and none is far from its bound."""
    found = outcome(world, plain=True)
    assert found.faults == ()
    # Of rebates one engine refuses, of very many itineraries the plain one: they are held to less, and counted less.
    assume(len(found.runs) == len(ENGINES) + 1)


@examples(30)
@given(worlds())
def test_both_engines_agree(world: World) -> None:
    """In worlds that are too large for the plain one."""
    found = outcome(world, plain=False)
    assert found.faults == ()
    assume(len(found.runs) == len(ENGINES))
