"""Itineraries for explanations, in the residual capacity of a plan."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import Floats, Prices, Rooms
from optimizer.column_generation.pricing.arrays import duals_of
from optimizer.column_generation.pricing.cost_to_go import Duals
from optimizer.column_generation.pricing.pricer import Pricer, Work, search_bundle
from optimizer.column_generation.pricing.residual import leave, look_at, own
from optimizer.column_generation.pricing.subproblem import Bundles
from optimizer.column_generation.timeline import Ints
from optimizer.column_generation.trips import Trip
from optimizer.explain.guide import MANY, Change
from optimizer.resources import Resource, resources_of
from optimizer.solution import BookedLoad, usage
from optimizer.stopping import nothing_to_check
from tariffs.book import LegKey, Shipment
from tariffs.rating import Load
from tariffs.timetable import Departure, Itinerary

#: Less than this is no lack of capacity.
EXACT = 1e-7

#: How many departures a search looks at.
PATIENCE = 50_000

#: Questions answered in one task.
TOGETHER = 64

#: Itineraries in order with their costs, and a cost that none of the others is below.
Answer: TypeAlias = tuple[list[tuple[float, Trip]], float]


class Question(NamedTuple):
    """Which itineraries cost the loads of a shipment least, no more than ``most`` of them in each window.

    ``freed`` is by row what the shipment itself uses, which is free again; ``None`` to ask for no capacity anywhere.
    ``closed`` are the departures that may not be used.
    """

    case: int
    bundles: Bundles
    most: int
    freed: Mapping[int, float] | None = None
    closed: Sequence[int] = ()


class Inquiry(NamedTuple):
    """The questions, at which duals, in which residual capacity: by row, and as ``Rooms``."""

    prices: Prices
    room: Floats
    rooms: Rooms
    questions: Sequence[Question]


#: By question the departures of its itineraries, their costs, and a cost that none of the others is below.
Found: TypeAlias = list[tuple[Ints, Floats, float]]


def look_up(work: Work, asked: Inquiry, numbers: Sequence[int]) -> Found:
    """Answer some questions: the task that executors share out."""
    left = own(work.counted, asked.room, asked.rooms)
    residual = duals_of(asked.prices, left.rooms)
    everywhere = duals_of(asked.prices, Rooms(*(np.full_like(array, np.inf) for array in asked.rooms)))
    found = []
    for number in numbers:
        question = asked.questions[number]
        if question.freed is None:
            found.append(_search(work, everywhere, question))
            continue
        for row, amount in question.freed.items():
            leave(left, row, float(left.room[row]) + amount)
        for i in question.closed:
            left.rooms.departure[i] = -1.0
        found.append(_search(work, residual, question))
        for row in question.freed:
            leave(left, row, float(asked.room[row]))
        for i in question.closed:
            look_at(left, i)
    return found


def _search(work: Work, duals: Duals, question: Question) -> tuple[Ints, Floats, float]:
    return search_bundle(work, duals, question.case, 0, question.bundles, math.inf, question.most, PATIENCE)


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
        """Find out what capacity the plan leaves, and which departures have a minimum load."""
        limits = self.pricer.limits
        room = limits.most + EXACT
        self._numbers = limits.numbers
        for resource, used in usage(self.loads).items():
            room[self._numbers[resource]] -= float(used)
        self._inquiry = Inquiry(limits.prices(np.zeros(len(limits.rows))), room, limits.rooms(room), ())
        for number, departure in enumerate(self.pricer.timeline.departures):
            self._of_leg[departure.leg.key].append(number)
            if departure.terms.min_load > 0:
                self._conditional.append((number, departure))
        self._where = {case.shipment.name: case for case in self.pricer.cases if self.pricer.asks(case)}

    def expect(
        self,
        changes: Sequence[Change],
        left: Sequence[tuple[Shipment, int]],
        check: Callable[[], None] = nothing_to_check,
    ) -> None:
        """See ``Guide``: questions are answered side by side."""
        self._check = check
        asked: dict[Hashable, Question] = {}
        for change in changes:
            check()
            asked[change.key] = self._other(change, change.keep)
        for shipment, kilograms in left:
            check()
            if shipment.name in self._where:
                asked |= {(shipment.name, n): one for n, one in enumerate(self._left(shipment, kilograms))}
        names, pricer = list(asked), self.pricer
        tasks = [range(n, min(n + TOGETHER, len(names))) for n in range(0, len(names), TOGETHER)]
        inquiry = self._inquiry._replace(questions=list(asked.values()))
        found = pricer.executor.map(look_up, (pricer.shared_work, pricer.executor.share(inquiry)), tasks)
        self._coming = zip(([names[n] for n in task] for task in tasks), found, strict=True)

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
            inquiry = self._inquiry._replace(questions=[self._other(change, most)])
            ((found, beyond),) = self._read(look_up(self.pricer.work, inquiry, [0]))

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """See ``Guide``: the cheapest for each load that a container may have."""
        if shipment.name not in self._where:
            return []
        answers = (self._answer((shipment.name, n)) for n, _ in enumerate(self._left(shipment, kilograms)))
        trips = dict.fromkeys(trip for found, _ in answers for _, trip in found)
        return [self.itinerary_of(trip) for trip in trips]

    def place(self, shipment: Shipment) -> int:
        """See ``Guide``: no order is better than another."""
        return 0

    def _answer(self, question: Hashable) -> Answer:
        """The answer to what was expected, once its task is done; it is not kept."""
        while question not in self._answers:
            self._check()
            asked, found = next(self._coming)
            self._answers |= zip(asked, self._read(found), strict=True)
        return self._answers.pop(question)

    def _read(self, found: Found) -> Iterator[Answer]:
        """The answers to questions in their order."""
        for paths, costs, beyond in found:
            trips = [self.pricer.trips.of(tuple(path[path >= 0].tolist())) for path in paths]
            yield list(zip(costs.tolist(), trips, strict=True)), beyond

    def _other(self, change: Change, most: int) -> Question:
        """Which itineraries are the cheapest for a booking's loads, in the capacity free when it leaves its own."""
        booking = change.booking
        case = self._where[booking.shipment.name]
        uses = tuple(resources_of(self.pricer.timeline.network.book, booking.itinerary))
        own_use = usage(BookedLoad(booking.shipment, booking.itinerary, load, uses) for load in booking.loads)
        closed = [number for number, departure in self._conditional if change.closed(departure)]
        closed += [number for key in sorted(change.without, key=str) for number in self._of_leg.get(key, ())]
        return Question(
            case.number,
            self._bundles(case, [self._placed(case, load) for load in booking.loads]),
            most,
            {self._numbers[resource]: float(used) for resource, used in own_use.items()},
            closed,
        )

    @staticmethod
    def _bundles(case: Case, loads: Sequence[tuple[int, int, float]]) -> Bundles:
        """One bundle of loads: segment, containers, and t in each."""
        return Bundles(
            np.array([0, len(loads)]),
            np.array([case.goods.first + segment for segment, _, _ in loads], np.int64),
            np.array([case.goods.container[segment] for segment, _, _ in loads], np.int64),
            np.array([float(count) for _, count, _ in loads]),
            np.array([tonnes for _, _, tonnes in loads]),
        )

    @staticmethod
    def _placed(case: Case, load: Load) -> tuple[int, int, float]:
        """The segment in which a load lies, how many containers, t in each."""
        pieces, each = case.goods.pieces.segments, load.tonnes_each
        segment = next(
            r.segment
            for r in case.whole_ranges
            if pieces[r.segment].container == load.container and r.low < each <= r.high
        )
        return segment, load.containers, float(each)

    def _left(self, shipment: Shipment, kilograms: int) -> Iterator[Question]:
        """Which itinerary is the cheapest anywhere for what is left of a shipment, for each range of loads."""
        case = self._where[shipment.name]
        weight = case.weight if not shipment.split else kilograms / 1000
        for of_case in case.ranges:
            count = math.ceil(weight / float(of_case.high) - 1e-9)
            if weight / count > float(of_case.low):
                yield Question(case.number, self._bundles(case, [(of_case.segment, count, weight / count)]), 1)
