"""What at least lies ahead of cargo that has come by a leg: cost and days to delivery.

Lower bounds over every way on, whatever the dates and capacities, found by relaxation backwards from the destination
over at most as many legs as there are locations. Storage is left out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from optimizer.listing.costs import Cost, Costs
from optimizer.network import Network
from tariffs.book import LegKey
from tariffs.timetable import Handling


@dataclass(slots=True)
class Outlook:
    """Lower bounds for shipments rated alike and bound for one destination.

    Attributes
    ----------
    legs
        The legs that take the goods, in the order of the arrays.
    least
        By leg, the least that any of its departures costs; shape (legs, 3, 2·S).
    ahead, days_ahead
        By leg, the least cost and the fewest days from arrival by it to delivery; ``inf`` where no way leads on.
    """

    network: Network
    costs: Costs
    destination: str
    legs: dict[LegKey, int] = field(default_factory=dict)
    least: Cost = field(default_factory=lambda: np.zeros(0))
    ahead: Cost = field(default_factory=lambda: np.zeros(0))
    days_ahead: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    def __post_init__(self) -> None:
        """Relax backwards until nothing changes."""
        taken = {
            key: np.minimum.reduce([self.costs.step(departure).cost for departure in variants])
            for key in self.network.departures
            if (variants := self.network.one_of_each_variant(key))
        }
        taken = {key: cost for key, cost in taken.items() if np.isfinite(cost[0]).any()}
        self.legs = {key: number for number, key in enumerate(taken)}
        shape = (len(self.legs), *self.costs.zero.shape)
        self.least = np.array(list(taken.values())) if taken else np.zeros(shape)
        self.ahead = np.full(shape, np.inf)
        self.days_ahead = np.full(len(self.legs), np.inf)
        for key, number in self.legs.items():
            handling = self.network.handling(key.destination, key, None)
            if key.destination == self.destination and handling is not None:
                self.ahead[number] = self._cost_of(key.destination, handling)
                self.days_ahead[number] = handling.dwell_days
        self._relax()

    def _relax(self) -> None:
        before, after, cost, days = self._connections()
        if not before.size:
            return
        starts = np.flatnonzero(np.r_[True, before[1:] != before[:-1]])
        for _ in range(len(self.network.book.locations)):
            ahead = np.minimum.reduceat(cost + self.ahead[after], starts)
            soonest = np.minimum.reduceat(days + self.days_ahead[after], starts)
            ahead = np.minimum(self.ahead[before[starts]], ahead)
            soonest = np.minimum(self.days_ahead[before[starts]], soonest)
            if np.array_equal(ahead, self.ahead[before[starts]]) and np.array_equal(
                soonest, self.days_ahead[before[starts]]
            ):
                return
            self.ahead[before[starts]], self.days_ahead[before[starts]] = ahead, soonest

    def _connections(self) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Cost, npt.NDArray[np.float64]]:
        """Every pair of legs that connect, by the first: the two, the cost and the days from the one to the other."""
        starting: dict[str, list[LegKey]] = defaultdict(list)
        for key in self.legs:
            starting[key.origin].append(key)
        pairs, costs, days = [], [], []
        for first, number in self.legs.items():
            if first.destination == self.destination:
                continue
            for second in starting[first.destination]:
                handling = self.network.handling(first.destination, first, second)
                if handling is None or second.destination == first.origin:
                    continue
                pairs.append((number, self.legs[second]))
                costs.append(self._cost_of(first.destination, handling) + self.least[self.legs[second]])
                days.append(handling.dwell_days + self.network.fewest_days(second))
        if not pairs:
            return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0), np.zeros(0)
        before, after = np.array(pairs, np.intp).T
        return before, after, np.array(costs), np.array(days, np.float64)

    def _cost_of(self, location: str, handling: Handling) -> Cost:
        if handling.transfer is None:
            return self.costs.zero
        days = self.network.day_of_each_epoch()
        return np.minimum.reduce([self.costs.handling(location, handling, day) for day in days])
