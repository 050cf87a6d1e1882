"""Shipments of one destination in blocks, which are swept together: their lanes, and where on them each lies.

What a container costs at given prices is concave in its load on each segment, and in the value of its goods, being
the least of straight lines. So lanes at the ends of the segments, and at a few values, bound from below what lies
between them; a search that they lead makes it exact where it matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.cases import Case, Way
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.points import Corners, Points
from optimizer.column_generation.scopes import earliest_deliveries
from optimizer.column_generation.sweep import Lanes, Target
from optimizer.column_generation.timeline import Ints, Timeline

#: So many shipments of a destination at least are swept together; where there are more, those of near last days are.
CASES = 48

#: Between so many values of goods, spread over the shipments, lies every other.
VALUES = 3

#: What ``Lanes`` has by lane.
BY_LANE = ("segments", "tonnes", "values", "fees", "rules", "inside", "outside", "counts", "per_day", "opens", "closes")


class _Lane(NamedTuple):
    """What tells a lane from every other of its block."""

    container: int
    segment: int
    other: int
    tonnes: float
    value: float
    inside: float
    outside: float
    rules: int
    per_day: float
    opens: int
    closes: int


class Asks(NamedTuple):
    """What the cases of a block ask, the lanes that bound it, and the numbers of the cases.

    ``earliest`` is by stand and day the first day of delivery, which may be after ``target.last``.
    """

    numbers: Ints
    target: Target
    lanes: Lanes
    points: Points
    earliest: Ints

    def only(self, points: Ints) -> Asks:
        """The same with no lanes but those of some points, and no points but these."""
        used = np.unique(self.points.corners[points])
        if used.size == self.lanes.tonnes.size:
            return self
        place = np.full(self.lanes.tonnes.size, -1, np.int64)
        place[used] = np.arange(used.size)
        lanes = self.lanes._replace(
            **{name: np.ascontiguousarray(getattr(self.lanes, name)[..., used]) for name in BY_LANE},
            starts=np.searchsorted(used, self.lanes.starts),
        )
        return self._replace(lanes=lanes, points=self.points._replace(corners=place[self.points.corners]))


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Cases with one destination, and what they ask."""

    cases: tuple[Case, ...]
    asks: Asks


