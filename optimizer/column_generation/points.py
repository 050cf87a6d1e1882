"""What the cases of a block ask, as arrays, and where each range of their loads lies between lanes."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.timeline import Flags, Ints

#: Of a low and of a high load the lane of goods of less value, and of more.
Corners: TypeAlias = tuple[int, int, int, int]

#: The first of the corners of a point that have the higher load.
HIGH = 2


class Points(NamedTuple):
    """What the cases of a block ask, as arrays.

    Attributes
    ----------
    origins, readies, lasts
        By case: the stand where it starts, and its days.
    weights, kilograms, values, per_day
        By case: t, kg, the value of a tonne, and what a tonne costs a day.
    rules, whole
        By case: which departures it may use, and whether it is not to be split.
    needs
        By case and unit, what it uses at least of whatever it goes on; 0 for those that may be split.
    range_starts, segments, containers, lows, highs
        The ranges of case j are ``range_starts[j]`` to ``range_starts[j + 1]``: the segment among those of all goods,
        the container type, and their ends in tonnes.
    bottoms, tops
        By range: the loads of its lanes, which are the ends of the segment, t.
    window_starts, opens, closes
        The windows of delivery of case j, likewise: their days.
    inside, abroad, per_tonne
        By window and way to charge duty (shape (windows, 2)): what one of transport costs in the end, what one that
        starts outside the territory costs more, and what a tonne pays.
    ways
        By case, how many ways there are to charge duty: 1 or 2.
    corners, corner_starts
        By point, its lanes: see ``Corners``. Case j has one from ``corner_starts[j]`` for each way, window and range,
        in this order.
    shares
        By case, how near its value is to the greater of the two.
    """

    origins: Ints
    readies: Ints
    lasts: Ints
    weights: Floats
    kilograms: Ints
    values: Floats
    per_day: Floats
    rules: Ints
    whole: Flags
    needs: Floats
    range_starts: Ints
    segments: Ints
    containers: Ints
    lows: Floats
    highs: Floats
    bottoms: Floats
    tops: Floats
    window_starts: Ints
    opens: Ints
    closes: Ints
    inside: Floats
    abroad: Floats
    per_tonne: Floats
    ways: Ints
    corners: Ints
    corner_starts: Ints
    shares: Floats


@compiled
def point_of(points: Points, case: int, of: int, way: int, window: int) -> int:
    """Which of the points a range of a case is."""
    first, size = points.range_starts[case], points.range_starts[case + 1] - points.range_starts[case]
    return int(points.corner_starts[case] + (way * windows_of(points, case) + window) * size + of - first)


@compiled
def nearness(points: Points, case: int, of: int, tonnes: float, corner: int) -> float:
    """How near a load and the value of a case are to a corner of its point: 1 there, and together over all of them."""
    low, high, share = points.bottoms[of], points.tops[of], points.shares[case]
    s = min(max((tonnes - low) / (high - low), 0.0), 1.0)
    return float((s if corner >= HIGH else 1.0 - s) * (share if corner % 2 else 1.0 - share))


@compiled
def windows_of(points: Points, case: int) -> int:
    """How many windows of delivery a case has."""
    return int(points.window_starts[case + 1] - points.window_starts[case])


@compiled
def points_of(points: Points, cases: Ints) -> Ints:
    """All points of some cases."""
    found = [0 for _ in range(0)]
    for case in cases:
        size = points.range_starts[case + 1] - points.range_starts[case]
        first = points.corner_starts[case]
        for point in range(first, first + points.ways[case] * windows_of(points, case) * size):
            found.append(point)
    return np.array(found, np.int64)


@compiled
def points_asked(points: Points, cases: Ints, ranges: Ints) -> Ints:
    """The points of some ranges, each of a case, for all windows and the first way to charge duty."""
    found = [0 for _ in range(0)]
    for n in range(cases.size):
        for window in range(windows_of(points, cases[n])):
            found.append(point_of(points, cases[n], ranges[n], 0, window))
    return np.array(found, np.int64)
