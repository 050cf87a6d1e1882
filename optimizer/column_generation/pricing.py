"""Pricing: at given prices, the least that every shipment costs, and load plans that cost so little."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from optimizer.column_generation.blocks import Block, bounds, curve
from optimizer.column_generation.cases import Case, Way
from optimizer.column_generation.goods import Stay
from optimizer.column_generation.limits import Floats, Limits, Prices
from optimizer.column_generation.mixes import cheapest_mix
from optimizer.column_generation.plans import LoadPlan, Packed, Packer
from optimizer.column_generation.routes import MOST_LEGS, Bundle, Ground, Rooms, dive, search
from optimizer.column_generation.sweep import Swept, room_for, sweep
from optimizer.column_generation.timeline import Flags, Timeline
from optimizer.column_generation.trips import Path, Trip, Trips

#: A part load met between the ends of a range: number of the case, position of the range, kilograms.
Wish: TypeAlias = tuple[int, int, int]

#: How many departures a search looks at, where it must find all and where it need not.
PATIENCE, SHORT_PATIENCE = 200_000, 4_000

#: A load lies between lanes if it is farther than this from each, as a share of what is between them.
BETWEEN = 1e-3

#: A dive that costs no more than the bound and this share of it has found the cheapest.
WITHIN = 1e-6

#: Loads that cost a tonne no more than so many times the cheapest are worth looking at.
WORTH_LOOKING_AT = 1.15

#: A penalty at which nothing is left behind.
NEVER = 1e12


@dataclass(slots=True)
class Pricer:
    """Prices the cases of some blocks.

    ``penalties`` are those of a tonne left behind, by case; ``free`` are the cases without one of their own.
    ``wishes`` are part loads met on the way between the ends of ranges; ``room`` is endless, since here capacities are
    prices.
    """

    timeline: Timeline
    limits: Limits
    stay: Stay
    blocks: list[Block]
    trips: Trips
    packer: Packer
    penalties: Floats
    free: Flags
    wishes: list[Wish] = field(default_factory=list)
    room: Rooms = field(init=False)
    _local: threading.local = field(default_factory=threading.local)
    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(os.cpu_count()))

    def __post_init__(self) -> None:
        """Capacities are prices here, and leave room for everything."""
        graph, rows = self.timeline.graph, len(self.timeline.rows)
        departures, days = graph.departs.size, self.timeline.days
        self.room = Rooms(np.full((3, departures), np.inf), np.full((3, rows, days), np.inf), np.zeros(departures))

    def run(self, of_rows: Floats, than: Floats, least: Floats) -> list[LoadPlan]:
        """Fill ``least`` with what each case costs at least; load plans of those that cost less ``than`` so much.

        Blocks are priced side by side, and what is found is in their order, whatever the number of threads.
        """
        everywhere = self.limits.prices(of_rows)
        penalties = self.priced_penalties(of_rows)

        def price(block: Block) -> tuple[list[LoadPlan], list[Wish]]:
            return self._price(block, everywhere, of_rows, penalties, than, least)

        found: list[LoadPlan] = []
        for plans, wishes in self._threads.map(price, self.blocks):
            found.extend(plans)
            self.wishes.extend(wishes)
        return found

    def _price(
        self, block: Block, everywhere: Prices, of_rows: Floats, penalties: Floats, than: Floats, least: Floats
    ) -> tuple[list[LoadPlan], list[Wish]]:
        prices, swept = self.sweep(block, everywhere)
        numbers = np.array([case.number for case in block.cases])
        low, ways = np.empty(len(numbers)), np.zeros(len(numbers), np.int64)
        bounds(block.points, swept.ahead, prices.start, penalties[numbers], low, ways)
        least[numbers] = low
        found: list[LoadPlan] = []
        wishes: list[Wish] = []
        for position in np.flatnonzero(low < than[numbers]):
            asked = Asked(self, block, int(position), prices, of_rows, swept, wishes)
            found.extend(asked.plans(int(ways[position]), float(penalties[numbers[position]])))
        return found, wishes

    def priced_penalties(self, of_rows: Floats) -> Floats:
        """What a tonne left behind costs with prices, by case."""
        if self.limits.serving is None:
            return self.penalties
        return self.penalties + np.where(self.free, of_rows[self.limits.serving], 0.0)

    def connected(self) -> Flags:
        """By case, whether any container can be carried and delivered in time, other cargo apart."""
        found = np.zeros(self.penalties.size, np.bool_)
        for asked in self._at_no_price():
            found[asked.case.number] = any(np.isfinite(asked.curve(way)).any() for way in range(asked.case.ways))
        return found

    def dearest_tonne(self) -> float:
        """The most that a tonne of any case costs in the container that suits it best, capacities apart."""
        dearest = 0.0
        for asked in self._at_no_price():
            size = len(asked.case.ranges)
            highs = asked.block.points.highs[asked._mine]
            rates = [(asked.curve(way)[size:] / highs).min() for way in range(asked.case.ways)]
            if np.isfinite(rates).all():
                dearest = max(dearest, *map(float, rates))
        return dearest

    def _at_no_price(self) -> Iterator[Asked]:
        of_rows = np.zeros(len(self.limits.rows))
        everywhere = self.limits.prices(of_rows)
        for block in self.blocks:
            prices, swept = self.sweep(block, everywhere)
            for position in range(len(block.cases)):
                yield Asked(self, block, position, prices, of_rows, swept)

    def sweep(self, block: Block, everywhere: Prices) -> tuple[Prices, Swept]:
        """Sweep the lanes of a block; what is returned holds until the thread's next sweep of as many lanes.

        The prices are endless where there is no room for a shipment that may not be split.
        """
        prices = everywhere if block.needs is None else self.limits.closed_to(everywhere, block.needs)
        rooms = self._local.__dict__.setdefault("rooms", {})
        count = block.lanes.inside.size
        if count not in rooms:
            rooms[count] = room_for(self.timeline.graph, count)
        swept: Swept = rooms[count]
        sweep(self.timeline.graph, self.stay, prices, block.lanes, block.target, block.scope, swept)
        return prices, swept


@dataclass(slots=True)
class Asked:
    """One case at some prices."""

    pricer: Pricer
    block: Block
    position: int
    prices: Prices
    of_rows: Floats
    swept: Swept
    wishes: list[Wish] = field(default_factory=list)

    @property
    def case(self) -> Case:
        """The case."""
        return self.block.cases[self.position]

    @property
    def _mine(self) -> slice:
        """Where the ranges of the case are among those of the block."""
        starts = self.block.points.range_starts
        return slice(int(starts[self.position]), int(starts[self.position + 1]))

    def curve(self, way: int) -> Floats:
        """What a container costs with prices at the low ends of the ranges, and then at the high ends."""
        at = np.empty(2 * len(self.case.ranges))
        curve(self.block.points, self.position, way, self.swept.ahead, self.prices.start, at)
        return at

    def plans(self, way: int, penalty: float) -> list[LoadPlan]:
        """The load plans that the cheapest mix leads to."""
        at = self.curve(way)
        loads = []
        mix = list(self._mix(at, penalty))
        for n, count, kilograms in mix:
            trip = self.trip(way, [(n, 1, kilograms / count / 1000)])
            if trip is not None:
                loads.append(Packed(trip, self.case.ranges[n].segment, count, kilograms))
        if not self.case.shipment.split:
            together = [(n, count, kilograms / count / 1000) for n, count, kilograms in mix]
            trips = dict.fromkeys(load.trip for load in loads)
            if len(trips) > 1 and (trip := self.trip(way, together)) is not None:
                trips[trip] = None
            on_one = (self.whole_on(trip) for trip in trips)
            return [plan for plan in on_one if plan is not None]
        return [self.plan(loads)]

    def plan(self, loads: list[Packed]) -> LoadPlan:
        """The load plan of some loads."""
        penalty = float(self.pricer.penalties[self.case.number])
        return self.pricer.packer.plan(self.case, self.block.target, loads, penalty)

    def _mix(self, at: Floats, penalty: float) -> Iterator[tuple[int, int, int]]:
        """The loads of the cheapest mix: range, containers, kilograms. ``at`` is what one costs at the ends."""
        case, points = self.case, self.block.points
        size = len(case.ranges)
        lows, highs, types = points.lows[self._mine], points.highs[self._mine], points.containers[self._mine]
        chosen = np.zeros(2 * size, np.int64)
        _, _, part, rest = cheapest_mix(case.weight, types, lows, highs, at[:size], at[size:], penalty, chosen)
        left = case.kilograms
        for n in np.flatnonzero(chosen):
            of_case, count = case.ranges[n % size], int(chosen[n])
            kilograms = min(of_case.least(count) if n < size else of_case.most(count), left)
            left -= kilograms
            yield int(n) % size, count, kilograms
        if part >= 0 and left > 0:
            kilograms = min(left, case.ranges[part].most(1))
            if lows[part] < rest < highs[part] - 1e-6:
                self.wishes.append((case.number, int(part), kilograms))
            yield int(part), 1, kilograms

    def whole_on(self, trip: Trip) -> LoadPlan | None:
        """The best mix of all of a shipment on one trip."""
        case, packer = self.case, self.pricer.packer
        size = len(case.ranges)
        at = np.full(2 * size, np.inf)
        for n, of_case in enumerate(case.ranges):
            for end, kilograms in ((n, of_case.least(1)), (size + n, of_case.most(1))):
                load = Packed(trip, of_case.segment, 1, kilograms)
                cost = packer.booking(case, self.block.target, trip, [load])
                at[end] = cost + sum(self.of_rows[r] * used for r, used in packer.uses(case, load).items())
        loads = [Packed(trip, case.ranges[n].segment, count, kilograms) for n, count, kilograms in self._mix(at, NEVER)]
        if sum(load.kilograms for load in loads) < case.kilograms:
            return None
        return self.plan(loads)

    def bundle(self, loads: Sequence[tuple[int, int, float]], way: int, window: int) -> Bundle:
        """Containers that go together: position of the range, how many, tonnes in each."""
        case, points = self.case, self.block.points
        size = len(case.ranges)
        of_window = case.windows[window]
        charged = of_window.ways[min(way, len(of_window.ways) - 1)]
        first = int(points.starts[self.position]) + (way * len(case.windows) + window) * 2 * size
        numbers = [float(count) for _, count, _ in loads]
        tonnes = sum(count * each for _, count, each in loads)
        lanes, weights = [], []
        for position, count, each in loads:
            low, high = points.lows[self._mine][position], points.highs[self._mine][position]
            share = max((each - low) / (high - low), 0.0)
            for point, part in ((first + position, 1 - share), (first + size + position, share)):
                lanes.append(points.lanes[point])
                weights.append(points.weights[point] * count * part)
        containers = [case.goods.pieces.segments[case.ranges[position].segment].container for position, _, _ in loads]
        teu = sum(count * float(container.teu) for count, container in zip(numbers, containers, strict=True))
        return Bundle(
            self._leg(loads, charged),
            np.array([case.goods.container[case.ranges[position].segment] for position, _, _ in loads], np.int64),
            np.array(numbers),
            np.array([teu, sum(numbers), tonnes]),
            charged.transport,
            charged.transport + charged.outside,
            case.per_day * tonnes,
            tonnes * (charged.per_tonne - case.per_day * case.ready),
            of_window.opens,
            of_window.closes,
            np.concatenate(lanes),
            np.maximum(np.concatenate(weights), 0.0),
        )

    def _leg(self, loads: Sequence[tuple[int, int, float]], way: Way) -> Floats:
        """What containers cost together, by variant of departures; of a booking's fees they bear their share."""
        case, of = self.case, self.case.goods.carriage
        factor, total = way.transport, np.zeros(of.fixed.shape[0])
        for position, count, each in loads:
            s = case.ranges[position].segment
            share = each / case.weight
            transport = of.fixed[:, s] + (of.per_tonne[:, s] + of.by_value[:, s] * case.value) * each
            scale = factor + way.outside * self.block.away * of.dutiable[:, s]
            taken = np.isfinite(transport)
            total[~taken] = np.inf
            own = scale[taken] * (transport[taken] + share * of.fee[taken, s]) + of.co2[taken, s] * each
            total[taken] += count * own
        if case.allowed is not None:
            total[~case.allowed] = np.inf
        return total

    def near(self, slack: float, most: int) -> tuple[list[Trip], bool]:
        """Trips on which a container at an end of a range costs no more than ``slack`` above the cheapest.

        No more than ``most`` for an end; and whether there are no others.
        """
        found: dict[Trip, None] = {}
        complete = True
        for way in range(self.case.ways):
            at = self.curve(way)
            for n in np.flatnonzero(np.isfinite(at)):
                trips, all_of_them = self._near(way, int(n), float(at[n]) + slack, most, PATIENCE)
                found |= dict.fromkeys(trips)
                complete &= all_of_them
        return list(found), complete

    def nearest(self, share: float, most: int, penalty: float) -> list[Trip]:
        """Trips on which a container as full as may be costs little more than the cheapest, for loads worth it."""
        found: dict[Trip, None] = {}
        size, highs = len(self.case.ranges), self.block.points.highs[self._mine]
        for way in range(self.case.ways):
            at = self.curve(way)
            rates = at[size:] / highs
            worth = min(rates.min(), penalty) * WORTH_LOOKING_AT
            for n in np.flatnonzero((rates <= worth) | ((highs >= self.case.weight) & np.isfinite(rates))):
                limit = float(at[size + n]) * (1 + share)
                found |= dict.fromkeys(self._near(way, size + int(n), limit, most, SHORT_PATIENCE)[0])
        return list(found)

    def _near(self, way: int, end: int, limit: float, most: int, patience: int) -> tuple[list[Trip], bool]:
        """Trips on which a container at an end of a range (low ones first) costs less than a limit with prices."""
        points, size = self.block.points, len(self.case.ranges)
        tonnes = float((points.lows if end < size else points.highs)[self._mine][end % size])
        pool = self.prices.start[points.origins[self.position], points.containers[self._mine][end % size]]
        found: list[Trip] = []
        complete = True
        for window in range(len(self.case.windows)):
            bundle = self.bundle([(end % size, 1, tonnes)], way, window)
            trips, all_of_them = self._search(bundle, limit - pool, most, patience)
            found += trips
            complete &= all_of_them
        return found, complete

    def _search(self, bundle: Bundle, limit: float, most: int, patience: int) -> tuple[list[Trip], bool]:
        paths, costs = np.full((most, MOST_LEGS), -1, np.int64), np.empty(most)
        count, beyond = search(self.ground(self.pricer.room), bundle, *self.start, limit, paths, costs, patience)
        trips = [self.pricer.trips.of(tuple(path[path >= 0].tolist())) for path in paths[:count]]
        return trips, beyond >= limit

    @property
    def start(self) -> tuple[int, int]:
        """The stand where the case starts, and the day."""
        return self.pricer.timeline.places[self.case.shipment.origin], self.case.ready

    def ground(self, rooms: Rooms) -> Ground:
        """What every search goes by."""
        pricer, block = self.pricer, self.block
        graph, stay = pricer.timeline.graph, pricer.stay
        return Ground(graph, stay, self.prices, rooms, block.target, self.swept, block.earliest)

    def trip(self, way: int, loads: Sequence[tuple[int, int, float]]) -> Trip | None:
        """The cheapest itinerary of containers that go together: position of the range, how many, tonnes in each."""
        best: tuple[float, Trip | None] = (np.inf, None)
        for window in range(len(self.case.windows)):
            cost, path = self._cheapest(self.bundle(loads, way, window))
            if cost < best[0]:
                best = (cost, self.pricer.trips.of(path))
        return best[1]

    def _cheapest(self, bundle: Bundle) -> tuple[float, Path]:
        ground, path = self.ground(self.pricer.room), np.full(MOST_LEGS, -1, np.int64)
        count, cost = dive(ground, bundle, *self.start, path)
        ahead = self.swept.ahead[self.start]
        apart = bundle.weights > BETWEEN * bundle.numbers.sum()
        least = bundle.at_delivery + float((bundle.weights[apart] * ahead[bundle.lanes[apart]]).sum())
        exact = np.count_nonzero(apart) == bundle.numbers.size
        if count and (not exact or cost <= least + WITHIN * abs(least) + WITHIN):
            return cost, tuple(path[:count].tolist())
        paths, costs = np.full((1, MOST_LEGS), -1, np.int64), np.empty(1)
        limit = cost if count else np.inf
        found, _ = search(ground, bundle, *self.start, limit, paths, costs, SHORT_PATIENCE)
        if found:
            return float(costs[0]), tuple(paths[0][paths[0] >= 0].tolist())
        return (cost, tuple(path[:count].tolist())) if count else (np.inf, ())
