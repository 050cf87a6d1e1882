"""The cheapest itineraries of a shipment as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from optimizer.explain.cheapest import Cheapest
from optimizer.report.bookings import corridor
from optimizer.report.summary import group_sums
from optimizer.report.table import Cell, Table
from optimizer.tables import ITINERARIES
from tariffs.book import Shipment, TariffBook
from tariffs.fraction import Fraction
from tariffs.rating import Component


def itineraries_table(book: TariffBook, shipment: Shipment, found: Sequence[Cheapest]) -> Table:
    """One row per chain of legs, the cheapest first."""
    return Table("Itineraries", ITINERARIES, tuple(tuple(_row(book, shipment, one, found[0])) for one in found))


def _row(book: TariffBook, shipment: Shipment, one: Cheapest, first: Cheapest) -> Iterator[Cell]:
    itinerary, rated = one.offer.itinerary, one.offer.rated
    cost: Counter[Component] = Counter()
    for charge in rated.charges:
        cost[charge.item.component] += charge.amount  # type: ignore[assignment]
    cost[Component.DEPARTURE] += one.cost - rated.total  # type: ignore[assignment]
    groups = group_sums(cost)  # type: ignore[arg-type]
    departs, delivered = itinerary.departures[0].departs, itinerary.delivered
    yield from (itinerary.route, corridor(itinerary, book), one.offer.boxes, departs, delivered)
    yield from ((delivered - shipment.ready).days, (delivered - departs).days)
    yield from (one.cost, Fraction(one.cost) / Fraction(one.offer.tonnes), one.cost - first.cost)
    yield from (groups["transport cost"], groups["duty and tax"], rated.co2_t)
    yield from ("; ".join(rated.flags), "; ".join(one.in_the_way))
