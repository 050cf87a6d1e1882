"""Every itinerary of a shipment that some least-cost plan may need.

Labels, chains of departures up to a location, are made longer until they reach the destination. What is dominated or
outdone is dropped (``optimizer.listing.dominance``), and nothing else, so what is left contains an optimal plan
whatever the other shipments do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import combinations, pairwise

import numpy as np

from optimizer.listing.costs import TRANSPORT, Cost, Costs
from optimizer.listing.dominance import Dominance, both_ends, with_fees
from optimizer.listing.earliest import ByDay, Earliest
from optimizer.listing.labels import Found, ItineraryKey, Label, State, Uses, chain, itinerary_key, used_too
from optimizer.listing.outlook import Outlook
from optimizer.listing.whole import Whole
from optimizer.network import Network
from optimizer.resources import Resource, transfer_resource
from tariffs.book import LegKey, Shipment
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in
from tariffs.timetable import Departure, Handling, Itinerary

#: With more departures of a minimum load ahead than this, nothing is outdone.
MOST_MINIMUMS = 3


def _no_resource(resource: Resource) -> bool:
    return False


def _no_departure(departure: Departure) -> bool:
    return False


@dataclass(slots=True)
class Search:
    """A search for the itineraries of one shipment.

    Attributes
    ----------
    outlook, earliest, whole
        What lies ahead at least in cost and in days, and what a shipment pays in all.
    limited
        Says which resources may bind; the others are taken as endless.
    minimums
        The departures whose minimum load may bind; that of the others is left out.
    forbidden
        Says which resources may not be used at all.
    closed
        Says which departures may not be used at all.
    only
        The segments that count, by position; ``None`` for all.
    keep
        How many departures of a leg are taken that cost and use the same; the first is enough for listing.
    """

    network: Network
    outlook: Outlook
    earliest: Earliest
    whole: Whole
    shipment: Shipment
    limited: Callable[[Resource], bool] = _no_resource
    minimums: frozenset[Departure] = frozenset()
    forbidden: Callable[[Resource], bool] = _no_resource
    closed: Callable[[Departure], bool] = _no_departure
    only: frozenset[int] | None = None
    keep: int = 1
    dominance: Dominance = field(init=False)
    _found: list[Found] = field(default_factory=list)
    _keys: set[ItineraryKey] = field(default_factory=set)
    _legs: Container[LegKey] = field(init=False)
    _delivery: dict[LegKey, ByDay] = field(init=False)
    _last: int = field(init=False)
    _diving: bool = False

    def __post_init__(self) -> None:
        """Choose how labels are compared."""
        self._legs = self.outlook.legs
        self._delivery = self.earliest.delivery(self.shipment.destination)
        self._last = self.earliest.day(self.shipment.last_day)
        self.dominance = Dominance(self.network, self.whole, self.shipment)

    @property
    def costs(self) -> Costs:
        """The costs of carriage."""
        return self.whole.costs

    def itineraries(self) -> list[Found]:
        """All that are neither dominated nor outdone by others."""
        shipment = self.shipment
        if not self.costs.segments:
            return []
        start = self._start()
        self._diving = True
        for segment in self._fullest(start):
            self._dive(start, segment)
        self._diving = False
        self._legs = self._useful_legs(start)
        front: dict[State, list[Label]] = defaultdict(list)
        queue: list[tuple[float, int, Label, Cost | None]] = [(0.0, 0, start, None)]
        count = 1
        while queue:
            _, _, label, ahead = heappop(queue)
            if label.dropped or self._drop_outdone(label, ahead):
                continue
            if label.location == shipment.destination:
                self._complete(label)
                continue
            for new in self._extend(label):
                ahead = self._at_least(new)
                if not self._drop_outdone(new, ahead) and self.dominance.admit(front[new.state], new):
                    heappush(queue, (self._promise(ahead, new), count, new, ahead))
                    count += 1
        return self._found

    def in_order(self, loads: Sequence[tuple[int, float, float]]) -> Iterator[tuple[float, Found]]:
        """Itineraries for given loads, each with a bound on the cost of it and of all that follow: cheapest first.

        A load is the position of its segment, its containers, and its tonnes in each. What departures cost that
        carry anything is left out. No more than ``keep`` ways with the same such departures are followed from one
        state on one day, so the first ``keep`` itineraries are the cheapest, and more may come.
        """
        half = len(self.costs.segments)
        places = np.array([place for position, _, _ in loads for place in (position, half + position)])
        shares = [(q - self.costs.cargo[p]) / (self.costs.cargo[half + p] - self.costs.cargo[p]) for p, _, q in loads]
        weights = np.array([n * w for (_, n, _), share in zip(loads, shares, strict=True) for w in (1 - share, share)])
        followed: dict[tuple[State, date, Uses], int] = defaultdict(int)
        queue: list[tuple[float, int, Label]] = [(0.0, 0, self._start())]
        count = 1
        while queue:
            bound, _, label = heappop(queue)
            stand = (label.state, label.arrives, label.limited)
            followed[stand] += 1
            if followed[stand] > self.keep:
                continue
            if label.location == self.shipment.destination:
                self._complete(label)
                if self._found:
                    yield bound, self._found.pop()
                continue
            for new in self._extend(label):
                ahead = self.whole.below(*self._to_the_end(new))[:, places]
                if np.isfinite(ahead).all():
                    heappush(queue, (float((ahead @ weights).max()), count, new))
                    count += 1

    def _start(self) -> Label:
        """Cargo at its origin; segments in which it never travels cost infinitely from the start."""
        shipment, nothing = self.shipment, frozenset[Departure]()
        cost = self.costs.zero
        for position, segment in enumerate(self.costs.segments):
            most = min(most_in(segment.container, shipment), exact(shipment.weight_t))
            if segment.low >= most or (self.only is not None and position not in self.only):
                cost[TRANSPORT, [position, len(self.costs.segments) + position]] = np.inf
        visited = frozenset({shipment.origin})
        return Label(None, None, None, shipment.origin, shipment.ready, cost, (), frozenset(), nothing, visited)

    def _fullest(self, start: Label) -> list[int]:
        """The fullest segment of each container type that may be used."""
        found: dict[str, list[int]] = defaultdict(list)
        for position, segment in enumerate(self.costs.segments):
            if np.isfinite(start.cost[TRANSPORT, position]):
                found[segment.container.name].append(position)
        return [positions[-1] for positions in found.values()]

    def _useful_legs(self, start: Label) -> set[LegKey]:
        """The legs that some way from origin to destination may use without being outdone by what is known."""
        legs, destination = self.outlook.legs, self.shipment.destination
        behind, ahead = self.outlook.behind(self.shipment.origin), self.outlook.ahead(destination)
        days = behind.days + ahead.days
        within = days <= (self.shipment.last_day - self.shipment.ready).days
        if self.minimums:  # cargo may go a dearer way to fill a departure
            return {key for key, number in legs.items() if within[number]}
        useful = set()
        for key, number in legs.items():
            if not within[number]:
                continue
            delivered = self.shipment.ready + timedelta(days=int(days[number]))
            cost = start.cost + behind.cost[number] + ahead.cost[number]
            least = self.whole.at_least(cost, delivered)
            through = replace(start, cost=cost)
            if not np.isfinite(cost[TRANSPORT]).any() or self._drop_outdone(through, least):
                continue
            useful.add(key)
        return useful

    def _dive(self, start: Label, segment: int) -> None:
        """Go straight for the cheapest itinerary on a segment, so that much is outdone from the beginning.

        What is found is listed like any other; a dive that ends nowhere is nothing lost.
        """
        column = len(self.costs.segments) + segment
        label: Label | None = start
        while label is not None and label.location != self.shipment.destination:
            ways = ((self._at_least(new), number, new) for number, new in enumerate(self._extend(label)))
            promising = [(float(ahead[0, column]), n, new) for ahead, n, new in ways if ahead is not None]
            cost, _, label = min(promising, default=(np.inf, 0, None), key=lambda way: way[:2])
            if not np.isfinite(cost):
                return
        if label is not None:
            self._complete(label)

    def _promise(self, ahead: Cost | None, label: Label) -> float:
        """In what order to go on: the cheapest whole cost a tonne first, so that what outdoes is found early."""
        if ahead is None:
            return float(label.arrives.toordinal())
        half = ahead.shape[1] // 2
        return float((ahead[0, half:] / self.whole.cargo[half:]).min())

    def _extend(self, label: Label) -> Iterator[Label]:
        before = label.departure.leg.key if label.departure else None
        for key in self.network.legs_from[label.location]:
            if key not in self._legs or key.destination in label.visited or not self.allowed(key):
                continue
            handling = self.network.handling(label.location, before, key)
            if handling is not None:
                yield from self._departures(label, key, handling)

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

    def _departures(self, label: Label, key: LegKey, handling: Handling) -> Iterator[Label]:
        first = label.arrives + timedelta(days=handling.dwell_days)
        alike: dict[tuple[object, ...], list[tuple[Departure, list[Resource]]]] = defaultdict(list)
        for departure in self.network.departures_between(key, first, self.shipment.last_day):
            if self.closed(departure) or not self._in_time(departure):
                continue
            if not self.network.timetable.ready_for(departure, handling, label.arrives):
                continue
            resources = [*self.network.resources_on(departure, handling), *self._at_the_end(departure)]
            if any(map(self.forbidden, resources)) or self.avoids(departure):
                continue
            limited = [resource for resource in resources if self.limited(resource)]
            group = (self.network.variant(departure), self.dominance.delivery_epoch(departure), *limited)
            if departure.terms.departure_cost > 0 or departure in self.minimums:
                group = (departure, *group)
            alike[group].append((departure, limited))
        for departures in alike.values():
            for departure, limited in self._thinned(departures, key.destination):
                new = self._label(label, departure, handling, limited)
                if new is not None:
                    yield new

    def _at_the_end(self, departure: Departure) -> list[Resource]:
        """The capacity of the transfer at the destination, which a departure that arrives there uses."""
        key = departure.leg.key
        if key.destination != self.shipment.destination:
            return []
        handling = self.network.handling(key.destination, key, None)
        resource = transfer_resource(handling, departure.arrives) if handling else None
        return [] if resource is None else [resource]

    def _thinned(
        self, departures: list[tuple[Departure, list[Resource]]], to: str
    ) -> list[tuple[Departure, list[Resource]]]:
        """Of departures that cost and use the same, in order of date, those that may be needed.

        A later one is needed only to save storage where it arrives, since cargo can wait there. With some free days
        beyond what any transfer takes, an arrival serves every onward departure of those days free of charge, so
        arrivals that many days apart serve them all.
        """
        if self._diving:
            return departures[:1]
        if to == self.shipment.destination or not self.costs.dearest_day(to).any():
            return departures[: self.keep]
        apart = self.network.free_days_beyond_transfer(to) + 1
        if apart == 1 or self.keep > 1:
            return departures
        kept = departures[:1]
        for here, following in pairwise(departures[1:]):
            if (following[0].arrives - kept[-1][0].arrives).days > apart:
                kept.append(here)
        return kept + departures[-1:] if len(departures) > 1 else kept

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
        return self.whole.at_least(*self._to_the_end(label))

    def _to_the_end(self, label: Label) -> tuple[Cost, date]:
        """The least carriage of an itinerary that goes on from a label, and the earliest delivery."""
        assert label.departure is not None  # only the start has none
        key = label.departure.leg.key
        delivered = self._delivery[key][(label.arrives - self.network.first).days]
        ahead = self.outlook.ahead(self.shipment.destination).cost[self.outlook.legs[key]]
        return label.cost + ahead, self.network.first + timedelta(days=int(delivered))

    def _in_time(self, departure: Departure) -> bool:
        """Whether cargo on a departure can still be delivered by the last day."""
        arrives = (departure.arrives - self.network.first).days
        by_day = self._delivery[departure.leg.key]
        return arrives < by_day.size and bool(by_day[arrives] <= self._last)

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
        key = itinerary_key(label)
        if handling is None or key in self._keys:  # a dive may have been here, with every segment
            return
        self._keys.add(key)
        delivered = label.arrives + timedelta(days=handling.dwell_days)
        if delivered > self.shipment.last_day:
            return
        departures, handlings = chain(label)
        cost = label.cost + self.costs.handling(label.location, handling, label.arrives)
        whole = self.whole.of(cost, delivered)
        with_all_fees = self.whole.of(with_fees(cost, label.fees), delivered)
        itinerary = Itinerary(departures, (*handlings, handling), delivered)
        self._found.append(Found(itinerary, cost, whole, with_all_fees, label.fees, label.limited, label.committed))
