"""A plan while it is being changed: each change is kept for good or undone to the last bit."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.primal.departures import Conditional
from optimizer.column_generation.primal.incumbent import EXACT, Incumbent
from optimizer.column_generation.primal.residual import Residual
from tariffs.timetable import Departure


@dataclass(slots=True)
class Draft:
    """One load plan for each case, and the residual capacity beside them.

    Attributes
    ----------
    plans
        By case; all of the portfolio.
    users
        By limit, the cases that use it.
    """

    pricer: Pricer
    conditional: Conditional
    plans: dict[int, LoadPlan]
    residual: Residual = field(init=False)
    users: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _used_before: Floats = field(init=False)
    _before: dict[int, LoadPlan] = field(default_factory=dict)
    _touched: set[Departure] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Take the capacity of the load plans, and close the departures that do not run."""
        self.residual = Residual.empty(self.pricer.limits, self.pricer.work.counted)
        for number, plan in self.plans.items():
            self.residual.add(plan)
            for row in plan.uses:
                self.users[row].add(number)
        for departure, rows in self.conditional.rows.items():
            if not self.runs(departure):
                self.residual.close(rows)
        self.keep()

    @property
    def incumbent(self) -> Incumbent:
        """The plan as it is now."""
        return Incumbent.of(self.pricer.limits, self.conditional.cost, self.plans)

    def runs(self, departure: Departure) -> bool:
        """Whether a departure carries anything."""
        return self.conditional.runs(departure, self.residual.used)

    def short(self, departure: Departure) -> bool:
        """Whether a departure carries something, but less than its minimum load."""
        return self.conditional.short(departure, self.residual.used)

    def on(self, departure: Departure) -> list[int]:
        """The cases on a departure that need not run."""
        return sorted(set().union(*(self.users[row] for row in self.conditional.rows[departure])))

    def put(self, plan: LoadPlan) -> None:
        """Have a load plan for its case."""
        number = plan.case.number
        old = self.plans[number]
        if plan is not old:
            self._before.setdefault(number, old)
            self._touched |= self.conditional.used_by(old) | self.conditional.used_by(plan)
            self.residual.remove(old)
            self.residual.add(plan)
            self._take_down(old, plan)

    def _take_down(self, old: LoadPlan, plan: LoadPlan) -> None:
        number = plan.case.number
        for row in old.uses:
            self.users[row].discard(number)
        for row in plan.uses:
            self.users[row].add(number)
        self.plans[number] = plan

    @property
    def saved(self) -> float:
        """What the changes since the last ``keep`` or ``undo`` save.

        −``inf`` where a minimum load is missed, or too much stays behind for want of a penalty.
        """
        cost, used, limits = self.conditional.costs, self.residual.used, self.pricer.limits
        if limits.serving is not None and used[limits.serving] > limits.most[limits.serving] + EXACT:
            return -math.inf
        departures = cost(self._touched, self._used_before) - cost(self._touched, used)
        return departures + sum(old.cost - self.plans[number].cost for number, old in self._before.items())

    def keep(self) -> None:
        """Keep the changes, and close the departures that no longer run."""
        for departure in self._touched:
            if not self.runs(departure):
                self.residual.close(self.conditional.rows[departure])
        self.residual.forget()
        self._start_anew()

    def undo(self) -> None:
        """Take back the changes since the last ``keep`` or ``undo``."""
        for number, old in self._before.items():
            self._take_down(self.plans[number], old)
        self.residual.undo(0)
        self._start_anew()

    def _start_anew(self) -> None:
        self._used_before = self.residual.used.copy() if self.conditional.rows else self.residual.used
        self._before.clear()
        self._touched.clear()
