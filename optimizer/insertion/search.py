"""The cheapest itinerary for a load in the residual capacity: A* over departures (Hart, Nilsson, Raphael, 1968).

Of the departures of a leg only the first that has room is taken, and transfers cost what they do at least. So a
cheaper itinerary may be missed; what is found is rated exactly by who asked for it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import TypeAlias

from optimizer.insertion.least import Least, Onward
from optimizer.resources import Resource, transfer_resource
from tariffs.rating import Load
from tariffs.rating.lines import total
from tariffs.timetable import Departure, Handling, Itinerary

#: No search looks at more labels.
MOST_LABELS = 1000

#: Where a label stands: location, arriving mode and named service.
State: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class _Label:
    """Cargo that a departure has brought somewhere; ``cost`` is per container."""

    departure: Departure
    handling: Handling
    before: _Label | None
    visited: frozenset[str]
    cost: float


@dataclass(slots=True)
class Search:
    """One search, for a load in the range ``number`` of its shipment.

    ``fits`` says whether a capacity has room for all of it, ``joining`` what departures cost that it joins, ``inf``
    where it may not.
    """

    least: Least
    number: int
    load: Load
    fits: Callable[[Resource], bool]
    joining: Callable[[Departure], float]
    _step: list[float] = field(init=False)
    _ahead: list[float] = field(init=False)
    _transfer: list[float] = field(init=False)
    _per_day: float = field(init=False)
    _queue: list[tuple[float, int, _Label]] = field(default_factory=list)
    _pushed: int = 0
    _known: dict[State, list[tuple[float, date]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Take down what a container with its part of the load costs."""
        least, tonnes = self.least, float(self.load.tonnes_each)
        self._step, self._ahead, self._transfer = (
            least.at(array, self.number, tonnes).tolist() for array in (least.step, least.ahead, least.transfer)
        )
        self._per_day = tonnes * least.per_day

    def run(self) -> Itinerary | None:
        """The cheapest itinerary found that is not cut off."""
        cuts = self.least.connections.network.cuts
        for on in self.least.first:
            self._go_on(None, on)
        for _ in range(MOST_LABELS):
            if not self._queue:
                break
            label = heappop(self._queue)[2]
            key = label.departure.leg.key
            if key.destination == self.least.shipment.destination:
                found = self._delivered(label)
                if found is not None and cuts.allow(self.least.shipment, found, (self.load,)):
                    return found
                continue
            for on in self.least.connections.onward[key]:
                if on.key.destination not in label.visited:
                    self._go_on(label, on)
        return None

    def _go_on(self, label: _Label | None, on: Onward) -> None:
        """Go on by the first departure of a leg that takes the load."""
        least, shipment, network = self.least, self.least.shipment, self.least.connections.network
        arrived = label.departure.arrives if label else shipment.ready
        before = (label.cost if label else 0.0) + self._transfer[on.row]
        if before + self._ahead[on.number] == math.inf:
            return
        in_time = shipment.last_day - timedelta(days=int(least.days[on.number]))
        earliest = arrived + timedelta(days=on.handling.dwell_days)
        for departure in network.departures_between(on.key, earliest, shipment.last_day):
            if departure.arrives > in_time:
                return
            carriage = self._carriage(departure, on, arrived)
            if carriage < math.inf:
                cost = before + carriage + (departure.arrives - arrived).days * self._per_day
                cost += self._storage(label, departure) if label else 0.0
                visited = label.visited if label else frozenset({shipment.origin})
                self._add(_Label(departure, on.handling, label, visited | {on.key.destination}, cost), on)
                return

    def _carriage(self, departure: Departure, on: Onward, arrived: date) -> float:
        """What a container pays on a departure; ``inf`` where it cannot go."""
        connections = self.least.connections
        network = connections.network
        carriage = self._step[connections.variant_at[network.variant(departure)]]
        if (
            carriage == math.inf
            or not network.timetable.ready_for(departure, on.handling, arrived)
            or not all(map(self.fits, network.resources_on(departure, on.handling)))
        ):
            return math.inf
        return carriage + self.joining(departure) / self.load.containers

    def _add(self, label: _Label, on: Onward) -> None:
        """Keep a label, unless one in the same state is neither dearer nor later."""
        front = self._known[on.key.destination, on.key.mode, on.key.service]
        day = label.departure.arrives
        if not any(cost <= label.cost and arrives <= day for cost, arrives in front):
            front.append((label.cost, day))
            self._pushed += 1
            heappush(self._queue, (label.cost + self._ahead[on.number], self._pushed, label))

    def _storage(self, label: _Label, departure: Departure) -> float:
        """What a container pays for its days between two departures, on-costs apart."""
        rater = self.least.connections.network.rater
        items = rater.storage(departure.leg.key.origin, label.departure.arrives, departure.departs, self.load)
        return float(total(items)) / self.load.containers if items else 0.0

    def _delivered(self, last: _Label) -> Itinerary | None:
        """The itinerary of a label at its destination, if the transfer there has room."""
        end = self.least.connections.at_end[last.departure.leg.key]
        assert end is not None  # what lies ahead would be infinite
        handling, arrives = end[0], last.departure.arrives
        resource = transfer_resource(handling, arrives)
        if resource is not None and not self.fits(resource):
            return None
        departures, handlings = [last.departure], [handling, last.handling]
        while last.before is not None:
            last = last.before
            departures.append(last.departure)
            handlings.append(last.handling)
        delivered = arrives + timedelta(days=handling.dwell_days)
        return Itinerary(tuple(departures[::-1]), (*handlings[:0:-1], handling), delivered)
