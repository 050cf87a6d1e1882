"""What a container of a case costs at given prices, by its load: bounds between lanes, made exact by searches."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.cheapest import cheapest
from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import BOX, TEU, TONNE, Floats
from optimizer.column_generation.mixes import between
from optimizer.column_generation.points import Points, nearness, point_of, windows_of
from optimizer.column_generation.routes import MOST_LEGS, Bundle, Ground, Nodes
from optimizer.column_generation.steps import along
from optimizer.column_generation.timeline import Flags, Ints


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


@compiled
def new_curve(points: Points, divided: int) -> Curve:
    """Room for the curve of any case of a block, whose ranges may be divided so many times."""
    size = np.diff(points.range_starts).max() + divided
    return Curve(
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty(size, np.int64),
        np.empty(size),
        np.empty(size),
        np.empty((2, size)),
        np.empty((2, size), np.bool_),
        np.empty((2, size, MOST_LEGS), np.int64),
    )


@compiled
def _lanes_of(
    points: Points, case: int, ranges: Ints, numbers: Floats, tonnes: Floats, way: int, window: int
) -> tuple[Ints, Floats]:
    """The lanes between which containers lie, and how near to each, times their number."""
    lanes, weights, used = np.empty(4 * ranges.size, np.int64), np.zeros(4 * ranges.size), 0
    for n in range(ranges.size):
        point = point_of(points, case, ranges[n], way, window)
        for corner in range(4):
            part = nearness(points, case, ranges[n], tonnes[n], corner) * numbers[n]
            if part <= 0.0:
                continue
            lane = points.corners[point, corner]
            if used > 0 and lanes[used - 1] == lane:
                weights[used - 1] += part
            else:
                lanes[used], weights[used] = lane, part
                used += 1
    return lanes[:used], weights[:used]


@compiled
def bundle_of(
    ground: Ground, points: Points, case: int, ranges: Ints, numbers: Floats, tonnes: Floats, way: int, window: int
) -> Bundle:
    """Containers of a case that go together.

    By load its range (among those of the block), how many containers, t in each; then the way to charge duty, and the
    window of delivery, by its position among those of the case.
    """
    at = points.window_starts[case] + window
    lanes, weights = _lanes_of(points, case, ranges, numbers, tonnes, way, window)
    counts, needs = np.zeros(3), points.needs[case].copy()
    needs[BOX] = max(needs[BOX], 1.0)
    for n in range(ranges.size):
        teu = ground.terms.teu[points.containers[ranges[n]]]
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
        lanes,
        weights,
    )


@compiled
def _bound(ground: Ground, points: Points, case: int, of: int, tonnes: float, way: int) -> float:
    """What one container of a range costs at least, by the lanes."""
    ahead = ground.swept.ahead[points.origins[case], points.readies[case]]
    best = np.inf
    for window in range(windows_of(points, case)):
        point, at = point_of(points, case, of, way, window), points.window_starts[case] + window
        total = 0.0
        for corner in range(4):
            part = nearness(points, case, of, tonnes, corner)
            if part > 0.0:
                total += part * ahead[points.corners[point, corner]]
        best = min(best, total + tonnes * (points.per_tonne[at, way] - points.per_day[case] * points.readies[case]))
    return best + float(ground.prices.start[points.origins[case], points.containers[of]])


@compiled
def together(
    ground: Ground, points: Points, case: int, ranges: Ints, numbers: Floats, tonnes: Floats, way: int, nodes: Nodes,
    path: Ints,
) -> tuple[float, float]:  # fmt: skip
    """What containers that go together cost at least, and on the itinerary that ``path`` is filled with.

    See ``bundle_of``; that they come out of a pool is not in it.
    """
    bound, best = np.inf, np.inf
    found = np.empty(MOST_LEGS, np.int64)
    path[:] = -1
    for window in range(windows_of(points, case)):
        bundle = bundle_of(ground, points, case, ranges, numbers, tonnes, way, window)
        least, cost = cheapest(ground, bundle, points.origins[case], points.readies[case], nodes, found)
        bound = min(bound, least)
        if cost < best:
            best = cost
            path[:] = found
    return bound, best


@compiled
def exact(
    ground: Ground, points: Points, case: int, of: int, tonnes: float, way: int, nodes: Nodes, path: Ints
) -> float:
    """What one container of a range costs at least; ``path`` is filled with the cheapest itinerary found."""
    bound, _ = together(ground, points, case, np.full(1, of), np.ones(1), np.full(1, tonnes), way, nodes, path)
    return bound + float(ground.prices.start[points.origins[case], points.containers[of]])


@compiled
def ranges_of(points: Points, case: int, curve: Curve) -> int:
    """Fill in the ranges of a case, but not what they cost; how many there are."""
    first, size = points.range_starts[case], points.range_starts[case + 1] - points.range_starts[case]
    for n in range(size):
        r = first + n
        curve.segments[n], curve.containers[n], curve.ranges[n] = points.segments[r], points.containers[r], r
        curve.lows[n], curve.highs[n] = points.lows[r], points.highs[r]
    return int(size)


@compiled
def bound_ends(ground: Ground, points: Points, case: int, way: int, curve: Curve, size: int) -> None:
    """Fill in the bounds of a case at the ends of its ranges."""
    late = ground.earliest[points.origins[case], points.readies[case]] > points.lasts[case]
    for n in range(size):
        for end in range(2):
            tonnes = curve.highs[n] if end else curve.lows[n]
            curve.at[end, n] = np.inf if late else _bound(ground, points, case, curve.ranges[n], tonnes, way)
            curve.exact[end, n] = late


@compiled
def follow_ends(ground: Ground, points: Points, case: int, way: int, path: Ints, curve: Curve, size: int) -> None:
    """Fill in what a container costs on one itinerary, at the ends of the ranges."""
    for n in range(size):
        pool = ground.prices.start[points.origins[case], curve.containers[n]]
        for end in range(2):
            tonnes = np.full(1, curve.highs[n] if end else curve.lows[n])
            best = np.inf
            for window in range(windows_of(points, case)):
                bundle = bundle_of(ground, points, case, curve.ranges[n : n + 1], np.ones(1), tonnes, way, window)
                best = min(best, along(ground, bundle, path))
            curve.at[end, n], curve.exact[end, n] = best + pool, True
            curve.paths[end, n] = path


@compiled
def make_exact(
    ground: Ground, points: Points, case: int, way: int, curve: Curve, size: int, n: int, end: int, nodes: Nodes
) -> None:
    """Make exact what a container costs at an end of a range, and of the next that meets it there."""
    tonnes = curve.highs[n] if end else curve.lows[n]
    at = exact(ground, points, case, curve.ranges[n], tonnes, way, nodes, curve.paths[end, n])
    curve.at[end, n], curve.exact[end, n] = max(at, curve.at[end, n]), True
    other = n + 1 if end else n - 1
    if 0 <= other < size and curve.segments[other] == curve.segments[n]:
        curve.at[1 - end, other], curve.exact[1 - end, other] = curve.at[end, n], True
        curve.paths[1 - end, other] = curve.paths[end, n]


@compiled
def divide(curve: Curve, size: int, n: int, tonnes: float) -> None:
    """Make two ranges of one; what a container costs where they meet lies on the line between the ends."""
    for m in range(size, n, -1):
        curve.segments[m], curve.containers[m] = curve.segments[m - 1], curve.containers[m - 1]
        curve.ranges[m], curve.lows[m], curve.highs[m] = curve.ranges[m - 1], curve.lows[m - 1], curve.highs[m - 1]
        for end in range(2):
            curve.at[end, m], curve.exact[end, m] = curve.at[end, m - 1], curve.exact[end, m - 1]
            curve.paths[end, m] = curve.paths[end, m - 1]
    at = between(tonnes, curve.lows[n], curve.highs[n], curve.at[0, n], curve.at[1, n])
    curve.highs[n], curve.lows[n + 1] = tonnes, tonnes
    curve.at[1, n], curve.at[0, n + 1] = at, at
    curve.exact[1, n], curve.exact[0, n + 1] = False, False
