"""Itineraries for explanations, found by the sweep with nothing limited but what the plan leaves no room for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import Floats, Rooms
from optimizer.column_generation.pricing import Asked, Pricer
from optimizer.column_generation.routes import Bundle, Ground
from optimizer.column_generation.sweeping import ground_of
from optimizer.column_generation.trips import Trip
from optimizer.plan import Booking
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, usage
from tariffs.book import Shipment
from tariffs.rating import Load
from tariffs.timetable import Departure, Itinerary

#: Positions of ranges, how many containers, and tonnes in each.
Loads = Sequence[tuple[int, int, float]]

#: How many departures a search looks at.
PATIENCE = 50_000

#: So many itineraries are sought at last.
MANY = 100

#: How far above the bound itineraries are looked for, as a share of it, until there are enough.
NEARBY = (0.03, 0.3, math.inf)

#: Less than this is no lack of room.
EXACT = 1e-7


@dataclass(slots=True)
class ColumnsGuide:
    """A guide for plans by column generation; see ``optimizer.explain.guide``."""

    pricer: Pricer
    loads: Sequence[BookedLoad]
    itinerary_of: Callable[[Trip], Itinerary]
    _where: dict[str, int] = field(init=False)
    _of_booking: dict[tuple[str, int], list[BookedLoad]] = field(default_factory=lambda: defaultdict(list))
    _swept: tuple[int, Ground] | None = None
    _room: Floats = field(init=False)
    _rooms_left: Rooms = field(init=False)
    _numbers: Mapping[Resource, int] = field(init=False)
    _conditional: list[tuple[int, Departure]] = field(init=False)

    def __post_init__(self) -> None:
        """Find out what room the plan leaves, where each shipment is, and which departures have a minimum load."""
        limits = self.pricer.limits
        self._room = limits.most.copy()
        self._numbers = limits.numbers
        for resource, used in usage(self.loads).items():
            self._room[self._numbers[resource]] -= float(used)
        self._rooms_left = limits.rooms(self._room + EXACT)
        for load in self.loads:
            self._of_booking[load.shipment.name, id(load.itinerary)].append(load)
        departures = enumerate(self.pricer.timeline.departures)
        self._conditional = [(number, departure) for number, departure in departures if departure.terms.min_load > 0]
        self._where = {case.shipment.name: case.number for block in self.pricer.blocks for case in block.cases}

    def in_order(
        self, booking: Booking, full: Callable[[Resource], bool], closed: Callable[[Departure], bool], keep: int
    ) -> Iterator[tuple[float, Itinerary | None]]:
        """See ``Guide``."""
        asked = self._ask(booking.shipment)
        loads = [self._placed(asked, load) for load in booking.loads]
        rooms = self._rooms(booking, closed)
        most = keep
        given: set[Trip] = set()
        while True:
            found, beyond = self._found(asked, loads, rooms, most)
            for cost, trip in found:
                if trip not in given:
                    given.add(trip)
                    yield min(cost, beyond), self.itinerary_of(trip)
            yield beyond, None
            if math.isinf(beyond) or most > MANY:
                return
            most *= 4

    def place(self, shipment: Shipment) -> int:
        """See ``Guide``: those of one block after another."""
        return self.pricer.block_of(self._where[shipment.name])[0] if shipment.name in self._where else -1

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """See ``Guide``: the cheapest for each load that a container may have."""
        if shipment.name not in self._where:
            return []
        asked = self._ask(shipment)
        weight = asked.case.weight if not shipment.split else kilograms / 1000
        trips: dict[Trip, None] = {}
        for position, of_case in enumerate(asked.case.ranges):
            count = math.ceil(weight / float(of_case.high) - 1e-9)
            if weight / count > float(of_case.low):
                found, _ = self._found(asked, [(position, count, weight / count)], None, 1)
                trips |= {trip: None for _, trip in found}
        return [self.itinerary_of(trip) for trip in trips]

    def _ask(self, shipment: Shipment) -> Asked:
        pricer = self.pricer
        number, position = pricer.block_of(self._where[shipment.name])
        if self._swept is None or self._swept[0] != number:
            prices = pricer.limits.prices(np.zeros(len(pricer.limits.rows)))
            self._swept = number, ground_of(pricer.work, prices, number)
        return Asked(pricer, pricer.blocks[number], position, self._swept[1])

    @staticmethod
    def _placed(asked: Asked, load: Load) -> tuple[int, int, float]:
        """The range in which a load lies."""
        pieces, each = asked.case.goods.pieces.segments, load.tonnes_each
        position = next(
            n
            for n, of_case in enumerate(asked.case.ranges)
            if pieces[of_case.segment].container == load.container and of_case.low < each <= of_case.high
        )
        return position, load.containers, float(each)

    def _rooms(self, booking: Booking, closed: Callable[[Departure], bool]) -> Rooms:
        """The room that is left for a booking when it leaves its own place."""
        limits = self.pricer.limits
        room = self._room + EXACT
        freed = []
        for resource, used in usage(self._of_booking[booking.shipment.name, id(booking.itinerary)]).items():
            freed.append(self._numbers[resource])
            room[freed[-1]] += float(used)
        rooms = limits.rooms_again(self._rooms_left, room, freed)
        for number, candidate in self._conditional:
            if closed(candidate):
                rooms.departure[:, number] = -1.0
        return rooms

    def _found(
        self, asked: Asked, loads: Loads, rooms: Rooms | None, most: int
    ) -> tuple[list[tuple[float, Trip]], float]:
        """The cheapest trips in order, and a cost that none of the others is below; in some rooms, or anywhere."""
        bundles = [asked.bundle(loads, 0, window) for window in range(len(asked.case.windows))]
        needs = np.zeros(3) if rooms is None else bundles[0].counts
        bundles = [bundle._replace(needs=needs) for bundle in bundles]
        least = min(asked.bound(bundle) for bundle in bundles)
        # Far above the bound there are very many, which are only looked at if they must be.
        for share in NEARBY:
            limit = least + share * abs(least) if least and math.isfinite(share) else math.inf
            found, beyond = self._within(asked, bundles, rooms, most, limit)
            if len(found) >= most or beyond == math.inf:
                break
        return found, beyond

    @staticmethod
    def _within(
        asked: Asked, bundles: Sequence[Bundle], rooms: Rooms | None, most: int, limit: float
    ) -> tuple[list[tuple[float, Trip]], float]:
        """The cheapest of less than a limit."""
        found: list[tuple[float, Trip]] = []
        beyond = math.inf
        for bundle in bundles:
            trips, rest = asked.search(bundle, limit, most, PATIENCE, rooms)
            found += trips
            beyond = min(beyond, rest)
        return sorted(found, key=lambda pair: pair[0]), beyond
