"""Every itinerary of a shipment that some least-cost plan may need.

Labels, chains of departures up to a location, are made longer until they reach the destination. What is dominated or
outdone is dropped (``optimizer.listing.dominance``), and nothing else, so what is left contains an optimal plan
whatever the other shipments do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heappop, heappush
from itertools import combinations

import numpy as np

from optimizer.listing.costs import TRANSPORT, Cost, Costs
from optimizer.listing.dominance import Dominance, both_ends, with_fees
from optimizer.listing.earliest import Earliest
from optimizer.listing.labels import Found, ItineraryKey, Label, State, Uses, chain, itinerary_key
from optimizer.listing.onward import Limits, Onward
from optimizer.listing.outlook import Outlook
from optimizer.listing.whole import Whole
from optimizer.network import Network
from optimizer.stopping import nothing_to_check
from tariffs.book import LegKey, Shipment
from tariffs.rating.charge import exact
from tariffs.rating.lines import most_in
from tariffs.timetable import Departure, Itinerary

#: With more departures of a minimum load ahead than this, nothing is outdone.
MOST_MINIMUMS = 3


@dataclass(slots=True)
class Search:
    """A search for the itineraries of one shipment.

    Attributes
    ----------
    outlook, earliest, whole
        What lies ahead at least in cost and in days, and what a shipment pays in all.
    limits
        What an itinerary may use.
    only
        The segments that count, by position; ``None`` for all.
    pinned
        The departures with which every itinerary begins: those that have left already.
    check
        Raises what ends the search before it is done.
    onward
        The ways on from a label.
    """

    network: Network
    outlook: Outlook
    earliest: Earliest
    whole: Whole
    shipment: Shipment
    limits: Limits
    only: frozenset[int] | None = None
    pinned: tuple[Departure, ...] = ()
    check: Callable[[], None] = nothing_to_check
    dominance: Dominance = field(init=False)
    onward: Onward = field(init=False)
    _found: list[Found] = field(default_factory=list)
    _keys: set[ItineraryKey] = field(default_factory=set)
    _legs: Container[LegKey] = field(init=False)
    _left_behind_per_t: float = field(init=False)

    def __post_init__(self) -> None:
        """Choose how labels are compared and made longer."""
        self._left_behind_per_t = float(self.network.rater.unserved_per_t(self.shipment))
        self._legs = self.outlook.legs
        self.dominance = Dominance(self.network, self.whole, self.shipment)
        self.onward = Onward(self.network, self.costs, self.shipment, self.limits, self.dominance, self.earliest)

    @property
    def costs(self) -> Costs:
        """The costs of carriage."""
        return self.whole.costs

    def leave_out(self, legs: Collection[LegKey]) -> None:
        """Do without some legs; what is found is complete for the others only."""
        if legs:
            self._legs = frozenset(self.outlook.legs).difference(legs)

    def itineraries(self) -> list[Found]:
        """All that are neither dominated nor outdone by others."""
        shipment = self.shipment
        if not self.costs.segments:
            return []
        start = self._start()
        for segment in self._fullest(start):
            self._dive(start, segment)
        if not self.pinned:  # what lies behind is known of whole ways alone
            self._legs = self._useful_legs(start)
        front: dict[State, list[Label]] = defaultdict(list)
        queue: list[tuple[float, int, Label, Cost | None]] = [(0.0, 0, start, None)]
        count = 1
        while queue:
            self.check()
            _, _, label, ahead = heappop(queue)
            if label.dropped or self._drop_outdone(label, ahead):
                continue
            if label.location == shipment.destination:
                self._complete(label)
                continue
            for new in self.onward.labels(label, self._legs):
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
        cut = len(self.network.cuts.of(self.shipment))
        queue: list[tuple[float, int, Label]] = [(0.0, 0, self._start())]
        count = 1
        while queue:
            self.check()
            bound, _, label = heappop(queue)
            stand = (label.state, label.arrives, label.limited)
            followed[stand] += 1
            if followed[stand] > self.limits.keep + cut:
                continue
            if label.location == self.shipment.destination:
                self._complete(label)
                if self._found:
                    yield bound, self._found.pop()
                continue
            for new in self.onward.labels(label, self._legs):
                ahead = self.whole.below(*self._to_the_end(new))[:, places]
                if np.isfinite(ahead).all():
                    heappush(queue, (float((ahead @ weights).max()), count, new))
                    count += 1

    def _start(self) -> Label:
        """Cargo at its origin, or where it was brought; segments in which it never travels cost infinitely."""
        shipment, nothing = self.shipment, frozenset[Departure]()
        cost = self.costs.zero
        for position, segment in enumerate(self.costs.segments):
            most = min(most_in(segment.container, shipment), exact(shipment.weight_t))
            if segment.low >= most or (self.only is not None and position not in self.only):
                cost[TRANSPORT, [position, len(self.costs.segments) + position]] = np.inf
        visited = frozenset({shipment.origin})
        cut = bool(self.network.cuts.of(shipment))
        label = Label(
            None, None, None, shipment.origin, shipment.ready, cost, (), frozenset(), nothing, visited, begins_cut=cut
        )
        for departure in self.pinned:
            label = self.onward.pinned(label, departure)
        return label

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
        if self.limits.minimums:  # cargo may go a dearer way to fill a departure
            return {key for key, number in legs.items() if within[number] and key in self._legs}
        useful = set()
        for key, number in legs.items():
            if not within[number] or key not in self._legs:
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
            ways = (
                (self._at_least(new), number, new)
                for number, new in enumerate(self.onward.labels(label, self._legs, first_only=True))
            )
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

    def _at_least(self, label: Label) -> Cost | None:
        """What any itinerary that goes on from a label costs in all, at least."""
        return self.whole.at_least(*self._to_the_end(label))

    def _to_the_end(self, label: Label) -> tuple[Cost, date]:
        """The least carriage of an itinerary that goes on from a label, and the earliest delivery."""
        assert label.departure is not None  # only the start has none
        key = label.departure.leg.key
        delivered = self.earliest.delivery(self.shipment.destination)[key][(label.arrives - self.network.first).days]
        ahead = self.outlook.ahead(self.shipment.destination).cost[self.outlook.legs[key]]
        return label.cost + ahead, self.network.first + timedelta(days=int(delivered))

    def _drop_outdone(self, label: Label, ahead: Cost | None) -> bool:
        """Drop what leaving the cargo behind, or known itineraries, serve as well; whether nothing is left."""
        ends = None if ahead is None else self._may_end_with(label)
        if ahead is None or ends is None:
            return False
        covered = np.ones(len(self.costs.segments), bool)
        for end in ends:
            known = self.dominance.known(self._found, end, label, ahead)
            if self.shipment.penalty_per_t is not None and not end:
                known |= both_ends(ahead[0] >= self._left_behind_per_t * self.whole.cargo)
            covered &= known
        return self.dominance.drop(label, covered)

    def _may_end_with(self, label: Label) -> list[frozenset[Departure]] | None:
        """The sets of departures with a minimum load that an itinerary through a label may have; ``None`` if many."""
        more = [
            departure
            for departure in self.limits.minimums
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
        if label.begins_cut and key in self.network.cuts.of(self.shipment):
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
