"""Where a shipment may go: what its modes, services and avoidances permit, for both engines and for explaining."""

from __future__ import annotations

from collections.abc import Hashable

from tariffs.book import Leg, Shipment, Tariff
from tariffs.timetable import Departure
from tariffs.touched import Touched


class Permitted:
    """The rows of ``Tariffs`` that one shipment may go on, whatever it is loaded in.

    All rows of a departure agree on what is asked here. Carriers are not: of a departure that several carry, rating
    picks a row of one that may.
    """

    def __init__(self, shipment: Shipment, touched: Touched) -> None:
        self.shipment, self.touched = shipment, touched
        self._known: dict[str, bool] = {}

    @staticmethod
    def rules(shipment: Shipment) -> Hashable:
        """What is the same for shipments that may go on the same rows."""
        avoid = shipment.avoid
        return shipment.modes, shipment.services, avoid.locations, avoid.countries, avoid.borders

    def departure(self, departure: Departure) -> bool:
        """Whether the shipment may go on a departure."""
        return self.row(departure.terms)

    def leg(self, leg: Leg) -> bool:
        """Whether the shipment may go on some departure of a leg."""
        return any(self.row(row) for row in leg.tariffs)

    def row(self, row: Tariff) -> bool:
        """Whether the shipment may go on a departure that has this row."""
        if row.where not in self._known:
            self._known[row.where] = self._may_use(row)
        return self._known[row.where]

    def _may_use(self, row: Tariff) -> bool:
        modes, services, avoid = self.shipment.modes, self.shipment.services, self.shipment.avoid
        return (
            (modes is None or row.mode in modes)
            and (services is None or row.service in services)
            and avoid.locations.isdisjoint((row.origin, row.destination))
            and avoid.borders.isdisjoint(crossing.border for crossing in row.crossings)
            and (not avoid.countries or avoid.countries.isdisjoint(self.touched.countries(row)))
        )
