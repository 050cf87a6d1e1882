"""A time limit, or Ctrl-C, gives the best plan so far with its true gap."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import tariffs
from benchmarks.worlds import given, world
from optimizer import listed, stopping
from optimizer.column_generation.guide import ColumnsGuide
from optimizer.errors import OutOfTimeError
from optimizer.explain.guide import Change
from optimizer.explain.reasons import NO_TIME
from optimizer.listed import Listed
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from optimizer.planning import plan
from optimizer.progress import Step, Tell
from optimizer.solver import Answer, Programme, Searched
from optimizer.stopping import Stop, stoppable
from tariffs.book import Amounts, Surcharge
from tariffs.timetable import Itinerary
from tests.engine.hard import far_from_its_relaxation
from tests.engine.rice import leg, rice
from tests.properties.drawn_worlds import book_and_portfolio

INPUT, INPUT_OF_TEN = given(world(60, 3)), given(world(10, 3))
LIMITED = Options(gap=Decimal(0), time_limit=600, engine=Engine.COLUMNS)
LONG = Options(gap=Decimal(0), engine=Engine.COLUMNS)
NEAR = Options(gap=Decimal("0.01"), engine=Engine.COLUMNS)
TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"


def assert_stands(made: Plan) -> None:
    """It is a plan, whose bound is below it; plan() has audited it."""
    assert made.status is Status.FEASIBLE
    assert made.bookings
    assert 0 < made.bound < made.cost


@dataclass
class Clock:
    """A clock that a test puts forward."""

    ahead: float = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.ahead

    def thread_time(self) -> float:
        return time.thread_time()

    def at(self, *words: str) -> Tell:
        """Has an hour pass when one of these is told."""

        def tell(step: Step) -> None:
            if any(step.words.startswith(start) for start in words):
                self.ahead += 3600.0

        return tell


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the time limits go by."""
    made = Clock()
    monkeypatch.setattr(stopping, "time", made)
    return made


@pytest.mark.parametrize("when", ["first plan", "round 1", "round 2", "whole containers"])
def test_a_time_limit_gives_the_best_plan_so_far_and_its_gap(when: str, clock: Clock) -> None:
    made = plan(INPUT.book, INPUT.portfolio, LIMITED, progress=clock.at(when))
    assert_stands(made)
    assert clock.ahead
    assert not made.alternatives
    assert {left.reason for left in made.unserved} <= {NO_TIME}


@pytest.mark.parametrize("engine", [Engine.LISTED, Engine.COLUMNS])
def test_a_time_limit_before_there_is_any_plan_gives_one_made_by_insertion(engine: Engine) -> None:
    """Which is near the best, and so is what it proves."""
    best = plan(INPUT.book, INPUT.portfolio, NEAR)
    made = plan(INPUT.book, INPUT.portfolio, replace(LIMITED, engine=engine, time_limit=0.0))
    assert_stands(made)
    assert made.cost < best.cost * 2 and made.bound <= best.cost


