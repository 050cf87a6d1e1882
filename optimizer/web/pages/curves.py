"""The course of a job as curves: cost and bound come together, what could still be saved falls. Drawn as SVG."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from optimizer.web.store.tables import JobEvent

#: Of what is drawn, and the most points of a curve.
WIDTH, HEIGHT, MOST = 600.0, 150.0, 300

#: Gaps below this are drawn as this: a millionth.
LEAST_GAP = 1e-6


@dataclass(frozen=True, slots=True)
class Curves:
    """Points of ``polyline`` elements, and what stands at the ends of the axes (base currency; shares; seconds)."""

    cost: str
    bound: str
    gap: str
    most: float
    least: float
    most_gap: float
    least_gap: float
    seconds: float


def curves(events: Sequence[JobEvent]) -> Curves | None:
    """The curves of the steps that have figures; ``None`` of fewer than two."""
    known = [event for event in events if event.cost is not None and event.bound is not None and event.gap is not None]
    if len(known) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    step = max(1, len(known) // MOST)
    shown = known[::step] if known[-1] in known[::step] else [*known[::step], known[-1]]
    begun = shown[0].at
    times = [(event.at - begun).total_seconds() for event in shown]
    costs, bounds = [event.cost or 0.0 for event in shown], [event.bound or 0.0 for event in shown]
    gaps = [max(event.gap or 0.0, LEAST_GAP) for event in shown]
    most, least = max(costs), min(bounds)
    return Curves(
        cost=_points(times, costs, least, most),
        bound=_points(times, bounds, least, most),
        gap=_points(times, [math.log(gap) for gap in gaps], math.log(min(gaps)), math.log(max(gaps))),
        most=most,
        least=least,
        most_gap=max(event.gap or 0.0 for event in shown),
        least_gap=min(event.gap or 0.0 for event in shown),
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
