"""The pricing problem of single shipments: the cheapest load plans at given duals, within a residual capacity."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from optimizer.column_generation.limits import Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.arrays import duals_of
from optimizer.column_generation.pricing.cost_to_go import Duals
from optimizer.column_generation.pricing.pricer import Pricer, priced
from optimizer.column_generation.pricing.spread import Spread
from optimizer.column_generation.primal.residual import Residual

#: A case whose load plans do not fit is priced again without what they lacked, so often.
ATTEMPTS = 3


@dataclass(slots=True)
class Subproblem:
    """The pricing problem of some cases, which sees the residual capacity as it is at each call."""

    pricer: Pricer
    residual: Residual
    duals: Floats
    _at: Duals
    _penalties: Floats
    _spread: Spread

    @staticmethod
    def at(pricer: Pricer, duals: Floats, residual: Residual) -> Subproblem:
        """The subproblem at some duals."""
        prices = pricer.limits.prices(duals)
        return Subproblem(
            pricer,
            residual,
            duals,
            duals_of(prices, residual.left.rooms),
            pricer.priced_penalties(duals),
            Spread(pricer, prices, residual.left),
        )

    def cheapest(self, number: int, cutoff: float = math.inf) -> LoadPlan | None:
        """The cheapest load plan found for a case that fits, duals counted; ``None`` if none is below ``cutoff``.

        It may leave cargo behind. The residual capacity is as before afterwards.
        """
        mark = self.residual.mark()
        try:
            for _ in range(ATTEMPTS):
                plans = self._priced(number, cutoff)
                fitting = [plan for plan in plans if self.residual.fits(plan)]
                if fitting or not plans:
                    best = min(fitting, key=self.reduced, default=None)
                    return best if best is not None and self.reduced(best) < cutoff else None
                self.residual.close({row for plan in plans for row in self.residual.lacking(plan)})
            return None
        finally:
            self.residual.undo(mark)

    def reduced(self, plan: LoadPlan) -> float:
        """What a load plan costs, the duals of what it uses included."""
        return plan.cost + math.fsum(self.duals[row] * amount for row, amount in plan.uses.items())

    def _priced(self, number: int, cutoff: float) -> list[LoadPlan]:
        """Load plans of a case: the cheapest mix, and where it is too large, one that fits beside it."""
        cutoffs = np.full(self._penalties.size, cutoff)
        one = priced(
            self.pricer.work, self._at, self.pricer.no_own, np.array([number], np.int64), self._penalties, cutoffs
        )
        found = list(self.pricer.load_plans(one))
        return [*found, *(fit for plan in found for fit in self._spread.fitting(plan))]
