"""Every plan of the tiny world in whole TEU: an independent way to what is best in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations_with_replacement
from typing import NamedTuple

from tariffs.fraction import Fraction
from tariffs.loading import Input
from tariffs.rating import Charge, Load, Rater
from tests.engine.exhaustive import every_itinerary


class Way(NamedTuple):
    """A plan: its cost, the mean days of its cargo from ready to delivery, its CO2e, t, and the boxes of each week."""

    cost: Decimal
    days: Fraction
    co2e_t: Fraction
    crossings: tuple[int, ...]


def ways(given: Input) -> Iterator[Way]:
    """Three TEU of 22 t, each on some itinerary, or left behind; crossings are those of the border by week."""
    [shipment] = given.portfolio.shipments.values()
    rater, box = Rater(given.book), given.book.containers["TEU"]
    itineraries = every_itinerary(given.book, shipment)
    rated = {
        (n, boxes): rater.booking(shipment, itinerary, (Load(box, boxes, Decimal(22 * boxes)),))
        for n, itinerary in enumerate(itineraries)
        for boxes in (1, 2, 3)
    }
    crossed = [[p.crossed.isocalendar()[:2] for d in way.departures for p in d.passages] for way in itineraries]
    for chosen in combinations_with_replacement(range(-1, len(itineraries)), 3):
        cost, days, co2e = Decimal(0), Fraction(0), Fraction(0)
        weeks: Counter[tuple[int, int]] = Counter()
        for n, boxes in Counter(chosen).items():
            if n < 0:
                cost += sum(Charge.of(item).amount for item in rater.unserved(shipment, Decimal(22 * boxes)))
                continue
            cost += rated[n, boxes].total
            co2e += rated[n, boxes].co2_t
            days += Fraction(boxes * (itineraries[n].delivered - shipment.ready).days, 3)
            weeks.update(dict.fromkeys(crossed[n], boxes))
        yield Way(cost, days, co2e, tuple(weeks.values()))
