"""A time limit, or Ctrl-C, gives the best plan so far with its true gap."""

from __future__ import annotations

import signal
import threading
from decimal import Decimal

import pytest

from benchmarks.worlds import given, world
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from optimizer.planning import plan
from optimizer.progress import Step
from optimizer.stopping import stoppable

INPUT = given(world(60, 3))
SOON = Options(gap=Decimal(0), time_limit=0.001, engine=Engine.COLUMNS)
LONG = Options(gap=Decimal(0), engine=Engine.COLUMNS)


def assert_stands(made: Plan) -> None:
    """It is a plan, whose bound is below it; plan() has audited it."""
    assert made.status is Status.FEASIBLE
    assert made.bookings
    assert 0 < made.bound < made.cost


def test_a_time_limit_gives_a_plan_and_its_gap() -> None:
    assert_stands(plan(INPUT.book, INPUT.portfolio, SOON))


def test_ctrl_c_gives_a_plan_and_its_gap() -> None:
    rounds = []

    def tell(step: Step) -> None:
        if step.words.startswith("round"):
            rounds.append(step)
            signal.raise_signal(signal.SIGINT)

    assert_stands(plan(INPUT.book, INPUT.portfolio, LONG, progress=tell))
    assert len(rounds) == 1


def test_ctrl_c_twice_interrupts() -> None:
    with stoppable(None) as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.now
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_a_thread_that_hears_no_signals_is_stopped_by_time_alone() -> None:
    stops = []

    def run() -> None:
        with stoppable(0.0) as stop:
            stops.append(stop.now)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert stops == [True]


def test_every_round_says_how_far_it_has_come() -> None:
    steps: list[Step] = []
    plan(INPUT.book, INPUT.portfolio, Options(gap=Decimal("0.01"), engine=Engine.COLUMNS), progress=steps.append)
    rounds = [step for step in steps if step.words.startswith("round")]
    assert all(step.gap is not None and step.columns > 0 for step in rounds)
    bounds = [step.bound for step in rounds]
    assert bounds == sorted(bounds)
