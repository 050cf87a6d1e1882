"""What each shipment of a block costs at least at given prices, and the load plan that does.

The lanes bound what a container costs at the ends of each range of loads. The cheapest mix at these bounds is found,
what its containers cost is made exact by a search, and the mix is found again, until all of it is exact: most of what
a shipment might do is never looked at closely. A part load divides its range.
"""

from __future__ import annotations

import numpy as np

from optimizer.column_generation.answer import Answer, Loads, fill, spread
from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.curves import (
    Curve,
    bound_ends,
    divide,
    follow_ends,
    make_exact,
    new_curve,
    ranges_of,
    together,
)
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.mixes import NOTHING, cheapest_mix
from optimizer.column_generation.points import Points
from optimizer.column_generation.rooms import Left
from optimizer.column_generation.routes import MOST_LEGS, Ground, Nodes
from optimizer.column_generation.timeline import Ints

#: A case's mix is found no more often than this.
MOST_MIXES = 48

#: Loads closer than this are one, t: a tenth of a kilogram.
CLOSE = 1e-4

#: A penalty at which nothing is left behind.
NEVER = 1e12


@compiled
def _mix(points: Points, case: int, curve: Curve, size: int, penalty: float, chosen: Ints) -> tuple[float, int, float]:
    """Fill in the cheapest mix: a bound that no mix is below, the range of the part load (−1: none), and its tonnes."""
    bound, _, part, rest = cheapest_mix(
        points.weights[case],
        curve.containers[:size],
        curve.lows[:size],
        curve.highs[:size],
        curve.at[0, :size],
        curve.at[1, :size],
        penalty,
        chosen[: 2 * size],
    )
    return bound, part, rest


@compiled
def _loads(curve: Curve, size: int, chosen: Ints, part: int, rest: float) -> Loads:
    """The loads of a mix: at low ends of ranges, at high ends, and the part load."""
    most = 2 * size + 1
    loads = Loads(np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most), np.empty(most))
    count = 0
    for n in range(most):
        end, at, number = n // size, n % size, 1
        if n < 2 * size:
            number, tonnes = chosen[n], curve.highs[at] if end else curve.lows[at]
        elif part >= 0 and rest > NOTHING:
            end, at, tonnes = 1, part, rest
        else:
            break
        if number > 0:
            loads.at[count], loads.ends[count], loads.numbers[count], loads.tonnes[count] = at, end, number, tonnes
            count += 1
    return Loads(loads.at[:count], loads.ends[:count], loads.numbers[:count], loads.tonnes[:count])


@compiled
def _sharpen(
    ground: Ground, points: Points, case: int, way: int, curve: Curve, size: int, chosen: Ints, part: int, rest: float,
    may_divide: bool, nodes: Nodes,
) -> tuple[int, bool]:  # fmt: skip
    """Make exact what is in a mix: how many ranges there are then, and whether anything was not exact before."""
    changed = False
    for n in range(2 * size):
        end, at = n // size, n % size
        if chosen[n] > 0 and not curve.exact[end, at]:
            make_exact(ground, points, case, way, curve, size, at, end, nodes)
            changed = True
    if part >= 0 and rest > NOTHING:
        kilograms = np.ceil(rest * 1000.0 - 1e-6) / 1000.0
        if may_divide and size < curve.lows.size and curve.lows[part] + CLOSE < kilograms < curve.highs[part] - CLOSE:
            divide(curve, size, part, kilograms)
            size += 1
        if not curve.exact[1, part]:
            make_exact(ground, points, case, way, curve, size, part, 1, nodes)
            changed = True
    return size, changed


