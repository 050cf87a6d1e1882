"""The tariff book over the days of a plan: which departures there are, and which of them cost the same."""

from __future__ import annotations

import bisect
from collections import defaultdict
from datetime import date, timedelta
from heapq import heappop, heappush

from tariffs.book import LegKey, Portfolio, TariffBook
from tariffs.calendar import whole_days
from tariffs.rating import Rater
from tariffs.timetable import Departure, Handling, Timetable


class Network:
    """Departures from the first ready date to the last day of delivery, and what connects them.

    Attributes
    ----------
    book, timetable, rater
        What it is made from.
    departures
        By leg, in order of date.
    legs_from
        The legs that start at a location.
    """

    def __init__(self, book: TariffBook, portfolio: Portfolio) -> None:
        self.book = book
        self.timetable = Timetable(book)
        self.rater = Rater(book)
        shipments = portfolio.shipments.values()
        self.first = min((shipment.ready for shipment in shipments), default=date.min)
        self.last = max((shipment.last_day for shipment in shipments), default=self.first)
        self._epochs = _epochs(book)
        self.departures: dict[LegKey, list[Departure]] = {}
        self.legs_from: dict[str, list[LegKey]] = defaultdict(list)
        self._variant: dict[Departure, int] = {}
        self._variants: dict[tuple[object, ...], int] = {}
        for key in self.timetable.legs:
            found = [departure for day in self._days() if (departure := self.timetable.departure(key, day))]
            if found:
                self.departures[key] = found
                self.legs_from[key.origin].append(key)
        self._handlings: dict[tuple[str, LegKey | None, LegKey | None], Handling | None] = {}
        self._remaining: dict[str, dict[str, int]] = {}

    def _days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def epoch(self, day: date) -> int:
        """A number that changes whenever a rate of exchange, a surcharge or a duty does."""
        return bisect.bisect_right(self._epochs, day)

    def variant(self, departure: Departure) -> int:
        """A number shared by the departures of a leg that cost the same and use the same rows.

        Between two of them, the one that departs later never arrives earlier.
        """
        if departure not in self._variant:
            self._variant[departure] = self._variant_of(departure)
        return self._variant[departure]

    def one_of_each_variant(self, key: LegKey) -> list[Departure]:
        """A departure of a leg for each way that it costs."""
        return list({self.variant(departure): departure for departure in self.departures.get(key, [])}.values())

    def _variant_of(self, departure: Departure) -> int:
        rows = tuple(row.where for row in departure.tariffs)
        borders = tuple(passage.border.where for passage in departure.passages)
        key = (departure.leg.key, rows, borders, self.epoch(departure.departs))
        return self._variants.setdefault(key, len(self._variants))

    def departures_between(self, key: LegKey, first: date, last: date) -> list[Departure]:
        """The departures of a leg from ``first`` to ``last``, both inclusive."""
        found = self.departures.get(key, [])
        start = bisect.bisect_left(found, first, key=lambda departure: departure.departs)
        end = bisect.bisect_right(found, last, key=lambda departure: departure.departs)
        return found[start:end]

    def handling(self, location: str, before: LegKey | None, after: LegKey | None) -> Handling | None:
        """As ``Timetable.handling``, remembered."""
        key = (location, before, after)
        if key not in self._handlings:
            self._handlings[key] = self.timetable.handling(location, before, after)
        return self._handlings[key]

    def days_to(self, destination: str) -> dict[str, int]:
        """By location, the fewest days that any chain of legs takes to a destination, all waits left out.

        Locations that no chain leads from are absent.
        """
        if destination not in self._remaining:
            self._remaining[destination] = self._shortest(destination)
        return self._remaining[destination]

    def _shortest(self, destination: str) -> dict[str, int]:
        into: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for key in self.departures:
            days = min(whole_days(row.transit_days) for row in self.timetable.legs[key].tariffs)
            into[key.destination].append((key.origin, days))
        best = {destination: 0}
        queue = [(0, destination)]
        while queue:
            days, place = heappop(queue)
            if days > best[place]:
                continue
            for origin, leg_days in into[place]:
                if days + leg_days < best.get(origin, days + leg_days + 1):
                    best[origin] = days + leg_days
                    heappush(queue, (days + leg_days, origin))
        return best


def _epochs(book: TariffBook) -> list[date]:
    days = {row.valid_from for row in book.fx if row.valid_from}
    for validity in [row.validity for row in (*book.surcharges, *book.duties)]:
        if validity.start:
            days.add(validity.start)
        if validity.end and validity.end < date.max:
            days.add(validity.end + timedelta(days=1))
    return sorted(days)
