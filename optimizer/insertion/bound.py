"""What no plan costs less than, by what each shipment costs at least, whatever the dates, capacities and others.

Of shipments without a penalty, that is said of the plans that leave no more of them than u tonnes in all. For any λ ≥ 0
no such plan costs less than Σ_k min_y (cost_k(y) + λ (W_k − y)) − λ u (Lagrange), y being what is carried of k. With
u = 0 it is what all of each costs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from optimizer.insertion.least import Least
from optimizer.solution import HALF_KILOGRAM
from tariffs.rating import Rater

#: So many λ are tried, and no more than this many times the least of a shipment is found for that.
TRIED, MOST_TRIED = 8, 2000


@dataclass(slots=True)
class AtLeast:
    """The bound; it holds where no amount of the book is below zero (``pays_back``)."""

    rater: Rater
    _priced: float = 0.0
    _unpriced: list[tuple[Least, float, float]] = field(default_factory=list)
    _stays_t: float = 0.0
    _stays_cost: float = 0.0

    def look_at(self, least: Least) -> float:
        """Count a shipment in; what it costs at least, 0 where it has no penalty."""
        shipment, per_t = least.shipment, float(self.rater.unserved_per_t(least.shipment))
        if shipment.penalty_per_t is not None:
            bound = least.bound(per_t)
            self._priced += bound
            return bound
        of_all = least.of_all()
        if np.isfinite(of_all):
            self._unpriced.append((least, per_t, of_all))
        else:  # nothing takes any of it
            self._stays_t += float(shipment.weight_t)
            self._stays_cost += per_t * float(shipment.weight_t)
        return 0.0

    def serves_first(self, left_t: float) -> bool:
        """Whether a plan that leaves so many tonnes for want of a penalty leaves the least that any does."""
        return left_t <= self._stays_t + HALF_KILOGRAM

    def of_plans_that_leave(self, left_t: float) -> float:
        """No plan costs less that leaves no more for want of a penalty than so many tonnes, base currency.

        Those of shipments that were not looked at are among them.
        """
        apart = self._priced + self._stays_cost
        if self.serves_first(left_t):
            return apart + sum(of_all for _, _, of_all in self._unpriced)
        more = left_t - self._stays_t
        return apart + max((self._at(price, more) for price in self._prices()), default=0.0)

    def _at(self, price: float, left_t: float) -> float:
        return sum(least.bound(per_t + price) for least, per_t, _ in self._unpriced) - price * left_t

    def _prices(self) -> list[float]:
        """Prices of a tonne left behind, from none to what the dearest shipment costs a tonne."""
        each = [of_all / float(least.shipment.weight_t) for least, _, of_all in self._unpriced]
        tries = max(min(TRIED, MOST_TRIED // max(len(each), 1)), 1)
        return [0.0, *np.quantile(each, np.linspace(1, 0, tries, endpoint=False)).tolist()] if each else []
