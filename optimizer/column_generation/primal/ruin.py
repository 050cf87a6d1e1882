"""Ruin and recreate: some shipments that compete for the same are taken out of the plan, and shipped anew in turn.

Single moves end where every shipment has what is best for it in the capacity that the others leave. What several of
them would change at once is found by Schrimpf, Schneider, Stamm-Wilbrandt and Dueck's search (2000): who is taken out
was drawn among those in the way of one with much regret, the order in which they come back is drawn, too, and so is by
how much of the duals of the relaxation each of them is kept off what is scarce. A dearer plan is gone on with now and
then, ever less often, as in simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983). The numbers drawn are the same
in every run.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

import numpy as np

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.draft import Draft
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.column_generation.primal.local_search import WORTH
from optimizer.column_generation.primal.subproblem import Subproblem
from optimizer.stopping import Stop

#: The first to be taken out is that of the greatest regret among so many drawn; of those in its way so many follow.
DRAWN, OTHERS = 8, (2, 3, 5, 8)

#: Shares of the duals at which shipments come back. Without, each takes what is best for itself; in full, nobody takes
#: what is worth more to others, as the relaxation sees it.
SHARES = (0.0, 0.5, 0.5, 1.0)

#: At first a plan is gone on with that is dearer by about so much of what a shipment costs on average.
HEAT = 0.03

#: So many are taken out in all, as a multiple of the shipments.
TURNS = 6


@dataclass(slots=True)
class RuinAndRecreate:
    """One search.

    Attributes
    ----------
    nothing
        The load plan of each case that leaves all of it behind.
    duals
        Of each limit, those that prove the bound.
    regret
        What a load plan costs at the duals above the least that its case could.
    wanted
        The scarce limits that a case may use.
    enough
        Whether a plan of such a cost is good enough.
    """

    pricer: Pricer
    conditional: Conditional
    nothing: Mapping[int, LoadPlan]
    duals: Floats
    regret: Callable[[LoadPlan], float]
    wanted: Callable[[LoadPlan], frozenset[int]]
    enough: Callable[[float], bool]
    stop: Stop
    draft: Draft = field(init=False)
    _random: Random = field(default_factory=lambda: Random(1))
    _cost: float = 0.0

    def run(self, start: Incumbent, seconds: float) -> Incumbent:
        """The best plan found in so many seconds; never a dearer one than ``start``."""
        self.draft = Draft(self.pricer, self.conditional, dict(start.plans))
        asked = [number for number, plan in start.plans.items() if self.pricer.asks(plan.case)]
        best, self._cost, lowest = start.plans, start.cost, start.cost
        begun, turns, turn = time.monotonic(), TURNS * len(asked), 0
        mean = sum(start.plans[number].cost for number in asked) / max(len(asked), 1)
        at = self._subproblems()
        while turn < turns and not self.stop.now and not self.enough(lowest):
            done = max(turn / turns, (time.monotonic() - begun) / seconds)
            if done >= 1:
                break
            saved = self._recreated(self._ruined(asked), at)
            if saved > WORTH or (saved < -WORTH and -saved < HEAT * mean * (1 - done) * self._random.expovariate(1.0)):
                self.draft.keep()
                self._cost -= saved
                if self._cost < lowest - WORTH:
                    best, lowest = dict(self.draft.plans), self._cost
            else:
                self.draft.undo()
            turn += 1
        found = Incumbent.of(self.pricer.limits, self.conditional.cost, best)
        return found if found.cost < start.cost else start

    def _subproblems(self) -> list[Subproblem]:
        """One for each share of the duals; those of minimum loads, which draw cargo, are left out."""
        duals = np.maximum(self.duals, 0.0)
        by_share = {share: Subproblem.at(self.pricer, share * duals, self.draft.residual) for share in set(SHARES)}
        return [by_share[share] for share in SHARES]

    def _ruined(self, asked: Sequence[int]) -> list[int]:
        """Take out a case and some of those in its way, and put them in the order in which they come back."""
        random, draft = self._random, self.draft
        first = max(random.sample(asked, min(DRAWN, len(asked))), key=lambda number: self.regret(draft.plans[number]))
        shared = Counter(
            number for row in self.wanted(draft.plans[first]) for number in draft.users[row] if number != first
        )
        drawn = {number: shared[number] * random.random() for number in sorted(shared)}
        out = [first, *sorted(drawn, key=lambda number: -drawn[number])[: random.choice(OTHERS)]]
        keys: dict[int, float] = {}
        order = random.randrange(3)
        for number in out:
            plan = draft.plans[number]
            keys[number] = (-self.regret(plan), -plan.case.weight, random.random())[order]
        for number in out:
            draft.put(self.nothing[number])
        return sorted(out, key=lambda number: keys[number])

    def _recreated(self, out: Sequence[int], at: Sequence[Subproblem]) -> float:
        """Ship cases anew one after the other; what that saves."""
        subproblem = self._random.choice(at)
        for number in out:
            found = subproblem.cheapest(number, subproblem.reduced(self.nothing[number]))
            if found is not None:
                self.draft.put(found)
        return self.draft.saved
