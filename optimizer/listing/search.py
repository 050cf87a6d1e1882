"""Every itinerary of a shipment that some least-cost plan may need.

Labels, chains of departures up to a location, are made longer until they reach the destination. What is dominated or
outdone is dropped (``optimizer.listing.dominance``), and nothing else, so what is left contains an optimal plan
whatever the other shipments do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import combinations

import numpy as np

from optimizer.listing.costs import TRANSPORT, Cost, Costs
from optimizer.listing.dominance import Dominance, both_ends, with_fees
from optimizer.listing.labels import Found, Label, State, Uses, chain, used_too
from optimizer.listing.outlook import Outlook
from optimizer.listing.whole import Whole
from optimizer.network import Network
from optimizer.resources import Resource, transfer_resource
from tariffs.book import LegKey, Shipment
from tariffs.timetable import Departure, Handling, Itinerary

#: With more departures of a minimum load ahead than this, nothing is outdone.
MOST_MINIMUMS = 3


def _no_resource(resource: Resource) -> bool:
    return False


@dataclass(slots=True)
class Search:
    """A search for the itineraries of one shipment.

    Attributes
    ----------
    outlook, whole
        What lies ahead at least, and what a shipment pays in all.
    limited
        Says which resources may bind; the others are taken as endless.
    minimums
        The departures whose minimum load may bind; that of the others is left out.
    forbidden
        Says which resources may not be used at all.
    keep
        A label is dropped once this many are as good; 1 lists what a plan may need, more lists the next best.
    """

    network: Network
    outlook: Outlook
    whole: Whole
    shipment: Shipment
    limited: Callable[[Resource], bool] = _no_resource
    minimums: frozenset[Departure] = frozenset()
    forbidden: Callable[[Resource], bool] = _no_resource
    keep: int = 1
    dominance: Dominance = field(init=False)
    _found: list[Found] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Choose how labels are compared."""
        self.dominance = Dominance(self.network, self.whole, self.shipment, self.keep)

    @property
    def costs(self) -> Costs:
        """The costs of carriage."""
        return self.whole.costs

    def itineraries(self) -> list[Found]:
        """All that are neither dominated nor outdone by ``keep`` others."""
        shipment = self.shipment
        if not self.costs.segments:
            return []
        nothing: Uses = frozenset()
        start = Label(
            None,
            None,
            None,
            shipment.origin,
            shipment.ready,
            self.costs.zero,
            (),
            nothing,
            frozenset(),
            frozenset({shipment.origin}),
        )
        front: dict[State, list[Label]] = defaultdict(list)
        queue: list[tuple[float, int, Label]] = [(0.0, 0, start)]
        count = 1
        while queue:
            _, _, label = heappop(queue)
            if label.dominators >= self.keep:
                continue
            if label.location == shipment.destination:
                self._complete(label)
                continue
            for new in self._extend(label):
                ahead = self._at_least(new)
                if not self._drop_outdone(new, ahead) and self.dominance.admit(front[new.state], new):
                    heappush(queue, (self._promise(ahead, new), count, new))
                    count += 1
        return self._found

    def _promise(self, ahead: Cost | None, label: Label) -> float:
        """In what order to go on: the cheapest whole cost a tonne first, so that what outdoes is found early."""
        if ahead is None:
            return float(label.arrives.toordinal())
        half = ahead.shape[1] // 2
        return float((ahead[0, half:] / self.whole.cargo[half:]).min())

    def _extend(self, label: Label) -> Iterator[Label]:
        before = label.departure.leg.key if label.departure else None
        for key in self.network.legs_from[label.location]:
            number = self.outlook.legs.get(key)
            if number is None or key.destination in label.visited or not self.allowed(key):
                continue
            days = self.outlook.days_ahead[number]
            handling = self.network.handling(label.location, before, key)
            if handling is None or not np.isfinite(days):
                continue
            yield from self._departures(label, key, handling, self.shipment.last_day - timedelta(days=int(days)))

    def allowed(self, key: LegKey) -> bool:
        """Whether the shipment may use a leg at all: its mode, and where it goes."""
        shipment, avoid = self.shipment, self.shipment.avoid
        if shipment.modes is not None and key.mode not in shipment.modes:
            return False
        country = self.network.book.locations[key.destination].country
        return key.destination not in avoid.locations and country not in avoid.countries

    def avoids(self, departure: Departure) -> bool:
        """Whether a departure crosses a border that the shipment avoids."""
        avoid = self.shipment.avoid.borders
        return bool(avoid) and any(passage.border.name in avoid for passage in departure.passages)

    def _departures(self, label: Label, key: LegKey, handling: Handling, latest: date) -> Iterator[Label]:
        first = label.arrives + timedelta(days=handling.dwell_days)
        stored = key.destination != self.shipment.destination and self.costs.dearest_day(key.destination).any()
        seen: dict[tuple[object, ...], int] = defaultdict(int)
        for departure in self.network.departures_between(key, first, latest):
            if departure.arrives > latest or not self.network.timetable.ready_for(departure, handling, label.arrives):
                continue
            resources = self.network.resources_on(departure, handling)
            if any(map(self.forbidden, resources)) or self.avoids(departure):
                continue
            limited = [resource for resource in resources if self.limited(resource)]
            if not stored and departure.terms.departure_cost == 0 and departure not in self.minimums:
                # A later departure that costs the same and uses the same is never needed: waiting can be done there.
                alike = (self.network.variant(departure), self.dominance.delivery_epoch(departure), *limited)
                seen[alike] += 1
                if seen[alike] > self.keep:
                    continue
            new = self._label(label, departure, handling, limited)
            if new is not None:
                yield new

    def _label(self, label: Label, departure: Departure, handling: Handling, limited: list[Resource]) -> Label | None:
        step = self.costs.step(departure)
        cost = label.cost + step.cost
        if handling.transfer is not None:
            cost += self.costs.handling(label.location, handling, departure.departs)
        if label.departure is not None:
            cost += self.costs.storage(label.location, label.arrives, departure.departs)
        if not np.isfinite(cost[TRANSPORT]).any():
            return None
        uses = used_too(label.limited, limited)
        if departure.terms.departure_cost > 0:
            uses = used_too(uses, [departure])
        committed = label.committed | {departure} if departure in self.minimums else label.committed
        to = departure.leg.key.destination
        return Label(
            departure,
            handling,
            label,
            to,
            departure.arrives,
            cost,
            label.fees + step.fees,
            uses,
            committed,
            label.visited | {to},
        )

    def _at_least(self, label: Label) -> Cost | None:
        """What any itinerary that goes on from a label costs in all, at least."""
        assert label.departure is not None  # only the start has none
        number = self.outlook.legs[label.departure.leg.key]
        days = int(self.outlook.days_ahead[number])
        return self.whole.at_least(label.cost + self.outlook.ahead[number], label.arrives + timedelta(days=days))

    def _drop_outdone(self, label: Label, ahead: Cost | None) -> bool:
        """Drop what leaving the cargo behind, or known itineraries, serve as well; whether nothing is left."""
        ends = None if ahead is None else self._may_end_with(label)
        if ahead is None or ends is None:
            return False
        covered = np.ones(len(self.costs.segments), bool)
        for end in ends:
            known = self.dominance.known(self._found, end, label, ahead)
            penalty = self.shipment.penalty_per_t
            if penalty is not None and not end:
                known |= both_ends(ahead[0] >= float(penalty) * self.whole.cargo)
            covered &= known
        return self.dominance.drop(label, covered)

    def _may_end_with(self, label: Label) -> list[frozenset[Departure]] | None:
        """The sets of departures with a minimum load that an itinerary through a label may have; ``None`` if many."""
        more = [
            departure
            for departure in self.minimums
            if departure.departs >= label.arrives
            and departure.leg.key.origin not in label.visited - {label.location}
            and departure.leg.key.destination not in label.visited
        ]
        if len(more) > MOST_MINIMUMS:
            return None
        chosen = (subset for size in range(len(more) + 1) for subset in combinations(more, size))
        return [label.committed | frozenset(subset) for subset in chosen]

    def _complete(self, label: Label) -> None:
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
        departures, handlings = chain(label)
        cost = label.cost + self.costs.handling(label.location, handling, label.arrives)
        whole = self.whole.of(cost, delivered)
        with_all_fees = self.whole.of(with_fees(cost, label.fees), delivered)
        itinerary = Itinerary(departures, (*handlings, handling), delivered)
        self._found.append(Found(itinerary, cost, whole, with_all_fees, label.fees, limited, label.committed))
