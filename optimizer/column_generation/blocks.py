"""Shipments that are swept together: those bound for one place by about one day.

A shipment asks for a container at the ends of every range of its loads. Each such *point* lies on a lane, or, where
shipments share lanes, between lanes of other values of the goods: the cost is concave in the value, so what lies
between is no more than the true cost. What no route changes comes on top.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from optimizer.column_generation.cases import Case, Goods, Way
from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.mixes import cheapest_mix
from optimizer.column_generation.scopes import earliest_deliveries, within_reach
from optimizer.column_generation.sweep import Lanes, Scope, Target
from optimizer.column_generation.timeline import Flags, Ints, Timeline

#: With more lanes than this, shipments share lanes rather than have their own.
MOST_LANES = 96

#: So few shipments need not share lanes: they are swept apart.
MOST_APART = 8

#: Between so many values of goods, spread over the shipments, lies every other.
VALUES = 4

#: The values of goods between which a shipment's lies, and how near it is to each.
Between: TypeAlias = tuple[tuple[float, float], ...]


class Points(NamedTuple):
    """The loads for which the cases of a block ask.

    Attributes
    ----------
    lanes, weights, base
        By point: the two lanes between which it lies, how near it is to each, and what comes on top.
    starts
        By case, its first point. It has one for each way to charge duty, window, end (low, high) and range, in this
        order.
    range_starts, lows, highs, containers
        The ranges of case j are ``range_starts[j]`` to ``range_starts[j + 1]``: their ends in tonnes, and the
        number of the container type.
    ways, windows
        By case, how many.
    origins, readies, weights_t
        By case: the stand where it starts, the day, and t.
    """

    lanes: Ints
    weights: Floats
    base: Floats
    starts: Ints
    range_starts: Ints
    lows: Floats
    highs: Floats
    containers: Ints
    ways: Ints
    windows: Ints
    origins: Ints
    readies: Ints
    weights_t: Floats


@dataclass(frozen=True, slots=True)
class _Lane:
    """What tells a lane from every other of its block."""

    goods: Goods
    way: tuple[float, float]
    rules: tuple[object, ...]
    segment: int
    tonnes: float
    value: float
    per_day: float
    fee: float
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """A load of a case in a segment, for deliveries from one day to another."""

    case: Case
    way: Way
    segment: int
    tonnes: float
    fee: float
    opens: int
    closes: int


@dataclass(slots=True, eq=False)
class Block:
    """Cases with one destination: what they ask (``points``), and what of the network a sweep for them needs.

    ``away`` is by variant of departures, whether it starts outside the destination's territory. ``shared`` says that
    the cases share lanes, and so lie between them. ``earliest`` is by stand and day the first day of delivery.
    """

    cases: tuple[Case, ...]
    away: Flags
    shared: bool
    target: Target
    lanes: Lanes
    points: Points
    earliest: Ints
    scope: Scope

    @property
    def needs(self) -> Floats | None:
        """What a shipment that may not be split uses at least, by unit; ``None`` for those that may."""
        case = self.cases[0]
        if case.shipment.split:
            return None
        pieces = case.goods.pieces.segments
        loads = [(float(of_case.high), float(pieces[of_case.segment].container.teu)) for of_case in case.ranges]
        teu = min(teu / most for most, teu in loads) * case.weight
        return np.array([teu, math.ceil(case.weight / max(loads)[0] - 1e-9), case.weight])


@dataclass(slots=True)
class _Maker:
    """Makes the lanes of a block, and the points on them."""

    timeline: Timeline
    cases: Sequence[Case]
    shared: bool
    lanes: dict[_Lane, int] = field(default_factory=dict)
    _case_of: dict[tuple[object, ...], Case] = field(default_factory=dict)
    _grids: dict[tuple[object, ...], list[float]] = field(default_factory=dict)
    _heaviest: float = 0.0
    last: int = 0

    def __post_init__(self) -> None:
        """The last day of any case."""
        self.last = max(case.last for case in self.cases)

    def block(self, points: Points) -> Block:
        """The block of these points."""
        graph, destination = self.timeline.graph, self.cases[0].shipment.destination
        target = _target(self.timeline, destination, min(case.ready for case in self.cases), self.last)
        away = target.foreign[graph.place_from[self.timeline.variant_lines]]
        lanes, numbers = self.arrays(away)
        usable: Flags = np.asarray(np.isfinite(lanes.cost).any(axis=1))
        earliest = earliest_deliveries(graph, target, usable)
        scope = within_reach(graph, target, usable, earliest, points.origins, points.readies)
        points = points._replace(lanes=numbers[points.lanes])
        return Block(tuple(self.cases), away, self.shared, target, lanes, points, earliest, scope)

    def points(self) -> Points:
        """The points of the cases, in order."""
        self._heaviest = max(case.weight for case in self.cases)
        lanes: list[list[int]] = []
        weights: list[list[float]] = []
        base: list[float] = []
        starts: list[int] = []
        for case in self.cases:
            starts.append(len(base))
            for way in range(case.ways):
                for number in range(len(case.windows)):
                    for point in self._of_window(case, way, number):
                        lanes.append(point[0])
                        weights.append(point[1])
                        base.append(point[2])
        ranges = [(case, of_case) for case in self.cases for of_case in case.ranges]
        return Points(
            np.array(lanes, np.int64).reshape(-1, 2),
            np.array(weights, np.float64).reshape(-1, 2),
            np.array(base, np.float64),
            np.array(starts, np.int64),
            np.cumsum([0, *(len(case.ranges) for case in self.cases)]),
            np.array([float(of_case.low) for _, of_case in ranges], np.float64),
            np.array([float(of_case.high) for _, of_case in ranges], np.float64),
            np.array([case.goods.container[of_case.segment] for case, of_case in ranges], np.int64),
            np.array([case.ways for case in self.cases], np.int64),
            np.array([len(case.windows) for case in self.cases], np.int64),
            np.array([self.timeline.places[case.shipment.origin] for case in self.cases], np.int64),
            np.array([case.ready for case in self.cases], np.int64),
            np.array([case.weight for case in self.cases], np.float64),
        )

    def _of_window(self, case: Case, way_number: int, number: int) -> Iterator[tuple[list[int], list[float], float]]:
        window = case.windows[number]
        way = window.ways[min(way_number, len(window.ways) - 1)]
        opens = 0 if number == 0 else window.opens
        closes = window.closes if number + 1 < len(case.windows) or not self.shared else self.last
        between = self._between(case, way)
        for low in (True, False):
            for of_case in case.ranges:
                segment, tonnes = of_case.segment, float(of_case.low if low else of_case.high)
                fee = tonnes / (self._heaviest if self.shared else max(case.weight, tonnes))
                asked = _Asked(case, way, segment, tonnes, fee, opens, closes)
                numbers = [self._number(asked, value) for value, _ in between]
                weights = [weight for _, weight in between]
                base = tonnes * (way.per_tonne - case.per_day * case.ready)
                yield (numbers * 2)[:2], [*weights, 0.0][:2], base

    def _number(self, asked: _Asked, value: float) -> int:
        """The number of a lane, for goods of a value."""
        case, way = asked.case, asked.way
        ratio = case.per_day / case.value if case.value else 0.0
        lane = _Lane(
            case.goods,
            (way.transport, way.outside),
            case.rules,
            asked.segment,
            asked.tonnes,
            value,
            ratio * value * asked.tonnes,
            asked.fee,
            asked.opens,
            asked.closes,
        )
        return self.lanes.setdefault(lane, len(self.lanes))

    def _between(self, case: Case, way: Way) -> Between:
        if not self.shared:
            return ((case.value, 1.0),)
        key = (case.goods, way.transport, way.outside)
        if key not in self._grids:
            values = sorted({other.value for other in self.cases if other.goods is case.goods})
            places = np.linspace(0, len(values) - 1, min(VALUES, len(values)))
            self._grids[key] = [values[round(place)] for place in places]
        grid = self._grids[key]
        above = int(np.searchsorted(grid, case.value))
        if grid[above] == case.value:
            return ((case.value, 1.0),)
        low, high = grid[above - 1], grid[above]
        share = (case.value - low) / (high - low)
        return ((low, 1 - share), (high, share))

    def arrays(self, away: Flags) -> tuple[Lanes, Ints]:
        """The lanes as arrays, those that come to the same as one; and the number in them of each that was asked."""
        allowed = {case.rules: case.allowed for case in self.cases}
        kept: dict[Any, tuple[_Lane, Floats]] = {}
        keys = []
        for lane in self.lanes:
            cost = _cost(lane, away)
            flags = allowed[lane.rules]
            if flags is not None:
                cost[~flags] = np.inf
            container = lane.goods.container[lane.segment]
            keys.append(
                (container, lane.tonnes, lane.way, lane.per_day, lane.opens, lane.closes, cost.round(6).tobytes())
            )
            kept.setdefault(keys[-1], (lane, cost))
        in_order = sorted(kept, key=lambda key: key[0])
        place = {key: number for number, key in enumerate(in_order)}
        return self._lanes([kept[key] for key in in_order]), np.array([place[key] for key in keys], np.int64)

    def _lanes(self, kept: list[tuple[_Lane, Floats]]) -> Lanes:
        """The arrays of lanes in order of their container types."""
        types = list(self.timeline.network.book.containers.values())
        lanes = [lane for lane, _ in kept]
        of = [lane.goods.container[lane.segment] for lane in lanes]
        containers = sorted(set(of))
        inside = np.array([lane.way[0] for lane in lanes])
        return Lanes(
            np.array([cost for _, cost in kept]).T.copy(),
            inside,
            inside + np.array([lane.way[1] for lane in lanes]),
            np.array(containers, np.int64),
            np.searchsorted(of, [*containers, len(types)]),
            np.array([[float(types[c].teu) for c in of], [1.0] * len(of), [lane.tonnes for lane in lanes]]),
            np.array([lane.per_day for lane in lanes]),
            np.array([lane.opens for lane in lanes], np.int64),
            np.array([lane.closes for lane in lanes], np.int64),
        )


def _cost(lane: _Lane, away: Flags) -> Floats:
    """What each variant of a departure costs in the end on a lane."""
    of, s, q = lane.goods.carriage, lane.segment, lane.tonnes
    transport = of.fixed[:, s] + (of.per_tonne[:, s] + of.by_value[:, s] * lane.value) * q + of.fee[:, s] * lane.fee
    factor = lane.way[0] + lane.way[1] * away * of.dutiable[:, s]
    taken = np.isfinite(transport)
    cost = np.full(transport.size, np.inf)
    cost[taken] = factor[taken] * transport[taken] + of.co2[taken, s] * q
    return cost


def blocks(timeline: Timeline, cases: Iterable[Case], step: int) -> list[Block]:
    """The cases in blocks by destination and last day, rounded up to a multiple of ``step`` days."""
    groups: dict[tuple[str, int, int], list[Case]] = defaultdict(list)
    for case in cases:
        if case.ranges:
            alone = -1 if case.shipment.split else case.number
            groups[case.shipment.destination, -(-case.last // step), alone].append(case)
    return [made for group in groups.values() for made in _blocks(timeline, group)]


def _blocks(timeline: Timeline, cases: Sequence[Case]) -> Iterator[Block]:
    """Blocks of a few cases with lanes of their own, or one of many that share lanes."""
    maker = _Maker(timeline, cases, False)
    points = maker.points()
    if len(maker.lanes) <= MOST_LANES or len(cases) == 1:
        yield maker.block(points)
    elif len(cases) > MOST_APART:
        maker = _Maker(timeline, cases, True)
        yield maker.block(maker.points())
    else:
        half = len(cases) // 2
        yield from _blocks(timeline, cases[:half])
        yield from _blocks(timeline, cases[half:])


def block(timeline: Timeline, cases: Sequence[Case]) -> Block:
    """One block of cases of one destination, with lanes of their own."""
    maker = _Maker(timeline, cases, False)
    return maker.block(maker.points())


def _target(timeline: Timeline, destination: str, first: int, last: int) -> Target:
    graph, locations = timeline.graph, timeline.network.book.locations
    territory = locations[destination].territory
    place = timeline.places[destination]
    ends = [end if graph.place[stand] == place else None for stand, end in enumerate(timeline.ends)]
    return Target(
        first,
        last,
        place,
        np.array([location.territory != territory for location in locations.values()], np.bool_),
        np.array([-1 if end is None else timeline.row_number(end) for end in ends], np.int64),
        np.array([-1 if end is None else end.dwell_days for end in ends], np.int64),
    )


@compiled
def curve(points: Points, case: int, way: int, ahead: Floats, start: Floats, at: Floats) -> None:
    """Fill ``at`` with what a container costs at the low ends of a case's ranges, and then at the high ends."""
    first, end = points.range_starts[case], points.range_starts[case + 1]
    size = end - first
    origin, ready = points.origins[case], points.readies[case]
    for n in range(2 * size):
        at[n] = np.inf
    for window in range(points.windows[case]):
        for n in range(2 * size):
            p = points.starts[case] + (way * points.windows[case] + window) * 2 * size + n
            cost = points.base[p] + start[origin, points.containers[first + n % size]]
            for side in range(2):
                if points.weights[p, side] > 0.0:
                    cost += points.weights[p, side] * ahead[origin, ready, points.lanes[p, side]]
            at[n] = min(at[n], cost)


@compiled
def bounds(points: Points, ahead: Floats, start: Floats, penalties: Floats, least: Floats, best_way: Ints) -> None:
    """Fill in the least that each case costs at given prices, and the way to charge duty that makes it so."""
    for case in range(points.origins.size):
        first, end = points.range_starts[case], points.range_starts[case + 1]
        size = end - first
        at = np.empty(2 * size)
        chosen = np.empty(2 * size, np.int64)
        least[case] = -np.inf
        for way in range(points.ways[case]):
            curve(points, case, way, ahead, start, at)
            bound = cheapest_mix(
                points.weights_t[case],
                points.containers[first:end],
                points.lows[first:end],
                points.highs[first:end],
                at[:size],
                at[size:],
                penalties[case],
                chosen,
            )[0]
            if bound > least[case]:
                least[case] = bound
                best_way[case] = way
