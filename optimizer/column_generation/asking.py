"""What each shipment of a block costs at least at given prices, and the load plan that does.

The lanes bound what a container costs at the ends of each range of loads. The cheapest mix at these bounds is found,
what its containers cost is made exact by a search, and the mix is found again, until all of it is exact: most of what
a shipment might do is never looked at closely. A part load divides its range.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.blocks import Points
from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import BOX, TEU, TONNE, Floats
from optimizer.column_generation.mixes import NOTHING, cheapest_mix
from optimizer.column_generation.routes import MOST_LEGS, Bundle, Ground, Nodes, along, cheapest
from optimizer.column_generation.timeline import Flags, Ints

#: Into no more ranges than this are the loads of a case divided.
MOST_RANGES = 64

#: A case's mix is found no more often than this.
MOST_MIXES = 48

#: No load plan has more loads.
MOST_LOADS = 24

#: Loads closer than this are one, t: a tenth of a kilogram.
CLOSE = 1e-4

#: The first of the corners of a point that have the higher load.
HIGH = 2

#: A penalty at which nothing is left behind.
NEVER = 1e12


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


class Curve(NamedTuple):
    """What a container of a case costs with prices, by range: at its low end, and at its high end.

    ``exact`` says of each whether it is what ``paths`` costs; else it is a bound. Arrays are longer than needed.
    """

    segments: Ints
    containers: Ints
    ranges: Ints
    lows: Floats
    highs: Floats
    at: Floats
    exact: Flags
    paths: Ints


def answer_for(loads: int) -> Answer:
    """Room for so many loads."""
    one, two, three, four, five = (np.empty(loads, np.int64) for _ in range(5))
    return Answer(one, two, three, four, five, np.empty((loads, MOST_LEGS), np.int64))


@compiled
def _curve() -> Curve:
    return Curve(
        np.empty(MOST_RANGES, np.int64),
        np.empty(MOST_RANGES, np.int64),
        np.empty(MOST_RANGES, np.int64),
        np.empty(MOST_RANGES),
        np.empty(MOST_RANGES),
        np.empty((2, MOST_RANGES)),
        np.empty((2, MOST_RANGES), np.bool_),
        np.empty((2, MOST_RANGES, MOST_LEGS), np.int64),
    )


@compiled
def bundle_of(
    ground: Ground, points: Points, case: int, ranges: Ints, numbers: Floats, tonnes: Floats, way: int, window: int
) -> Bundle:
    """Containers of a case that go together.

    By load its range (among those of the block), how many containers, t in each; then the way to charge duty, and the
    window of delivery, by its position among those of the case.
    """
    count = ranges.size
    first, size = points.range_starts[case], points.range_starts[case + 1] - points.range_starts[case]
    windows = points.window_starts[case + 1] - points.window_starts[case]
    at = points.window_starts[case] + window
    lanes, weights = np.empty(4 * count, np.int64), np.zeros(4 * count)
    counts, needs = np.zeros(3), points.needs[case].copy()
    needs[BOX] = max(needs[BOX], 1.0)
    share, used = points.shares[case], 0
    for n in range(count):
        r = ranges[n]
        low, high = points.bottoms[r], points.tops[r]
        s = min(max((tonnes[n] - low) / (high - low), 0.0), 1.0)
        point = points.corner_starts[case] + (way * windows + window) * size + r - first
        for corner in range(4):
            part = (s if corner >= HIGH else 1.0 - s) * (share if corner % 2 else 1.0 - share) * numbers[n]
            if part <= 0.0:
                continue
            lane = points.corners[point, corner]
            if used > 0 and lanes[used - 1] == lane:
                weights[used - 1] += part
            else:
                lanes[used], weights[used] = lane, part
                used += 1
        teu = ground.terms.teu[points.containers[r]]
        needs[TEU] = max(needs[TEU], teu)  # half a container does not go
        counts[TEU] += numbers[n] * teu
        counts[BOX] += numbers[n]
        counts[TONNE] += numbers[n] * tonnes[n]
    per_day = points.per_day[case] * counts[TONNE]
    return Bundle(
        points.segments[ranges],
        points.containers[ranges],
        numbers,
        tonnes,
        points.values[case],
        points.weights[case],
        points.rules[case],
        counts,
        needs,
        points.inside[at, way],
        points.abroad[at, way],
        per_day,
        points.per_tonne[at, way] * counts[TONNE] - per_day * points.readies[case],
        points.opens[at],
        points.closes[at],
        lanes[:used],
        weights[:used],
    )


@compiled
def _single(ground: Ground, points: Points, case: int, of: int, tonnes: float, way: int, window: int) -> Bundle:
    """One container of a range."""
    ranges, numbers, each = np.empty(1, np.int64), np.ones(1), np.empty(1)
    ranges[0], each[0] = of, tonnes
    return bundle_of(ground, points, case, ranges, numbers, each, way, window)


@compiled
def _bound(ground: Ground, points: Points, case: int, of: int, tonnes: float, way: int) -> float:
    """What one container of a range costs at least, by the lanes."""
    first, size = points.range_starts[case], points.range_starts[case + 1] - points.range_starts[case]
    windows = points.window_starts[case + 1] - points.window_starts[case]
    low, high, share = points.bottoms[of], points.tops[of], points.shares[case]
    s = min(max((tonnes - low) / (high - low), 0.0), 1.0)
    ahead = ground.swept.ahead[points.origins[case], points.readies[case]]
    best = np.inf
    for window in range(windows):
        point = points.corner_starts[case] + (way * windows + window) * size + of - first
        total = 0.0
        for corner in range(4):
            part = (s if corner >= HIGH else 1.0 - s) * (share if corner % 2 else 1.0 - share)
            if part > 0.0:
                total += part * ahead[points.corners[point, corner]]
        at = points.window_starts[case] + window
        best = min(best, total + tonnes * (points.per_tonne[at, way] - points.per_day[case] * points.readies[case]))
    return best + float(ground.prices.start[points.origins[case], points.containers[of]])


@compiled
def exact(
    ground: Ground, points: Points, case: int, of: int, tonnes: float, way: int, nodes: Nodes, path: Ints
) -> tuple[float, float]:
    """What one container of a range costs at least, and on the itinerary that ``path`` is filled with."""
    origin, ready = points.origins[case], points.readies[case]
    bound, best = np.inf, np.inf
    path[:] = -1
    found = np.empty(MOST_LEGS, np.int64)
    for window in range(points.window_starts[case + 1] - points.window_starts[case]):
        bundle = _single(ground, points, case, of, tonnes, way, window)
        least, cost = cheapest(ground, bundle, origin, ready, nodes, found)
        bound = min(bound, least)
        if cost < best:
            best = cost
            path[:] = found
    pool = ground.prices.start[origin, points.containers[of]]
    return bound + pool, best + pool


@compiled
def _begin(ground: Ground, points: Points, case: int, way: int, curve: Curve) -> int:
    """Fill in the bounds of a case at the ends of its ranges; how many ranges there are."""
    first, size = points.range_starts[case], points.range_starts[case + 1] - points.range_starts[case]
    late = ground.earliest[points.origins[case], points.readies[case]] > points.lasts[case]
    for n in range(size):
        r = first + n
        curve.segments[n], curve.containers[n], curve.ranges[n] = points.segments[r], points.containers[r], r
        curve.lows[n], curve.highs[n] = points.lows[r], points.highs[r]
        for end in range(2):
            tonnes = points.highs[r] if end else points.lows[r]
            curve.at[end, n] = np.inf if late else _bound(ground, points, case, r, tonnes, way)
            curve.exact[end, n] = late
    return int(size)


@compiled
def _make_exact(
    ground: Ground, points: Points, case: int, way: int, curve: Curve, size: int, n: int, end: int, nodes: Nodes
) -> None:
    """Make exact what a container costs at an end of a range, and of the next that meets it there."""
    tonnes = curve.highs[n] if end else curve.lows[n]
    at, _ = exact(ground, points, case, curve.ranges[n], tonnes, way, nodes, curve.paths[end, n])
    curve.at[end, n], curve.exact[end, n] = max(at, curve.at[end, n]), True
    other = n + 1 if end else n - 1
    if 0 <= other < size and curve.segments[other] == curve.segments[n]:
        curve.at[1 - end, other], curve.exact[1 - end, other] = curve.at[end, n], True
        curve.paths[1 - end, other] = curve.paths[end, n]


@compiled
def _divide(curve: Curve, size: int, n: int, tonnes: float) -> None:
    """Make two ranges of one; what a container costs where they meet lies on the line between the ends."""
    for m in range(size, n, -1):
        curve.segments[m], curve.containers[m] = curve.segments[m - 1], curve.containers[m - 1]
        curve.ranges[m], curve.lows[m], curve.highs[m] = curve.ranges[m - 1], curve.lows[m - 1], curve.highs[m - 1]
        for end in range(2):
            curve.at[end, m], curve.exact[end, m] = curve.at[end, m - 1], curve.exact[end, m - 1]
            curve.paths[end, m] = curve.paths[end, m - 1]
    share = (tonnes - curve.lows[n]) / (curve.highs[n] - curve.lows[n])
    at = curve.at[0, n] + share * (curve.at[1, n] - curve.at[0, n])
    curve.highs[n], curve.lows[n + 1] = tonnes, tonnes
    curve.at[1, n], curve.at[0, n + 1] = at, at
    curve.exact[1, n], curve.exact[0, n + 1] = False, False


@compiled
def _settle(
    ground: Ground,
    points: Points,
    case: int,
    way: int,
    penalty: float,
    than: float,
    nodes: Nodes,
    curve: Curve,
    chosen: Ints,
) -> tuple[float, int, int, float]:
    """Find the cheapest mix, and make exact what is in it.

    Returns
    -------
    tuple
        A bound that no mix is below; how many ranges there are; the one of the part load (−1: none), and its tonnes.
        If the bound is less ``than`` so much, all of the mix is exact.
    """
    size = _begin(ground, points, case, way, curve)
    bound = -np.inf
    nothing = penalty * points.weights[case]
    if points.whole[case]:  # all of it, or nothing
        penalty = NEVER
    for attempt in range(2 * MOST_MIXES):
        found, _, part, rest = cheapest_mix(
            points.weights[case],
            curve.containers[:size],
            curve.lows[:size],
            curve.highs[:size],
            curve.at[0, :size],
            curve.at[1, :size],
            penalty,
            chosen[: 2 * size],
        )
        bound = max(bound, min(found, nothing))
        if bound >= than:
            break
        done = True
        for n in range(2 * size):
            end, at = n // size, n % size
            if chosen[n] > 0 and not curve.exact[end, at]:
                _make_exact(ground, points, case, way, curve, size, at, end, nodes)
                done = False
        if part >= 0 and rest > NOTHING:
            n = part
            low, high = curve.lows[n], curve.highs[n]
            kilograms = np.ceil(rest * 1000.0 - 1e-6) / 1000.0
            if low + CLOSE < kilograms < high - CLOSE and size < MOST_RANGES and attempt < MOST_MIXES:
                _divide(curve, size, n, kilograms)
                size += 1
                _make_exact(ground, points, case, way, curve, size, n, 1, nodes)
                done = False
            elif not curve.exact[1, n]:
                _make_exact(ground, points, case, way, curve, size, n, 1, nodes)
                done = False
        if done:
            break
    return bound, size, part, rest


@compiled
def _loads(
    points: Points,
    case: int,
    curve: Curve,
    size: int,
    chosen: Ints,
    part: int,
    rest: float,
    plan: int,
    answer: Answer,
    start: int,
) -> int:
    """Fill in the loads of a mix from ``start``; the end of them, or −1 where a load has no itinerary."""
    left, count = points.kilograms[case], start
    for n in range(2 * size + 1):
        if n < 2 * size:
            end, at, containers = n // size, n % size, chosen[n]
        elif part >= 0 and rest > NOTHING:
            end, at, containers = 1, part, 1
        else:
            break
        if containers == 0 or left <= 0:
            continue
        if end:
            kilograms = int(np.floor(curve.highs[at] * containers * 1000.0 + 1e-6))
        else:
            kilograms = int(np.floor(curve.lows[at] * containers * 1000.0 + 1e-6)) + 1
        if curve.paths[end, at, 0] < 0 or not curve.exact[end, at] or count >= answer.cases.size:
            return -1
        kilograms = min(kilograms, left)
        left -= kilograms
        answer.cases[count], answer.plans[count] = case, plan
        answer.segments[count], answer.containers[count] = curve.segments[at], containers
        answer.kilograms[count] = kilograms
        answer.paths[count] = curve.paths[end, at]
        count += 1
    return count


@compiled
def whole_on(
    ground: Ground, points: Points, case: int, way: int, path: Ints, plan: int, answer: Answer, start: int
) -> int:
    """Fill in the best mix of all of a shipment on one itinerary, from ``start``; the end of it, or −1 for none."""
    curve = _curve()
    size = _begin(ground, points, case, way, curve)
    for n in range(size):
        for end in range(2):
            tonnes = curve.highs[n] if end else curve.lows[n]
            best = np.inf
            for window in range(points.window_starts[case + 1] - points.window_starts[case]):
                bundle = _single(ground, points, case, curve.ranges[n], tonnes, way, window)
                best = min(best, along(ground, bundle, path))
            curve.at[end, n] = best + ground.prices.start[points.origins[case], curve.containers[n]]
            curve.exact[end, n] = True
            curve.paths[end, n] = path
    chosen = np.zeros(2 * size, np.int64)
    _, _, part, rest = cheapest_mix(
        points.weights[case],
        curve.containers[:size],
        curve.lows[:size],
        curve.highs[:size],
        curve.at[0, :size],
        curve.at[1, :size],
        NEVER,
        chosen,
    )
    end = _loads(points, case, curve, size, chosen, part, rest, plan, answer, start)
    return end if end > start and answer.kilograms[start:end].sum() == points.kilograms[case] else -1


@compiled
def _together(
    ground: Ground, points: Points, case: int, way: int, curve: Curve, size: int, chosen: Ints, part: int, rest: float,
    nodes: Nodes, path: Ints,
) -> None:  # fmt: skip
    """Fill in the cheapest itinerary for all containers of a mix together."""
    ranges, numbers = np.empty(2 * size + 1, np.int64), np.empty(2 * size + 1)
    tonnes, count = np.empty(2 * size + 1), 0
    for n in range(2 * size):
        if chosen[n] > 0:
            at = n % size
            ranges[count], numbers[count] = curve.ranges[at], chosen[n]
            tonnes[count] = curve.highs[at] if n >= size else curve.lows[at]
            count += 1
    if part >= 0 and rest > NOTHING:
        ranges[count], numbers[count], tonnes[count] = curve.ranges[part], 1.0, rest
        count += 1
    best, found = np.inf, np.empty(MOST_LEGS, np.int64)
    path[:] = -1
    for window in range(points.window_starts[case + 1] - points.window_starts[case]):
        bundle = bundle_of(ground, points, case, ranges[:count], numbers[:count], tonnes[:count], way, window)
        _, cost = cheapest(ground, bundle, points.origins[case], points.readies[case], nodes, found)
        if cost < best:
            best = cost
            path[:] = found


@compiled
def _plans(
    ground: Ground, points: Points, case: int, way: int, curve: Curve, size: int, chosen: Ints, part: int, rest: float,
    nodes: Nodes, plan: int, answer: Answer, start: int,
) -> tuple[int, int]:  # fmt: skip
    """Fill in the load plans of a mix: the end of their loads, and the number of the next plan."""
    end = _loads(points, case, curve, size, chosen, part, rest, plan, answer, start)
    if end < 0 or end == start:
        return start, plan
    if not points.whole[case]:
        return end, plan + 1
    paths, count = np.empty((end - start + 1, MOST_LEGS), np.int64), 0
    for n in range(start, end):
        known = False
        for m in range(count):
            known |= np.array_equal(paths[m], answer.paths[n])
        if not known:
            paths[count] = answer.paths[n]
            count += 1
    if count > 1:
        _together(ground, points, case, way, curve, size, chosen, part, rest, nodes, paths[count])
        count += 1 if paths[count, 0] >= 0 else 0
    end = start
    for n in range(count):
        then = whole_on(ground, points, case, way, paths[n], plan, answer, end)
        if then > end:
            end, plan = then, plan + 1
    return end, plan


@compiled
def price(
    ground: Ground, points: Points, wanted: Ints, penalties: Floats, than: Floats, least: Floats, nodes: Nodes,
    answer: Answer,
) -> int:  # fmt: skip
    """Fill ``least`` with what each case that is wanted costs at least, and ``answer`` with load plans.

    ``penalties`` are those of a tonne left behind, by case; load plans are sought for those that cost less ``than``
    so much. How many loads there are is returned.
    """
    end, plan = 0, 0
    curve, chosen = _curve(), np.zeros(2 * MOST_RANGES, np.int64)
    for case in wanted:
        least[case] = -np.inf
        start, first = end, plan
        for way in range(points.ways[case]):
            bound, size, part, rest = _settle(
                ground, points, case, way, penalties[case], than[case], nodes, curve, chosen
            )
            if bound <= least[case]:
                continue
            least[case] = bound
            end, plan = start, first
            if bound < than[case]:
                end, plan = _plans(
                    ground, points, case, way, curve, size, chosen, part, rest, nodes, plan, answer, start
                )
    return end
