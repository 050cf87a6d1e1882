"""A plan in whole containers: one load plan for each shipment, what they use together, and what they cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.column_generation.limits import Floats, Limits
from optimizer.column_generation.plans import LoadPlan
from tariffs.timetable import Departure

#: Sums of amounts that are whole kilograms or parts of a teu are exact to this.
EXACT = 1e-6


@dataclass(frozen=True, slots=True)
class Incumbent:
    """Load plans by case, what they use by limit, and what they cost without the departures."""

    limits: Limits
    departure_cost: Mapping[Departure, float]
    plans: dict[int, LoadPlan]
    used: Floats
    loads: float

    @staticmethod
    def of(limits: Limits, departure_cost: Mapping[Departure, float], plans: dict[int, LoadPlan]) -> Incumbent:
        """The plan of these load plans."""
        used = np.zeros(len(limits.rows))
        for plan in plans.values():
            for row, amount in plan.uses.items():
                used[row] += amount
        return Incumbent(limits, departure_cost, plans, used, math.fsum(plan.cost for plan in plans.values()))

    def with_plans(self, plans: Mapping[int, LoadPlan]) -> Incumbent:
        """The plan with other load plans for some cases."""
        used, loads = self.used.copy(), self.loads
        for number, plan in plans.items():
            old = self.plans[number]
            loads += plan.cost - old.cost
            for row, amount in old.uses.items():
                used[row] -= amount
            for row, amount in plan.uses.items():
                used[row] += amount
        return Incumbent(self.limits, self.departure_cost, self.plans | dict(plans), used, loads)

    @property
    def cost(self) -> float:
        """What it costs, departures and tonnes left behind included; ``inf`` where a limit is exceeded."""
        limits = self.limits
        runs = self.used[limits.conditional] > EXACT
        least = np.where(runs, limits.least[limits.conditional], -np.inf)
        if (self.used > limits.most + EXACT).any() or (self.used[limits.conditional] < least - EXACT).any():
            return math.inf
        ran = {limits.rows[row].runs for row in limits.conditional[runs].tolist()}
        return self.loads + math.fsum(self.departure_cost[departure] for departure in ran if departure is not None)

    def used_beside(self, freed: Mapping[int, object]) -> Floats:
        """What of each limit is used by all but some cases."""
        taken = self.used.copy()
        for number in freed:
            for row, amount in self.plans[number].uses.items():
                taken[row] -= amount
        taken[np.abs(taken) < EXACT] = 0.0
        return taken