@pytest.mark.parametrize("shipments", [0, 1, 7])
def test_what_is_inserted_when_the_time_is_over_is_the_plan(shipments: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what is proven is of the shipments that were looked at; the first of them cannot be carried."""
    looked_at = [0]

    def check() -> None:
        looked_at[0] += 1
        if looked_at[0] > shipments:
            raise OutOfTimeError("the time is over")

    monkeypatch.setattr(Stop, "first_plan", lambda *_: check)
    made = plan(INPUT.book, INPUT.portfolio, replace(LIMITED, time_limit=0.0))
    assert made.status is Status.FEASIBLE
    assert len(made.bookings_of) == max(shipments - 1, 0)
    assert (made.bound > 0) == bool(shipments) and made.bound < made.cost
    assert {left.reason for left in made.unserved} == {NO_TIME}


def test_where_money_is_paid_back_a_bound_is_found_first_however_late() -> None:
    """No plan of the tiny world by rail or sea earns money, but nothing says so before it is solved."""
    given = tariffs.load(TINY)
    cheap = Surcharge("Surcharges!2", "rebate", "container", Amounts("USD", rate=Decimal(-1)))
    book = replace(given.book, surcharges=(cheap,))
    options = Options(time_limit=0.0, engine=Engine.LISTED)
    made = plan(book, given.portfolio, options)
    best = plan(book, given.portfolio, replace(options, time_limit=None))
    assert 0 < made.bound <= best.cost <= made.cost


@pytest.mark.parametrize("checks", [0, 1, 5, 20, 60, 200])
def test_a_time_limit_while_itineraries_are_listed_takes_those_that_are(
    checks: int, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    check, asked = Stop.check, [0]

    def checked(stop: Stop) -> None:
        asked[0] += 1
        clock.ahead = 601.0 if asked[0] > checks else 0.0
        check(stop)

    monkeypatch.setattr(Stop, "check", checked)
    options = Options(gap=Decimal(0), time_limit=600, engine=Engine.LISTED)
    made = plan(INPUT_OF_TEN.book, INPUT_OF_TEN.portfolio, options)
    assert 0 <= made.bound < made.cost
    assert asked[0] > checks


@pytest.mark.parametrize("solves", [1, 2, 3])
def test_a_time_limit_while_capacities_are_brought_in_drops_nothing_that_fits_nor_what_is_proven(
    solves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six boxes, one a day by rail: an hour is over before all days that are full have been found out."""
    crowded = rice(leg("rail", "daily", TEU=100, capacity=1, capacity_unit="containers"), boxes=6)
    crowded["Settings"] = []
    stop, solve = Stop(), listed.solver.solve

    def counted(*args: Any, **how: Any) -> Answer:
        nonlocal solves
        solves -= 1
        if not solves:
            stop.deadline = 0.0
        return solve(*args, **how)

    monkeypatch.setattr(listed.solver, "solve", counted)
    book, portfolio = book_and_portfolio(crowded)
    found = Listed(Lister(Network(book, portfolio)), portfolio, Options(time_limit=600), print, stop).run()
    assert sum(load.load.containers for load in found.loads) == 6
    assert found.serving is not None and found.serving.bound == pytest.approx(600)
    assert found.bound == pytest.approx(600)


@pytest.mark.parametrize("engine", [Engine.LISTED, Engine.COLUMNS])
@pytest.mark.parametrize("seconds", [0.0, 0.5])
def test_a_command_that_takes_longer_than_its_limit_is_soon_done(seconds: float, engine: Engine) -> None:
    """Compiled code is at hand, as after the first plan; what counts is computing, since the machine may be busy."""
    plan(INPUT.book, INPUT.portfolio, NEAR)
    started = time.process_time()
    plan(INPUT.book, INPUT.portfolio, Options(gap=Decimal(0), time_limit=seconds, engine=engine))
    assert time.process_time() - started < seconds + 6.0


def test_ctrl_c_gives_a_plan_and_its_gap() -> None:
    rounds = []

    def tell(step: Step) -> None:
        if step.words.startswith("round"):
            rounds.append(step)
            signal.raise_signal(signal.SIGINT)

    assert_stands(plan(INPUT.book, INPUT.portfolio, LONG, progress=tell))
    assert len(rounds) == 1


def test_ctrl_c_twice_interrupts() -> None:
    with stoppable() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.now
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def ctrl_c() -> None:
    """Ctrl-C, sent by another thread than the one that hears it."""
    thread = threading.Thread(target=signal.raise_signal, args=(signal.SIGINT,))
    thread.start()
    thread.join()


def test_what_begins_after_ctrl_c_is_not_cut_short_by_it() -> None:
    with stoppable() as stop:
        ctrl_c()
        assert stop.asked
        assert not stop.asked_from_now_on()()


def test_ctrl_c_while_the_rest_of_the_gap_is_proven_gives_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[str] = []
    search = Programme.search

    def sending(programme: Programme, *arguments: Any, enough: Callable[[], bool], **limits: Any) -> Searched:
        the_last = limits["nodes"] is None
        if the_last:
            threading.Timer(1.0, ctrl_c).start()
        found = search(programme, *arguments, enough=enough, **limits)
        if the_last:
            ends.append(found.status)
        return found

    monkeypatch.setattr(Programme, "search", sending)
    assert_stands(plan(*book_and_portfolio(far_from_its_relaxation()), LONG))
    assert len(ends) == 1 and ends != ["kOptimal"]


def test_ctrl_c_gives_a_plan_of_listed_itineraries() -> None:
    found = tariffs.load(TINY)
    told = []

    def tell(step: Step) -> None:
        if not told:
            ctrl_c()
        told.append(step)

    made = plan(found.book, found.portfolio, Options(gap=Decimal(0), engine=Engine.LISTED), progress=tell)
    assert made.bookings
    assert made.bound <= made.cost


def sending(times: int) -> Callable[[ColumnsGuide, Change], Iterator[tuple[float, Itinerary | None]]]:
    """A guide that has Ctrl-C sent so many times when it is asked for the second explanation, and for no other.

    What it was asked for before, to better the plan, may be on any route.
    """
    asked: list[Change] = []
    in_order = ColumnsGuide.in_order

    def send(guide: ColumnsGuide, change: Change) -> Iterator[tuple[float, Itinerary | None]]:
        explaining = bool(change.off or change.on)
        asked.extend([change] if explaining else [])
        for _ in range(times if explaining and len(asked) == 2 else 0):
            ctrl_c()
        return in_order(guide, change)

    return send


def test_ctrl_c_while_explaining_keeps_the_plan_with_fewer_next_best_itineraries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everything = plan(INPUT.book, INPUT.portfolio, NEAR)
    monkeypatch.setattr(ColumnsGuide, "in_order", sending(1))
    made = plan(INPUT.book, INPUT.portfolio, NEAR)
    assert len(made.alternatives) <= 2 < len(everything.alternatives)
    assert all(other.extra == everything.alternatives[name].extra for name, other in made.alternatives.items())
    assert made.cost == everything.cost
    assert made.unserved == everything.unserved
    assert [left.reason for left in made.unserved]


def test_a_second_ctrl_c_while_explaining_interrupts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ColumnsGuide, "in_order", sending(2))
    with pytest.raises(KeyboardInterrupt):
        plan(INPUT.book, INPUT.portfolio, NEAR)


