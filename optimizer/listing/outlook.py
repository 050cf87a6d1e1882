"""What at least lies behind and ahead of cargo on a leg: cost and days.

Lower bounds over every way there and every way on, whatever the dates and capacities, found by relaxation over at
most as many legs as there are locations. Storage is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.listing.costs import EMISSIONS, OUTSIDE, TRANSPORT, Cost, Costs
from tariffs.book import LegKey
from tariffs.timetable import Handling

Days: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bounds:
    """By leg, at least: ``cost`` of shape (legs, 3, 2·S), and ``days``; ``inf`` where there is no way."""

    cost: Cost
    days: Days


@dataclass(slots=True)
class Outlook:
    """The legs that take some goods, how they connect, and what lies behind and ahead of each.

    ``legs`` gives the position of each leg in the arrays.
    """

    costs: Costs
    legs: dict[LegKey, int] = field(init=False)
    _least: Cost = field(init=False)
    _days: Days = field(init=False)
    _before: npt.NDArray[np.intp] = field(init=False)
    _after: npt.NDArray[np.intp] = field(init=False)
    _between: Cost = field(init=False)
    _dwell: Days = field(init=False)
    _ahead: dict[str, Bounds] = field(default_factory=dict)
    _behind: dict[str, Bounds] = field(default_factory=dict)
    _handlings: dict[str, Cost] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take down the legs and how they connect."""
        network = self.costs.network
        least = {
            key: np.minimum.reduce([self.costs.step(departure).cost for departure in variants])
            for key in network.departures
            if (variants := network.one_of_each_variant(key))
        }
        least = {key: cost for key, cost in least.items() if np.isfinite(cost[TRANSPORT]).any()}
        self.legs = {key: number for number, key in enumerate(least)}
        self._least = np.array(list(least.values())).reshape(len(least), *self.costs.zero.shape)
        self._days = np.array([network.fewest_days(key) for key in least], np.float64)
        self._connect()

    def _connect(self) -> None:
        """Every pair of legs that connect, in order of the first."""
        starting: dict[str, list[LegKey]] = defaultdict(list)
        for key in self.legs:
            starting[key.origin].append(key)
        pairs, between, dwell = [], [], []
        for first, number in self.legs.items():
            for second in starting[first.destination]:
                handling = self.costs.network.handling(first.destination, first, second)
                if handling is not None and second.destination != first.origin:
                    pairs.append((number, self.legs[second]))
                    between.append(self._least_handling(first.destination, handling))
                    dwell.append(handling.dwell_days)
        self._before, self._after = np.array(pairs, np.intp).reshape(-1, 2).T
        self._between = np.array(between).reshape(len(pairs), *self.costs.zero.shape)
        self._dwell = np.array(dwell, np.float64)

    def _least_handling(self, location: str, handling: Handling) -> Cost:
        row = handling.transfer
        if row is None:
            return self.costs.zero
        if row.where not in self._handlings:
            days = self.costs.network.day_of_each_epoch()
            every = [self.costs.handling(location, handling, day) for day in days]
            self._handlings[row.where] = np.minimum.reduce(every)
        return self._handlings[row.where]

    def ahead(self, destination: str) -> Bounds:
        """From arrival by each leg to delivery at a destination."""
        if destination not in self._ahead:
            made = self._nowhere()
            for key, number in self.legs.items():
                handling = self.costs.network.handling(key.destination, key, None)
                if key.destination == destination and handling is not None:
                    made.cost[number] = self._least_handling(destination, handling)
                    made.days[number] = handling.dwell_days
            step = self._between + self._least[self._after]
            self._relax(made, step, self._dwell + self._days[self._after], self._before, self._after)
            self._ahead[destination] = _finite(made)
        return self._ahead[destination]

    def through(self, destination: str, places: Sequence[str]) -> list[Bounds]:
        """As ``ahead``, by the set of places that have still to be passed: bit n of the position is ``places[n]``."""
        step, days = self._between + self._least[self._after], self._dwell + self._days[self._after]
        found = [self.ahead(destination)]
        for missing in range(1, 1 << len(places)):
            made = self._nowhere()
            for bit, place in enumerate(places):
                if not missing >> bit & 1:
                    continue
                rest = found[missing & ~(1 << bit)]
                for key, number in self.legs.items():
                    if key.destination == place and np.isfinite(rest.days[number]):
                        made.cost[number], made.days[number] = rest.cost[number], rest.days[number]
            self._relax(made, step, days, self._before, self._after)
            found.append(_finite(made))
        return found

    def step(self, before: LegKey | None, key: LegKey) -> tuple[Cost, int] | None:
        """What a leg after another, or the first, costs at least, and its days; ``None`` if it can't follow."""
        handling = self.costs.network.handling(key.origin, before, key)
        if handling is None:
            return None
        number = self.legs[key]
        cost = self._least_handling(key.origin, handling) + self._least[number]
        return cost, handling.dwell_days + int(self._days[number])

    def behind(self, origin: str) -> Bounds:
        """From an origin to arrival by each leg."""
        if origin not in self._behind:
            made = self._nowhere()
            for key, number in self.legs.items():
                handling = self.costs.network.handling(key.origin, None, key)
                if key.origin == origin and handling is not None:
                    made.cost[number] = self._least_handling(origin, handling) + self._least[number]
                    made.days[number] = handling.dwell_days + self._days[number]
            order = np.argsort(self._after, kind="stable")
            step = (self._between + self._least[self._after])[order]
            days = (self._dwell + self._days[self._after])[order]
            self._relax(made, step, days, self._after[order], self._before[order])
            self._behind[origin] = _finite(made)
        return self._behind[origin]

    def _nowhere(self) -> Bounds:
        return Bounds(np.full(self._least.shape, np.inf), np.full(len(self.legs), np.inf))

    def _relax(
        self, bounds: Bounds, step: Cost, days: Days, to: npt.NDArray[np.intp], via: npt.NDArray[np.intp]
    ) -> None:
        """Lower the bounds of ``to`` by those of ``via`` and the step between, until nothing changes."""
        if not to.size:
            return
        starts = np.flatnonzero(np.r_[True, to[1:] != to[:-1]])
        ends = to[starts]
        for _ in range(len(self.costs.network.book.locations)):
            cost = np.minimum(bounds.cost[ends], np.minimum.reduceat(step + bounds.cost[via], starts))
            fewest = np.minimum(bounds.days[ends], np.minimum.reduceat(days + bounds.days[via], starts))
            if np.array_equal(cost, bounds.cost[ends]) and np.array_equal(fewest, bounds.days[ends]):
                return
            bounds.cost[ends], bounds.days[ends] = cost, fewest


def _finite(bounds: Bounds) -> Bounds:
    """Where transport is infinite the other rows need not be, and infinity times nothing is no number."""
    for row in (OUTSIDE, EMISSIONS):
        bounds.cost[:, row][np.isinf(bounds.cost[:, TRANSPORT])] = 0.0
    return bounds
