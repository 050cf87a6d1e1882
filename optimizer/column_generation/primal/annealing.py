"""Annealing: shipments exchange load plans that are at hand, millions of times, by the rules of simulated annealing.

A shipment takes another of its load plans; those in its way leave, and come back with their cheapest that fits, at a
share of the duals that is drawn each time, as ruin and recreate does with routes (Schrimpf, Schneider,
Stamm-Wilbrandt and Dueck, 2000). A dearer plan is gone on with as long as it is hot (Kirkpatrick, Gelatt and Vecchi,
1983). A departure may carry less than its minimum load meanwhile, for what that costs ever more as it cools.

The load plans of the relaxation are the best to mix, not to choose among. So others are priced beside them, at duals
that are drawn about those of the bound. The numbers drawn are the same in every run.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.exchange import EXACT, Choice, Pool, exchange
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.stopping import Stop

#: Turns for each shipment, so many at a time at one heat; how often it is begun anew, and after how many runs in vain
#: no more.
TURNS, AT_A_TIME, RUNS, IN_VAIN = 6000, 50_000, 6, 2

#: Before each run but the first load plans are priced at so many duals, drawn between these shares of the bound's.
DUALS, SHARES = 6, (0.5, 1.6)

#: How much dearer a plan may get in a turn, at first and in the end, in what a shipment costs on average; the first of
#: them where there are departures that need not run.
HOTTER, HOT, COLD = 5.0, 1.0, 0.001

#: What a teu, container or tonne costs that is missing of a minimum load, at first and in the end, in what one costs on
#: average.
MISSING = 0.001, 4.0


@dataclass(slots=True)
class Annealing:
    """One search among load plans at hand.

    Attributes
    ----------
    nothing
        The load plan of each case that leaves all of it behind.
    duals
        Of each limit, those that prove the bound.
    priced
        Load plans of the cases at other duals.
    enough
        Whether a plan of such a cost is good enough.
    """

    conditional: Conditional
    nothing: Mapping[int, LoadPlan]
    duals: Floats
    priced: Callable[[Floats], Iterable[LoadPlan]]
    enough: Callable[[float], bool]
    stop: Stop
    _random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(1))
    _runs: int = 0
    _plans: list[LoadPlan] = field(default_factory=list)

    def run(self, start: Incumbent, plans: Iterable[LoadPlan], seconds: float, runs: int = RUNS) -> Incumbent:
        """The best plan found in so many seconds; never a dearer one than ``start``.

        The first run of all is among these load plans, others have more.
        """
        known, best, until = list(plans), start, time.monotonic() + seconds
        if math.isinf(start.cost):  # a limit is exceeded, or a minimum load missed
            return start
        in_vain = 0
        for _ in range(runs):
            for _ in range(DUALS if self._runs else 0):
                if self._over(best.cost, until):
                    return best
                known += self.priced(self._drawn(best))
            self._runs += 1
            found = self._cooled(best, known, until)
            in_vain = 0 if found.cost < best.cost else in_vain + 1
            best = found
            if in_vain == IN_VAIN:
                break
        return best

    def _over(self, cost: float, until: float) -> bool:
        return self.stop.now or self.enough(cost) or time.monotonic() >= until

    def _drawn(self, plan: Incumbent) -> Floats:
        """Duals about those of the bound, and some on what a plan takes all of though it has none."""
        duals, most = self.duals, plan.limits.most
        # What draws cargo never pays more than is proven.
        found = np.maximum(duals * self._random.uniform(*SHARES, duals.size), np.minimum(duals, 0.0))
        full = (duals == 0) & (plan.used > most - EXACT)
        usual = float(np.median(duals[duals > 0])) if (duals > 0).any() else 0.0
        found[full] = usual * self._random.uniform(0, SHARES[0], int(full.sum()))
        return found

    def _cooled(self, start: Incumbent, plans: Iterable[LoadPlan], until: float) -> Incumbent:
        """One run, from hot to cold."""
        pool, choice = self._laid_out(start, plans)
        mean = start.loads / max(len(self.nothing), 1)
        each = start.loads / max(float(start.used.sum()), 1.0)
        hot = HOTTER if self.conditional.rows else HOT
        turns, turn, begun = TURNS * len(self.nothing), 0, time.monotonic()
        while turn < turns and not self._over(float(choice.figures[2]), until):
            done = max(turn / turns, (time.monotonic() - begun) / (until - begun))
            heat = mean * hot * (COLD / hot) ** done
            missing = each * MISSING[0] * (MISSING[1] / MISSING[0]) ** done
            exchange(pool, choice, AT_A_TIME, heat, missing)
            turn += AT_A_TIME
        best = {plan.case.number: plan for plan in (self._plans[n] for n in choice.best.tolist())}
        found = Incumbent.of(start.limits, self.conditional.cost, best)
        return found if found.cost < start.cost else start

    def _laid_out(self, start: Incumbent, plans: Iterable[LoadPlan]) -> tuple[Pool, Choice]:
        """What is at hand as arrays, and what is chosen of it at first."""
        most = start.limits.most
        fits = {number: {plan.key: plan} for number, plan in start.plans.items()}
        for plan in (*self.nothing.values(), *plans):
            if math.isfinite(plan.cost) and all(amount <= most[row] for row, amount in plan.uses.items()):
                fits[plan.case.number].setdefault(plan.key, plan)
        duals = np.maximum(self.duals, 0.0)  # those of minimum loads draw cargo

        def worth(plan: LoadPlan) -> float:
            return sum(float(duals[row]) * amount for row, amount in plan.uses.items())

        numbers = sorted(fits)
        by_case = [sorted(fits[n].values(), key=lambda plan: plan.cost + worth(plan)) for n in numbers]
        self._plans = every = [plan for of_case in by_case for plan in of_case]
        starts = np.cumsum([0, *(len(plan.uses) for plan in every)])
        rows = np.array([row for plan in every for row in plan.uses], np.int64)
        order = np.argsort(rows, kind="stable")
        once = np.zeros(most.size)
        for departure, of_departure in self.conditional.rows.items():
            once[of_departure[0]] = self.conditional.cost[departure]
        of_case = np.cumsum([0, *map(len, by_case)])
        cases = np.repeat(np.arange(len(numbers)), np.diff(of_case))
        pool = Pool(
            of_case,
            cases,
            np.array([plan.cost for plan in every]),
            np.array([worth(plan) for plan in every], np.float64),
            starts,
            rows,
            np.array([amount for plan in every for amount in plan.uses.values()]),
            np.searchsorted(rows[order], np.arange(most.size + 1)),
            np.repeat(np.arange(len(every)), np.diff(starts))[order],
            most,
            np.maximum(start.limits.least, 0.0),
            once,
            np.array([rows[0] for rows in self.conditional.rows.values()], np.int64),
        )
        at = {plan: n for n, plan in enumerate(every)}
        chosen = np.array([at[start.plans[number]] for number in numbers])
        figures = np.array([start.cost, 0.0, start.cost])
        return pool, Choice(
            chosen, chosen.copy(), start.used.copy(), figures, self._random.integers(1, 2**63, 1, np.uint64)
        )
