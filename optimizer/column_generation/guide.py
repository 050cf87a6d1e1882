"""Itineraries for explanations, in the residual capacity of a plan."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import Floats, Prices, Rooms
from optimizer.column_generation.pricing.arrays import duals_of
from optimizer.column_generation.pricing.cost_to_go import MOST_LEGS, Duals
from optimizer.column_generation.pricing.itineraries import ANYWHERE, Routes, Work, programme_of
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.pricing.residual import leave, own
from optimizer.column_generation.pricing.subproblem import Bundles
from optimizer.column_generation.timeline import Ints
from optimizer.column_generation.trips import Trip
from optimizer.explain.guide import MANY, Change, Route, avoiding
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, usage
from optimizer.stopping import nothing_to_check
from tariffs.book import LegKey, Shipment
from tariffs.rating import Load
from tariffs.timetable import Departure, Itinerary

#: Less than this is no lack of capacity.
EXACT = 1e-7

#: How many departures a search looks at.
PATIENCE = 50_000

#: A search keeps off so many routes; where a shipment is on more, the others are passed over when they are found.
MOST_ROUTES = 62

#: Questions answered in one task.
TOGETHER = 64

#: Itineraries in order with their costs, and a cost that none of the others is below.
Answer: TypeAlias = tuple[list[tuple[float, Trip]], float]


class Wanted(NamedTuple):
    """Up to so many itineraries in each window, on which routes."""

    most: int
    routes: Routes = ANYWHERE


class Question(NamedTuple):
    """Which itineraries cost the loads of a shipment least: for all that is wanted by one dynamic programme.

    ``freed`` is by row what the shipment itself uses, which is free again; ``None`` to ask for no capacity anywhere.
    ``closed`` are the departures that may not be used.
    """

    case: int
    bundles: Bundles
    wanted: Sequence[Wanted]
    freed: Mapping[int, float] | None = None
    closed: Sequence[int] = ()


class Inquiry(NamedTuple):
    """The questions, at which duals, in which residual capacity: by row, and as ``Rooms``."""

    prices: Prices
    room: Floats
    rooms: Rooms
    questions: Sequence[Question]


#: By question and by what is wanted: departures of itineraries, costs, and a cost that none of the others is below.
Found: TypeAlias = list[list[tuple[Ints, Floats, float]]]


def look_up(work: Work, asked: Inquiry, numbers: Sequence[int]) -> Found:
    """Answer some questions: the task that executors share out."""
    left = own(work.counted, asked.room, asked.rooms)
    residual = duals_of(asked.prices, left.rooms)
    everywhere: Duals | None = None
    found = []
    for number in numbers:
        question = asked.questions[number]
        if question.freed is None:
            everywhere = everywhere or duals_of(
                asked.prices, Rooms(*(np.full_like(array, np.inf) for array in asked.rooms))
            )
            found.append(_search(work, everywhere, question))
            continue
        for row, amount in question.freed.items():
            leave(left, row, float(left.room[row]) + amount)
        closed = np.array(question.closed, np.int64)
        open_again = left.rooms.departure[closed]
        left.rooms.departure[closed] = -1.0
        found.append(_search(work, residual, question))
        left.rooms.departure[closed] = open_again
        for row in question.freed:
            leave(left, row, float(asked.room[row]))
    return found


def _search(work: Work, duals: Duals, question: Question) -> list[tuple[Ints, Floats, float]]:
    programme = programme_of(work, duals, question.case, 0, question.bundles)
    return [programme.in_order(math.inf, wanted.most, PATIENCE, wanted.routes) for wanted in question.wanted]


@dataclass(slots=True)
class ColumnsGuide:
    """A guide for plans by column generation; see ``optimizer.explain.guide``."""

    pricer: Pricer
    loads: Sequence[BookedLoad]
    itinerary_of: Callable[[Trip], Itinerary]
    _where: dict[str, Case] = field(init=False)
    _legs: Ints = field(init=False)
    _leg_numbers: dict[LegKey, int] = field(default_factory=dict)
    _inquiry: Inquiry = field(init=False)
    _coming: Iterator[tuple[list[list[Hashable]], Found]] = field(init=False)
    _check: Callable[[], None] = nothing_to_check
    _answers: dict[Hashable, Answer] = field(default_factory=dict)
    _numbers: Mapping[Resource, int] = field(init=False)
    _conditional: list[tuple[int, Departure]] = field(init=False)

    def __post_init__(self) -> None:
        """Find out what capacity the plan leaves, and which departures have a minimum load."""
        limits = self.pricer.limits
        room = limits.most + EXACT
        self._numbers = limits.numbers
        for resource, used in usage(self.loads).items():
            room[self._numbers[resource]] -= float(used)
        self._inquiry = Inquiry(limits.prices(np.zeros(len(limits.rows))), room, limits.rooms(room), ())
        numbers, departures = self._leg_numbers, self.pricer.timeline.departures
        self._legs = np.array([numbers.setdefault(d.leg.key, len(numbers)) for d in departures], np.int64)
        self._conditional = [(number, d) for number, d in enumerate(departures) if d.terms.min_load > 0]
        self._where = {case.shipment.name: case for case in self.pricer.cases if self.pricer.asks(case)}

    def expect(
        self,
        changes: Sequence[Change],
        left: Sequence[tuple[Shipment, int]],
        check: Callable[[], None] = nothing_to_check,
    ) -> None:
        """See ``Guide``: questions are answered side by side."""
        self._check = check
        asked: list[Question] = []
        names: list[list[Hashable]] = []
        of_cargo: dict[Hashable, list[Change]] = defaultdict(list)
        for change in changes:
            of_cargo[change.cargo].append(change)
        for alike in of_cargo.values():
            check()
            asked.append(self._other(alike, [change.keep for change in alike]))
            names.append([change.key for change in alike])
        for shipment, kilograms in left:
            check()
            if shipment.name in self._where:
                asked += (questions := list(self._left(shipment, kilograms)))
                names += ([(shipment.name, n)] for n in range(len(questions)))
        pricer = self.pricer
        tasks = [range(n, min(n + TOGETHER, len(names))) for n in range(0, len(names), TOGETHER)]
        inquiry = self._inquiry._replace(questions=asked)
        found = pricer.executor.map(look_up, (pricer.shared_work, pricer.executor.share(inquiry)), tasks)
        self._coming = zip(([names[n] for n in task] for task in tasks), found, strict=True)

    def may_use(self, resources: Collection[Resource], departures: Collection[Departure]) -> Callable[[Shipment], bool]:
        """See ``Guide``: by the days that it takes at least to get there, and from there to the destination."""
        work = self.pricer.work
        counted, numbers = work.counted, {d.key for d in departures}
        rows = [self._numbers[resource] for resource in resources]
        if any(counted.departure_starts[row] == counted.departure_starts[row + 1] for row in rows):
            return lambda _shipment: True  # a transfer or a pool
        found = {int(i) for row in rows for i in counted.departures[slice(*counted.departure_starts[row : row + 2])]}
        found |= {number for number, d in enumerate(self.pricer.timeline.departures) if numbers and d.key in numbers}
        wanted = np.array(sorted(found), np.int64)

        def may(shipment: Shipment) -> bool:
            return bool(work.in_time(self._where[shipment.name].number, wanted).any())

        return may

    def in_order(self, change: Change) -> Iterator[tuple[float, Itinerary | None]]:
        """See ``Guide``.

        What keeps off some routes is promised to join them again by a circle, in vain; where that leaves it unknown
        which is the cheapest, legs of these routes are closed.
        """
        answer = self._answer(change.key)
        found, beyond = answer
        if not change.off or beyond >= (found[0][0] if found else math.inf):
            return self._further(change, answer)
        streams = (self._further(change, self._ask(change, change.keep, legs), legs) for legs in avoiding(change.off))
        return heapq.merge(*streams, key=lambda one: one[0])

    def _further(
        self, change: Change, answer: Answer, without: frozenset[LegKey] = frozenset()
    ) -> Iterator[tuple[float, Itinerary | None]]:
        """What was found, and then more and more."""
        found, beyond = answer
        most = change.keep
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
            found, beyond = self._ask(change, most, without)

    def _ask(self, change: Change, most: int, without: frozenset[LegKey]) -> Answer:
        """The answer for one change, at once, with some legs closed."""
        question = self._other([replace(change, off=()) if without else change], [most])
        numbers = [self._leg_numbers[leg] for leg in without if leg in self._leg_numbers]
        closed = [*question.closed, *np.flatnonzero(np.isin(self._legs, numbers)).tolist()]
        inquiry = self._inquiry._replace(questions=[question._replace(closed=closed)])
        ((answer,),) = map(self._read, look_up(self.pricer.work, inquiry, [0]))
        return answer

    def itineraries(self, shipment: Shipment, kilograms: int) -> list[Itinerary]:
        """See ``Guide``: the cheapest for each load that a container may have."""
        if shipment.name not in self._where:
            return []
        answers = (self._answer((shipment.name, n)) for n, _ in enumerate(self._left(shipment, kilograms)))
        trips = dict.fromkeys(trip for found, _ in answers for _, trip in found)
        return [self.itinerary_of(trip) for trip in trips]

    def _answer(self, question: Hashable) -> Answer:
        """The answer to what was expected, once its task is done; it is not kept."""
        while question not in self._answers:
            self._check()
            asked, found = next(self._coming)
            for keys, answers in zip(asked, found, strict=True):
                self._answers |= zip(keys, self._read(answers), strict=True)
        return self._answers.pop(question)

    def _read(self, found: Sequence[tuple[Ints, Floats, float]]) -> Iterator[Answer]:
        """The answers to a question in the order of what is wanted."""
        for paths, costs, beyond in found:
            trips = [self.pricer.trips.of(tuple(path[path >= 0].tolist())) for path in paths]
            yield list(zip(costs.tolist(), trips, strict=True)), beyond

    def _other(self, changes: Sequence[Change], most: Sequence[int]) -> Question:
        """Which itineraries are the cheapest for a booking's loads, in the capacity free when it leaves its own.

        The changes are of one booking; so many itineraries for each.
        """
        change = changes[0]
        booking = change.booking
        case = self._where[booking.shipment.name]
        uses = self.pricer.timeline.network.resources_of(booking.itinerary)
        own_use = usage(BookedLoad(booking.shipment, booking.itinerary, load, uses) for load in booking.loads)
        return Question(
            case.number,
            self._bundles(case, [self._placed(case, load) for load in booking.loads]),
            [Wanted(count, self._routes(change)) for change, count in zip(changes, most, strict=True)],
            {self._numbers[resource]: float(used) for resource, used in own_use.items()},
            [number for number, departure in self._conditional if change.closed(departure)],
        )

    def _routes(self, change: Change) -> Routes:
        """The routes that a change may not take, or the one that it has to take."""
        routes: Sequence[Route] = change.off[:MOST_ROUTES] if change.on is None else [change.on]
        if not routes:
            return ANYWHERE
        found = np.full((len(routes), MOST_LEGS), -1, np.int64)
        for number, route in enumerate(routes):
            found[number, : len(route)] = [self._leg_numbers[leg] for leg in route]
        return Routes(self._legs, found, change.on is not None)

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
                yield Question(
                    case.number, self._bundles(case, [(of_case.segment, count, weight / count)]), [Wanted(1)]
                )
