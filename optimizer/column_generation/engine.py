"""The engine for large portfolios, from shipments to whole containers and a proven bound."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from optimizer.column_generation.blocks import Block, blocks
from optimizer.column_generation.cases import Case, Cases, Goods
from optimizer.column_generation.goods import Stay, stays
from optimizer.column_generation.limits import Floats, Limits
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.master import Master
from optimizer.column_generation.plans import LoadPlan, Packed, Packer, Piece
from optimizer.column_generation.pricing import Asked, Pricer
from optimizer.column_generation.sweep import Target
from optimizer.column_generation.timeline import Timeline
from optimizer.column_generation.trips import Trip, Trips
from optimizer.column_generation.whole import Whole
from optimizer.network import Network
from optimizer.options import Options
from optimizer.resources import Resource, resources_of
from optimizer.solution import BookedLoad, Solution
from tariffs.book import Portfolio
from tariffs.rating import Load
from tariffs.timetable import Itinerary

#: The penalty that stands in for none is so many times the most that a tonne of any such shipment costs.
SERVING_FIRST = 1000.0

#: Tonnes within which amounts are the same: half a kilogram.
HALF_KILOGRAM = 0.0005

#: With more cases than this, those whose load plan is whole in the relaxation are settled before the integers.
MOST_FREE = 200

#: How near the cheapest the trips are that the integers choose among at first: as a share, and how many for a load.
NEAR, NEAR_TRIPS = 0.01, 10

#: Loads dearer than the cheapest of their kind by this share are not offered at first.
DEARER = 0.05

#: Seconds for the integers at first, if there is no time limit.
FIRST_SECONDS = 10.0

#: With more trips than this within the gap for one load, they are not all looked at.
MOST_TRIPS = 400


@dataclass(frozen=True, slots=True)
class _Found:
    """Load plans by case, what they cost, and a bound that no plan is below."""

    plans: dict[int, LoadPlan]
    cost: float
    bound: float
    prices: Floats
    runs: dict[int, float]


class ColumnGeneration:
    """One run of the engine."""

    def __init__(self, network: Network, portfolio: Portfolio, options: Options, report: Callable[[str], None]) -> None:
        self.options, self.report = options, report
        self.deadline = None if options.time_limit is None else time.monotonic() + options.time_limit
        report("laying out the network")
        self.timeline = Timeline(network)
        self.limits = Limits(self.timeline)
        self.stay: Stay = stays(self.timeline)
        self.trips = Trips(self.timeline, self.limits)
        self.packer = Packer(self.timeline, self.limits, self.stay)
        report("rating carriage")
        make = Cases(self.timeline)
        self.cases = [make.of(number, shipment) for number, shipment in enumerate(portfolio.shipments.values())]
        self.departure_cost = {
            departure: float(network.rater.departure_cost(departure).amount)
            for departure in self.timeline.departures
            if departure.terms.min_load > 0 or departure.terms.departure_cost > 0
        }
        self.everything_t = sum(case.weight for case in self.cases)
        self._itineraries: dict[Trip, Itinerary] = {}

    def run(self) -> Solution:
        """Serve first where there is no penalty, then at least cost."""
        penalties = np.array([float(case.shipment.penalty_per_t or 0) for case in self.cases])
        free = np.array([case.shipment.penalty_per_t is None for case in self.cases], np.bool_)
        served_first = True
        if free.any():
            found, served_first = self._serving_first(penalties, free)
        else:
            found = self._solve(self.cases, penalties, free)
        return Solution("column generation", self._loads(found), found.bound, self._duals(found), served_first)

    def _serving_first(self, penalties: Floats, free: Floats) -> tuple[_Found, bool]:
        """The least cost of plans that leave the least of shipments without a penalty; whether it is proven least."""
        made = blocks(self.timeline, self.cases, self._step)
        pricer = self._pricer(made, penalties, free)
        hopeful = free & pricer.connected()
        dear = penalties + np.where(hopeful, SERVING_FIRST * max(pricer.dearest_tonne(), 1.0), 0.0)
        found = self._solve(self.cases, dear, free)
        left = sum(plan.left for number, plan in found.plans.items() if hopeful[number]) / 1000
        if left == 0:
            return found, True
        goods: dict[int, Goods] = {}
        cases = []
        for case in self.cases:
            known = goods.setdefault(id(case.goods), case.goods.free_of_charge())
            cases.append(case.free_of_charge(known))
        fewest = self._solve(cases, np.where(hopeful, 1.0, 0.0), free)
        least = min(left, sum(plan.left for number, plan in fewest.plans.items() if hopeful[number]) / 1000)
        everything = least + sum(case.weight for case in self.cases if free[case.number] and not hopeful[case.number])
        self.limits.limit_unserved(everything + HALF_KILOGRAM / 10)
        start = found if left <= least else fewest
        found = self._solve(self.cases, penalties, free, start.plans)
        return found, least - fewest.bound < HALF_KILOGRAM

    @property
    def _step(self) -> int:
        """The days that last days of delivery are rounded up to in blocks."""
        return 1 if len(self.cases) <= MOST_FREE else 7

    def _pricer(self, made: list[Block], penalties: Floats, free: Floats) -> Pricer:
        return Pricer(self.timeline, self.limits, self.stay, made, self.trips, self.packer, penalties, free)

    def _solve(
        self, cases: Sequence[Case], penalties: Floats, free: Floats, start: dict[int, LoadPlan] | None = None
    ) -> _Found:
        """The relaxation by column generation, and whole containers."""
        pricer = self._pricer(blocks(self.timeline, cases, self._step), penalties, free)
        master = Master(self.limits, len(cases), self.departure_cost, self.everything_t)
        targets = {case.number: of_block.target for of_block in pricer.blocks for case in of_block.cases}
        nowhere = next(iter(targets.values()), None)
        for case in cases:
            target = targets.get(case.number, nowhere)
            loads = list(start[case.number].loads) if start else []
            plans = [self.packer.plan(case, target, given, float(penalties[case.number])) for given in {(), tuple(loads)}]
            master.add(plans)
        loop = Loop(pricer, self.limits, list(cases), self.departure_cost, self.report, self.deadline, master)
        loop.run(float(self.options.gap) / 4)
        return _Integers(self, loop, targets, penalties).run()

    def _loads(self, found: _Found) -> tuple[BookedLoad, ...]:
        booked = []
        book = self.timeline.network.book
        for number in sorted(found.plans):
            case = self.cases[number]
            together: dict[tuple[Trip, str, int], list[Packed]] = defaultdict(list)
            for load in found.plans[number].loads:
                container = case.goods.pieces.segments[load.segment].container
                if load.trip not in self._itineraries:
                    self._itineraries[load.trip] = self.trips.itinerary(load.trip)
                itinerary = self._itineraries[load.trip]
                packed = Load(container, load.containers, Decimal(load.kilograms).scaleb(-3))
                booked.append(BookedLoad(case.shipment, itinerary, packed, tuple(resources_of(book, itinerary))))
        return tuple(booked)

    def _duals(self, found: _Found) -> dict[Resource, float]:
        worth: dict[Resource, float] = {}
        for number in np.flatnonzero(found.prices):
            resource = self.limits.rows[number].resource
            if resource is not None:
                worth[resource] = max(float(found.prices[number]) * found.runs.get(int(number), 1.0), 0.0)
        return worth


class _Integers:
    """From the relaxation to whole containers."""

    def __init__(self, engine: ColumnGeneration, loop: Loop, targets: dict[int, Target], penalties: Floats) -> None:
        self.engine, self.loop, self.targets, self.penalties = engine, loop, targets, penalties
        self.gap = float(engine.options.gap)

    def run(self) -> _Found:
        """Whole containers, first among trips near the cheapest, then, if need be and they are few, among all."""
        loop = self.loop
        settled, free = self._settled()
        trips, _ = self._trips(free, None)
        best = self._whole(settled, free, trips, self._wanted(), FIRST_SECONDS)
        bound = loop.bound
        if self._open(best, bound) and not loop.late:
            everyone = [case for case in loop.cases if case.number in self.targets]
            if len(everyone) <= MOST_FREE:
                trips, complete = self._trips(everyone, best.cost - bound)
                if complete:
                    again = self._whole({}, everyone, trips, None, None, best)
                    bound = max(bound, min(again.bound, again.cost))
                    best = min(best, again, key=lambda found: found.cost)
        prices, master = loop.master.prices, loop.master
        runs = {number: master.running(number) for number in np.flatnonzero(prices)}
        return _Found(best.plans, best.cost, min(bound, best.cost), prices, runs)

    def _open(self, best: _Found, bound: float) -> bool:
        return best.cost - bound > self.gap / 2 * abs(best.cost)

    def _settled(self) -> tuple[dict[int, LoadPlan], list[Case]]:
        """The load plans that the relaxation chooses whole, if there are many cases, and the cases left."""
        loop = self.loop
        if len(loop.cases) <= MOST_FREE:
            return {}, [case for case in loop.cases if case.number in self.targets]
        master = loop.master
        settled = {
            master.plans[number].case.number: master.plans[number] for number in np.flatnonzero(master.values > 1 - 1e-6)
        }
        return settled, [case for case in loop.cases if case.number in self.targets and case.number not in settled]

    def _trips(self, free: list[Case], slack: float | None) -> tuple[dict[int, dict[Trip, None]], bool]:
        """The trips at hand of some cases, and those near the cheapest or within a slack; whether these are all."""
        loop = self.loop
        found: dict[int, dict[Trip, None]] = {case.number: {} for case in free}
        for plan in loop.master.plans:
            if plan.case.number in found:
                found[plan.case.number] |= dict.fromkeys(load.trip for load in plan.loads)
        complete = True
        prices = loop.pricer.limits.prices(loop.prices)
        for of_block in loop.pricer.blocks:
            if not any(case.number in found for case in of_block.cases):
                continue
            swept = loop.pricer.sweep(of_block, prices)
            for position, case in enumerate(of_block.cases):
                if case.number not in found:
                    continue
                asked = Asked(loop.pricer, of_block, position, prices, loop.prices, swept)
                if slack is None:
                    trips = asked.nearest(NEAR, NEAR_TRIPS, float(self.penalties[case.number]))
                else:
                    trips, all_of_them = asked.near(slack, MOST_TRIPS)
                    complete &= all_of_them
                    if not complete:
                        return found, False
                found[case.number] |= dict.fromkeys(trips)
        return found, complete

    def _wanted(self) -> Callable[[Case, Trip, Piece], bool]:
        return lambda case, trip, piece: True

    def _whole(
        self,
        settled: dict[int, LoadPlan],
        free: list[Case],
        trips: dict[int, dict[Trip, None]],
        wanted: Callable[[Case, Trip, Piece], bool] | None,
        seconds: float | None,
        start: _Found | None = None,
    ) -> _Found:
        """Whole containers of the free cases beside the settled load plans."""
        loop, engine = self.loop, self.engine
        room: dict[int, float] = defaultdict(float)
        for plan in settled.values():
            for row, amount in plan.uses.items():
                room[row] += amount
        whole = Whole(engine.packer, engine.limits, engine.departure_cost, room, wanted)
        for case in free:
            whole.add(case, self.targets[case.number], trips[case.number], float(self.penalties[case.number]))
        whole.state_limits(engine.everything_t)
        left = None if engine.deadline is None else max(engine.deadline - time.monotonic(), 1.0)
        limits = [second for second in (seconds, left) if second is not None]
        settled_cost = sum(plan.cost for plan in settled.values())
        enough = loop.bound + self.gap / 2 * abs(loop.bound) - settled_cost
        packed = whole.solve(self.gap / 2, min(limits, default=None), enough)
        plans = dict(settled)
        for case in free:
            penalty = float(self.penalties[case.number])
            plans[case.number] = engine.packer.plan(case, self.targets[case.number], packed[case.number], penalty)
        ran = {
            departure
            for plan in plans.values()
            for row in plan.uses
            if (departure := engine.limits.rows[row].runs) is not None
        }
        nothing = sum(
            self.penalties[case.number] * case.weight for case in loop.cases if case.number not in self.targets
        )
        cost = sum(plan.cost for plan in plans.values()) + nothing + sum(engine.departure_cost[d] for d in ran)
        return _Found(plans, float(cost), whole.bound + settled_cost + float(nothing), loop.prices, {})
