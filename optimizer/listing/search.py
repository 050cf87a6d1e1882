"""Every itinerary of a shipment that some least-cost plan may need.

A label is a chain of departures up to a location. One label dominates another at the same location, having arrived
by the same mode and named service, if whatever follows the other can follow it at no more cost and no more use of
limited capacity: it arrives no later; it costs no more per container anywhere on any segment, even if the days
gained are all spent in the dearest storage; it uses no limited resource that the other does not; the same departures
with a minimum load; and has visited no location that the other has not. Only dominated labels are dropped, so what is
left contains an optimal plan whatever the other shipments do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heappop, heappush
from typing import TypeAlias

import numpy as np

from optimizer.listing.costs import Cost, Costs, Fee
from optimizer.network import Network
from optimizer.resources import Resource, resources_on, transfer_resource
from tariffs.book import LegKey, Shipment
from tariffs.timetable import Departure, Handling, Itinerary

#: Costs closer than this are equal, base currency: far below a cent, far above the rounding of floats.
EPSILON = 1e-7

#: Where a label stands: location, arriving mode and named service.
State: TypeAlias = tuple[str, str, str]

#: What is used of the limited resources: (resource, 0), and (resource, 1) for the second time, …
Uses: TypeAlias = frozenset[tuple[Resource, int]]


@dataclass(slots=True, eq=False)
class Label:
    """A chain of departures. ``cost`` is as ``optimizer.listing.costs`` says; ``dominators`` counts better labels."""

    departure: Departure | None
    handling: Handling | None
    previous: Label | None
    location: str
    arrives: date
    cost: Cost
    fees: tuple[Fee, ...]
    limited: Uses
    committed: frozenset[Departure]
    visited: frozenset[str]
    dominators: int = 0

    @property
    def state(self) -> State:
        """Where it stands."""
        if self.departure is None:
            return (self.location, "", "")
        key = self.departure.leg.key
        return (self.location, key.mode, key.service)


@dataclass(frozen=True, slots=True)
class Found:
    """A complete itinerary: its cost, booking fees, and what it uses of the limited resources."""

    itinerary: Itinerary
    cost: Cost
    fees: tuple[Fee, ...]
    limited: Uses
    committed: frozenset[Departure]


def _no_resource(resource: Resource) -> bool:
    return False


@dataclass(slots=True)
class Search:
    """A search for the itineraries of one shipment.

    Attributes
    ----------
    limited
        Says which resources may bind; the others are taken as endless.
    forbidden
        Says which resources may not be used at all.
    keep
        A label is dropped once this many dominate it; 1 lists what a plan may need, more lists the next best.
    """

    network: Network
    costs: Costs
    shipment: Shipment
    limited: Callable[[Resource], bool] = _no_resource
    forbidden: Callable[[Resource], bool] = _no_resource
    keep: int = 1

    def itineraries(self) -> list[Found]:
        """All that are not dominated by ``keep`` others."""
        shipment = self.shipment
        if not self.costs.segments:
            return []
        start = Label(
            None, None, None, shipment.origin, shipment.ready, self.costs.zero, (), frozenset(), frozenset(),
            frozenset({shipment.origin}),
        )
        front: dict[State, list[Label]] = defaultdict(list)
        queue: list[tuple[date, int, Label]] = [(start.arrives, 0, start)]
        count = 1
        while queue:
            _, _, label = heappop(queue)
            if label.dominators >= self.keep or label.location == shipment.destination:
                continue
            for new in self._extend(label):
                if self._admit(front[new.state], new):
                    heappush(queue, (new.arrives, count, new))
                    count += 1
        ends = [label for state, labels in front.items() if state[0] == shipment.destination for label in labels]
        return [found for label in ends if label.dominators < self.keep for found in self._complete(label)]

    def _extend(self, label: Label) -> Iterator[Label]:
        remaining = self.network.days_to(self.shipment.destination)
        for key in self.network.legs_from[label.location]:
            if key.destination not in remaining or key.destination in label.visited or not self.allowed(key):
                continue
            before = label.departure.leg.key if label.departure else None
            handling = self.network.handling(label.location, before, key)
            if handling is None:
                continue
            latest = self.shipment.last_day - timedelta(days=remaining[key.destination])
            yield from self._departures(label, key, handling, latest)

    def allowed(self, key: LegKey) -> bool:
        """Whether the shipment may use a leg at all: its mode, and where it goes."""
        shipment, avoid = self.shipment, self.shipment.avoid
        if shipment.modes is not None and key.mode not in shipment.modes:
            return False
        country = self.network.book.locations[key.destination].country
        return key.destination not in avoid.locations and country not in avoid.countries

    def _departures(self, label: Label, key: LegKey, handling: Handling, latest: date) -> Iterator[Label]:
        first = label.arrives + timedelta(days=handling.dwell_days)
        stored = self.costs.dearest_day(key.destination).any() and key.destination != self.shipment.destination
        seen: dict[tuple[object, ...], int] = defaultdict(int)
        for departure in self.network.departures_between(key, first, latest):
            if departure.arrives > latest or not self.network.timetable.ready_for(departure, handling, label.arrives):
                continue
            resources = resources_on(departure, handling)
            if any(map(self.forbidden, resources)) or self.avoids(departure):
                continue
            limited = list(filter(self.limited, resources))
            if not stored and departure.terms.min_load == 0 and departure.terms.departure_cost == 0:
                # A later departure that costs the same and uses the same is never needed: waiting can be done there.
                alike = (self.network.variant(departure), self._delivery_epoch(departure), *limited)
                seen[alike] += 1
                if seen[alike] > self.keep:
                    continue
            new = self._label(label, departure, handling, limited)
            if new is not None:
                yield new

    def avoids(self, departure: Departure) -> bool:
        """Whether a departure crosses a border that the shipment avoids."""
        avoid = self.shipment.avoid.borders
        return bool(avoid) and any(passage.border.name in avoid for passage in departure.passages)

    def _label(
        self, label: Label, departure: Departure, handling: Handling, limited: list[Resource]
    ) -> Label | None:
        step = self.costs.step(departure)
        if not step.taken:
            return None
        cost = label.cost + step.cost
        if handling.transfer is not None:
            cost += self.costs.handling(label.location, handling, departure.departs)
        if label.departure is not None:
            cost += self.costs.storage(label.location, label.arrives, departure.departs)
        if not np.isfinite(cost).any():
            return None
        terms = departure.terms
        commits = terms.min_load > 0 or terms.departure_cost > 0
        to = departure.leg.key.destination
        return Label(
            departure, handling, label, to, departure.arrives, cost, label.fees + step.fees, used_too(label.limited, limited),
            label.committed | {departure} if commits else label.committed, label.visited | {to},
        )

    def _admit(self, rivals: list[Label], new: Label) -> bool:
        """Put a label among those of its state unless enough of them dominate it; count it against those it beats."""
        for rival in rivals:
            if self._dominates(rival, new):
                new.dominators += 1
                if new.dominators >= self.keep:
                    return False
        for rival in rivals:
            if self._dominates(new, rival):
                rival.dominators += 1
        rivals[:] = [rival for rival in rivals if rival.dominators < self.keep]
        rivals.append(new)
        return True

    def _dominates(self, one: Label, other: Label) -> bool:
        if (
            one.arrives > other.arrives
            or self._delivery_epoch(one.departure) != self._delivery_epoch(other.departure)
            or one.committed != other.committed
            or not one.limited <= other.limited
            or not one.visited <= other.visited
        ):
            return False
        cost = one.cost
        if one.arrives < other.arrives and one.location != self.shipment.destination:
            cost = cost + self.costs.dearest_day(one.location) * (other.arrives - one.arrives).days
        if not bool((cost <= other.cost + EPSILON).all()):
            return False
        return fees_dominate(one.fees, other.fees, len(self.costs.segments))

    def _delivery_epoch(self, departure: Departure | None) -> tuple[int, int]:
        """At the destination rates and duties depend on the day; elsewhere a label may wait, and they do not."""
        if departure is None or departure.leg.key.destination != self.shipment.destination:
            return (0, 0)
        handling = self.network.handling(self.shipment.destination, departure.leg.key, None)
        dwell = handling.dwell_days if handling else 0
        arrives = departure.arrives
        return (self.network.epoch(arrives), self.network.epoch(arrives + timedelta(days=dwell)))

    def _complete(self, label: Label) -> Iterator[Found]:
        assert label.departure is not None  # the start is at the origin, which is not the destination
        handling = self.network.handling(label.location, label.departure.leg.key, None)
        if handling is None:
            return
        delivered = label.arrives + timedelta(days=handling.dwell_days)
        resource = transfer_resource(handling, label.arrives)
        if delivered > self.shipment.last_day or (resource is not None and self.forbidden(resource)):
            return
        limited = label.limited
        if resource is not None and self.limited(resource):
            limited = used_too(limited, [resource])
        departures, handlings = _chain(label)
        cost = label.cost + self.costs.handling(label.location, handling, label.arrives)
        itinerary = Itinerary(departures, (*handlings, handling), delivered)
        yield Found(itinerary, cost, label.fees, limited, label.committed)


def used_too(uses: Uses, more: list[Resource]) -> Uses:
    """``uses`` and each of ``more`` once more."""
    for resource in more:
        times = 0
        while (resource, times) in uses:
            times += 1
        uses |= {(resource, times)}
    return uses


def fees_dominate(some: tuple[Fee, ...], others: tuple[Fee, ...], segments: int) -> bool:
    """Whether all of ``some`` cost no more than those of ``others`` that any load pays."""
    if not some:
        return True
    certain = [fee for fee in others if len(fee.segments) == segments]
    return (
        sum(fee.amount for fee in some) <= sum(fee.amount for fee in certain) + EPSILON
        and sum(fee.outside for fee in some) <= sum(fee.outside for fee in certain) + EPSILON
    )


def _chain(label: Label) -> tuple[tuple[Departure, ...], tuple[Handling, ...]]:
    departures: list[Departure] = []
    handlings: list[Handling] = []
    step: Label | None = label
    while step is not None and step.departure is not None and step.handling is not None:
        departures.append(step.departure)
        handlings.append(step.handling)
        step = step.previous
    return tuple(reversed(departures)), tuple(reversed(handlings))
