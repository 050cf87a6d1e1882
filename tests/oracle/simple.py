"""The cheapest plan without ideas: each shipment whole, on one itinerary, in containers of one type, or left behind.

Where nothing is limited it is a plan like any other, so no plan of least cost may cost more.
"""

from __future__ import annotations

import math
from fractions import Fraction

from tariffs.book import Container, Portfolio, Shipment, TariffBook
from tests.oracle.rating import Boxes, NotCarried, bill, left_behind
from tests.oracle.runs import Way, ways

#: More containers than needed may be cheaper, where weight bands reward going lighter.
MORE = 2


def cheapest(book: TariffBook, portfolio: Portfolio) -> Fraction:
    """The least cost of such a plan, base currency, not rounded; every shipment has a penalty."""
    return sum((_cheapest(book, shipment) for shipment in portfolio.shipments.values()), Fraction(0))


def _cheapest(book: TariffBook, shipment: Shipment) -> Fraction:
    assert shipment.penalty_per_t is not None
    costs = [Fraction(shipment.weight_t) * left_behind(book, shipment)]
    for way in ways(book, shipment):
        for container in book.containers.values():
            costs.extend(_costs(book, shipment, way, container))
    return min(costs)


def _costs(book: TariffBook, shipment: Shipment, way: Way, container: Container) -> list[Fraction]:
    """What the whole shipment costs in as few containers of a type as hold it, and in some more."""
    if shipment.containers is not None and container.name not in shipment.containers:
        return []
    if shipment.commodity.reefer and not container.reefer:
        return []
    weight, volume = Fraction(shipment.weight_t), Fraction(shipment.volume_m3)
    fewest = max(math.ceil(weight / Fraction(container.payload_t)), math.ceil(volume / Fraction(container.volume_m3)))
    costs = []
    for count in range(fewest, fewest + MORE + 1):
        try:
            found = bill(book, shipment, way, [Boxes(container, count, weight)])
        except NotCarried:
            continue
        costs.append(sum(found.amounts.values(), Fraction(0)))
    return costs
