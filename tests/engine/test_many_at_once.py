"""Plans bettered where several shipments change at once: annealing, and neighbourhoods."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import pytest

from benchmarks.families import FAMILIES
from benchmarks.worlds import given
from optimizer.column_generation import neighbourhoods
from optimizer.column_generation.integers import Integers
from optimizer.column_generation.neighbourhoods import Neighbourhoods
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.annealing import Annealing
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.options import Engine, Options
from optimizer.planning import plan


@pytest.mark.parametrize("family", ["services", "bulk", "trains"])
def test_annealing_keeps_every_limit_and_betters_what_single_moves_leave(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From where local search ends; what it ends with adds up, and is never dearer."""
    costs: list[tuple[float, float]] = []
    run = Annealing.run

    def noted(search: Annealing, start: Incumbent, *how: Any) -> Incumbent:
        found = run(search, start, *how)
        costs.append((start.cost, found.cost))
        assert math.isclose(found.loads, sum(of_case.cost for of_case in found.plans.values()))
        assert found.plans.keys() == start.plans.keys()
        return found

    monkeypatch.setattr(Annealing, "run", noted)
    monkeypatch.setattr(Integers, "_widely", lambda search: (search._bettered, partial(search._annealed, 2)))
    monkeypatch.setattr(Integers, "_closely", lambda _: ())
    monkeypatch.setattr(Integers, "_among_load_plans", lambda search, _=0.0: search.loop.primal.incumbent)
    monkeypatch.setattr(Integers, "_improved", lambda search: search.loop.primal.incumbent)
    world = given(FAMILIES[family](80, 1))
    plan(world.book, world.portfolio, Options(gap=Decimal(0), engine=Engine.COLUMNS))
    assert len(costs) == 2
    assert all(after <= before < math.inf for before, after in costs)
    if family != "trains":  # there nothing better is known
        assert costs[0][1] < costs[0][0]


@dataclass
class Fake:
    """Shipments with a cost each; ``pairs`` share a limit, and are worth 1 each if they are settled together."""

    numbers: range
    rows: dict[int, frozenset[int]]
    freed: list[list[int]] = field(default_factory=list)

    def search(self) -> Neighbourhoods:
        """A search in which nothing takes time."""
        return Neighbourhoods(
            self.numbers,
            lambda of_case: of_case.cost,
            lambda of_case: self.rows[of_case.case.number],
            self.settled,
            lambda _: True,
        )

    def plan(self, costs: dict[int, float]) -> Incumbent:
        """A plan of so much for each."""
        plans = {
            number: cast("LoadPlan", SimpleNamespace(case=SimpleNamespace(number=number), cost=cost))
            for number, cost in costs.items()
        }
        return cast("Incumbent", SimpleNamespace(plans=plans, cost=sum(costs.values())))

    def settled(self, plan: Incumbent, numbers: list[int]) -> Incumbent:
        """Shipments of one limit that are all there no longer regret anything."""
        self.freed.append(numbers)
        assert len(set(numbers)) == len(numbers)
        costs = {number: of_case.cost for number, of_case in plan.plans.items()}
        for row in {row for number in numbers for row in self.rows[number]}:
            users = [number for number in self.numbers if row in self.rows[number]]
            if set(users) <= set(numbers):
                costs |= dict.fromkeys(users, 0.0)
        return self.plan(costs)


def test_those_who_share_limits_are_freed_together_and_all_of_them_in_the_end() -> None:
    """Sixty shipments in twenty limits of three."""
    fake = Fake(range(60), {number: frozenset({number % 20}) for number in range(60)})
    found = fake.search().run(fake.plan({number: 1.0 + number for number in range(60)}))
    assert found.cost == 0
    assert fake.freed[0][0] == 59  # that of the greatest regret first
    assert {number % 20 for number in fake.freed[0][:3]} == {19}
    assert set().union(*map(set, fake.freed)) == set(range(60))


def test_it_ends_where_nothing_helps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who share a limit are more than may be freed."""
    monkeypatch.setattr(neighbourhoods, "MOST", 30.0)
    fake = Fake(range(60), dict.fromkeys(range(60), frozenset({0})))
    start = fake.plan(dict.fromkeys(range(60), 1.0))
    assert fake.search().run(start) is start
    assert len(fake.freed) == neighbourhoods.STALE
    assert max(map(len, fake.freed)) == 30
