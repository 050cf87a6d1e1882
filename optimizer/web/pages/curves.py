"""The course of a job as curves: cost and bound come together, what could still be saved falls. Drawn as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from optimizer.web.store.tables import JobEvent

#: Of what is drawn, and the most points of a curve.
WIDTH, HEIGHT, MOST = 600.0, 150.0, 300

#: Gaps below this are drawn as this: a millionth.
LEAST_GAP = 1e-6


@dataclass(frozen=True, slots=True)
class Curves:
    """Points of ``polyline`` elements, and where each begins and ends (base currency; shares; seconds)."""

    cost: str
    bound: str
    gap: str
    most: float
    least: float
    last_cost: float
    last_bound: float
    most_gap: float
    least_gap: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Step:
    """The best that was known at a time: cost and bound in base currency."""

    at: datetime
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """What could still be saved at most: a share of the cost."""
        return (self.cost - self.bound) / abs(self.cost) if self.cost else 0.0


def course(events: Sequence[JobEvent], end: tuple[float, float] | None = None) -> list[Step]:
    """The best so far, step by step: the cost never rises and the bound never falls, as what was found is not lost.

    Parameters
    ----------
    events
        Steps of a job; of one that was begun again those of the last attempt.
    end
        Cost and bound of its plan, once there is one: it ends there, and comes no nearer before.
    """
    last = [event for event in events if event.attempt == events[-1].attempt]
    known = [
        (event.at, event.cost, event.bound) for event in last if event.cost is not None and event.bound is not None
    ]
    if not known:
        return []
    known += [] if end is None else [(last[-1].at, *end)]
    least, most = end or (min(cost for _, cost, _ in known), max(bound for _, _, bound in known))
    most = min(least, most)
    costs = accumulate((max(cost, least) for _, cost, _ in known), min)
    bounds = accumulate((min(bound, most) for _, _, bound in known), max)
    return [Step(at, cost, bound) for (at, _, _), cost, bound in zip(known, costs, bounds, strict=True)]


def curves(steps: Sequence[Step]) -> Curves | None:
    """The curves of a course; ``None`` of fewer than two steps."""
    if len(steps) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    shown = list(steps[:: max(1, len(steps) // MOST)])
    shown += [] if shown[-1] is steps[-1] else [steps[-1]]
    times = [(step.at - shown[0].at).total_seconds() for step in shown]
    costs, bounds = [step.cost for step in shown], [step.bound for step in shown]
    gaps = [max(step.gap, LEAST_GAP) for step in shown]
    most, least = max(costs), min(bounds)
    return Curves(
        cost=_points(times, costs, least, most),
        bound=_points(times, bounds, least, most),
        gap=_points(times, [math.log(gap) for gap in gaps], math.log(min(gaps)), math.log(max(gaps))),
        most=most,
        least=least,
        last_cost=costs[-1],
        last_bound=bounds[-1],
        most_gap=shown[0].gap,
        least_gap=shown[-1].gap,
        seconds=times[-1],
    )


def _points(times: Sequence[float], values: Sequence[float], least: float, most: float) -> str:
    """Steps, as each figure holds until the next one."""
    wide, high = times[-1] or 1.0, (most - least) or 1.0
    places = [
        (WIDTH * at / wide, HEIGHT * (1 - (value - least) / high)) for at, value in zip(times, values, strict=True)
    ]
    found, before = [], places[0][1]
    for x, y in places:
        found += [f"{x:.1f},{before:.1f}", f"{x:.1f},{y:.1f}"]
        before = y
    return " ".join(found)
