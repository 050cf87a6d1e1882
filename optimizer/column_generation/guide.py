"""Itineraries for explanations, found by the sweep with nothing limited but what the plan leaves no room for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.lookup import Found, Inquiry, Question, look_up_block, together
from optimizer.column_generation.pricing import Pricer
from optimizer.column_generation.trips import Trip
from optimizer.explain.guide import MANY, Change
from optimizer.resources import Resource, resources_of
from optimizer.solution import BookedLoad, usage
from optimizer.stopping import nothing_to_check
from tariffs.book import LegKey, Shipment
from tariffs.rating import Load
from tariffs.timetable import Departure, Itinerary

#: Less than this is no lack of room.
EXACT = 1e-7

#: Itineraries in order with their costs, and a cost that none of the others is below.
Answer: TypeAlias = tuple[list[tuple[float, Trip]], float]


@dataclass(slots=True)
class ColumnsGuide:
    """A guide for plans by column generation; see ``optimizer.explain.guide``."""

    pricer: Pricer
    loads: Sequence[BookedLoad]
    itinerary_of: Callable[[Trip], Itinerary]
    _where: dict[str, Case] = field(init=False)
    _of_leg: dict[LegKey, list[int]] = field(default_factory=lambda: defaultdict(list))
    _inquiry: Inquiry = field(init=False)
    _coming: Iterator[tuple[list[Hashable], Found]] = field(init=False)
    _check: Callable[[], None] = nothing_to_check
    _answers: dict[Hashable, Answer] = field(default_factory=dict)
    _numbers: Mapping[Resource, int] = field(init=False)
    _conditional: list[tuple[int, Departure]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Find out what room the plan leaves, where each shipment is, and which departures have a minimum load."""
        limits = self.pricer.limits
        room = limits.most + EXACT
        self._numbers = limits.numbers
        for resource, used in usage(self.loads).items():
            room[self._numbers[resource]] -= float(used)
        free_of_charge = limits.prices(np.zeros(len(limits.rows)))
        self._inquiry = Inquiry(free_of_charge, room, limits.rooms(room), {})
        for number, departure in enumerate(self.pricer.timeline.departures):
            self._of_leg[departure.leg.key].append(number)
            if departure.terms.min_load > 0:
                self._conditional.append((number, departure))
        self._where = {case.shipment.name: case for block in self.pricer.blocks for case in block.cases}

    def expect(
        self,
        changes: Sequence[Change],
        left: Sequence[tuple[Shipment, int]],
        check: Callable[[], None] = nothing_to_check,
    ) -> None:
        """See ``Guide``: blocks are swept side by side, each once for all that is asked of it."""
        self._check = check
        asked: dict[int, dict[Hashable, Question]] = defaultdict(dict)
        for change in changes:
            check()
            block, _ = self._place(change.booking.shipment)
            asked[block][change.key] = self._other(change, change.keep)
        for shipment, kilograms in left:
            check()
            if shipment.name in self._where:
                block, _ = self._place(shipment)
                asked[block] |= {(shipment.name, n): one for n, one in enumerate(self._left(shipment, kilograms))}
        numbers = sorted(asked)
        inquiry = self._inquiry._replace(questions={n: together(list(asked[n].values())) for n in numbers})
        pricer = self.pricer
        found = pricer.executor.map(look_up_block, (pricer.shared_work, pricer.executor.share(inquiry)), numbers)
        self._coming = zip((list(asked[n]) for n in numbers), found, strict=True)

    def in_order(self, change: Change) -> Iterator[tuple[float, Itinerary | None]]:
        """See ``Guide``."""
        most = change.keep
        found, beyond = self._answer(change.key)
        given: set[Trip] = set()
        while True:
            for cost, trip in found:
                if trip not in given:
                    given.add(trip)
                    itinerary = self.itinerary_of(trip)
                    yield min(cost, beyond), itinerary if change.fits(itinerary) else None
            yield beyond, None
            if math.isinf(beyond) or most > MANY:
                return
            most *= 4
            found, beyond = self._look_up(change, most)

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """See ``Guide``: the cheapest for each load that a container may have."""
        if shipment.name not in self._where:
            return []
        answers = (self._answer((shipment.name, n)) for n, _ in enumerate(self._left(shipment, kilograms)))
        trips = dict.fromkeys(trip for found, _ in answers for _, trip in found)
        return [self.itinerary_of(trip) for trip in trips]

    def place(self, shipment: Shipment) -> int:
        """See ``Guide``: the number of its block."""
        return self._place(shipment)[0] if shipment.name in self._where else -1

    def _answer(self, question: Hashable) -> Answer:
        """The answer to what was expected, once its block is done; it is not kept."""
        while question not in self._answers:
            self._check()
            asked, found = next(self._coming)
            self._answers |= zip(asked, self._read(found), strict=True)
        return self._answers.pop(question)

    def _look_up(self, change: Change, most: int) -> Answer:
        """More than was expected."""
        number, _ = self._place(change.booking.shipment)
        asked = self._inquiry._replace(questions={number: together([self._other(change, most)])})
        return next(self._read(look_up_block(self.pricer.work, asked, number)))

    def _read(self, found: Found) -> Iterator[Answer]:
        """The answers to questions in their order."""
        for count, beyond, costs, paths in zip(*found, strict=True):
            trips = [self.pricer.trips.of(tuple(path[path >= 0].tolist())) for path in paths[:count]]
            yield list(zip(costs[:count].tolist(), trips, strict=True)), float(beyond)

    def _place(self, shipment: Shipment) -> tuple[int, int]:
        """The block of a shipment, and its position there."""
        return self.pricer.block_of(self._where[shipment.name].number)

    def _first(self, shipment: Shipment) -> tuple[int, int]:
        """The position of a shipment in its block, and the number of its first range there."""
        number, position = self._place(shipment)
        return position, int(self.pricer.blocks[number].asks.points.range_starts[position])

    def _other(self, change: Change, most: int) -> Question:
        """Which itineraries are the cheapest for the loads of a booking, in the room left when it leaves its own."""
        booking = change.booking
        position, first = self._first(booking.shipment)
        uses = tuple(resources_of(self.pricer.timeline.network.book, booking.itinerary))
        own = usage(BookedLoad(booking.shipment, booking.itinerary, load, uses) for load in booking.loads)
        closed = [number for number, departure in self._conditional if change.closed(departure)]
        closed += [number for key in sorted(change.without, key=str) for number in self._of_leg.get(key, ())]
        return Question(
            position,
            [self._placed(self._where[booking.shipment.name], first, load) for load in booking.loads],
            most,
            {self._numbers[resource]: float(used) for resource, used in own.items()},
            closed,
        )

    @staticmethod
    def _placed(case: Case, first: int, load: Load) -> tuple[int, int, float]:
        """The range in which a load lies."""
        pieces, each = case.goods.pieces.segments, load.tonnes_each
        position = next(
            n
            for n, of_case in enumerate(case.ranges)
            if pieces[of_case.segment].container == load.container and of_case.low < each <= of_case.high
        )
        return first + position, load.containers, float(each)

    def _left(self, shipment: Shipment, kilograms: int) -> Iterator[Question]:
        """Which itinerary is the cheapest anywhere for what is left of a shipment, for each range of loads."""
        position, first = self._first(shipment)
        case = self._where[shipment.name]
        weight = case.weight if not shipment.split else kilograms / 1000
        for number, of_case in enumerate(case.ranges):
            count = math.ceil(weight / float(of_case.high) - 1e-9)
            if weight / count > float(of_case.low):
                yield Question(position, [(first + number, count, weight / count)], 1)
