"""Searches that share what they have in common."""

from __future__ import annotations

from collections.abc import Callable

from optimizer.listing.costs import CostCache
from optimizer.listing.earliest import Earliest
from optimizer.listing.onward import Limits
from optimizer.listing.outlook import Outlook
from optimizer.listing.search import Search
from optimizer.listing.whole import Whole
from optimizer.network import Network
from optimizer.resources import Resource
from optimizer.stopping import nothing_to_check
from tariffs.book import Shipment
from tariffs.timetable import Departure


def _none(limit: Resource | Departure) -> bool:
    return False


class Lister:
    """Makes searches for shipments; costs and outlooks are found once for all that are rated alike.

    ``check`` raises what ends a search before it is done.
    """

    def __init__(self, network: Network, check: Callable[[], None] = nothing_to_check) -> None:
        self.network, self.check = network, check
        self.costs = CostCache(network)
        self.earliest = Earliest(network)
        self._outlooks: dict[int, Outlook] = {}
        self._wholes: dict[str, Whole] = {}

    def whole(self, shipment: Shipment) -> Whole:
        """What turns the costs of carriage into whole costs of a shipment."""
        if shipment.name not in self._wholes:
            self._wholes[shipment.name] = Whole(self.costs.of(shipment), shipment)
        return self._wholes[shipment.name]

    def outlook(self, shipment: Shipment) -> Outlook:
        """What lies behind and ahead of a shipment at least."""
        costs = self.costs.of(shipment)
        if id(costs) not in self._outlooks:
            self._outlooks[id(costs)] = Outlook(costs)
        return self._outlooks[id(costs)]

    def search(
        self,
        shipment: Shipment,
        *,
        limited: Callable[[Resource], bool] = _none,
        minimums: frozenset[Departure] = frozenset(),
        forbidden: Callable[[Resource], bool] = _none,
        closed: Callable[[Departure], bool] = _none,
        keep: int = 1,
    ) -> Search:
        """A search for the itineraries of a shipment."""
        return Search(
            self.network,
            self.outlook(shipment),
            self.earliest,
            self.whole(shipment),
            shipment,
            Limits(limited, minimums, forbidden, closed, keep),
            check=self.check,
        )
