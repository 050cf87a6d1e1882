"""Pricing: at given prices, the least that every shipment costs, and load plans that cost so little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimizer.column_generation.blocks import Block, bounds, curve
from optimizer.column_generation.cases import Case
from optimizer.column_generation.goods import Stay
from optimizer.column_generation.limits import Floats, Limits, Prices
from optimizer.column_generation.mixes import cheapest_mix
from optimizer.column_generation.plans import LoadPlan, Packed, Packer
from optimizer.column_generation.routes import MOST_LEGS, Box, dive, search
from optimizer.column_generation.sweep import Lanes, Swept, room_for, sweep
from optimizer.column_generation.timeline import Flags, Timeline
from optimizer.column_generation.trips import Path, Trip, Trips

#: How many departures a search looks at.
PATIENCE = 200_000

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
    ``wishes`` are part loads met on the way between the ends of ranges: case, position of the range, kilograms.
    """

    timeline: Timeline
    limits: Limits
    stay: Stay
    blocks: list[Block]
    trips: Trips
    packer: Packer
    penalties: Floats
    free: Flags
    wishes: list[tuple[int, int, int]] = field(default_factory=list)
    _room: dict[int, Swept] = field(default_factory=dict)

    def run(self, of_rows: Floats, than: Floats, least: Floats) -> list[LoadPlan]:
        """Fill ``least`` with what each case costs at least; load plans of those that cost less ``than`` so much."""
        prices = self.limits.prices(of_rows)
        penalties = self.priced_penalties(of_rows)
        found: list[LoadPlan] = []
        for block in self.blocks:
            swept = self.sweep(block, prices)
            numbers = np.array([case.number for case in block.cases])
            low, ways = np.empty(len(numbers)), np.zeros(len(numbers), np.int64)
            bounds(block.points, swept.ahead, prices.start, penalties[numbers], low, ways)
            least[numbers] = low
            for position in np.flatnonzero(low < than[numbers]):
                asked = Asked(self, block, int(position), prices, of_rows, swept)
                found.extend(asked.plans(int(ways[position]), float(penalties[numbers[position]])))
        return found

    def priced_penalties(self, of_rows: Floats) -> Floats:
        """What a tonne left behind costs with prices, by case."""
        if self.limits.serving is None:
            return self.penalties
        return self.penalties + np.where(self.free, of_rows[self.limits.serving], 0.0)

    def connected(self) -> Flags:
        """By case, whether any container can be carried and delivered in time, capacities apart."""
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
        prices = self.limits.prices(of_rows)
        for block in self.blocks:
            swept = self.sweep(block, prices)
            for position in range(len(block.cases)):
                yield Asked(self, block, position, prices, of_rows, swept)

    def sweep(self, block: Block, prices: Prices) -> Swept:
        """Sweep the lanes of a block; what is returned holds until the next sweep of as many lanes."""
        count = block.lanes.inside.size
        if count not in self._room:
            self._room[count] = room_for(self.timeline.graph, count)
        swept = self._room[count]
        sweep(self.timeline.graph, self.stay, prices, block.lanes, block.target, block.scope, swept)
        return swept


