"""Plans in whole containers while columns are generated: the best so far is at hand whenever time is up."""

from __future__ import annotations

import contextlib
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import TOLERANCE, Floats
from optimizer.column_generation.master import Master
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.primal.construction import Construction
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.column_generation.primal.local_search import LocalSearch
from optimizer.column_generation.primal.residual import CLOSED
from optimizer.errors import OutOfTimeError
from optimizer.stopping import Stop
from tariffs.timetable import Departure

#: Less of a load plan than this is none of it.
NONE = 1e-6

#: A departure of which the relaxation runs less is closed at first.
MOSTLY = 0.5


@dataclass(slots=True)
class PrimalHeuristic:
    """Makes plans of load plans at hand, and keeps the best.

    Attributes
    ----------
    nothing
        The load plan of each case that leaves all of it behind.
    incumbent
        The best plan so far.
    kept
        The plan in which what is kept stays, and all else is inserted, if one is kept.
    """

    pricer: Pricer
    conditional: Conditional
    nothing: Mapping[int, LoadPlan]
    stop: Stop
    incumbent: Incumbent
    kept: Incumbent | None = None
    _least: Floats = field(init=False)

    def first(self, plans: Sequence[LoadPlan], least: Floats) -> None:
        """A first plan from load plans priced at no duals, by insertion in order of regret.

        ``least`` is what none of a case's load plans costs less than.
        """
        self._least = least
        columns = _by_case(plans)
        best = {number: min(of_case, key=lambda plan: plan.cost) for number, of_case in columns.items()}
        scarce = self._scarce(best.values())
        contested = [number for number, plan in best.items() if any(scarce[row] for row in plan.uses)]
        others = self._elsewhere(contested, scarce)
        regret = {number: others[number].cost - best[number].cost for number in contested}
        order = [*(number for number in best if number not in regret), *sorted(regret, key=lambda n: (-regret[n], n))]
        preferred = {
            number: sorted((plan for plan in of_case if plan.loads), key=lambda plan: plan.cost)
            for number, of_case in columns.items()
        }
        for number in contested:
            preferred[number] = [plan for plan in preferred[number] if plan.cost < others[number].cost]
        self._construct(preferred, order, self._worth_running(best, regret), np.zeros(scarce.size))

    def keep(self, staying: Mapping[int, Sequence[LoadPlan]]) -> None:
        """A plan of load plans in which what is kept stays, of each case the first that fits; others are inserted."""
        order = [*staying, *(number for number in self.nothing if number not in staying)]
        used = (self.conditional.used_by(plan) for plans in staying.values() for plan in plans[:1])
        made = Construction(self.pricer, self.conditional, self.nothing, np.zeros(len(self.pricer.limits.rows)))
        self.kept = made.run(staying, order, set().union(*used))
        self.offer(self.kept)

    def rounded(self, master: Master) -> None:
        """A plan of the load plans that the relaxation takes the most of."""
        parts: dict[int, list[tuple[float, LoadPlan]]] = defaultdict(list)
        for number in np.flatnonzero(master.values > NONE).tolist():
            plan = master.plans[number]
            parts[plan.case.number].append((float(master.values[number]), plan))
        for of_case in parts.values():
            of_case.sort(key=lambda part: -part[0])
        preferred = {number: [plan for _, plan in of_case] for number, of_case in parts.items()}
        asks = self.pricer.asks  # what is not priced has no other load plans
        order = sorted(parts, key=lambda n: (asks(self.nothing[n].case), -parts[n][0][0], n))
        running = [
            d for d, rows in self.conditional.rows.items() if d in master.runs and master.running(rows[0]) > MOSTLY
        ]
        self._construct(preferred, order, running, master.prices)

    def improve(self, plans: Iterable[LoadPlan], seconds: float = math.inf) -> None:
        """Better the incumbent by local search, with load plans at hand, for so long at most."""
        columns, until = _by_case(plans), time.monotonic() + seconds
        search = LocalSearch(self.pricer, self.conditional, self.nothing, self._least, columns, self.stop, until)
        self.offer(search.run(self.incumbent))

    def offer(self, plan: Incumbent) -> None:
        """Take a plan, if it is the best so far."""
        if plan.cost < self.incumbent.cost:
            self.incumbent = plan

    def _construct(
        self,
        preferred: Mapping[int, Sequence[LoadPlan]],
        order: Iterable[int],
        running: Sequence[Departure],
        duals: Floats,
    ) -> None:
        for open_ in (running, ()) if running else ((),):
            made = Construction(self.pricer, self.conditional, self.nothing, duals)
            self.offer(made.run(preferred, order, open_))

    def _scarce(self, plans: Iterable[LoadPlan]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """The limits that load plans exceed together, and those of departures that need not run."""
        limits = self.pricer.limits
        used = Incumbent.of(limits, self.conditional.cost, {plan.case.number: plan for plan in plans}).used
        scarce = used > limits.most + TOLERANCE
        scarce[limits.conditional] = True
        return scarce

    def _elsewhere(
        self, numbers: Sequence[int], scarce: np.ndarray[tuple[int], np.dtype[np.bool_]]
    ) -> dict[int, LoadPlan]:
        """By case, the cheapest load plan found that uses nothing scarce."""
        size = len(self.nothing)
        settled = np.ones(size, np.bool_)
        settled[list(numbers)] = False
        room = np.where(scarce, CLOSED, self.pricer.room)
        found = {number: self.nothing[number] for number in numbers}
        if numbers:
            no_duals, least = np.zeros(scarce.size), np.empty(size)
            with contextlib.suppress(OutOfTimeError):
                check = self.stop.check_late
                for plan in self.pricer.run(no_duals, np.full(size, np.inf), least, settled, room, check):
                    if plan.cost < found[plan.case.number].cost and not any(scarce[row] for row in plan.uses):
                        found[plan.case.number] = plan
        return found

    def _worth_running(self, best: Mapping[int, LoadPlan], regret: Mapping[int, float]) -> list[Departure]:
        """The departures that fill with those who would rather be on them, who save more than it costs."""
        conditional, limits = self.conditional, self.pricer.limits
        saved: dict[Departure, float] = defaultdict(float)
        for number in regret if conditional.rows else ():
            for departure in conditional.used_by(best[number]):
                saved[departure] += regret[number]
        used = Incumbent.of(limits, conditional.cost, dict(best)).used
        return [
            departure
            for departure, saves in saved.items()
            if saves > conditional.cost[departure] and not conditional.short(departure, used)
        ]


def _by_case(plans: Iterable[LoadPlan]) -> dict[int, list[LoadPlan]]:
    found: dict[int, list[LoadPlan]] = defaultdict(list)
    for plan in plans:
        found[plan.case.number].append(plan)
    return dict(found)
