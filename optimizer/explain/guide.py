"""Who finds the itineraries that explanations are made of: each engine in its own way."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from optimizer.listing.labels import ItineraryKey
from optimizer.listing.lister import Lister
from optimizer.plan import Booking
from optimizer.resources import Resource
from optimizer.stopping import nothing_to_check
from tariffs.book import LegKey, Shipment
from tariffs.timetable import Departure, Itinerary

#: A chain of legs.
Route: TypeAlias = tuple[LegKey, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A booking for whose loads another itinerary is sought; or some of its loads, as if they were a booking.

    ``full`` says which capacities have no room for them, ``closed`` which departures they may not join, ``fits``
    whether there is room for all that an itinerary uses, also where it uses a capacity twice, and ``keep`` how many
    itineraries there are to choose from at least. ``off`` are routes that are not to be taken; ``on`` is the only one
    that may be, if it is given.
    """

    booking: Booking
    full: Callable[[Resource], bool]
    closed: Callable[[Departure], bool]
    fits: Callable[[Itinerary], bool]
    keep: int
    off: tuple[Route, ...] = ()
    on: Route | None = None

    @property
    def cargo(self) -> Hashable:
        """What goes elsewhere, and from where."""
        return self.booking.shipment.name, self.booking.itinerary, self.booking.loads

    @property
    def key(self) -> Hashable:
        """What tells it from every other."""
        return self.cargo, self.off, self.on


class Guide(Protocol):
    """Finds itineraries."""

    def expect(
        self,
        changes: Sequence[Change],
        left: Sequence[tuple[Shipment, int]],
        check: Callable[[], None] = nothing_to_check,
    ) -> None:
        """Get ready to be asked for these: changes, and shipments of which so many kilograms are left behind.

        Nothing else may be asked for, and each once. From now on ``check`` raises what ends an answer before it is
        found.
        """

    def may_use(self, resources: Collection[Resource], departures: Collection[Departure]) -> Callable[[Shipment], bool]:
        """Says of shipments whether they might be in time for what uses a resource, or for a departure.

        No is certain.
        """

    def in_order(self, change: Change) -> Iterator[tuple[float, Itinerary | None]]:
        """Itineraries that may take the loads of a booking, cheapest first, but for the cost of departures.

        Each with a bound on the cost of it and of all that follow; ``None`` where there is only the bound.
        """

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """Itineraries among which is the cheapest for so much of a shipment, capacities and penalty apart."""


#: So many itineraries are sought at last.
MANY = 100

#: A shipment on several routes is looked at without so many sets of their legs at most.
MOST_SETS = 8


def route_of(itinerary: Itinerary) -> Route:
    """The legs of an itinerary."""
    return tuple(departure.leg.key for departure in itinerary.departures)


def avoiding(routes: Iterable[Route]) -> list[frozenset[LegKey]]:
    """Sets of legs of which every other route does without one set, and none of these routes does.

    No route has all legs of another and more, since none visits a place twice. Routes that would make too many sets
    are left out.
    """
    found: set[frozenset[LegKey]] = {frozenset()}
    for route in sorted(routes, key=str):
        more = {legs if not legs.isdisjoint(route) else legs | {leg} for legs in found for leg in route}
        more = {legs for legs in more if not any(other < legs for other in more)}
        if len(more) <= MOST_SETS:
            found = more
    return sorted(found, key=lambda legs: sorted(map(str, legs)))


class ListingGuide:
    """Searches label by label."""

    def __init__(self, lister: Lister) -> None:
        self.lister = lister

    def expect(
        self,
        changes: Sequence[Change],
        left: Sequence[tuple[Shipment, int]],
        check: Callable[[], None] = nothing_to_check,
    ) -> None:
        """See ``Guide``: every search is one of its own."""
        self.lister.check = check

    @staticmethod
    def may_use(_resources: Collection[Resource], _departures: Collection[Departure]) -> Callable[[Shipment], bool]:
        """See ``Guide``: any might, since to find out takes as long as a search."""
        return lambda _shipment: True

    def in_order(self, change: Change) -> Iterator[tuple[float, Itinerary | None]]:
        """See ``Guide``: without each set of legs of the routes that are not to be taken, side by side."""
        closed = avoiding(change.off)
        if change.on is not None:
            legs_from = self.lister.network.legs_from
            closed = [frozenset(key for leg in change.on for key in legs_from[leg.origin]) - set(change.on)]
        return heapq.merge(*(self._without(legs, change) for legs in closed), key=lambda found: found[0])

    def _without(self, legs: frozenset[LegKey], change: Change) -> Iterator[tuple[float, Itinerary | None]]:
        """Without some legs.

        A search counts no capacity twice, so it is to keep more where what it kept has no room.
        """
        keep, refused = change.keep, True
        given: set[ItineraryKey] = set()
        while refused and keep <= MANY:
            refused, known = False, -math.inf
            for number, (bound, itinerary) in enumerate(self._search(legs, change, keep)):
                fits = change.fits(itinerary)
                refused |= not fits
                known = bound if number < keep or not refused else known
                yield known, itinerary if fits and itinerary.key not in given else None
                given.add(itinerary.key)
            keep *= 4

    def _search(self, legs: frozenset[LegKey], change: Change, keep: int) -> Iterator[tuple[float, Itinerary]]:
        """Itineraries of which the first ``keep`` are the cheapest, but for what has no room twice."""
        booking = change.booking
        search = self.lister.search(booking.shipment, forbidden=change.full, closed=change.closed, keep=keep)
        search.leave_out(legs)
        loads = [
            (position, float(load.containers), float(load.tonnes_each))
            for load in booking.loads
            for position, segment in enumerate(search.costs.segments)
            if segment.container == load.container and segment.low < load.tonnes_each <= segment.high
        ]
        search.only = frozenset(position for position, _, _ in loads)
        return ((bound, found.itinerary) for bound, found in search.in_order(loads))

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """See ``Guide``: all of them, those that cost more than the penalty as well."""
        search = self.lister.search(replace(shipment, penalty_per_t=None))
        return [found.itinerary for found in search.itineraries()]
