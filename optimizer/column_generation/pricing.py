"""Pricing: at given prices, the least that every shipment costs, and load plans that cost so little."""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.asking import Answer, answer_for, bundle_of, exact, price
from optimizer.column_generation.blocks import Block
from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import TOLERANCE, Floats, Limits, Prices, Rooms
from optimizer.column_generation.mixes import cheapest_mix
from optimizer.column_generation.plans import LoadPlan, Packed, Packer
from optimizer.column_generation.routes import MOST_LEGS, Bundle, Ground, Nodes, follow_all, nodes_for, search
from optimizer.column_generation.sweep import Swept, Target, Terms, of_lanes, room_for, sweep
from optimizer.column_generation.timeline import Flags, Timeline
from optimizer.column_generation.trips import Trip, Trips

#: How many departures a search looks at, where it must find all and where it need not.
PATIENCE, SHORT_PATIENCE = 200_000, 4_000

#: Loads that cost a tonne no more than so many times the cheapest are worth looking at.
WORTH_LOOKING_AT = 1.15

#: A load plan has so many loads on average, at most.
LOADS = 8


@dataclass(slots=True)
class _Room:
    """What a thread works in."""

    swept: Floats
    answer: Answer
    nodes: Nodes


@dataclass(slots=True)
class Pricer:
    """Prices the cases of some blocks.

    ``penalties`` are those of a tonne left behind, by case; ``free`` are the cases without one of their own.
    ``rooms`` is what everything holds when nothing uses it.
    """

    timeline: Timeline
    limits: Limits
    terms: Terms
    blocks: list[Block]
    trips: Trips
    packer: Packer
    penalties: Floats
    free: Flags
    rooms: Rooms = field(init=False)
    _where: dict[int, tuple[int, int]] = field(default_factory=dict)
    _local: threading.local = field(default_factory=threading.local)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(os.cpu_count()))

    def __post_init__(self) -> None:
        """Find out what there is room for, and where each case is."""
        for number, block in enumerate(self.blocks):
            self._where |= {case.number: (number, position) for position, case in enumerate(block.cases)}
        self.rooms = self.limits.rooms(self.limits.most + TOLERANCE)

    def run(self, of_rows: Floats, than: Floats, least: Floats) -> list[LoadPlan]:
        """Fill ``least`` with what each case costs at least; load plans of those that cost less ``than`` so much.

        Blocks are priced side by side, and what is found is in their order, whatever the number of threads.
        """
        prices = self.limits.prices(of_rows)
        penalties = self.priced_penalties(of_rows)

        def one(block: Block) -> list[LoadPlan]:
            return self._price(block, prices, penalties, than, least)

        return [plan for plans in self._threads.map(one, self.blocks) for plan in plans]

    def _price(self, block: Block, prices: Prices, penalties: Floats, than: Floats, least: Floats) -> list[LoadPlan]:
        room, numbers = self._room(), block.numbers
        ground = self.ground(block, prices)
        low = np.empty(numbers.size)
        count = price(ground, block.points, penalties[numbers], than[numbers], low, room.nodes, room.answer)
        least[numbers] = low
        return self._plans(block, room.answer, count)

    def _plans(self, block: Block, answer: Answer, count: int) -> list[LoadPlan]:
        """The load plans of an answer."""
        followed = np.empty((count, 5))
        follow_all(self.terms, block.target, block.points.values, *answer, followed)
        found: list[LoadPlan] = []
        start = 0
        while start < count:
            plan, case = answer.plans[start], block.cases[answer.cases[start]]
            loads, end = [], start
            while end < count and answer.plans[end] == plan:
                path = answer.paths[end]
                loads.append(
                    Packed(
                        self.trips.of(tuple(path[path >= 0].tolist())),
                        int(answer.segments[end]) - case.goods.first,
                        int(answer.containers[end]),
                        int(answer.kilograms[end]),
                    )
                )
                end += 1
            found.append(self.packer.followed(case, loads, followed[start:end], float(self.penalties[case.number])))
            start = end
        return found

    def priced_penalties(self, of_rows: Floats) -> Floats:
        """What a tonne left behind costs with prices, by case."""
        if self.limits.serving is None:
            return self.penalties
        return self.penalties + np.where(self.free, of_rows[self.limits.serving], 0.0)

    def dearest_tonnes(self) -> Floats:
        """By case, what a tonne of it costs in the container that suits it best; ``inf`` if none can go.

        Capacities apart.
        """
        dearest = np.full(self.penalties.size, np.inf)
        for asked in self.ask(np.zeros(len(self.limits.rows))):
            for n, of_case in enumerate(asked.case.ranges):
                rate = asked.exact(n, float(of_case.high)) / float(of_case.high)
                dearest[asked.case.number] = min(dearest[asked.case.number], rate)
        return dearest

    def ask(self, of_rows: Floats, wanted: set[int] | None = None, *, keep: bool = False) -> Iterator[Asked]:
        """The cases that are wanted, or all, at some prices.

        Each is good until the next is asked of another block, unless they are to be kept.
        """
        prices = self.limits.prices(of_rows)
        numbers = self._where if wanted is None else wanted
        for number, positions in sorted(self._by_block(numbers).items()):
            ground = self.ground(self.blocks[number], prices)
            if keep:
                ground = ground._replace(swept=Swept(*(array.copy() for array in ground.swept)))
            for position in positions:
                yield Asked(self, self.blocks[number], position, ground)

    def _by_block(self, numbers: Iterable[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for number in sorted(numbers):
            block, position = self._where[number]
            found[block].append(position)
        return found

    def block_of(self, number: int) -> tuple[int, int]:
        """The block of a case, and its position there."""
        return self._where[number]

    def asks(self, case: Case) -> bool:
        """Whether a case has a container that it might go in."""
        return case.number in self._where

    def target_of(self, case: Case) -> Target:
        """Where a case is bound for."""
        return self.blocks[self._where[case.number][0]].target

    def ground(self, block: Block, prices: Prices) -> Ground:
        """Sweep the lanes of a block; what is returned holds until the thread's next sweep."""
        swept = of_lanes(self._room().swept, self.terms, block.lanes.tonnes.size)
        sweep(self.terms, prices, block.lanes, block.target, block.earliest, swept)
        return Ground(self.terms, prices, self.rooms, block.target, block.earliest, swept)

    def _room(self) -> _Room:
        if "room" not in self._local.__dict__:
            graph = self.terms.graph
            most = max((len(block.cases) for block in self.blocks), default=0)
            lanes = max((block.lanes.tonnes.size for block in self.blocks), default=0)
            self._local.room = _Room(
                room_for(self.terms, lanes),
                answer_for(LOADS * most + 64),
                nodes_for(graph.place.size, graph.epoch.size),
            )
        room: _Room = self._local.room
        return room

    @property
    def nodes(self) -> Nodes:
        """Room for the searches of this thread."""
        return self._room().nodes


@dataclass(slots=True)
class Asked:
    """One case at some prices."""

    pricer: Pricer
    block: Block
    position: int
    ground: Ground

    @property
    def case(self) -> Case:
        """The case."""
        return self.block.cases[self.position]

    @property
    def _first(self) -> int:
        """The number of the first range of the case among those of the block."""
        return int(self.block.points.range_starts[self.position])

    @property
    def start(self) -> tuple[int, int]:
        """The stand where the case starts, and the day."""
        points = self.block.points
        return int(points.origins[self.position]), int(points.readies[self.position])

    def exact(self, number: int, tonnes: float) -> float:
        """What a container of a range costs with prices, whatever the way to charge duty."""
        return max(self._exact(number, tonnes, way) for way in range(self.case.ways))

    def _exact(self, number: int, tonnes: float, way: int) -> float:
        path = np.empty(MOST_LEGS, np.int64)
        of = self._first + number
        bound, _ = exact(self.ground, self.block.points, self.position, of, tonnes, way, self.pricer.nodes, path)
        return float(bound)

    def bundle(self, loads: Sequence[tuple[int, int, float]], way: int, window: int) -> Bundle:
        """Containers that go together: position of the range, how many, tonnes in each."""
        made: Bundle = bundle_of(
            self.ground,
            self.block.points,
            self.position,
            np.array([self._first + position for position, _, _ in loads], np.int64),
            np.array([float(count) for _, count, _ in loads]),
            np.array([each for _, _, each in loads]),
            way,
            window,
        )
        return made

    def ends(self) -> Iterator[tuple[int, float]]:
        """The ends of the ranges: position of the range, and t."""
        for position, of_case in enumerate(self.case.ranges):
            yield position, float(of_case.low)
            yield position, float(of_case.high)

    def least_by_ends(self, penalty: float) -> float:
        """What the case costs at least with prices, part loads lying on the lines between the ends of ranges."""
        size = len(self.case.ranges)
        points = self.block.points
        mine = slice(self._first, self._first + size)
        least = -np.inf
        for way in range(self.case.ways):
            at = np.array([self._exact(position, tonnes, way) for position, tonnes in self.ends()])
            bound = cheapest_mix(
                self.case.weight,
                points.containers[mine],
                points.lows[mine],
                points.highs[mine],
                np.ascontiguousarray(at[0::2]),
                np.ascontiguousarray(at[1::2]),
                penalty,
                np.zeros(2 * size, np.int64),
            )[0]
            least = max(least, float(bound))
        return least

    def near(self, slack: float, most: int) -> tuple[list[Trip], bool]:
        """Trips on which a container at an end of a range costs no more than ``slack`` above the cheapest.

        No more than ``most`` for an end; and whether there are no others.
        """
        found: dict[Trip, None] = {}
        complete = True
        for way in range(self.case.ways):
            for position, tonnes in self.ends():
                limit = self._exact(position, tonnes, way) + slack
                if np.isfinite(limit):
                    trips, all_of_them = self._near(way, position, tonnes, limit, most, PATIENCE)
                    found |= dict.fromkeys(trips)
                    complete &= all_of_them
        return list(found), complete

    def nearest(self, share: float, most: int, penalty: float) -> list[Trip]:
        """Trips on which a container as full as may be costs little more than the cheapest, for loads worth it."""
        found: dict[Trip, None] = {}
        highs = np.array([float(of_case.high) for of_case in self.case.ranges])
        for way in range(self.case.ways):
            at = np.array([self._exact(position, tonnes, way) for position, tonnes in enumerate(highs.tolist())])
            rates = at / highs
            worth = min(rates.min(), penalty) * WORTH_LOOKING_AT
            for n in np.flatnonzero((rates <= worth) | ((highs >= self.case.weight) & np.isfinite(rates))):
                limit = float(at[n]) * (1 + share)
                found |= dict.fromkeys(self._near(way, int(n), float(highs[n]), limit, most, SHORT_PATIENCE)[0])
        return list(found)

    def _near(
        self, way: int, position: int, tonnes: float, limit: float, most: int, patience: int
    ) -> tuple[list[Trip], bool]:
        """Trips on which a container of a range costs less than a limit with prices."""
        points = self.block.points
        pool = self.ground.prices.start[self.start[0], points.containers[self._first + position]]
        found: list[Trip] = []
        complete = True
        for window in range(len(self.case.windows)):
            bundle = self.bundle([(position, 1, tonnes)], way, window)
            pairs, beyond = self.search(bundle, limit - pool, most, patience)
            found += [trip for _, trip in pairs]
            complete &= beyond >= limit - pool
        return found, complete

    def search(
        self, bundle: Bundle, limit: float, most: int, patience: int, rooms: Rooms | None = None
    ) -> tuple[list[tuple[float, Trip]], float]:
        """The cheapest trips of less than a limit, in order, and a cost that none of the others is below.

        ``rooms`` is where there must be room, if not what everything holds when nothing uses it.
        """
        ground = self.ground if rooms is None else self.ground._replace(rooms=rooms)
        paths, costs = np.full((most, MOST_LEGS), -1, np.int64), np.empty(most)
        count, beyond = search(ground, bundle, *self.start, limit, paths, costs, patience)
        trips = [self.pricer.trips.of(tuple(path[path >= 0].tolist())) for path in paths[:count]]
        return list(zip(costs[:count].tolist(), trips, strict=True)), float(beyond)
