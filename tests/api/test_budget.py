"""Budgets of CO2e, and what is between the supported points of a frontier: held against all plans of the tiny world."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

import optimizer
from optimizer.auditor import PlanRecord, audit
from optimizer.plan import Budget
from optimizer.tables import CO2E_BUDGET, CO2E_PRICE, CO2E_WORTH
from tests.api.enumerated import Way
from tests.api.test_surface import ROOT
from tests.cli.program import Run

CENTS = Decimal("0.05")

#: Budgets, t: above what the cheapest plan emits; between plans; what one emits to the gram; some cargo left; none.
BUDGETS = ["40", "34.848", "30", "20", "12.2", "12.164", "6.9", "6.8", "3", "0"]


@pytest.fixture(scope="module")
def planned(world: optimizer.World) -> dict[str, optimizer.Plan]:
    return {budget: world.plan(budget_co2=budget) for budget in BUDGETS}


def emitted(plan: optimizer.Plan) -> Decimal:
    found = sum(booking.rated.co2_t for booking in plan.details.bookings)
    return Decimal(found.numerator) / Decimal(found.denominator) if found else Decimal(0)


@pytest.mark.parametrize("budget", BUDGETS)
def test_a_budget_is_kept_at_nearly_the_least_cost_of_all_plans_within_it(
    budget: str, planned: dict[str, optimizer.Plan], every: list[Way]
) -> None:
    """Of all plans that emit no more none costs less than the bound, and none 0.1 % less than the plan."""
    plan = planned[budget]
    least = min(way.cost for way in every if way.co2e_t <= Decimal(budget))
    assert emitted(plan) <= Decimal(budget)
    assert plan.bound <= least + CENTS
    assert least - CENTS <= plan.cost <= least * Decimal("1.001")
    assert plan.gap == (plan.cost - plan.bound) / plan.cost
    assert (plan.status == "optimal") == (plan.cost - plan.bound <= plan.cost / 10000 + CENTS)


def test_a_tonne_costs_more_the_fewer_there_are(planned: dict[str, optimizer.Plan]) -> None:
    """Costs rise as budgets fall, and so do prices: from nothing, where the budget does not bind."""
    prices = [plan.details.budget.price_per_t for plan in planned.values() if plan.details.budget is not None]
    assert len(prices) == len(BUDGETS)
    assert prices[0] == 0 < prices[-1]
    assert all(one <= other for one, other in pairwise(prices))
    assert all(one.cost <= other.cost for one, other in pairwise(planned.values()))


def test_the_price_is_the_slope_of_the_bound(planned: dict[str, optimizer.Plan]) -> None:
    """Between 30 t and 20 t, which one price proves: the bounds differ by ten times that price."""
    one, other = planned["30"], planned["20"]
    assert one.details.budget is not None
    assert float(other.bound - one.bound) == pytest.approx(10 * float(one.details.budget.price_per_t), abs=0.1)


def test_a_budget_that_does_not_bind_changes_nothing(
    world: optimizer.World, planned: dict[str, optimizer.Plan]
) -> None:
    plain, plan = world.plan(), planned["40"]
    assert (plan.cost, plan.bound, plan.status) == (plain.cost, plain.bound, plain.status)
    assert plan.bookings.equals(plain.bookings)


def test_the_workbook_states_the_budget_and_passes_its_audit(
    world: optimizer.World, planned: dict[str, optimizer.Plan], tmp_path: Path
) -> None:
    path = tmp_path / "plan.xlsx"
    planned["3"].to_excel(path)
    assert optimizer.audit(path, world).passed
    figures = planned["3"].summary.set_index("figure")["value"]
    assert float(figures["CO2e budget t"]) == 3
    assert float(figures["CO2e t"]) <= 3
    assert float(figures["CO2e price per t"]) > 0


def test_the_auditor_sees_a_plan_that_emits_more_than_its_budget(planned: dict[str, optimizer.Plan]) -> None:
    made = planned["12.164"].details
    assert audit(PlanRecord.of(made), made.book, made.portfolio) == []
    less, negative = Budget(Decimal("12.163"), Decimal(0)), Budget(Decimal("12.164"), Decimal(-1))
    for wrong, where in ((less, CO2E_BUDGET), (negative, CO2E_PRICE)):
        found = audit(PlanRecord.of(replace(made, budget=wrong)), made.book, made.portfolio)
        assert [difference.what for difference in found] == [where]


@pytest.mark.parametrize("figure", [CO2E_BUDGET, CO2E_PRICE, CO2E_WORTH])
def test_the_auditor_sees_a_figure_of_the_budget_that_is_changed_or_gone(
    figure: str, planned: dict[str, optimizer.Plan]
) -> None:
    """Also a budget that is raised, and a price that is lowered, neither of which the plan exceeds."""
    made = planned["12.164"].details
    record = PlanRecord.of(made)
    for figures in (
        {**record.figures, figure: record.figures[figure] * Decimal("1.01")},  # type: ignore[operator]
        {name: value for name, value in record.figures.items() if name != figure},
    ):
        assert len(audit(replace(record, figures=figures), made.book, made.portfolio)) == 1


def test_cargo_without_a_penalty_is_carried_and_a_budget_too_small_for_it_is_said(
    world: optimizer.World, every: list[Way]
) -> None:
    """What is said to be possible is the least of all plans that carry everything, and a plan is made for it."""
    all_of_it = world.with_change("Settings", "setting=unserved_penalty_per_t", value=None)
    all_of_it = all_of_it.with_change("Cargo", "", unserved_penalty_per_t=None)
    least = min(way.co2e_t for way in every if way.left_t == 0)
    with pytest.raises(optimizer.RequestError) as error:
        all_of_it.plan(budget_co2=6)
    said = re.search(r"give ([\d.]+) t or more, the least found.* emits less than ([\d.]+) t$", str(error.value))
    assert said is not None
    assert float(said[1]) == pytest.approx(float(least), abs=0.001)
    assert 0.97 * least <= float(said[2]) <= least
    plan = all_of_it.plan(budget_co2=said[1])
    assert emitted(plan) <= Decimal(said[1])
    assert plan.unserved.empty


@pytest.mark.parametrize("name", ["world_1001", "world_1006"])
@pytest.mark.parametrize("engine", ["listed", "columns"])
def test_in_other_worlds_half_of_the_emissions_are_a_budget_that_both_engines_keep(name: str, engine: str) -> None:
    """The bound of the one is below the plan of the other; each is bounded by what a priced plan proves."""
    world = optimizer.read(ROOT / f"tests/worlds/{name}.xlsx").with_change("Tariffs", "", distance_km=1000)
    plain = world.plan(engine=engine)
    half = emitted(plain) * Decimal("0.6")
    plan = world.plan(engine=engine, budget_co2=half)
    assert emitted(plan) <= half
    assert plain.bound - CENTS <= plan.bound <= plan.cost
    assert plan.cost > plain.cost
    assert plan.details.budget is not None
    price = float(plan.details.budget.price_per_t)
    own = world.given.book.settings.co2_price_per_t
    priced = world.with_change("Settings", "setting=co2_price_per_t", value=float(own) + price).plan()
    more = (float(priced.cost) - price * float(emitted(priced))) + price * (float(emitted(priced)) - float(half))
    assert float(plan.bound) <= more + 1


Ask = Callable[[optimizer.World], object]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda w: w.plan(budget_co2=-1), "0 or more"),
        (lambda w: w.plan(budget_co2="much"), "a number of tonnes"),
        (lambda w: w.plan(budget_co2=1, keep=w.plan(), as_of="2025-03-01"), "leave out one"),
        (lambda w: w.with_change("Cargo", "", on_time_probability=0.5).plan(budget_co2=1), "on_time_probability"),
        (lambda w: w.with_change("Tariffs", "mode=road", distance_km=None).plan(budget_co2=1), "have no CO2e"),
        (lambda w: w.plan(budget_co2=20).worth_of_capacity(), "budget"),
    ],
)
def test_what_cannot_be_is_said(world: optimizer.World, ask: Ask, words: str) -> None:
    with pytest.raises(optimizer.RequestError, match=words):
        ask(world)


def test_the_command_line_takes_a_budget(run: Run, tmp_path: Path) -> None:
    path, world = tmp_path / "plan.xlsx", ROOT / "tests/worlds/world_1001.xlsx"
    done = run("plan", world, "-o", path, "--budget-co2", "0", "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["co2e_budget_t"], said["co2e_t"]) == (0, 0, 0)
    assert run("audit", path, world).returncode == 0
