"""What once went wrong with column generation, on the tiny world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import benchmarks.plain
import benchmarks.worlds
import tariffs
from optimizer import planning
from optimizer.column_generation.master import Master
from optimizer.errors import RebateError, SolverError
from optimizer.options import Engine, Options
from optimizer.plan import Status
from optimizer.planning import engine_for, plan
from optimizer.progress import Step
from optimizer.solver.child_process import Process, Reply
from tariffs.book import Portfolio, Tariff, TariffBook
from tests.engine.hard import far_from_its_relaxation
from tests.engine.rice import leg, rice
from tests.properties.drawing import Row
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.solving import rounding, solved

TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"
LISTED, COLUMNS = Options(engine=Engine.LISTED), Options(engine=Engine.COLUMNS)


def unlimited(book: TariffBook) -> TariffBook:
    """The book without any capacity."""
    legs = tuple(replace(leg, tariffs=tuple(replace(row, capacity=None) for row in leg.tariffs)) for leg in book.legs)
    borders = tuple(replace(row, capacity=None) for row in book.borders)
    transfers = tuple(replace(row, capacity=None) for row in book.transfers)
    return replace(book, legs=legs, borders=borders, transfers=transfers, pool={})


def rebated(book: TariffBook, amount: int) -> TariffBook:
    """The book with every road rate below zero."""

    def mended(row: Tariff) -> Tariff:
        if row.mode != "road":
            return row
        per_container = dict.fromkeys(row.amounts.per_container, Decimal(-amount))
        return replace(row, amounts=replace(row.amounts, per_container=per_container))

    return replace(book, legs=tuple(replace(leg, tariffs=tuple(map(mended, leg.tariffs))) for leg in book.legs))


def test_a_shipment_not_to_be_split_is_planned_where_no_capacity_is_stated() -> None:
    given = tariffs.load(TINY)
    whole = {name: replace(shipment, split=False) for name, shipment in given.portfolio.shipments.items()}
    book, portfolio = unlimited(given.book), Portfolio(whole)
    assert plan(book, portfolio, COLUMNS).cost == plan(book, portfolio, LISTED).cost


def test_rebates_are_refused_where_it_is_asked_for_and_listed_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container that earns money on a leg would be sent nearly empty, which no bound of it allows for."""
    given = tariffs.load(TINY)
    book = rebated(given.book, 900)
    with pytest.raises(RebateError, match="less than nothing"):
        plan(book, given.portfolio, COLUMNS)
    monkeypatch.setattr(planning, "MOST_LISTED", 0)
    assert plan(book, given.portfolio).engine == "listed"


def test_few_shipments_on_many_legs_are_planned_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """To list their itineraries takes longer; with a solver that column generation cannot use, they are listed."""
    given = tariffs.load(TINY)
    monkeypatch.setattr(planning, "MOST_LEGS_LISTED", 0)
    assert engine_for(Options(), given.book, given.portfolio) is Engine.COLUMNS
    assert engine_for(Options(solver="CBC"), given.book, given.portfolio) is Engine.LISTED


def test_a_plan_that_earns_money_is_optimal_within_a_share_of_what_it_earns() -> None:
    """And passes the audit, which plan() runs."""
    given = tariffs.load(TINY)
    made = plan(rebated(given.book, 4000), given.portfolio, LISTED)
    assert made.cost < 0
    assert made.status is Status.OPTIMAL
    assert made.gap >= 0


def test_where_nothing_runs_everything_stays_behind() -> None:
    given = tariffs.load(TINY)
    legs = tuple(
        replace(leg, tariffs=tuple(replace(row, compliance="blocked") for row in leg.tariffs))
        for leg in given.book.legs
    )
    made = plan(replace(given.book, legs=legs), given.portfolio, COLUMNS)
    assert not made.bookings
    assert len(made.unserved) == len(given.portfolio.shipments)


@pytest.mark.parametrize(("boxes", "least"), [(2, 4), (10, 14), (26, 35)])
@pytest.mark.parametrize("capacity", [None, 100])
def test_a_train_runs_with_boxes_that_go_nearly_empty_where_that_is_cheapest(
    boxes: int, least: int, capacity: int | None
) -> None:
    """The road costs ten times as much; and no bound is above what the train costs."""
    train = leg("rail", "2025-03-04", TEU=100, min_load=least, capacity=capacity, capacity_unit="containers")
    made = solved(rice(train, leg("road", "daily", TEU=1000), boxes=boxes), COLUMNS)
    assert made.bound <= 100 * least
    assert made.cost == 100 * least


