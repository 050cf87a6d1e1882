"""The load plans that pricing finds, load by load: those of a mix, or what there is room for of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.curves import Curve, exact
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.points import Points
from optimizer.column_generation.rooms import Left, close, fitting, leave, put, room_for_one, rows_on
from optimizer.column_generation.routes import MOST_LEGS, Ground, Nodes
from optimizer.column_generation.timeline import Ints

#: A container does not go with less than this share of what it was to carry.
PART = 0.25

#: Loads are sought another itinerary for so often.
ELSEWHERE = 8


class Answer(NamedTuple):
    """The loads of the load plans found: those of one plan side by side.

    By load the position of its case, the number of its plan, the segment among those of all goods, how many
    containers, kilograms in all of them, and the departures (−1 after the last).
    """

    cases: Ints
    plans: Ints
    segments: Ints
    containers: Ints
    kilograms: Ints
    paths: Ints


def answer_for(loads: int) -> Answer:
    """Room for so many loads."""
    one, two, three, four, five = (np.empty(loads, np.int64) for _ in range(5))
    return Answer(one, two, three, four, five, np.empty((loads, MOST_LEGS), np.int64))


class Loads(NamedTuple):
    """A mix by load: its range and the end of it on the curve, how many containers, and t in each."""

    at: Ints
    ends: Ints
    numbers: Floats
    tonnes: Floats


@compiled
def _kilograms(tonnes: float, number: int, end: int, left: int) -> int:
    """What so many containers carry of what is left, at a low end or a high end of a range."""
    return min(int(np.floor(tonnes * number * 1000.0 + 1e-6)) + (0 if end else 1), left)


@compiled
def _put_down(
    answer: Answer, at: int, case: int, plan: int, segment: int, containers: int, kilograms: int, path: Ints
) -> None:
    """Put down a load."""
    answer.cases[at], answer.plans[at] = case, plan
    answer.segments[at], answer.containers[at], answer.kilograms[at] = segment, containers, kilograms
    answer.paths[at] = path


@compiled
def fill(points: Points, case: int, curve: Curve, loads: Loads, plan: int, answer: Answer, start: int) -> int:
    """Fill in loads from ``start``; the end of them, or −1 where one has no itinerary."""
    left, count = points.kilograms[case], start
    for n in range(loads.at.size):
        at, end, number = loads.at[n], loads.ends[n], int(loads.numbers[n])
        if left <= 0:
            break
        if curve.paths[end, at, 0] < 0 or not curve.exact[end, at] or count >= answer.cases.size:
            return -1
        tonnes = curve.highs[at] if end else curve.lows[at]
        kilograms = _kilograms(tonnes, number, end, left)
        _put_down(answer, count, case, plan, curve.segments[at], number, kilograms, curve.paths[end, at])
        left -= kilograms
        count += 1
    return count


@compiled
def _part(points: Points, case: int, container: int, tonnes: float) -> tuple[int, int]:
    """A container with no more than so many tonnes: its segment, and kilograms; none where it may not be so empty."""
    kilograms = int(np.floor(tonnes * 1000.0))
    for of in range(points.range_starts[case], points.range_starts[case + 1]):
        if points.containers[of] == container and points.lows[of] < kilograms / 1000.0 <= points.highs[of]:
            return points.segments[of], kilograms
    return -1, 0


@compiled
def spread(
    ground: Ground, points: Points, case: int, way: int, curve: Curve, loads: Loads, left: Left, nodes: Nodes,
    plan: int, answer: Answer, start: int,
) -> tuple[int, bool]:  # fmt: skip
    """Fill in loads from ``start`` as far as there is room, and the rest on the next best itineraries with room.

    A container goes partly full where so many tonnes have room. What finds none stays behind. Returned are the end of
    the loads, and whether any had to go elsewhere; ``ground.rooms`` are those of ``left``, which is as before then.
    """
    before = left.room.copy()
    rest, count, elsewhere = points.kilograms[case], start, False
    for n in range(loads.at.size):
        at, end, number = loads.at[n], loads.ends[n], int(loads.numbers[n])
        tonnes, container = curve.highs[at] if end else curve.lows[at], curve.containers[at]
        mine = _kilograms(tonnes, number, end, rest)
        teu, path, sought = ground.terms.teu[container], curve.paths[end, at].copy(), 0
        while mine > 0 and path[0] >= 0 and count < answer.cases.size:
            rows = rows_on(left, ground.terms, ground.target, container, path)
            fit, segment = fitting(left, rows, teu, tonnes, number), curve.segments[at]
            kilograms = _kilograms(tonnes, fit, end, mine) if fit > 0 else 0
            if fit == 0:
                most = min(room_for_one(left, rows, teu), mine / 1000.0)
                if PART * tonnes <= most < tonnes:
                    segment, kilograms = _part(points, case, container, most)
                    fit = 1
            if kilograms > 0:
                _put_down(answer, count, case, plan, segment, fit, kilograms, path)
                put(left, rows, teu, kilograms / 1000.0 / fit, fit)
                count, mine, rest = count + 1, mine - kilograms, rest - kilograms
                if tonnes > 0.0:
                    number = int(np.ceil(mine / 1000.0 / tonnes - 1e-9))
            elif sought == ELSEWHERE:
                break
            else:
                close(left, rows, teu, tonnes)
                sought += 1
                exact(ground, points, case, curve.ranges[at], tonnes, way, nodes, path)
            elsewhere |= mine > 0
    for row in np.flatnonzero(left.room != before):
        leave(left, int(row), before[row])
    return count, elsewhere