@dataclass(slots=True)
class Asked:
    """One case at some prices."""

    pricer: Pricer
    block: Block
    position: int
    prices: Prices
    of_rows: Floats
    swept: Swept

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
        for n, count, kilograms in self._mix(at, penalty):
            trip = self.trip(way, n, kilograms / count / 1000)
            if trip is not None:
                loads.append(Packed(trip, self.case.ranges[n].segment, count, kilograms))
        if not self.case.shipment.split:
            on_one = (self.whole_on(trip) for trip in dict.fromkeys(load.trip for load in loads))
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
                self.pricer.wishes.append((case.number, int(part), kilograms))
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
        loads = [
            Packed(trip, case.ranges[n].segment, count, kilograms) for n, count, kilograms in self._mix(at, NEVER)
        ]
        if sum(load.kilograms for load in loads) < case.kilograms:
            return None
        return self.plan(loads)

    def box(self, way: int, position: int, tonnes: float, window: int) -> Box:
        """A container of the case, by position of its range."""
        case, points = self.case, self.block.points
        size = len(case.ranges)
        number = case.ranges[position].segment
        first = int(points.starts[self.position]) + (way * len(case.windows) + window) * 2 * size + position
        low, high = points.lows[self._mine][position], points.highs[self._mine][position]
        share = (tonnes - low) / (high - low)
        lanes = np.concatenate((points.lanes[first], points.lanes[first + size]))
        weights = np.concatenate((points.weights[first] * (1 - share), points.weights[first + size] * share))
        of_window = case.windows[window]
        charged = of_window.ways[min(way, len(of_window.ways) - 1)]
        container = case.goods.pieces.segments[number].container
        return Box(
            number,
            case.goods.container[number],
            tonnes,
            np.array([float(container.teu), 1.0, tonnes]),
            case.value,
            tonnes / case.weight,
            charged.transport,
            charged.transport + charged.outside,
            case.per_day * tonnes,
            tonnes * (charged.per_tonne - case.per_day * case.ready),
            of_window.opens,
            of_window.closes,
            lanes,
            np.maximum(weights, 0.0),
        )

    def near(self, slack: float, most: int) -> tuple[list[Trip], bool]:
        """Trips on which a container at an end of a range costs no more than ``slack`` above the cheapest.

        No more than ``most`` for an end; and whether there are no others.
        """
        found: dict[Trip, None] = {}
        complete = True
        for way in range(self.case.ways):
            at = self.curve(way)
            for n in np.flatnonzero(np.isfinite(at)):
                trips, all_of_them = self._near(way, int(n), float(at[n]) + slack, most)
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
                found |= dict.fromkeys(self._near(way, size + int(n), limit, most)[0])
        return list(found)

    def _near(self, way: int, end: int, limit: float, most: int) -> tuple[list[Trip], bool]:
        """Trips on which a container at an end of a range (low ones first) costs less than a limit with prices."""
        points, size = self.block.points, len(self.case.ranges)
        tonnes = float((points.lows if end < size else points.highs)[self._mine][end % size])
        pool = self.prices.start[points.origins[self.position], points.containers[self._mine][end % size]]
        found: list[Trip] = []
        complete = True
        for window in range(len(self.case.windows)):
            box = self.box(way, end % size, tonnes, window)
            trips, all_of_them = self._search(box, limit - pool, most)
            found += trips
            complete &= all_of_them
        return found, complete

    def _search(self, box: Box, limit: float, most: int) -> tuple[list[Trip], bool]:
        paths, costs = np.full((most, MOST_LEGS), -1, np.int64), np.empty(most)
        count, beyond = search(*self._given(), box, *self._start, limit, most, paths, costs, PATIENCE)
        trips = [self.pricer.trips.of(tuple(path[path >= 0].tolist())) for path in paths[:count]]
        return trips, beyond >= limit

    @property
    def _start(self) -> tuple[int, int]:
        """The stand where the case starts, and the day."""
        return self.pricer.timeline.places[self.case.shipment.origin], self.case.ready

    def _given(self) -> tuple[Any, ...]:
        """What every search is given."""
        pricer, case = self.pricer, self.case
        allowed = case.allowed if case.allowed is not None else np.ones(len(pricer.timeline.variants), np.bool_)
        given = (pricer.timeline.graph, pricer.stay, self.prices, case.goods.carriage, allowed)
        return (*given, self.block.target, self.swept, self.block.earliest)

    def trip(self, way: int, position: int, tonnes: float) -> Trip | None:
        """The cheapest itinerary of a container at the prices."""
        best: tuple[float, Trip | None] = (np.inf, None)
        for window in range(len(self.case.windows)):
            box = self.box(way, position, tonnes, window)
            cost, path = self._cheapest(box)
            if cost < best[0]:
                best = (cost, self.pricer.trips.of(path))
        return best[1]

    def _cheapest(self, box: Box) -> tuple[float, Path]:
        path = np.full(MOST_LEGS, -1, np.int64)
        count, cost = dive(*self._given(), box, *self._start, path)
        ahead = self.swept.ahead[self._start]
        least = box.at_delivery + sum(w * ahead[n] for n, w in zip(box.lanes, box.weights, strict=True) if w > 0)
        between = np.count_nonzero(box.weights > BETWEEN) > 1
        if count and (between or cost <= least + WITHIN * abs(least) + WITHIN):
            return cost, tuple(path[:count].tolist())
        paths, costs = np.full((1, MOST_LEGS), -1, np.int64), np.empty(1)
        found, _ = search(*self._given(), box, *self._start, cost if count else np.inf, 1, paths, costs, PATIENCE)
        if found:
            return float(costs[0]), tuple(paths[0][paths[0] >= 0].tolist())
        return (cost, tuple(path[:count].tolist())) if count else (np.inf, ())
