"""Which carriage takes a shipment, and how soon that could deliver it, whatever the limits and capacities."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from heapq import heappop, heappush
from typing import TypeAlias

from optimizer.listing.search import Search
from optimizer.network import Network
from tariffs.book import LegKey
from tariffs.timetable import Departure

#: Where cargo stands: location, and the leg that brought it.
Stand: TypeAlias = tuple[str, LegKey | None]

#: For how many days after the last day of the plan departures are looked for.
LOOKAHEAD_DAYS = 400


class Running:
    """The departures of the plan's days and of ``LOOKAHEAD_DAYS`` more."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.last = network.last + timedelta(days=LOOKAHEAD_DAYS)
        self._within: dict[LegKey, list[Departure]] = {}
        self._later: dict[LegKey, list[Departure]] = {}

    def one_of_each_variant(self, key: LegKey) -> Iterator[Departure]:
        """A departure of a leg for each way that it costs; those after the plan's days are looked for last."""
        if key not in self._within:
            self._within[key] = self.network.one_of_each_variant(key)
        yield from self._within[key]
        if key not in self._later:
            later = self.departures(key, self.network.last + timedelta(days=1))
            self._later[key] = list({self.network.variant(departure): departure for departure in later}.values())
        yield from self._later[key]

    def departures(self, key: LegKey, first: date) -> Iterator[Departure]:
        """The departures of a leg from ``first`` on, in order of date."""
        for number in range((self.last - first).days + 1):
            departure = self.network.timetable.departure(key, first + timedelta(days=number))
            if departure is not None:
                yield departure


class Connections:
    """The chains of legs that lead one shipment from its origin to its destination."""

    def __init__(self, running: Running, search: Search) -> None:
        self.running = running
        self.network = running.network
        self.search = search
        self.shipment = search.shipment

    @cached_property
    def permitted(self) -> list[LegKey]:
        """The legs that the shipment may use."""
        may_use = self.network.permitted(self.shipment)
        return [key for key, leg in self.network.timetable.legs.items() if may_use.leg(leg)]

    @cached_property
    def serving(self) -> list[LegKey]:
        """Those of them that run on some day."""
        may_use = self.network.permitted(self.shipment).departure
        return [key for key in self.permitted if any(map(may_use, self.running.one_of_each_variant(key)))]

    @cached_property
    def accepting(self) -> list[LegKey]:
        """Those of them that take the shipment on some day on which it may use them."""
        may_use = self.network.permitted(self.shipment).departure
        variants = self.running.one_of_each_variant
        return [key for key in self.permitted if any(may_use(d) and self._taken(d) for d in variants(key))]

    def _taken(self, departure: Departure) -> bool:
        self.search.check()
        return self.search.costs.step(departure).taken

    def reach(self, legs: Sequence[LegKey]) -> bool:
        """Whether a chain of these legs, with transfers, leads to the destination, whatever the dates."""
        queue: list[Stand] = [(self.shipment.origin, None)]
        seen = set(queue)
        while queue:
            self.search.check()
            place, before = queue.pop()
            if place == self.shipment.destination:
                if self.network.handling(place, before, None) is not None:
                    return True
                continue
            for key in legs:
                stand = (key.destination, key)
                if key.origin == place and stand not in seen and self.network.handling(place, before, key):
                    seen.add(stand)
                    queue.append(stand)
        return False

    def fastest(self) -> date | None:
        """The earliest delivery by any connection that takes the shipment."""
        counter = itertools.count()
        queue: list[tuple[date, int, Stand]] = [(self.shipment.ready, 0, (self.shipment.origin, None))]
        settled: set[Stand] = set()
        best: date | None = None
        while queue:
            self.search.check()
            day, _, stand = heappop(queue)
            if stand in settled or (best is not None and day >= best):
                continue
            settled.add(stand)
            place, before = stand
            if place == self.shipment.destination:
                handling = self.network.handling(place, before, None)
                if handling is not None:
                    delivered = day + timedelta(days=handling.dwell_days)
                    best = delivered if best is None else min(best, delivered)
                continue
            for key in self.accepting:
                arrives = self._earliest(key, before, place, day) if key.origin == place else None
                if arrives is not None:
                    heappush(queue, (arrives, next(counter), (key.destination, key)))
        return best

    def _earliest(self, key: LegKey, before: LegKey | None, place: str, since: date) -> date | None:
        """The earliest arrival on a leg for cargo that is at its origin ``since``."""
        handling = self.network.handling(place, before, key)
        if handling is None:
            return None
        best: date | None = None
        for departure in self.running.departures(key, since):
            if best is not None and departure.departs >= best:
                break
            if (
                self.network.timetable.ready_for(departure, handling, since)
                and self._taken(departure)
                and self.network.permitted(self.shipment).departure(departure)
            ):
                best = departure.arrives if best is None else min(best, departure.arrives)
        return best
