"""The same plan, whoever does the work."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import tariffs
from benchmarks.worlds import given, world
from optimizer.auditor import PlanRecord
from optimizer.column_generation.pricing import pricer
from optimizer.errors import WorkerError
from optimizer.executors import Executor, Processes, Threads
from optimizer.options import Engine, Options
from optimizer.plan import Plan
from optimizer.planning import plan
from optimizer.scenario_runs import plans
from tests.executors.tasks import priced_or_ended

WORLDS = Path(__file__).parents[1] / "worlds"
GIVEN = given(world(40, 1))
COLUMNS = Options(engine=Engine.COLUMNS)


@pytest.fixture(scope="module")
def alone() -> Plan:
    """The plan that one thread makes."""
    return plan(GIVEN.book, GIVEN.portfolio, replace(COLUMNS, workers=1))


def stated(made: Plan) -> PlanRecord:
    """What a plan states: bookings, charges, bound and all else that is audited."""
    return PlanRecord.of(made)


def planned(executor: Executor | None = None, options: Options = COLUMNS) -> PlanRecord:
    """What the plan of an executor states."""
    return stated(plan(GIVEN.book, GIVEN.portfolio, options, executor=executor))


@pytest.mark.parametrize("workers", [2, 3])
def test_threads_make_one_plan_whatever_their_number(alone: Plan, workers: int) -> None:
    assert planned(options=replace(COLUMNS, workers=workers)) == stated(alone)


@pytest.mark.slow
def test_processes_make_the_plan_of_threads(alone: Plan) -> None:
    with Processes(2) as executor:
        assert planned(executor) == stated(alone)


@pytest.mark.slow
def test_a_cluster_makes_the_plan_of_threads(alone: Plan, scheduler: str) -> None:
    assert planned(options=replace(COLUMNS, cluster=scheduler)) == stated(alone)


@pytest.mark.slow
def test_a_worker_lost_in_a_sweep_does_not_change_the_plan(
    alone: Plan, losing: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pricer, "price_cases", partial(priced_or_ended, tmp_path / "mark"))
    assert planned(losing) == stated(alone)
    assert (tmp_path / "mark").exists()


def test_who_made_a_plan_lets_go_of_nobody_elses_workers() -> None:
    """An executor that was given is good for the next plan."""
    with Threads(1) as executor:
        assert planned(executor) == planned(executor)


def test_inputs_are_planned_side_by_side_as_each_by_itself(losing: Executor) -> None:
    """In their order, with the files and the scenario that each is of."""
    tiny, other = tariffs.load(WORLDS / "tiny.xlsx"), tariffs.load(WORLDS / "world_1001.xlsx")
    inputs = [tiny, replace(other, scenario="other")]
    made = list(plans(inputs, executor=losing))
    apart = [plan(one.book, one.portfolio) for one in inputs]
    assert [stated(replace(one, warnings=())) for one in made] == [stated(one) for one in apart]
    assert [one.files for one in made] == [one.files for one in inputs]
    assert [one.scenario for one in made] == ["", "other"]


def test_plans_side_by_side_do_not_ask_for_a_cluster_each() -> None:
    """Its workers would wait for themselves."""
    with Threads(1) as executor, pytest.raises(WorkerError, match="give it a Cluster"):
        plans([GIVEN], replace(COLUMNS, cluster="tcp://127.0.0.1:1"), executor=executor)
