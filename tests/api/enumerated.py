"""The plans of the tiny world among which the best ones are: an independent way to what is best in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import combinations_with_replacement, permutations
from typing import NamedTuple

from tariffs.fraction import Fraction
from tariffs.loading import Input
from tariffs.rating import Charge, Load, Rated, Rater
from tariffs.timetable import Itinerary
from tests.engine.exhaustive import every_itinerary


class Way(NamedTuple):
    """A plan: cost, mean days of its cargo from ready to delivery, CO2e, t, boxes of each week, and what is left, t.

    ``weeks`` are those of ``crossings``.
    """

    cost: Decimal
    days: Fraction
    co2e_t: Fraction
    crossings: tuple[int, ...]
    left_t: Decimal
    weeks: tuple[object, ...]


#: Where cargo is that stays behind.
LEFT = -1


def ways(given: Input) -> Iterator[Way]:
    """Three boxes at most, each on some itinerary; they are filled one booking after the other, in every order.

    What a box costs there is a straight line in its cargo, so no other tonnes are better than all of these. Of the
    itineraries on the same legs that cross the border in the same week only the first to be delivered counts.
    """
    [shipment] = given.portfolio.shipments.values()
    rater = Rater(given.book)
    first: dict[tuple[object, ...], Itinerary] = {}
    for way in sorted(every_itinerary(given.book, shipment), key=lambda way: way.delivered):
        first.setdefault((way.route, *_weeks(way)), way)
    options = [(way, box) for way in first.values() for box in given.book.containers.values()]

    @cache
    def rated(n: int, boxes: int, tonnes: Decimal) -> Rated:
        way, box = options[n]
        return rater.booking(shipment, way, (Load(box, boxes, tonnes),))

    @cache
    def left(tonnes: Decimal) -> Decimal:
        return sum((Charge.of(item).amount for item in rater.unserved(shipment, tonnes)), Decimal(0))

    for chosen in combinations_with_replacement(range(LEFT, len(options)), 3):
        counts = Counter(chosen)
        crossed: Counter[object] = Counter()
        for n in counts.keys() - {LEFT}:
            crossed.update(dict.fromkeys(_weeks(options[n][0]), counts[n]))
        for order in permutations(counts):
            rest, cost, days, co2e = shipment.weight_t, Decimal(0), Fraction(0), Fraction(0)
            stays = Decimal(0)
            for n in order:
                tonnes = rest if n == LEFT else min(rest, counts[n] * options[n][1].payload_t)
                rest -= tonnes
                if n == LEFT or not tonnes:
                    cost += left(tonnes)
                    stays += tonnes
                    continue
                found = rated(n, counts[n], tonnes)
                cost, co2e = cost + found.total, co2e + found.co2_t
                days += Fraction(tonnes) * (options[n][0].delivered - shipment.ready).days / Fraction(shipment.weight_t)
            boxes, weeks = tuple(crossed.values()), tuple(crossed)
            yield Way(cost + left(rest), days, co2e, boxes, stays + rest, weeks)


def _weeks(way: Itinerary) -> list[object]:
    return [passage.crossed.isocalendar()[:2] for leg in way.departures for passage in leg.passages]
