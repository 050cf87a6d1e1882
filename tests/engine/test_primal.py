"""Plans in whole containers while columns are generated: construction, local search, and their bookkeeping."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given

from benchmarks.plain import plain
from benchmarks.worlds import given as given_of
from benchmarks.worlds import world as made_up
from optimizer import stopping
from optimizer.column_generation.primal.draft import Draft
from optimizer.column_generation.primal.heuristic import PrimalHeuristic
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.column_generation.primal.local_search import LocalSearch
from optimizer.column_generation.primal.residual import Residual
from optimizer.errors import RebateError
from optimizer.options import Engine, Options
from optimizer.planning import plan
from tests.engine.rice import leg, rice
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples, rounding, solved

COLUMNS = Options(gap=Decimal(0), engine=Engine.COLUMNS)
NO_TIME = Options(gap=Decimal(0), engine=Engine.COLUMNS, time_limit=0.0)


@pytest.fixture(autouse=True, scope="module")
def _time_for_the_first_plan() -> Iterator[None]:
    """However busy the machine: nothing but the first plan is made once the time is over."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stopping.Stop, "check_late", lambda *_: None)
        yield


@examples(40)
@given(worlds(penalty=True, most_legs=6))
def test_a_plan_that_there_was_no_time_for_is_sound_and_no_cheaper_than_the_best(world: World) -> None:
    """The audit passes it, and the bound of either run is below both."""
    try:
        hasty, best = solved(world, NO_TIME), solved(world, COLUMNS)
    except RebateError:
        assume(False)
        raise
    assert max(hasty.bound, best.bound) <= min(hasty.cost, best.cost) + rounding(hasty, best)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_first_plan_of_a_crowded_network_is_near_the_bound(seed: int) -> None:
    crowded = given_of(plain(made_up(60, seed)))
    hasty = plan(crowded.book, crowded.portfolio, NO_TIME)
    assert hasty.gap < Decimal("0.05")


def test_local_search_never_worsens_and_keeps_what_is_used_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use, residual capacity and users are those that the load plans themselves add up to; after an undo as well."""
    searched: list[tuple[float, float]] = []
    run, keep, undo = LocalSearch.run, Draft.keep, Draft.undo

    def noted(search: LocalSearch, start: Incumbent) -> Incumbent:
        found = run(search, start)
        searched.append((start.cost, found.cost))
        return found

    def kept(draft: Draft) -> None:
        keep(draft)
        up_to_date(draft)

    def undone(draft: Draft) -> None:
        undo(draft)
        up_to_date(draft)

    monkeypatch.setattr(LocalSearch, "run", noted)
    monkeypatch.setattr(Draft, "keep", kept)
    monkeypatch.setattr(Draft, "undo", undone)
    crowded = given_of(plain(made_up(40, 2)))
    plan(crowded.book, crowded.portfolio, Options(engine=Engine.COLUMNS, gap=Decimal(0)))
    assert searched
    assert all(after <= before for before, after in searched)


def up_to_date(draft: Draft) -> None:
    anew = Residual.empty(draft.pricer.limits, draft.pricer.work.counted)
    for load_plan in draft.plans.values():
        anew.add(load_plan)
    anew.close(np.flatnonzero(draft.residual.closed).tolist())
    pairs = zip((draft.residual.used, *draft.residual.left[1:2]), (anew.used, *anew.left[1:2]), strict=True)
    assert all(np.allclose(one, other, atol=1e-7) for one, other in pairs)
    for one, other in zip(draft.residual.left.rooms, anew.left.rooms, strict=True):
        assert np.allclose(one, other, atol=1e-7)
    for row, users in draft.users.items():
        assert users == {number for number, load_plan in draft.plans.items() if row in load_plan.uses}


TRAIN = leg("rail", "2025-03-04", TEU=100, min_load=10, capacity_unit="containers", departure_cost=900)
LORRY = leg("road", "daily", TEU=300)


@pytest.mark.parametrize(("boxes", "cost"), [(9, 2700), (10, 1900), (12, 2100)])
def test_the_first_plan_fills_a_train_or_does_without_it(boxes: int, cost: int) -> None:
    """Ten boxes at least, at 100 each and 900 for the train; the lorry at 300."""
    assert solved(rice(TRAIN, LORRY, boxes=boxes), NO_TIME).cost == cost


def test_a_train_that_costs_more_than_it_saves_does_not_run_in_the_first_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two boxes save 400, and the train costs 900: the first plan is that of the world without the train."""
    seen: list[float] = []
    first = PrimalHeuristic.first

    def noted(primal: PrimalHeuristic, *rest: object) -> None:
        first(primal, *rest)  # type: ignore[arg-type]  # passed on as they came
        seen.append(primal.incumbent.cost)

    monkeypatch.setattr(PrimalHeuristic, "first", noted)
    costly = leg("rail", "2025-03-04", TEU=100, departure_cost=900)
    made = [solved(rice(*legs, boxes=2), NO_TIME).cost for legs in ((costly, LORRY), (LORRY,))]
    assert made == [600, 600]
    assert max(seen) <= 600 + 1e-6
