"""From the relaxation to whole containers, and from there to a plan near the bound.

Shipments exchange load plans by simulated annealing, and an integer programme chooses among trips near the cheapest,
where they are few or flow like tonnes. What a plan costs above the bound then comes from single shipments: at the
prices that prove the bound, each costs some *regret* more than it could at least, and capacity that has a price may lie
idle. So shipments with great regret are freed together with those that use what they would rather have, and the integer
programme settles them anew beside all the others, which stay as they are; until the gap is closed, or no such change
helps. Where few trips lie within the gap, a last programme over all of them proves the rest.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from optimizer.column_generation.branching import Branching
from optimizer.column_generation.cases import Case
from optimizer.column_generation.choices import WIDEST, WIDTHS, Choices
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.neighbourhoods import Neighbourhoods
from optimizer.column_generation.plans import LoadPlan, Packed
from optimizer.column_generation.primal.annealing import RUNS, Annealing
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.column_generation.trips import Trip
from optimizer.column_generation.whole import Whole
from optimizer.errors import OutOfTimeError, SolverError
from optimizer.options import Options
from tariffs.timetable import Departure

#: The gap is closed at so much of the tolerance: exact charges are rounded to cents.
NEARLY = 0.9

#: So many shipments are freed together.
FREED = 5

#: After so many changes in a row that did not help, no more are tried.
STALE = 15

#: Choices are looked for more widely where the gap is so many times the tolerance; or is above the tolerance and so
#: much, less than which is seldom worth the time that it takes.
FAR, MUCH = 10, 0.002

#: So many shipments are solved at once, to prove what is left of the gap.
MOST_AT_ONCE = 60

#: With more trips than this within the gap for one load, they are not all looked at.
MOST_TRIPS = 400

#: Trips of load plans that cost a shipment no more than this share above its least, at the prices of the bound, are
#: near; up to so many shipments choose among them at once, in so many nodes; more, in that share of the relaxation's
#: time.
NEAR, MOST_NEAR, NEAR_NODES, SHORT = 0.01, 300, 100, 0.5

#: A plan that is so much dearer than the bound, after a first annealing, is of a flow: load plans hardly fit together.
FLOWING = 0.05

#: Where a plan is kept, all cases together choose anew among so many trips.
MOST_CHOSEN_AMONG = 1500

#: A choice over all cases may take as long as the relaxation, but so many seconds at least; changes of some of them
#: likewise, each way of it.
LEAST_S, CHANGES_S = 10.0, 5.0

#: Annealing may take so many times as long.
ANNEALED = 2

#: Without a time limit, a proof over all trips that a cheaper plan may use is given up after so many seconds: it may
#: wander for hours, with a bound that stays below the relaxation's.
PROOF_S = 120.0

#: Local search and a choice among all load plans, where they come first, are given so long each: they often close the
#: gap at once, or take long and do not come far.
AT_FIRST_S = 2.0

#: What one neighbourhood may take: nodes of the search tree, and seconds.
SETTLE_NODES, SETTLE_S = 30, 5.0

#: Nodes for a choice among all load plans, which seldom is better for more of them.
CHOICE_NODES = 20


@dataclass(frozen=True, slots=True)
class AtHand:
    """Trips by case, and what the best plan costs; whether no plan that costs less uses any other trip."""

    trips: Mapping[int, Iterable[Trip]]
    cost: float
    complete: bool = False


@dataclass(slots=True)
class Integers:
    """One run; ``start`` is a plan to fall back on, and the relaxation took ``relaxed_s`` seconds."""

    loop: Loop
    options: Options
    start: dict[int, LoadPlan] | None = None
    relaxed_s: float = 0.0
    _choices: Choices = field(init=False)
    _free: list[Case] = field(init=False)
    _nothing: dict[int, LoadPlan] = field(init=False)
    _annealing: Annealing = field(init=False)
    _regrets: dict[int, float] = field(default_factory=dict)
    _by_row: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Find out who may choose what."""
        self._choices = Choices(self.loop)
        if self.loop.limits.serving is not None:  # whatever serves counts, however dear
            self._choices.width = WIDEST
        self._nothing = {case.number: self.loop.nothing(case) for case in self.loop.cases}
        self._free = [case for case in self.loop.cases if self.loop.pricer.asks(case)]
        loop, enough = self.loop, lambda cost: not self._far(cost)
        self._annealing = Annealing(
            loop.primal.conditional, self._nothing, loop.prices, self._priced, enough, loop.stop
        )

    def run(self) -> tuple[Incumbent, float]:
        """The best plan found, and a bound that no plan is below."""
        primal, bound = self.loop.primal, self.loop.bound
        self._take(bound, lambda: self._bettered(AT_FIRST_S), lambda: self._annealed(1))
        self._take(bound, lambda: self._among_load_plans(AT_FIRST_S), *self._widely())
        if self._goes_on(bound):
            bound = Branching(self.loop, NEARLY * float(self.options.gap), self._among_load_plans).run()
        self._take(bound, self._bettered, *self._closely(), self._improved, self._bettered)
        best = primal.incumbent
        if self._goes_on(bound) and len(self._free) <= MOST_AT_ONCE:
            best, proven = self._proven(best)
            fixed = self.loop.kept is None or not self.loop.kept.of.chooses
            bound = max(bound, proven) if fixed else bound
        kept = primal.kept  # what need not change stays
        return best if kept is None or not math.isfinite(kept.cost) or self._open(kept, bound) else kept, bound

    def _take(self, bound: float, *steps: Callable[[], Incumbent]) -> None:
        """Take the plans of steps, one after the other, while the best so far is too far from a bound."""
        for step in steps:
            if self._goes_on(bound):
                self.loop.primal.offer(step())
                self.loop.tell("whole containers", self.loop.primal.incumbent.cost)

    def _widely(self) -> tuple[Callable[[], Incumbent], ...]:
        """What changes most shipments at once; what is soon done comes first."""
        if len(self._free) <= MOST_AT_ONCE:
            return (self._near,)
        if len(self._free) <= MOST_NEAR:
            return (self._near, self._annealed)
        # With this many it is done at once where containers hardly bind, as in a flow of tonnes, or else not in hours.
        near = partial(self._near, SHORT * self.relaxed_s)
        flows = self.loop.primal.incumbent.cost - self.loop.bound > FLOWING * abs(self.loop.bound)
        return (near, self._annealed) if flows else (self._annealed,)

    def _closely(self) -> tuple[Callable[[], Incumbent], ...]:
        """What changes some shipments at once, where they are not few in all."""
        return (self._resettled,) if len(self._free) > MOST_AT_ONCE else ()

    def _bettered(self, seconds: float = math.inf) -> Incumbent:
        """The best plan so far, bettered by single moves."""
        self.loop.primal.improve(self.loop.master.plans, seconds)
        return self.loop.primal.incumbent

    def _goes_on(self, bound: float) -> bool:
        """Whether the best plan so far is too far from a bound, and there is time to better it."""
        return self._open(self.loop.primal.incumbent, bound) and not self.loop.stop.now

    def _open(self, plan: Incumbent, bound: float) -> bool:
        return plan.cost - bound > NEARLY * float(self.options.gap) * abs(plan.cost)

    def _far(self, cost: float) -> bool:
        """Whether so much is too far from the bound of the relaxation."""
        return cost - self.loop.bound > NEARLY * float(self.options.gap) * abs(cost)

    def _near(self, seconds: float = math.inf) -> Incumbent:
        """A plan among the trips of all load plans that are near the cheapest at the prices of the bound."""
        best = self.loop.primal.incumbent
        freed = {case.number: case for case in self._free}
        programme = self._programme(best, freed, near=self._choices.near(NEAR))
        try:
            packed = self._solved(programme, float(self.options.gap) / 4, NEAR_NODES, min(seconds, self._seconds()))
        except SolverError:  # none was found in time
            return best
        return best.with_plans(self._plans(freed, packed))

    def at_hand(self, best: Incumbent, bound: float) -> AtHand | None:
        """The trips to choose among anew, where a plan is kept; ``None`` where the best plan is near enough to a bound.

        Up to ``MOST_AT_ONCE`` cases have all those that a cheaper plan may use, if these are not too many.
        """
        kept, cases = self.loop.kept, len(self._free)
        if kept is None or not self._open(best, bound):
            return None
        if cases > MOST_NEAR:
            return AtHand({}, best.cost) if kept.of.change_cost else None
        if cases <= MOST_AT_ONCE:
            with suppress(OutOfTimeError):
                trips = self._within(best.cost - self.loop.bound)
                if (trips or not cases) and sum(map(len, trips.values())) <= MOST_CHOSEN_AMONG:
                    return AtHand(trips, best.cost, complete=True)
                self._choices.width = WIDEST
                self._choices.look_near(self._free)
        return AtHand(self._choices.cheapest(MOST_CHOSEN_AMONG // cases), best.cost)

    def near_with(self, departure: Departure, plan: Incumbent, share: float, seconds: float) -> Incumbent:
        """A plan in which a departure runs, among trips near the cheapest and those of a plan, where few may choose.

        Raises
        ------
        SolverError
            If none is found in time.
        """
        freed = {case.number: case for case in self._free}
        if len(freed) > MOST_NEAR:
            return plan
        programme = self._programme(plan, freed, near=self._choices.near(share), forced=departure)
        packed = self._solved(programme, float(self.options.gap) / 4, NEAR_NODES, seconds)
        return plan.with_plans(self._plans(freed, packed))

    def _among_load_plans(self, seconds: float = math.inf) -> Incumbent:
        """The best choice among the load plans at hand, which are good ones where the relaxation is a tight one.

        Where none is found, nothing goes, or what is known to serve the most: no limit is exceeded in either.
        """
        stop = self.loop.stop
        gap, enough = float(self.options.gap) / 4, stop.asked_from_now_on()
        chosen = self.loop.master.whole(gap, min(seconds, self._seconds()), CHOICE_NODES, enough)
        return self.settled((self.start or {}) | {plan.case.number: plan for plan in chosen})

    def _annealed(self, runs: int = RUNS) -> Incumbent:
        """The best plan so far, bettered by millions of exchanges of load plans."""
        loop, seconds = self.loop, ANNEALED * self._seconds(CHANGES_S)
        return self._annealing.run(loop.primal.incumbent, loop.master.plans, seconds, runs)

    def _priced(self, duals: Floats) -> list[LoadPlan]:
        """Load plans that are cheaper at some duals than those at hand; none where time is up."""
        with suppress(OutOfTimeError):
            return self.loop.price_at(duals, self.loop.charges)[0]
        return []

    def _resettled(self) -> Incumbent:
        """The best plan so far, bettered where many shipments change at once."""
        near, until = self._choices.near(NEAR), time.monotonic() + self._seconds(CHANGES_S)

        def settled(plan: Incumbent, numbers: list[int]) -> Incumbent:
            freed = {number: self.loop.cases[number] for number in numbers}
            programme = self._programme(plan, freed, near=near)
            try:
                packed = self._solved(programme, float(self.options.gap) / 4, SETTLE_NODES, SETTLE_S)
            except SolverError:  # none was found in time
                return plan
            return plan.with_plans(self._plans(freed, packed))

        def goes_on(plan: Incumbent) -> bool:
            return self._far(plan.cost) and not self.loop.stop.now and time.monotonic() < until

        cases = [case.number for case in self._free]
        return Neighbourhoods(cases, self._regret, self._near_rows, settled, goes_on).run(self.loop.primal.incumbent)

    def settled(self, plans: dict[int, LoadPlan]) -> Incumbent:
        """The plan of some load plans, where all other cases stay behind."""
        return Incumbent.of(self.loop.limits, self.loop.departure_cost, self._nothing | plans)

    def _changed(self, plan: Incumbent, free: Iterable[Case], nodes: int) -> Incumbent:
        """The plan with some cases settled anew beside the others."""
        freed = {case.number: case for case in free}
        if not freed:
            return plan
        self._choices.look_near(freed.values())
        packed = self._solved(self._programme(plan, freed), float(self.options.gap) / 4, nodes)
        return plan.with_plans(self._plans(freed, packed))

    def _solved(
        self, whole: Whole, gap: float, nodes: int | None = None, seconds: float | None = None
    ) -> dict[int, list[Packed]]:
        """What an integer programme says, or the best of it by the time that somebody asks to stop."""
        stop = self.loop.stop
        return whole.solve(gap, seconds or stop.seconds_left(), nodes, stop.asked_from_now_on())

    def _seconds(self, least: float = LEAST_S) -> float:
        """What a choice over all cases, or all changes, may take: nodes do not bound it, since one may take minutes."""
        budget, left = max(least, self.relaxed_s), self.loop.stop.seconds_left()
        return budget if left is None else min(budget, left)

    def _programme(
        self,
        plan: Incumbent,
        freed: dict[int, Case],
        *,
        near: Mapping[int, set[Trip]] | None = None,
        in_kilograms: bool = False,
        forced: Departure | None = None,
    ) -> Whole:
        whole = Whole(self.loop.limits, self.loop.departure_cost, plan.used_beside(freed), in_kilograms, forced)
        for number, case in freed.items():
            keep: set[Trip] = {load.trip for load in plan.plans[number].loads}
            offers = (
                self._choices.offers(case, keep) if near is None else self._choices.all_of(case, near[number] | keep)
            )
            whole.add(case, offers, float(self.loop.pricer.penalties[number]))
        whole.state_limits(self.loop.master.everything_t)
        return whole

    def _plans(self, freed: dict[int, Case], packed: dict[int, list[Packed]]) -> dict[int, LoadPlan]:
        """The load plans of what the integer programme says; their trips stay at hand."""
        pricer = self.loop.pricer
        plans = {}
        for number, case in freed.items():
            penalty = float(pricer.penalties[number])
            plans[number] = pricer.packer.plan(case, packed[number], penalty)
            self._choices.keep(plans[number])
        return plans

    def _improved(self) -> Incumbent:
        """Free the cases of greatest regret, and those in their way, as long as that helps."""
        plan = self.loop.primal.incumbent
        self._look_at(plan, self._free)
        tried: set[int] = set()
        until = time.monotonic() + self._seconds(CHANGES_S)
        while self._open(plan, self.loop.bound) and not self.loop.stop.now and time.monotonic() < until:
            seed = self._seed(tried)
            if seed is None or len(tried) >= STALE:
                if not self._wider(plan):
                    break
                tried = set()
                continue
            self.loop.tell(f"whole containers: {len(tried)} in vain", plan.cost)
            freed = self._around(plan, seed)
            try:
                new = self._changed(plan, freed, self._choices.width.nodes)
            except SolverError:  # nothing was found so soon
                new = plan
            if new.cost < plan.cost - 1e-6 * abs(plan.cost):
                plan, tried = new, set()
                self._look_at(plan, freed)
            tried |= {seed}
        return plan

    def _look_at(self, plan: Incumbent, cases: Iterable[Case]) -> None:
        """Take note of the regrets of cases, and of what they use."""
        for case in cases:
            of_case = plan.plans[case.number]
            self._regrets[case.number] = self._regret(of_case)
            for row in self._near_rows(of_case):
                self._by_row[row].add(case.number)

    def _seed(self, tried: set[int]) -> int | None:
        """The case of greatest regret that was not tried; ``None`` if there is no regret."""
        seeds = (number for number, regret in self._regrets.items() if regret > 0 and number not in tried)
        return max(seeds, key=lambda number: (self._regrets[number], -number), default=None)

    def _wider(self, plan: Incumbent) -> bool:
        """Choose among more from now on, if the plan is far from the bound; whether there is more."""
        tolerance = float(self.options.gap)
        far = plan.cost - self.loop.bound > max(tolerance, min(FAR * tolerance, MUCH)) * abs(plan.cost)
        if not far or self._choices.width in {WIDEST, WIDTHS[-1]}:
            return False
        self._choices.width = WIDTHS[WIDTHS.index(self._choices.width) + 1]
        return True

    def _regret(self, plan: LoadPlan) -> float:
        """What a load plan costs, at the prices of the bound, above the least that its case could."""
        return self.loop.reduced(plan) - float(self.loop.least[plan.case.number])

    def _near_rows(self, plan: LoadPlan) -> frozenset[int]:
        """The scarce limits that a case uses, or might."""
        return self._choices.scarce(plan.case) | plan.uses.keys()

    def _around(self, plan: Incumbent, seed: int) -> list[Case]:
        """A case, and those that use, or might use, most of the scarce limits that it would use itself."""
        cases, limits = self.loop.cases, self.loop.limits
        case = cases[seed]
        # What has no price may be full all the same, or too full for it.
        needs = np.array([max(self.loop.pricer.work.net.teu), 1.0, case.weight])[limits.units]
        full = self._choices.rows(case) & set(np.flatnonzero(limits.most - plan.used < needs).tolist())
        wanted = self._choices.scarce(case) | full

        def shared(number: int) -> int:
            used = sum(row in wanted for row in plan.plans[number].uses)
            return used + len(wanted & self._choices.scarce(cases[number]))

        others = set().union(*(self._by_row[row] for row in wanted)) - {seed}
        nearest = sorted(others, key=lambda number: (-shared(number), -self._regrets[number], number))
        return [cases[number] for number in [seed, *nearest][:FREED]]

    def _proven(self, best: Incumbent) -> tuple[Incumbent, float]:
        """Choose among all trips that a cheaper plan may use: what is proven of them is proven of all."""
        bound = self.loop.bound
        try:
            trips = self._within(best.cost - bound)
        except OutOfTimeError:
            return best, bound
        if not trips:
            return best, bound
        self._choices.only(trips)
        for in_kilograms in (False, True):  # shares of kilograms first: they seldom matter, and are found far sooner
            if self._open(best, bound) and not self.loop.stop.now:
                best, bound = self._among(best, bound, in_kilograms=in_kilograms)
        return best, bound

    def _among(self, best: Incumbent, bound: float, *, in_kilograms: bool) -> tuple[Incumbent, float]:
        """Choose among all trips at hand at once; the better plan, and the better bound."""
        freed = {case.number: case for case in self._free}
        whole = self._programme(best, freed, in_kilograms=in_kilograms)
        left = self.loop.stop.seconds_left()
        # Beside a kept plan it is chosen among the trips at hand once more.
        seconds = self._seconds() if self.loop.kept is not None else PROOF_S if left is None else left
        others = math.fsum(plan.cost for number, plan in best.plans.items() if number not in freed)
        new = best
        with suppress(SolverError):  # where nothing is found in the time left, what was proven holds
            new = best.with_plans(self._plans(freed, self._solved(whole, float(self.options.gap) / 2, seconds=seconds)))
        return min(best, new, key=lambda plan: plan.cost), max(bound, min(whole.bound + others, best.cost))

    def _within(self, slack: float) -> dict[int, list[Trip]]:
        """By case, the trips that a plan may use which costs no more than ``slack`` above the bound; none if too many.

        For a trip the bound of its case is what the ends of the ranges prove, each container by itself.
        """
        loop = self.loop
        penalties = loop.pricer.priced_penalties(loop.prices)
        found: dict[int, list[Trip]] = {}
        for asked in loop.pricer.ask(loop.prices, {case.number for case in self._free}):
            loop.stop.check()
            number = asked.case.number
            less = max(float(loop.least[number]) - asked.least_by_ends(float(penalties[number])), 0.0)
            found[number], complete = asked.near(slack + less, MOST_TRIPS)
            if not complete:
                return {}
        return found
