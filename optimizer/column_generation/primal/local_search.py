"""Local search over load plans: no plan that it ends with is bettered by one of its moves.

The moves, each taken as soon as it saves anything, at exact costs:

- a shipment is shipped anew, at least cost in the capacity that the others leave;
- a shipment takes what it would rather have from another, which is shipped anew (a swap on what is scarce);
- a departure with a minimum load or a cost is closed, and what was on it shipped anew; or opened, and filled.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.draft import Draft
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.column_generation.primal.subproblem import Subproblem
from optimizer.stopping import Stop
from tariffs.timetable import Departure

#: What a move saves at least, base currency: half a cent.
WORTH = 0.005

#: A swap is tried with so many shipments that use what is scarce, those who use the least of it first.
SWAPS = 6


@dataclass(slots=True)
class LocalSearch:
    """One search.

    Attributes
    ----------
    nothing
        The load plan of each case that leaves all of it behind.
    least
        By case, what none of its load plans costs less than.
    columns
        The load plans at hand, by case.
    until
        When it ends at the latest, by ``time.monotonic()``.
    """

    pricer: Pricer
    conditional: Conditional
    nothing: Mapping[int, LoadPlan]
    least: Floats
    columns: Mapping[int, Sequence[LoadPlan]]
    stop: Stop
    until: float = math.inf
    draft: Draft = field(init=False)

    def run(self, start: Incumbent) -> Incumbent:
        """The plan that no move betters, or the best by the time that is up; never a dearer one."""
        self.draft = Draft(self.pricer, self.conditional, dict(start.plans))
        better = True
        while better and not self._over:
            better = False
            for move in (self._anew, self._swaps, self._closings, self._openings):
                better |= move()
        return self.draft.incumbent

    @property
    def _over(self) -> bool:
        return self.stop.now or time.monotonic() >= self.until

    def _regretful(self) -> list[int]:
        """The cases that cost more than they might, those that lose the most first."""
        plans, asks = self.draft.plans, self.pricer.asks
        regrets = {number: plan.cost - float(self.least[number]) for number, plan in plans.items() if asks(plan.case)}
        return sorted((n for n, regret in regrets.items() if regret > WORTH), key=lambda n: (-regrets[n], n))

    def _asked(self, numbers: Iterable[int]) -> Iterator[tuple[Subproblem, int]]:
        """The subproblem at no duals, with one case after the other, until time is up."""
        subproblem = Subproblem.at(self.pricer, np.zeros(len(self.pricer.limits.rows)), self.draft.residual)
        for number in numbers:
            if self._over:
                return
            yield subproblem, number

    def _anew(self) -> bool:
        """Ship cases anew, one by one."""
        found = [self._changed((), number, subproblem) for subproblem, number in self._asked(self._regretful())]
        return any(found)

    def _swaps(self) -> bool:
        """Let cases have their cheapest load plan at hand, and one in its way be shipped anew."""
        pairs: dict[int, list[LoadPlan]] = defaultdict(list)
        for number in self._regretful():
            wanted = min(self.columns.get(number, ()), key=lambda plan: plan.cost, default=None)
            if wanted is not None and self._cheaper(wanted):
                for other in self._in_the_way(wanted):
                    pairs[other].append(wanted)
        found = [
            self._cheaper(wanted) and self._changed((wanted,), other, subproblem)
            for subproblem, other in self._asked(pairs)
            for wanted in pairs[other]
        ]
        return any(found)

    def _cheaper(self, wanted: LoadPlan) -> bool:
        return wanted.cost < self.draft.plans[wanted.case.number].cost - WORTH

    def _in_the_way(self, wanted: LoadPlan) -> list[int]:
        """The cases of which each by itself uses enough of all that a load plan lacks."""
        draft, number = self.draft, wanted.case.number
        own, residual = draft.plans[number].uses, draft.residual
        lacking = {
            row: wanted.uses[row] - own.get(row, 0.0) - residual.left.room[row] for row in residual.lacking(wanted)
        }
        short = {row: lack for row, lack in lacking.items() if lack > 0}
        if not short or any(residual.closed[row] for row in short):
            return []
        users = set.intersection(*(draft.users[row] for row in short)) - {number}
        uses = {other: draft.plans[other].uses for other in users if self.pricer.asks(draft.plans[other].case)}
        enough = [
            other for other, of_other in uses.items() if all(of_other[row] >= lack for row, lack in short.items())
        ]
        return sorted(enough, key=lambda other: (sum(uses[other][row] for row in short), other))[:SWAPS]

    def _changed(self, taken: Sequence[LoadPlan], anew: int, subproblem: Subproblem) -> bool:
        """Whether it saves anything that cases get load plans and another is shipped anew; undone if not."""
        draft = self.draft
        for number in (anew, *(plan.case.number for plan in taken)):
            draft.put(self.nothing[number])
        for plan in taken:
            if not draft.residual.fits(plan):
                draft.undo()
                return False
            draft.put(plan)
        left, saved = self.nothing[anew].cost, draft.saved
        found = subproblem.cheapest(anew, left + min(saved - WORTH, 0.0) if math.isfinite(saved) else left)
        if found is not None:
            draft.put(found)
        return self._kept()

    def _kept(self) -> bool:
        """Keep what was changed if it saves anything, else undo it."""
        saves = self.draft.saved > WORTH
        if saves:
            self.draft.keep()
        else:
            self.draft.undo()
        return saves

    def _closings(self) -> bool:
        """Close departures that cost more than they save, and ship anew what was on them."""
        draft, better = self.draft, False
        for departure, cost in self.conditional.cost.items():
            if self._over or not draft.runs(departure):
                continue
            users = draft.on(departure)
            if cost + sum(draft.plans[n].cost - float(self.least[n]) for n in users) <= WORTH:
                continue
            for number in users:
                draft.put(self.nothing[number])
            draft.residual.close(self.conditional.rows[departure])
            for subproblem, number in self._asked(users):
                plan = subproblem.cheapest(number, self.nothing[number].cost)
                if plan is not None:
                    draft.put(plan)
            better |= self._kept()
        return better

    def _openings(self) -> bool:
        """Open departures that save more than they cost, for load plans at hand."""
        on: dict[Departure, dict[int, LoadPlan]] = defaultdict(dict)
        for number, plans in self.columns.items() if self.conditional.rows else ():
            for plan in sorted(plans, key=lambda plan: -plan.cost):
                on.update((departure, on[departure] | {number: plan}) for departure in self.conditional.used_by(plan))
        found = [
            self._opened(departure, list(plans.values()))
            for departure, plans in on.items()
            if not self._over and not self.draft.runs(departure)
        ]
        return any(found)

    def _opened(self, departure: Departure, would_use: Sequence[LoadPlan]) -> bool:
        """Whether it saves anything to open a departure, for those who save the most on it; undone if not."""
        draft = self.draft
        draft.residual.open(self.conditional.rows[departure])
        extra = {plan: plan.cost - draft.plans[plan.case.number].cost for plan in would_use}
        for plan in sorted(would_use, key=lambda plan: extra[plan]):
            if extra[plan] >= 0 and not draft.short(departure):
                break
            old = draft.plans[plan.case.number]
            draft.put(self.nothing[plan.case.number])
            draft.put(plan if draft.residual.fits(plan) else old)
        return self._kept()