@compiled
def _settle(
    ground: Ground, points: Points, case: int, way: int, penalty: float, than: float, nodes: Nodes, curve: Curve,
    chosen: Ints,
) -> tuple[float, Loads]:  # fmt: skip
    """Find the cheapest mix of a case, and make exact what is in it.

    Returns
    -------
    tuple
        A bound that no mix is below, and the loads of the mix. If the bound is less ``than`` so much, all of it is
        exact.
    """
    size = ranges_of(points, case, curve)
    bound_ends(ground, points, case, way, curve, size)
    bound, part, rest = -np.inf, -1, 0.0
    nothing = penalty * points.weights[case]
    if points.whole[case]:  # all of it, or nothing
        penalty = NEVER
    for attempt in range(2 * MOST_MIXES):
        found, part, rest = _mix(points, case, curve, size, penalty, chosen)
        bound = max(bound, min(found, nothing))
        if bound >= than:
            break
        size, changed = _sharpen(
            ground, points, case, way, curve, size, chosen, part, rest, attempt < MOST_MIXES, nodes
        )
        if not changed:
            break
    return bound, _loads(curve, size, chosen, part, rest)


@compiled
def _whole_on(
    ground: Ground, points: Points, case: int, way: int, path: Ints, plan: int, answer: Answer, start: int
) -> int:
    """Fill in the best mix of all of a shipment on one itinerary, from ``start``; the end of it, or −1 for none."""
    curve = new_curve(points, 0)
    size, chosen = ranges_of(points, case, curve), np.empty(2 * curve.lows.size, np.int64)
    follow_ends(ground, points, case, way, path, curve, size)
    _, part, rest = _mix(points, case, curve, size, NEVER, chosen)
    end = fill(points, case, curve, _loads(curve, size, chosen, part, rest), plan, answer, start)
    return end if end > start and answer.kilograms[start:end].sum() == points.kilograms[case] else -1


@compiled
def _plans(
    ground: Ground, points: Points, case: int, way: int, curve: Curve, loads: Loads, left: Left, nodes: Nodes,
    plan: int, answer: Answer, start: int,
) -> tuple[int, int]:  # fmt: skip
    """Fill in the load plans of a mix: the end of their loads, and the number of the next plan.

    A mix too large for what limits it is a load plan all the same, since the bound is of such; what fits is another.
    """
    end = fill(points, case, curve, loads, plan, answer, start)
    if end < 0 or end == start:
        return start, plan
    if not points.whole[case]:
        then, elsewhere = spread(ground, points, case, way, curve, loads, left, nodes, plan + 1, answer, end)
        return (then, plan + 2) if elsewhere and then > end else (end, plan + 1)
    paths, count = np.empty((end - start + 1, MOST_LEGS), np.int64), 0
    for n in range(start, end):
        known = False
        for m in range(count):
            known |= np.array_equal(paths[m], answer.paths[n])
        if not known:
            paths[count] = answer.paths[n]
            count += 1
    if count > 1:
        ranges = curve.ranges[loads.at]
        together(ground, points, case, ranges, loads.numbers, loads.tonnes, way, nodes, paths[count])
        count += 1 if paths[count, 0] >= 0 else 0
    end = start
    for n in range(count):
        then = _whole_on(ground, points, case, way, paths[n], plan, answer, end)
        if then > end:
            end, plan = then, plan + 1
    return end, plan


@compiled
def price(
    ground: Ground, points: Points, wanted: Ints, penalties: Floats, than: Floats, left: Left, least: Floats,
    nodes: Nodes, answer: Answer,
) -> int:  # fmt: skip
    """Fill ``least`` with what each case that is wanted costs at least, and ``answer`` with load plans.

    ``penalties`` are those of a tonne left behind, by case; load plans are sought for those that cost less ``than``
    so much. How many loads there are is returned.
    """
    end, plan = 0, 0
    curve = new_curve(points, MOST_MIXES)
    chosen = np.zeros(2 * curve.lows.size, np.int64)
    for case in wanted:
        least[case] = -np.inf
        start, first = end, plan
        for way in range(points.ways[case]):
            bound, loads = _settle(ground, points, case, way, penalties[case], than[case], nodes, curve, chosen)
            if bound <= least[case]:
                continue
            least[case] = bound
            end, plan = start, first
            if bound < than[case]:
                end, plan = _plans(ground, points, case, way, curve, loads, left, nodes, plan, answer, start)
    return end
