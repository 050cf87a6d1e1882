"""A world solved by both engines and by the plain third one, each held to the others."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from optimizer.errors import FreightError, RebateError
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from optimizer.planning import plan
from tests.oracle.programme import Programme
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio
from tests.properties.solving import rounding

#: Asked of each engine; where that was too little, a busy machine is given so many times more.
GAP, SECONDS, IF_BUSY = Decimal("1e-9"), 60.0, 4
#: The gap that is too much even where time was up.
TOO_MUCH = Decimal("1e-4")
#: Worlds with more itineraries are left out by the plain engine.
MOST_WAYS = 400
ENGINES = (Engine.LISTED, Engine.COLUMNS)


@dataclass(frozen=True)
class Run:
    """How one engine ended on one world."""

    engine: str
    status: str
    cost: float
    bound: float
    gap: float
    left_t: float
    seconds: float
    cents: float


@dataclass(frozen=True)
class Outcome:
    """One world: its runs, and what is wrong in a few words each."""

    shipments: int
    runs: tuple[Run, ...]
    faults: tuple[str, ...]


def outcome(made: World, *, plain: bool) -> Outcome:
    """Solve a world in every way; column generation refuses rebates that make a container cost less than nothing."""
    book, portfolio = book_and_portfolio(made)
    runs, faults = [], []
    for engine in ENGINES:
        started = time.monotonic()
        try:
            found = plan(book, portfolio, Options(gap=GAP, time_limit=SECONDS, engine=engine))
            if [*_alone(engine, found)]:
                found = plan(book, portfolio, Options(gap=GAP, time_limit=IF_BUSY * SECONDS, engine=engine))
        except RebateError:
            continue
        except FreightError as error:
            faults.append(f"{engine}: {type(error).__name__} {str(error)[:200]}")
            continue
        runs.append(_run(engine, found, time.monotonic() - started))
        faults += _alone(engine, found)
    if plain:
        runs += _plain(made)
    return Outcome(len(portfolio.shipments), tuple(runs), (*faults, *disagreements(runs)))


def _run(engine: str, found: Plan, seconds: float) -> Run:
    gap = float((found.cost - found.bound) / abs(found.cost)) if found.cost else 0.0
    left = sum((u.tonnes for u in found.unserved if u.shipment.penalty_per_t is None), Decimal(0))
    figures = float(found.cost), float(found.bound), gap, float(left), round(seconds, 2), float(rounding(found))
    return Run(str(engine), str(found.status), *figures)


def _alone(engine: str, found: Plan) -> Iterator[str]:
    """What is wrong with a plan by itself."""
    beyond = found.cost - found.bound - rounding(found)
    if found.status is not Status.OPTIMAL and beyond > TOO_MUCH * abs(found.cost):
        yield f"{engine}: gap {beyond:.4f} of {found.cost}"


def _plain(made: World) -> Iterator[Run]:
    """The third engine, where the world is small enough for it."""
    started = time.monotonic()
    answer = Programme(*book_and_portfolio(made), MOST_WAYS).solve(SECONDS)
    if answer is not None:
        gap = (answer.cost - answer.bound) / max(abs(answer.cost), 1e-9)
        seconds = round(time.monotonic() - started, 2)
        left = answer.unpriced_kg / 1000
        yield Run("plain", "solved", answer.cost, answer.bound, gap, left, seconds, 0.0)


def disagreements(runs: list[Run]) -> Iterator[str]:
    """Bounds above a cost that another found, among those that leave as little for want of a penalty."""
    for one in runs:
        for other in runs:
            cents = one.cents + other.cents + 0.001 + 1e-7 * abs(other.cost)
            if one.left_t == other.left_t and one.bound > other.cost + cents:
                yield f"bound of {one.engine} {one.bound} above {other.cost} of {other.engine}"
            if one.left_t > other.left_t and one.status == Status.OPTIMAL:
                yield f"{one.engine} leaves {one.left_t} t, {other.engine} {other.left_t} t"
