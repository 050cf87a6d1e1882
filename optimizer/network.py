"""The tariff book over the days of a plan: which departures there are, and which of them cost the same."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Hashable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from optimizer.cuts import Cuts
from optimizer.permitted import Permitted
from optimizer.resources import Resource, pool_resources, resources_on, transfer_resource
from tariffs.book import Container, LegKey, Portfolio, Shipment, Surcharge, TariffBook
from tariffs.calendar import whole_days
from tariffs.fraction import Fraction
from tariffs.rating import Rater
from tariffs.rating.lines import Segment, may_bend, segments
from tariffs.timetable import Departure, Handling, Itinerary, Timetable
from tariffs.touched import Touched

#: No capacity is raised.
NONE_RAISED: Mapping[Resource, Resource] = MappingProxyType({})


class Network:
    """Departures from the first ready date to the last day of delivery, and what connects them.

    Parameters
    ----------
    since
        The day before which nothing departs any more, where a plan is made anew.
    raised
        By capacity, what there is of it at least: what has left already uses it, however little there is now.

    Attributes
    ----------
    book, timetable, rater
        What it is made from.
    departures
        By leg, in order of date.
    legs_from
        The legs that start at a location.
    cuts
        The itineraries that single shipments may not take; there are none at first.
    """

    def __init__(
        self,
        book: TariffBook,
        portfolio: Portfolio,
        since: date = date.min,
        raised: Mapping[Resource, Resource] = NONE_RAISED,
    ) -> None:
        self.book = book
        self._raised = raised
        self.timetable = Timetable(book)
        self.rater = Rater(book)
        self.cuts = Cuts()
        shipments = portfolio.shipments.values()
        self.first = min((shipment.ready for shipment in shipments), default=date.min)
        self.last = max((shipment.last_day for shipment in shipments), default=self.first)
        self._epochs = _epochs(book)
        self.departures: dict[LegKey, list[Departure]] = {}
        self.legs_from: dict[str, list[LegKey]] = defaultdict(list)
        self._variant: dict[Departure, int] = {}
        self._surcharges: dict[LegKey, tuple[Surcharge, ...]] = {}
        self._variants: dict[tuple[object, ...], int] = {}
        self._in_epoch: dict[tuple[tuple[str, ...], tuple[str, ...], int], int] = {}
        self._days = [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]
        for key in self.timetable.legs:
            found = self.timetable.departures(key, (day for day in self._days if day >= since))
            if found:
                self.departures[key] = found
                self.legs_from[key.origin].append(key)
        self._handlings: dict[tuple[str, LegKey | None, LegKey | None], Handling | None] = {}
        self._spare_days: dict[str, int] = {}
        self._stored_in: dict[str, set[str]] = defaultdict(set)
        for band in book.storage:
            self._stored_in[band.location].add(band.currency)
        self._resources: dict[tuple[Departure, str], list[Resource]] = {}
        self._in_pool: dict[str, list[Resource]] = {}
        self._touched = Touched(book)
        self._permitted: dict[Hashable, Permitted] = {}
        self._bending = [row for leg in book.legs for row in leg.tariffs if may_bend(row)]

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
        rows = tuple([row.where for row in departure.tariffs])
        borders = tuple([passage.border.where for passage in departure.passages])
        key = (rows, borders, self.epoch(departure.departs))
        if key not in self._in_epoch:
            self._in_epoch[key] = self._variant_by(rows, borders, departure)
        return self._in_epoch[key]

    def _variant_by(self, rows: tuple[str, ...], borders: tuple[str, ...], departure: Departure) -> int:
        """The variant of a departure with these rows, by what is in force on its day."""
        day, exchange = departure.departs, self.rater.exchange
        surcharges = [row for row in self.surcharges_of(departure.leg.key) if day in row.validity]
        amounts = [row.amounts for row in departure.tariffs]
        amounts += [passage.border.amounts for passage in departure.passages]
        amounts += [row.amounts for row in surcharges]
        rates = tuple(exchange.on(day, amount.currency) for amount in amounts)
        key = (departure.leg.key, rows, borders, tuple(row.where for row in surcharges), rates)
        return self._variants.setdefault(key, len(self._variants))

    def rates_before(self, departs: date, handling: Handling, location: str) -> tuple[Fraction, ...]:
        """The rates of exchange of a transfer and of storage at a location (blank: none), for what departs on a day."""
        row = handling.transfer
        of_row = () if row is None else (row.amounts.currency,)
        currencies = (*of_row, *self._stored_in.get(location, ()))
        return tuple([self.rater.exchange.on(departs, currency) for currency in currencies])

    def surcharges_of(self, key: LegKey) -> tuple[Surcharge, ...]:
        """The surcharges that may be charged on a leg, by service, mode and places."""
        if key not in self._surcharges:
            self._surcharges[key] = tuple(
                row
                for row in self.book.surcharges
                if row.service in ("", key.service)
                and row.mode in ("", key.mode)
                and row.origin in ("", key.origin)
                and row.destination in ("", key.destination)
            )
        return self._surcharges[key]

    def free_days_beyond_transfer(self, location: str) -> int:
        """The fewest free days of storage at a location, less the most that a transfer and a cut-off take there."""
        if location not in self._spare_days:
            free = min((whole_days(row.free_days) for row in self.book.storage if row.location == location), default=0)
            dwell = max(
                (whole_days(row.dwell_days) for row in self.book.transfers if row.location == location), default=0
            )
            rows = (row for key in self.legs_from[location] for row in self.timetable.legs[key].tariffs)
            cutoff = max((whole_days(row.cutoff_days) for row in rows), default=0)
            self._spare_days[location] = max(free - dwell - cutoff, 0)
        return self._spare_days[location]

    def permitted(self, shipment: Shipment) -> Permitted:
        """Where a shipment may go, remembered by what decides on it."""
        rules = Permitted.rules(shipment)
        if rules not in self._permitted:
            self._permitted[rules] = Permitted(shipment, self._touched)
        return self._permitted[rules]

    def segments(self, shipment: Shipment, container: Container) -> list[Segment]:
        """The ranges of loads between the points where a charge of any leg bends or jumps."""
        return segments(self._bending, self.book.surcharges, shipment, container)

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

    def resources_on(self, departure: Departure, handling: Handling) -> list[Resource]:
        """As ``optimizer.resources.resources_on``, remembered."""
        key = (departure, handling.transfer.where if handling.transfer else "")
        if key not in self._resources:
            self._resources[key] = [self.limit(found) for found in resources_on(departure, handling)]
        return self._resources[key]

    def resources_of(self, itinerary: Itinerary) -> tuple[Resource, ...]:
        """Every capacity that cargo on an itinerary uses, each as often as it uses it."""
        departures, handlings = itinerary.departures, itinerary.handlings
        start = departures[0].leg.key.origin
        if start not in self._in_pool:
            self._in_pool[start] = [self.limit(found) for found in pool_resources(self.book, start)]
        found = list(self._in_pool[start])
        for departure, handling in zip(departures, handlings, strict=False):
            found += self.resources_on(departure, handling)
        last = self.transfer(handlings[-1], departures[-1].arrives)
        return tuple(found) if last is None else (*found, last)

    def transfer(self, handling: Handling, day: date) -> Resource | None:
        """The capacity of a transfer on a day, if it has one."""
        found = transfer_resource(handling, day)
        return None if found is None else self.limit(found)

    def limit(self, resource: Resource) -> Resource:
        """A capacity, raised to what has left already uses of it."""
        return self._raised.get(resource, resource)

    def as_in_the_book(self, resource: Resource) -> Resource:
        """A capacity that may have been raised, as it was before."""
        return next((before for before, after in self._raised.items() if after == resource), resource)

    def fewest_days(self, key: LegKey) -> int:
        """The fewest days that a leg takes, whatever its borders do."""
        return min(whole_days(row.transit_days) for row in self.timetable.legs[key].tariffs)

    def day_of_each_epoch(self) -> list[date]:
        """A day of the plan in each epoch."""
        return list({self.epoch(day): day for day in self._days}.values())


def _epochs(book: TariffBook) -> list[date]:
    days = {row.valid_from for row in book.fx if row.valid_from}
    validities = [row.validity for row in book.surcharges] + [row.validity for row in book.duties]
    for validity in validities:
        if validity.start:
            days.add(validity.start)
        if validity.end and validity.end < date.max:
            days.add(validity.end + timedelta(days=1))
    return sorted(days)