def test_an_interruption_that_comes_out_as_another_error_is_one_all_the_same() -> None:
    """As amid the locks of ``threading``, which then were never taken; an error without one stays what it is."""
    with pytest.raises(KeyboardInterrupt), stopping.stoppable():
        try:
            ctrl_c()
            ctrl_c()
        except KeyboardInterrupt:
            raise RuntimeError("release unlocked lock") from None
    with pytest.raises(RuntimeError), stopping.stoppable():
        ctrl_c()
        raise RuntimeError("of its own")


@pytest.mark.parametrize("stage", ["saying why", "auditing"])
def test_ctrl_c_between_solving_and_the_end_keeps_the_plan(stage: str) -> None:
    def tell(step: Step) -> None:
        if step.words == stage:
            ctrl_c()

    assert plan(INPUT.book, INPUT.portfolio, NEAR, progress=tell).bookings


def test_ctrl_c_that_ends_the_search_leaves_its_explanations_some_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "AFTER_CTRL_C", 600.0)

    def tell(step: Step) -> None:
        if step.words == "round 1":
            ctrl_c()

    made = plan(INPUT.book, INPUT.portfolio, LONG, progress=tell)
    assert len(made.alternatives) > len(made.bookings) / 2


@pytest.mark.parametrize("seconds", [-1.0, math.nan])
def test_a_time_limit_below_zero_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="time limit"):
        Options(time_limit=seconds)


def test_a_thread_that_hears_no_signals_is_stopped_by_time_alone() -> None:
    stops = []

    def run() -> None:
        with stoppable() as stop:
            stop.limit(0.0)
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