def test_ten_types_of_container_with_weight_bands_are_planned() -> None:
    """Each divides the loads of all others where a part load is likely."""
    names = [f"C{n}" for n in range(10)]
    types: list[Row] = [
        {"container": name, "teu": 1, "max_gross_t": 20 + n, "tare_t": 2, "volume_m3": 60}
        for n, name in enumerate(names)
    ]
    rates = {name: 100 + 7 * n for n, name in enumerate(names)}
    bands = [
        leg("rail", "daily", max_gross_t=top, **{name: rate + top for name, rate in rates.items()})
        for top in (12, 18, 40)
    ]
    world = rice(*bands, boxes=3, Containers=types)
    columns, listed = solved(world, COLUMNS), solved(world, LISTED)
    assert abs(columns.cost - listed.cost) <= columns.cost - columns.bound + rounding(columns, listed)
    assert columns.bound <= listed.cost + rounding(listed)


def failing(times: int, runs: list[str]) -> Callable[..., Reply]:
    """What the child answers if it fails to solve so many times; ``runs`` takes down whether presolve was on."""
    ask = Process.ask

    def answer(child: Process, commands: Sequence[tuple[Any, ...]], *limits: Any, **more: Any) -> Reply:
        reply = ask(child, commands, *limits, **more)
        if commands[-1][0] == "solve" and reply.result is not None:
            runs.append(commands[-1][-1]["presolve"])
            if len(runs) <= times:
                reply.result["status"] = "kSolveError"
        return reply

    return answer


def test_a_master_that_fails_is_solved_once_more_from_scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    given = tariffs.load(TINY)
    well = plan(given.book, given.portfolio, COLUMNS)
    runs: list[str] = []
    monkeypatch.setattr(Process, "ask", failing(1, runs))
    assert plan(given.book, given.portfolio, COLUMNS).cost == well.cost
    assert runs[:3] == ["off", "on", "off"]


def test_a_master_that_fails_again_and_again_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    given = tariffs.load(TINY)
    monkeypatch.setattr(Process, "ask", failing(1000, []))
    with pytest.raises(SolverError, match="SolveError"):
        plan(given.book, given.portfolio, COLUMNS)


@pytest.mark.parametrize("gap", ["0", "0.001"])
def test_where_serving_comes_first_and_no_choice_of_load_plans_is_found_the_most_is_served_all_the_same(
    gap: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two boxes by rail and one a day by road, for twelve; a plan that leaves too much behind once was the last."""
    monkeypatch.setattr(Master, "whole", lambda *_: [])
    rail = leg("rail", "2025-03-04", TEU=100, capacity=2, capacity_unit="containers")
    road = leg("road", "daily", TEU=1000, capacity=1, capacity_unit="containers")
    crowded = rice(rail, road, boxes=12)
    crowded["Settings"] = [{"setting": "base_currency", "value": "USD"}]
    made = solved(crowded, Options(gap=Decimal(gap), engine=Engine.COLUMNS))
    assert sum(unserved.tonnes for unserved in made.unserved) == 60
    assert made.cost == 7200


def test_a_million_tonnes_of_which_most_stay_behind_are_planned() -> None:
    """Once HiGHS failed in the master, where a penalty of billions stands beside rates of hundreds."""
    world = far_from_its_relaxation()
    cargo = world["Cargo"][0] | {"weight_t": 1_000_000, "split": "yes"}
    rail = world["Tariffs"][0] | {"departures": "daily", "TEU": 300, "capacity": 100, "capacity_unit": "teu"}
    book, portfolio = book_and_portfolio(world | {"Tariffs": [rail | {"departure_cost": 0}], "Cargo": [cargo]})
    made = plan(book, portfolio, COLUMNS)
    assert made.cost == plan(book, portfolio, LISTED).cost
    assert made.status is Status.OPTIMAL


def test_a_few_hundred_shipments_that_crowd_the_crossings_are_planned_to_a_tenth_of_a_percent() -> None:
    """Freed a few at a time, they once ended at four times that."""
    given = benchmarks.worlds.given(benchmarks.worlds.world(200, 1))
    made = plan(given.book, given.portfolio, Options(gap=Decimal("0.001"), engine=Engine.COLUMNS))
    assert made.status is Status.OPTIMAL


def test_shipments_that_are_large_against_the_crossings_are_planned_to_a_seventh_of_a_percent() -> None:
    """Two or three teu a week pass: the load plans that are best to mix leave room for few beside each other."""
    given = benchmarks.worlds.given(benchmarks.plain.plain(benchmarks.worlds.world(200, 1)))
    made = plan(given.book, given.portfolio, Options(gap=Decimal("0.0015"), engine=Engine.COLUMNS))
    assert made.status is Status.OPTIMAL


def test_progress_says_what_the_best_plan_in_whole_containers_costs() -> None:
    """It never rises, is never below the bound as the relaxation may be, and ends at the cost of the plan."""
    book, portfolio = book_and_portfolio(far_from_its_relaxation())
    told: list[Step] = []
    made = plan(book, portfolio, Options(gap=Decimal("0.05"), engine=Engine.COLUMNS), progress=told.append)
    best = [step.best for step in told if step.best is not None]
    assert best == sorted(best, reverse=True) and len(set(best)) > 1
    assert all(step.best is None or step.bound is None or step.bound <= step.best + 0.01 for step in told)
    assert best[-1] == pytest.approx(float(made.cost), abs=1)
