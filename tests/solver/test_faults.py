"""The solver can hang or crash; who asks it cannot."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

import tariffs
from optimizer.errors import OutOfTimeError, SolverError
from optimizer.options import Engine, Options
from optimizer.planning import plan
from optimizer.solver import Model, Programme, process
from optimizer.stopping import stoppable
from tests.engine.hard import market_split
from tests.solver.conftest import Faults

TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"
#: What a solve may take beyond its limit: the second that is allowed for stopping and starting, on a busy machine.
LATE = 3.0


def boxes(tonnes: float = 155, each: float = 26) -> Programme:
    """The fewest boxes, at 7 each, for some tonnes."""
    programme = Programme()
    count = programme.column(7.0, 20.0, whole=True)
    programme.row(tonnes, [(count, each)], np.inf)
    return programme


def test_a_linear_programme_has_values_duals_and_reduced_costs() -> None:
    """Two columns for 10 t: the dearer one costs 3 more than its dual is worth, and grows no further."""
    model, none = Model(), np.empty(0, np.int32)
    model.add_rows(np.array([10.0]), np.array([np.inf]), (np.zeros(1, np.int32), none, np.empty(0)))
    matrix = (np.arange(2, dtype=np.int32), np.zeros(2, np.int32), np.ones(2))
    model.add_columns(np.array([2.0, 5.0]), np.zeros(2), np.full(2, np.inf), matrix)
    model.solve()
    assert (model.objective, *model.values, *model.duals, *model.reduced_costs) == (20.0, 10.0, 0.0, 2.0, 0.0, 3.0)
    model.set_bounds([0], 0.0, 4.0)
    model.solve()
    assert (model.objective, *model.values) == (38.0, 4.0, 6.0)


@pytest.mark.parametrize("fault", ["hang", "crash"])
def test_a_child_that_is_lost_is_replaced_and_told_all_again(fault: str, faults: Faults) -> None:
    """With columns added, bounds changed and a model forgotten between solves."""
    model, none = Model(), np.empty(0, np.int32)
    model.add_rows(np.array([10.0]), np.array([np.inf]), (np.zeros(1, np.int32), none, np.empty(0)))
    column = (np.zeros(1, np.int32), np.zeros(1, np.int32), np.ones(1))
    model.add_columns(np.array([5.0]), np.zeros(1), np.full(1, np.inf), column)
    model.solve()
    first = process()
    model.add_columns(np.array([2.0]), np.zeros(1), np.full(1, 6.0), column)
    model.set_bounds([0], 1.0, np.inf)
    faults(fault)
    model.solve()
    assert (model.objective, *model.values) == (32.0, 4.0, 6.0)
    assert process() is not first and first.lost


@pytest.mark.parametrize("fault", ["hang", "crash"])
def test_a_search_whose_child_is_lost_is_tried_again(fault: str, faults: Faults) -> None:
    faults(fault)
    found = boxes().search(0.0)
    assert found.values is not None and found.finished
    assert (found.values.tolist(), found.bound) == ([6.0], 42.0)


@pytest.mark.parametrize("fault", ["hang", "crash"])
def test_a_child_that_is_lost_again_and_again_is_an_error_with_the_reason(fault: str, faults: Faults) -> None:
    faults(*[fault] * 9)
    with pytest.raises(SolverError, match=r"HiGHS was ended: it(s process ended| gave no sign)"):
        boxes().model().solve()
    found = boxes().search(0.0)
    assert found.values is None and found.bound == -np.inf and not found.finished


def test_what_a_search_had_found_and_proven_stands_when_its_child_is_lost(faults: Faults) -> None:
    faults("hang with a plan", "crash")
    programme = market_split(np.random.default_rng(1), 3, 20)
    found = programme.search(0.0)
    assert found.values is not None
    assert found.bound <= np.array(programme.cost) @ found.values
    assert not found.finished


def test_a_solution_that_does_not_keep_to_the_rows_is_not_taken_from_a_lost_child() -> None:
    model, whole = boxes().model(), np.zeros(1, np.int32)
    none = np.empty(0, np.int32)
    assert model._holds(np.array([6.0]), whole, none)
    for wrong in (5.0, 5.97, 6.5, 21.0):
        assert not model._holds(np.array([wrong]), whole, none)
    assert not model._holds(np.array([6.0]), whole, whole)


def test_a_time_limit_is_kept_by_a_child_that_hangs(faults: Faults) -> None:
    faults("well", *["hang"] * 9)
    model = boxes().model()
    model.solve()  # the child has started
    for ask in (lambda: model.solve(0.5), lambda: boxes().search(0.0, 0.5)):
        started = time.monotonic()
        with contextlib.suppress(OutOfTimeError):
            ask()
        assert time.monotonic() - started < 0.5 + LATE


@pytest.mark.parametrize("engine", [Engine.LISTED, Engine.COLUMNS])
@pytest.mark.parametrize("fault", ["hang", "crash"])
@pytest.mark.parametrize("before", [0, 1])
def test_a_plan_is_the_same_whichever_solve_is_lost(before: int, fault: str, engine: Engine, faults: Faults) -> None:
    given = tariffs.load(TINY)
    left = faults(*["well"] * before, fault)
    made = plan(given.book, given.portfolio, Options(engine=engine))
    assert str(made.cost) == "8827.68" and made.bound == made.cost
    assert fault not in left.read_text()


def test_ctrl_c_while_the_solver_searches_takes_what_it_has() -> None:
    with stoppable() as stop:
        asked: list[int] = []

        def enough() -> bool:
            if not asked:
                asked.append(1)
                signal.raise_signal(signal.SIGINT)
            return stop.asked

        started = time.monotonic()
        found = market_split(np.random.default_rng(1), 6, 50).search(0.0, 60.0, enough=enough)
        assert time.monotonic() - started < 30
    assert found.values is not None
    assert found.status == "kInterrupt" or "stop" in found.status


def test_a_second_ctrl_c_while_the_solver_searches_interrupts_and_leaves_no_child() -> None:
    child = process()

    def ask_twice() -> bool:
        signal.raise_signal(signal.SIGINT)
        return False

    with stoppable(), pytest.raises(KeyboardInterrupt):
        market_split(np.random.default_rng(1), 6, 50).search(0.0, 60.0, enough=ask_twice)
    assert child.lost == "interrupted" and child._child.poll() is not None
    assert process() is not child


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_ctrl_c_at_the_terminal_does_not_reach_the_child() -> None:
    child = process()
    child.ask([("new", -1)])
    os.kill(child._child.pid, signal.SIGINT)
    assert child.ask([("drop", -1)]).lost == ""


def test_a_programme_that_has_no_solution_says_so() -> None:
    with pytest.raises(SolverError, match="Infeasible"):
        boxes(tonnes=1000).model().solve()


def test_nothing_that_a_solver_prints_is_seen(capfd: pytest.CaptureFixture[str]) -> None:
    """HiGHS 1.16 prints a banner to standard output, which broke --json."""
    boxes().search(0.0)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
