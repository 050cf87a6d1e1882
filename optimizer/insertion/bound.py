"""What no plan costs less than, by what each shipment costs at least, whatever the dates, capacities and others.

Of shipments without a penalty, that is said of the plans that leave no more of them than u tonnes in all. For any λ ≥ 0
no such plan costs less than Σ_k min_y (cost_k(y) + λ (W_k − y)) − λ u (Lagrange), y being what is carried of k. With
u = 0 it is what all of each costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from optimizer.errors import OutOfTimeError
from optimizer.insertion.least import Connections, Least
from optimizer.listing.lister import Lister
from optimizer.solution import HALF_KILOGRAM
from tariffs.book import Shipment
from tariffs.rating import Rater

#: So many λ are tried, and no more than this many times the least of a shipment is found for that.
TRIED, MOST_TRIED = 8, 2000


class _Unpriced(NamedTuple):
    """Cargo without a penalty: its weight, t; what all of it costs at least; and it, by the price of a tonne left."""

    weight: float
    of_all: float
    at: Callable[[float], float]


@dataclass(slots=True)
class AtLeast:
    """The bound; it holds where no amount of the book is below zero (``pays_back``)."""

    rater: Rater
    _priced: float = 0.0
    _unpriced: list[_Unpriced] = field(default_factory=list)
    _stays_t: float = 0.0
    _stays_cost: float = 0.0

    def look_at(self, least: Least) -> float:
        """Count a shipment in; what it costs at least, 0 where it has no penalty."""
        per_t = float(self.rater.unserved_per_t(least.shipment))
        if least.shipment.penalty_per_t is not None:
            bound = least.bound(per_t)
            self._priced += bound
            return bound
        self._count(least.shipment, least.of_all(), lambda price: least.bound(per_t + price))
        return 0.0

    def look_at_whole(self, shipment: Shipment, of_all: float) -> None:
        """Count in what has no penalty and goes as a whole, or not at all, for no less than so much."""
        per_t, weight = float(self.rater.unserved_per_t(shipment)), float(shipment.weight_t)
        self._count(shipment, of_all, lambda price: min(of_all, (per_t + price) * weight))

    def _count(self, shipment: Shipment, of_all: float, at: Callable[[float], float]) -> None:
        weight = float(shipment.weight_t)
        if np.isfinite(of_all):
            self._unpriced.append(_Unpriced(weight, of_all, at))
        else:  # nothing takes any of it
            self._stays_t += weight
            self._stays_cost += float(self.rater.unserved_per_t(shipment)) * weight

    def serves_first(self, left_t: float) -> bool:
        """Whether a plan that leaves so many tonnes for want of a penalty leaves the least that any does."""
        return left_t <= self._stays_t + HALF_KILOGRAM

    def of_plans_that_leave(self, left_t: float) -> float:
        """No plan costs less that leaves no more for want of a penalty than so many tonnes, base currency.

        Those of shipments that were not looked at are among them.
        """
        apart = self._priced + self._stays_cost
        if self.serves_first(left_t):
            return apart + sum(one.of_all for one in self._unpriced)
        more = left_t - self._stays_t
        by_price = (sum(one.at(price) for one in self._unpriced) - price * more for price in self._prices())
        return apart + max(by_price, default=0.0)

    def _prices(self) -> list[float]:
        """Prices of a tonne left behind, from none to what the dearest shipment costs a tonne."""
        each = [one.of_all / one.weight for one in self._unpriced]
        tries = max(min(TRIED, MOST_TRIED // max(len(each), 1)), 1)
        return [0.0, *np.quantile(each, np.linspace(1, 0, tries, endpoint=False)).tolist()] if each else []


def at_least(lister: Lister, shipments: Iterable[Shipment], check: Callable[[], None]) -> AtLeast:
    """The bound by those shipments that were looked at before ``check`` raises ``OutOfTimeError``."""
    found = AtLeast(lister.network.rater)
    with suppress(OutOfTimeError):
        connections = Connections(lister)
        for shipment in shipments:
            check()
            found.look_at(Least(connections, shipment))
    return found