@dataclass(slots=True)
class _Maker:
    """Makes the lanes of a block, and the points on them."""

    timeline: Timeline
    cases: Sequence[Case]
    target: Target
    earliest: Ints
    _lanes: dict[_Lane, int] = field(default_factory=dict)
    _grids: dict[int, Floats] = field(default_factory=dict)

    def block(self) -> Block:
        """The block."""
        points = self._points()
        lanes, place = self._arrays()
        numbers = np.array([case.number for case in self.cases])
        points = points._replace(corners=place[points.corners])
        return Block(tuple(self.cases), Asks(numbers, self.target, lanes, points, self.earliest))

    def _points(self) -> Points:
        cases = self.cases
        ranges = [(case, of_case) for case in cases for of_case in case.ranges]
        segments = [case.goods.pieces.segments[of_case.segment] for case, of_case in ranges]
        windows = [(window, _two(window.ways)) for case in cases for window in case.windows]
        corners: list[Corners] = []
        starts, shares = [], []
        for case in cases:
            low, high, share = self._between(case)
            starts.append(len(corners))
            shares.append(share)
            corners.extend(self._corners(case, low, high))
        return Points(
            origins=np.array([self.timeline.places[case.shipment.origin] for case in cases], np.int64),
            readies=np.array([case.ready for case in cases], np.int64),
            lasts=np.array([case.last for case in cases], np.int64),
            weights=np.array([case.weight for case in cases]),
            kilograms=np.array([case.kilograms for case in cases], np.int64),
            values=np.array([case.value for case in cases]),
            per_day=np.array([case.per_day for case in cases]),
            rules=np.array([case.rules for case in cases], np.int64),
            whole=np.array([not case.shipment.split for case in cases], np.bool_),
            needs=np.array([case.needs for case in cases]),
            range_starts=np.cumsum([0, *(len(case.ranges) for case in cases)]),
            segments=np.array([case.goods.first + of_case.segment for case, of_case in ranges], np.int64),
            containers=np.array([case.goods.container[of_case.segment] for case, of_case in ranges], np.int64),
            lows=np.array([float(of_case.low) for _, of_case in ranges]),
            highs=np.array([float(of_case.high) for _, of_case in ranges]),
            bottoms=np.array([float(segment.low) for segment in segments]),
            tops=np.array([float(segment.high) for segment in segments]),
            window_starts=np.cumsum([0, *(len(case.windows) for case in cases)]),
            opens=np.array([window.opens for window, _ in windows], np.int64),
            closes=np.array([window.closes for window, _ in windows], np.int64),
            inside=np.array([[way.transport for way in ways] for _, ways in windows]),
            abroad=np.array([[way.outside for way in ways] for _, ways in windows]),
            per_tonne=np.array([[way.per_tonne for way in ways] for _, ways in windows]),
            ways=np.array([case.ways for case in cases], np.int64),
            corners=np.array(corners, np.int64).reshape(-1, 4),
            corner_starts=np.array(starts, np.int64),
            shares=np.array(shares),
        )

    def _corners(self, case: Case, low: float, high: float) -> Iterator[Corners]:
        """The lanes of a case's points, in order."""
        for number in range(case.ways):
            for position, window in enumerate(case.windows):
                opens = 0 if position == 0 else window.opens
                closes = window.closes if position + 1 < len(case.windows) else self.target.last
                way = _two(window.ways)[number]
                known: dict[int, Corners] = {}
                for of_case in case.ranges:
                    if of_case.segment not in known:
                        known[of_case.segment] = self._of_segment(
                            case, of_case.segment, way, (opens, closes), (low, high)
                        )
                    yield known[of_case.segment]

    def _of_segment(
        self, case: Case, number: int, way: Way, days: tuple[int, int], values: tuple[float, float]
    ) -> Corners:
        segments = case.goods.pieces.segments

        def lane(tonnes: float, value: float, own: int, other: int) -> int:
            meets = 0 <= other < len(segments) and segments[other].container == segments[own].container
            own, other = sorted((own, other if meets else own))
            wanted = _Lane(
                case.goods.container[own],
                case.goods.first + own,
                case.goods.first + other,
                tonnes,
                value if tonnes else 0.0,
                way.transport,
                way.transport + way.outside,
                case.rules,
                case.capital * value * tonnes,
                *days,
            )
            return self._lanes.setdefault(wanted, len(self._lanes))

        bottom, top, (low, high) = float(segments[number].low), float(segments[number].high), values
        below, above = number - 1, number + 1
        return (
            lane(bottom, low, number, below),
            lane(bottom, high, number, below),
            lane(top, low, number, above),
            lane(top, high, number, above),
        )

    def _between(self, case: Case) -> tuple[float, float, float]:
        """The values of goods between which a case's lies, and how near it is to the greater."""
        key = case.goods.first
        if key not in self._grids:
            values = np.unique([other.value for other in self.cases if other.goods is case.goods])
            self._grids[key] = values[np.linspace(0, values.size - 1, min(VALUES, values.size)).round().astype(int)]
        grid = self._grids[key]
        above = int(np.searchsorted(grid, case.value))
        if grid[above] == case.value:
            return case.value, case.value, 0.0
        low, high = float(grid[above - 1]), float(grid[above])
        return low, high, (case.value - low) / (high - low)

    def _arrays(self) -> tuple[Lanes, Ints]:
        """The lanes side by side by container type, and where each is among them."""
        types = list(self.timeline.network.book.containers.values())
        order = sorted(self._lanes, key=lambda lane: lane.container)
        place = np.empty(len(order), np.int64)
        for position, lane in enumerate(order):
            place[self._lanes[lane]] = position
        of = [lane.container for lane in order]
        containers = sorted(set(of))
        tonnes = np.array([lane.tonnes for lane in order])
        lanes = Lanes(
            segments=np.array([[lane.segment for lane in order], [lane.other for lane in order]], np.int64),
            tonnes=tonnes,
            values=np.array([lane.value for lane in order]),
            # Of a booking's fees, none bears less than if it went with the heaviest.
            fees=tonnes / max(case.weight for case in self.cases),
            rules=np.array([lane.rules for lane in order], np.int64),
            inside=np.array([lane.inside for lane in order]),
            outside=np.array([lane.outside for lane in order]),
            containers=np.array(containers, np.int64),
            starts=np.searchsorted(of, [*containers, len(types)]),
            counts=np.array([[float(types[c].teu) for c in of], [1.0] * len(of), tonnes]),
            per_day=np.array([lane.per_day for lane in order]),
            opens=np.array([lane.opens for lane in order], np.int64),
            closes=np.array([lane.closes for lane in order], np.int64),
        )
        return lanes, place


def _two(ways: tuple[Way, ...]) -> tuple[Way, Way]:
    """The ways to charge duty, the only one twice."""
    return ways[0], ways[-1]


def blocks(timeline: Timeline, cases: Iterable[Case]) -> list[Block]:
    """The cases in blocks, by destination and then by last day."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.ranges:
            groups[case.shipment.destination].append(case)
    made = []
    for destination, group in groups.items():
        group.sort(key=lambda case: case.last)
        within = _target(timeline, destination, min(case.ready for case in group), group[-1].last)
        earliest = earliest_deliveries(timeline.graph, within)
        for together in np.array_split(np.arange(len(group)), max(len(group) // CASES, 1)):
            of_block = [group[number] for number in together]
            first, last = min(case.ready for case in of_block), max(case.last for case in of_block)
            made.append(_Maker(timeline, of_block, within._replace(first=first, last=last), earliest).block())
    return made


def _target(timeline: Timeline, destination: str, first: int, last: int) -> Target:
    graph, locations = timeline.graph, timeline.network.book.locations
    territory = locations[destination].territory
    place = timeline.places[destination]
    ends = [end if graph.place[stand] == place else None for stand, end in enumerate(timeline.ends)]
    foreign = np.array([location.territory != territory for location in locations.values()], np.bool_)
    return Target(
        first,
        last,
        place,
        foreign,
        foreign[timeline.variant_places],
        np.array([-1 if end is None else timeline.row_number(end) for end in ends], np.int64),
        np.array([-1 if end is None else end.dwell_days for end in ends], np.int64),
    )
