"""From the relaxation to whole containers, and from there to a plan near the bound.

What a plan costs above the bound comes from single shipments: at the prices that prove the bound, each costs some
*regret* more than it could at least, and capacity that has a price may lie idle. So a few shipments with great regret
are freed together with those that use what they would rather have, and the integer programme settles them anew beside
all the others, which stay as they are; until the gap is closed, or no such change helps. Where few trips lie within
the gap, a last programme over all of them proves the rest.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import Limits
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.plans import LoadPlan, Packed, Packer
from optimizer.column_generation.pricing import Asked
from optimizer.column_generation.sweep import Target
from optimizer.column_generation.trips import Trip
from optimizer.column_generation.whole import Offer, Whole
from optimizer.errors import SolverError
from optimizer.options import Options

#: How near the cheapest the trips are that are chosen among: as a share, and how many for a load.
NEAR, NEAR_TRIPS = 0.01, 6

#: So many shipments are freed together, and so many nodes of the search tree are spent on them: counted, not timed, so
#: that the same input gives the same plan.
FREED, NODES = 5, 5

#: After so many changes in a row that did not help, no more are tried.
STALE = 2

#: So many shipments are solved at once, to prove what is left of the gap.
MOST_AT_ONCE = 60

#: A container that costs a tonne so many times what the best does is not worth choosing among.
DEARER = 1.1

#: With more trips than this within the gap for one load, they are not all looked at.
MOST_TRIPS = 400

#: Sums of amounts that are whole kilograms or parts of a teu are exact to this.
EXACT = 1e-7

#: Nodes for the first plan.
FIRST_NODES = 5


@dataclass(frozen=True, slots=True)
class Settled:
    """Load plans by case, and what they cost, departures and tonnes that nothing carries included."""

    plans: dict[int, LoadPlan]
    cost: float


@dataclass(slots=True)
class Integers:
    """One run; ``start`` is a plan to fall back on."""

    packer: Packer
    limits: Limits
    loop: Loop
    targets: dict[int, Target]
    options: Options
    deadline: float | None
    start: dict[int, LoadPlan] | None = None
    dearer: float = DEARER
    _trips: dict[int, dict[Trip, None]] = field(default_factory=dict)
    _offers: dict[tuple[int, Trip], Offer] = field(default_factory=dict)
    _rows: dict[int, set[int]] = field(default_factory=dict)

    def run(self) -> tuple[Settled, float]:
        """The best plan found, and a bound that no plan is below."""
        if self.limits.serving is not None:  # whatever serves counts, however dear
            self.dearer = math.inf
        free = [case for case in self.loop.cases if case.number in self.targets]
        self._trips = self._at_hand(free)
        best = self._first(free)
        bound = self.loop.bound
        best = self._improved(best)
        if self._open(best, bound) and not self._late and len(free) <= MOST_AT_ONCE:
            best, bound = self._proven(free, best)
        return best, bound

    @property
    def _late(self) -> bool:
        return self.deadline is not None and time.monotonic() >= self.deadline

    def _open(self, plan: Settled, bound: float) -> bool:
        return plan.cost - bound > float(self.options.gap) / 2 * abs(plan.cost)

    def _first(self, free: list[Case]) -> Settled:
        """A first plan: what the relaxation chooses whole stays, and the rest is settled beside it."""
        master = self.loop.master
        left = {case.number: self.packer.nothing(case, self._penalty(case)) for case in self.loop.cases}
        if not free:
            return self._settled(left)
        chosen = [master.plans[number] for number in np.flatnonzero(master.values > 1 - 1e-6)]
        whole = {plan.case.number: plan for plan in chosen if all(master.running(row) > 1 - 1e-6 for row in plan.uses)}
        rest = [case for case in free if case.number not in whole]
        try:
            return self._changed(self._settled(left | whole), rest, FIRST_NODES)
        except SolverError:  # what is chosen whole may not leave room for departures to have their minimum load
            plan = self._settled(left | (self.start or {}))
            try:
                return self._changed(plan, free, FIRST_NODES)
            except SolverError:
                return plan

    def _penalty(self, case: Case) -> float:
        return float(self.loop.pricer.penalties[case.number])

    def _settled(self, plans: dict[int, LoadPlan]) -> Settled:
        """The plans together; at infinite cost if they exceed a limit or miss a minimum."""
        rows = self.limits.rows
        ran = {runs for plan in plans.values() for row in plan.uses if (runs := rows[row].runs) is not None}
        cost = math.fsum(plan.cost for plan in plans.values())
        used: dict[int, float] = defaultdict(float)
        for plan in plans.values():
            for row, amount in plan.uses.items():
                used[row] += amount
        if any(not rows[row].least - EXACT <= amount <= rows[row].most + EXACT for row, amount in used.items()):
            cost = math.inf
        return Settled(plans, cost + sum(self.loop.departure_cost[departure] for departure in ran))

    def _changed(self, plan: Settled, free: Iterable[Case], nodes: int) -> Settled:
        """The plan with some cases settled anew beside the others."""
        freed = {case.number: case for case in free}
        if not freed:
            return plan
        whole = self._programme(plan, freed)
        left = None if self.deadline is None else max(self.deadline - time.monotonic(), 1.0)
        packed = whole.solve(float(self.options.gap) / 4, left, nodes)
        return self._with(plan, freed, packed)

    def _programme(self, plan: Settled, freed: dict[int, Case]) -> Whole:
        taken: dict[int, float] = defaultdict(float)
        for number, chosen in plan.plans.items():
            if number not in freed:
                for row, amount in chosen.uses.items():
                    taken[row] += amount
        whole = Whole(self.limits, self.loop.departure_cost, taken)
        for number, case in freed.items():
            keep = {load.trip for load in plan.plans[number].loads}
            whole.add(case, self._offered(case, keep), self._penalty(case))
        whole.state_limits(self.loop.master.everything_t)
        return whole

    def _offered(self, case: Case, keep: set[Trip]) -> Iterator[Offer]:
        """What a case may choose: what is not much dearer a tonne than the best, and the trips it has already."""
        every = [self._offer(case, trip) for trip in self._trips[case.number]]
        best = min((rate for offer in every for rate in self._rates(case, offer)), default=math.inf)
        most = math.inf if math.isinf(self.dearer) else min(best, self._penalty(case) or math.inf) * self.dearer
        for offer in every:
            if offer.trip in keep:
                yield offer
                continue
            rates = self._rates(case, offer)
            pieces = [piece for piece, rate in zip(offer.pieces, rates, strict=True) if rate <= most]
            if pieces:
                yield replace(offer, pieces=tuple(pieces))

    def _rates(self, case: Case, offer: Offer) -> list[float]:
        """By piece, what a tonne costs at the prices of the bound, in a container as full as may be."""
        rates = []
        prices = self.loop.prices
        for piece in offer.pieces:
            tonnes = min(piece.high, case.weight)
            container = case.goods.pieces.segments[piece.ranges[0].segment].container
            counts = (float(container.teu), 1.0, tonnes)
            used = sum(prices[row] * counts[self.limits.rows[row].unit] for row in offer.trip.rows)
            rates.append((piece.lines[0][0] + piece.lines[0][1] * tonnes + used) / tonnes)
        return rates

    def _offer(self, case: Case, trip: Trip) -> Offer:
        if (case.number, trip) not in self._offers:
            target = self.targets[case.number]
            pieces = tuple(self.packer.pieces(case, target, trip))
            self._offers[case.number, trip] = Offer(trip, pieces, self.packer.fee(case, target, trip))
        return self._offers[case.number, trip]

    def _with(self, plan: Settled, freed: dict[int, Case], packed: dict[int, list[Packed]]) -> Settled:
        plans = dict(plan.plans)
        for number, case in freed.items():
            plans[number] = self.packer.plan(case, self.targets[number], packed[number], self._penalty(case))
            self._trips[number] |= dict.fromkeys(load.trip for load in plans[number].loads)
        return self._settled(plans)

    def _improved(self, plan: Settled) -> Settled:
        """Free the cases of greatest regret, and those in their way, as long as that helps."""
        tried: set[int] = set()
        while self._open(plan, self.loop.bound) and not self._late and len(tried) < STALE:
            regrets = self._regrets(plan)
            seeds = [number for number in sorted(regrets, key=lambda n: -regrets[n]) if number not in tried]
            if not seeds or regrets[seeds[0]] <= 0:
                break
            self.loop.report(
                f"whole containers: cost {plan.cost:,.2f}, bound {self.loop.bound:,.2f}, "
                f"gap {(plan.cost - self.loop.bound) / abs(plan.cost):.3%}"
            )
            freed = self._around(plan, seeds[0], regrets)
            try:
                new = self._changed(plan, freed, NODES)
            except SolverError:  # nothing was found so soon
                new = plan
            if new.cost < plan.cost - 1e-6 * abs(plan.cost):
                plan, tried = new, set()
            tried |= {seeds[0]}
        return plan

    def _regrets(self, plan: Settled) -> dict[int, float]:
        """What each case costs, at the prices of the bound, above the least that it could."""
        prices, least = self.loop.prices, self.loop.least
        return {
            number: chosen.cost
            + sum(prices[row] * amount for row, amount in chosen.uses.items())
            - float(least[number])
            for number, chosen in plan.plans.items()
            if number in self.targets
        }

    def _around(self, plan: Settled, seed: int, regrets: dict[int, float]) -> list[Case]:
        """A case, and those that use, or might use, most of the scarce rows that it would use itself."""
        wanted = self._scarce(seed)
        shared = {
            number: (
                sum(row in wanted for row in chosen.uses),
                len(wanted & self._scarce(number)),
            )
            for number, chosen in plan.plans.items()
            if number in self.targets
        }
        others = sorted(
            (number for number in regrets if number != seed),
            key=lambda number: (-sum(shared[number]), -regrets[number], number),
        )
        return [self.loop.cases[number] for number in [seed, *others][:FREED]]

    def _scarce(self, number: int) -> set[int]:
        """The rows with a price, and those of departures that need not run, on the trips at hand of a case."""
        if number not in self._rows:
            prices, rows = self.loop.prices, self.limits.rows
            self._rows[number] = {
                row
                for trip in self._trips[number]
                for row in trip.rows
                if prices[row] != 0 or rows[row].runs is not None
            }
        return self._rows[number]

    def _at_hand(self, free: list[Case], slack: float | None = None) -> dict[int, dict[Trip, None]]:
        """The trips of the load plans so far, and those near the cheapest, or all within a slack.

        Empty if those within a slack are too many.
        """
        loop = self.loop
        found: dict[int, dict[Trip, None]] = {case.number: {} for case in free}
        for plan in loop.master.plans:
            if plan.case.number in found:
                found[plan.case.number] |= dict.fromkeys(load.trip for load in plan.loads)
        everywhere = self.limits.prices(loop.prices)
        for of_block in loop.pricer.blocks:
            prices, swept = loop.pricer.sweep(of_block, everywhere)
            for position, case in enumerate(of_block.cases):
                asked = Asked(loop.pricer, of_block, position, prices, loop.prices, swept)
                if slack is None:
                    trips = asked.nearest(NEAR, NEAR_TRIPS, self._penalty(case))
                else:
                    trips, complete = asked.near(slack, MOST_TRIPS)
                    if not complete:
                        return {}
                found[case.number] |= dict.fromkeys(trips)
        return found

    def _proven(self, free: list[Case], best: Settled) -> tuple[Settled, float]:
        """Choose among all trips that a cheaper plan may use: what is proven of them is proven of all."""
        bound = self.loop.bound
        trips = self._at_hand(free, best.cost - bound)
        if not trips:
            return best, bound
        self._trips, self.dearer = trips, math.inf
        freed = {case.number: case for case in free}
        whole = self._programme(best, freed)
        left = None if self.deadline is None else max(self.deadline - time.monotonic(), 1.0)
        try:
            packed = whole.solve(float(self.options.gap) / 2, left)
        except SolverError:  # nothing was found in the time left
            return best, bound
        new = self._with(best, freed, packed)
        others = math.fsum(plan.cost for number, plan in best.plans.items() if number not in freed)
        return min(best, new, key=lambda plan: plan.cost), max(bound, min(whole.bound + others, best.cost))
