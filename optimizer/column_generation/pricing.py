"""Pricing: at given prices, the least that every shipment costs, and load plans that cost so little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from optimizer.column_generation.asking import NEVER
from optimizer.column_generation.blocks import Block
from optimizer.column_generation.cases import Case
from optimizer.column_generation.curves import bundle_of, exact
from optimizer.column_generation.in_order import search
from optimizer.column_generation.limits import TOLERANCE, Floats, Limits, Rooms
from optimizer.column_generation.lots import kilograms_by_trip, mended
from optimizer.column_generation.mixes import cheapest_mix
from optimizer.column_generation.plans import LoadPlan, Packed, Packer
from optimizer.column_generation.routes import MOST_LEGS, Bundle, Ground
from optimizer.column_generation.sweep import Swept, Target, Terms
from optimizer.column_generation.sweeping import Priced, Round, Work, ground_of, nodes_of, price_block
from optimizer.column_generation.timeline import Flags, Timeline
from optimizer.column_generation.trips import Trip, Trips
from optimizer.executors import Executor, Shared
from optimizer.stopping import nothing_to_check

#: How many departures a search looks at, where it must find all and where it need not.
PATIENCE, SHORT_PATIENCE = 200_000, 4_000


@dataclass(slots=True)
class Pricer:
    """Prices the cases of some blocks.

    ``penalties`` are those of a tonne left behind, by case; ``free`` are the cases without one of their own.
    """

    timeline: Timeline
    limits: Limits
    terms: Terms
    blocks: list[Block]
    trips: Trips
    packer: Packer
    penalties: Floats
    free: Flags
    executor: Executor
    work: Work = field(init=False)
    room: Floats = field(init=False)
    rooms: Rooms = field(init=False)
    _where: dict[int, tuple[int, int]] = field(default_factory=dict)
    _shared: Shared[Work] | None = None

    def __post_init__(self) -> None:
        """Find out what there is room for, and where each case is."""
        for number, block in enumerate(self.blocks):
            self._where |= {case.number: (number, position) for position, case in enumerate(block.cases)}
        self.room = self.limits.most + TOLERANCE
        self.rooms = self.limits.rooms(self.room)
        self.work = Work(self.terms, self.limits.counted(), tuple(block.asks for block in self.blocks))

    def run(
        self,
        of_rows: Floats,
        than: Floats,
        least: Floats,
        settled: Flags,
        room: Floats | None = None,
        check: Callable[[], None] = nothing_to_check,
    ) -> list[LoadPlan]:
        """Fill ``least`` with what each case costs at least; load plans of those that cost less ``than`` so much.

        Cases that are ``settled`` are passed over. Blocks are priced side by side, and what is found is in their order,
        whatever the number of workers. ``check`` raises what ends it before it is done.
        """
        rooms = self.rooms if room is None else self.limits.rooms(room)
        room = self.room if room is None else room
        asked = Round(self.limits.prices(of_rows), room, rooms, self.priced_penalties(of_rows), than, settled)
        found: list[LoadPlan] = []
        open_ones = [number for number, block in enumerate(self.blocks) if not settled[block.asks.numbers].all()]
        shared = self.shared_work, self.executor.share(asked)
        for number, one in zip(open_ones, self.executor.map(price_block, shared, open_ones), strict=True):
            check()
            block = self.blocks[number]
            priced = ~settled[block.asks.numbers]
            least[block.asks.numbers[priced]] = one.least[priced]
            found.extend(self.load_plans(block, one))
        return found

    @property
    def shared_work(self) -> Shared[Work]:
        """``work`` where every worker finds it."""
        self._shared = self._shared or self.executor.share(self.work)
        return self._shared

    def load_plans(self, block: Block, priced: Priced) -> Iterator[LoadPlan]:
        """The load plans of a block."""
        answer = priced.answer
        for start, end in pairwise([*np.unique(answer.plans, return_index=True)[1], answer.plans.size]):
            case = block.cases[answer.cases[start]]
            loads = [
                Packed(
                    self.trips.of(tuple(answer.paths[n][answer.paths[n] >= 0].tolist())),
                    int(answer.segments[n]) - case.goods.first,
                    int(answer.containers[n]),
                    int(answer.kilograms[n]),
                )
                for n in range(start, end)
            ]
            penalty, target = float(self.penalties[case.number]), block.asks.target
            if case.in_lots(kilograms_by_trip(loads).values()):
                yield self.packer.followed(case, target, loads, priced.followed[start:end], penalty)
                continue
            plans = (self.packer.plan(case, target, in_lots, penalty) for in_lots in mended(case, loads))
            yield from (plan for plan in plans if np.isfinite(plan.cost))

    def priced_penalties(self, of_rows: Floats) -> Floats:
        """What a tonne left behind costs with prices, by case."""
        if self.limits.serving is None:
            return self.penalties
        return self.penalties + np.where(self.free, of_rows[self.limits.serving], 0.0)

    def worth_per_t(self, case: Case) -> float:
        """What a tonne may cost at most before it is better left behind; no limit where serving comes first."""
        return np.inf if self.free[case.number] else float(self.penalties[case.number])

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
            ground = ground_of(self.work, prices, self.rooms, number)
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
        return self.blocks[self._where[case.number][0]].asks.target


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
        return int(self.block.asks.points.range_starts[self.position])

    @property
    def start(self) -> tuple[int, int]:
        """The stand where the case starts, and the day."""
        points = self.block.asks.points
        return int(points.origins[self.position]), int(points.readies[self.position])

    def exact(self, number: int, tonnes: float) -> float:
        """What a container of a range costs with prices, whatever the way to charge duty."""
        return max(self._exact(number, tonnes, way) for way in range(self.case.ways))

    def _exact(self, number: int, tonnes: float, way: int) -> float:
        path = np.empty(MOST_LEGS, np.int64)
        of = self._first + number
        nodes = nodes_of(self.pricer.work)
        return float(exact(self.ground, self.block.asks.points, self.position, of, tonnes, way, nodes, path))

    def bundle(self, loads: Sequence[tuple[int, int, float]], way: int, window: int) -> Bundle:
        """Containers that go together: position of the range, how many, tonnes in each."""
        made: Bundle = bundle_of(
            self.ground,
            self.block.asks.points,
            self.position,
            np.array([self._first + position for position, _, _ in loads], np.int64),
            np.array([float(count) for _, count, _ in loads]),
            np.array([each for _, _, each in loads]),
            way,
            window,
        )
        return made

    def bound(self, bundle: Bundle) -> float:
        """What a bundle costs at least, by the lanes."""
        ahead = self.ground.swept.ahead[self.start]
        return float(bundle.at_delivery + bundle.weights @ ahead[bundle.lanes])

    def ends(self) -> Iterator[tuple[int, float]]:
        """The ends of the ranges: position of the range, and t."""
        for position, of_case in enumerate(self.case.ranges):
            yield position, float(of_case.low)
            yield position, float(of_case.high)

    def least_by_ends(self, penalty: float) -> float:
        """What the case costs at least with prices, part loads lying on the lines between the ends of ranges."""
        size = len(self.case.ranges)
        points = self.block.asks.points
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

    def nearest(self, share: float, most: int, dearer: float, worth_per_t: float) -> list[Trip]:
        """Trips on which a container as full as may be costs little more than the cheapest: by a share of it.

        For loads that cost a tonne no more than the best does or than it is worth, ``dearer`` times; and no more than
        ``most`` for each.
        """
        found: dict[Trip, None] = {}
        highs = np.array([float(of_case.high) for of_case in self.case.ranges])
        for way in range(self.case.ways):
            at = np.array([self._exact(position, tonnes, way) for position, tonnes in enumerate(highs.tolist())])
            rates = at / highs
            worth = min(rates.min(), worth_per_t) * dearer if np.isfinite(dearer) else NEVER
            for n in np.flatnonzero((rates <= worth) | ((highs >= self.case.weight) & np.isfinite(rates))):
                limit = float(at[n]) * (1 + share)
                found |= dict.fromkeys(self._near(way, int(n), float(highs[n]), limit, most, SHORT_PATIENCE)[0])
        return list(found)

    def _near(
        self, way: int, position: int, tonnes: float, limit: float, most: int, patience: int
    ) -> tuple[list[Trip], bool]:
        """Trips on which a container of a range costs less than a limit with prices."""
        points = self.block.asks.points
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
