"""Who finds the itineraries that explanations are made of: each engine in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Protocol

from optimizer.listing.lister import Lister
from optimizer.plan import Booking
from optimizer.resources import Resource
from tariffs.book import Shipment
from tariffs.timetable import Departure, Itinerary


class Guide(Protocol):
    """Finds itineraries."""

    def in_order(
        self, booking: Booking, full: Callable[[Resource], bool], closed: Callable[[Departure], bool], keep: int
    ) -> Iterator[tuple[float, Itinerary | None]]:
        """Itineraries that may take the loads of a booking, cheapest first, but for the cost of departures.

        Each with a bound on the cost of it and of all that follow; ``None`` where there is only the bound. None uses
        what is ``full`` or ``closed``. At least the ``keep`` cheapest are there, if there are as many.
        """

    def place(self, shipment: Shipment) -> int:
        """Shipments are answered soonest when asked about in the order of this."""

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """Itineraries among which is the cheapest for so much of a shipment, capacities and penalty apart."""


class ListingGuide:
    """Searches label by label."""

    def __init__(self, lister: Lister) -> None:
        self.lister = lister

    def in_order(
        self, booking: Booking, full: Callable[[Resource], bool], closed: Callable[[Departure], bool], keep: int
    ) -> Iterator[tuple[float, Itinerary | None]]:
        """See ``Guide``."""
        search = self.lister.search(booking.shipment, forbidden=full, closed=closed, keep=keep)
        loads = [
            (position, float(load.containers), float(load.tonnes_each))
            for load in booking.loads
            for position, segment in enumerate(search.costs.segments)
            if segment.container == load.container and segment.low < load.tonnes_each <= segment.high
        ]
        search.only = frozenset(position for position, _, _ in loads)
        return ((bound, found.itinerary) for bound, found in search.in_order(loads))

    @staticmethod
    def place(_shipment: Shipment) -> int:
        """See ``Guide``: no order is better than another."""
        return 0

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """See ``Guide``: all of them, those that cost more than the penalty as well."""
        search = self.lister.search(replace(shipment, penalty_per_t=None))
        return [found.itinerary for found in search.itineraries()]
