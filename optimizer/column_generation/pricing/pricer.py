"""Pricing: at given duals, the least that every shipment costs, and load plans that cost so little."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import TOLERANCE, Floats, Limits, Prices, Rooms
from optimizer.column_generation.lots import kilograms_by_trip, mended
from optimizer.column_generation.plans import LoadPlan, Packed, Packer
from optimizer.column_generation.pricing.arrays import duals_of
from optimizer.column_generation.pricing.bookings import as_booked
from optimizer.column_generation.pricing.cost_to_go import MOST_LEGS, Duals
from optimizer.column_generation.pricing.itineraries import Programme, Work, programme_of
from optimizer.column_generation.pricing.load_mix import cheapest_mix
from optimizer.column_generation.pricing.residual import own
from optimizer.column_generation.pricing.spread import Spread
from optimizer.column_generation.pricing.subproblem import (
    NEVER,
    Answer,
    Bundles,
    Own,
    follow_all,
    price,
)
from optimizer.column_generation.timeline import Flags, Ints, Timeline
from optimizer.column_generation.trips import Trip, Trips
from optimizer.executors import Executor, Shared
from optimizer.stopping import nothing_to_check

#: How many departures a search looks at, where it must find all and where it need not.
PATIENCE, SHORT_PATIENCE = 200_000, 4_000

#: Shipments priced in one task.
TOGETHER = 16

#: Of load plans too large for what limits them, one for so many cases is spread in a round, but so many at least: each
#: search for another itinerary takes as long as pricing its case, and the bound needs none.
SPREAD_ONE_IN, LEAST_SPREAD = 16, 25

#: A load plan has so many loads on average, at most; and so many more fit in the buffer for the answers of a task.
LOADS, SPARE = 8, 256


class Round(NamedTuple):
    """What a round asks: duals, residual capacity, by shipment the penalty of a tonne left behind and the cutoff."""

    prices: Prices
    own: Own
    rooms: Rooms
    penalties: Floats
    cutoffs: Floats


class Priced(NamedTuple):
    """What each shipment of a task costs at least; load plans; what ``follow`` says of their loads."""

    least: Floats
    answer: Answer
    followed: Floats


def answer_for(loads: int) -> Answer:
    """A buffer for so many loads."""
    one, two, three, four, five = (np.empty(loads, np.int64) for _ in range(5))
    return Answer(one, two, three, four, five, np.empty((loads, MOST_LEGS), np.int64))


def price_cases(work: Work, asked: Round, numbers: Ints) -> Priced:
    """Price some shipments: the task that executors share out."""
    return priced(work, duals_of(asked.prices, asked.rooms), asked.own, numbers, asked.penalties, asked.cutoffs)


def priced(work: Work, duals: Duals, own_duals: Own, numbers: Ints, penalties: Floats, cutoffs: Floats) -> Priced:
    """Price some shipments at given duals, within the residual capacity that these have."""
    least, answer = np.empty(numbers.size), answer_for(LOADS * numbers.size + SPARE)
    count = price(work.net, duals, own_duals, work.cargo, work.bounds, numbers, penalties, cutoffs, least, answer)
    answer = Answer(*(array[:count].copy() for array in answer))
    if count:
        answer = as_booked(work, duals, own_duals, numbers, penalties, cutoffs, least, answer)
    followed = np.empty((answer.cases.size, 5))
    follow_all(work.net, work.cargo, work.bounds, answer, followed)
    return Priced(least, answer, followed)


@dataclass(slots=True)
class Pricer:
    """Prices shipments.

    ``penalties`` are those of a tonne left behind, by case; ``free`` are the cases without one of their own.
    """

    timeline: Timeline
    limits: Limits
    work: Work
    cases: Sequence[Case]
    trips: Trips
    packer: Packer
    penalties: Floats
    free: Flags
    executor: Executor
    room: Floats = field(init=False)
    rooms: Rooms = field(init=False)
    no_own: Own = field(init=False)
    _shared: Shared[Work] | None = None
    _turn: int = 0

    def __post_init__(self) -> None:
        """Find out what there is room for."""
        self.room = self.limits.most + TOLERANCE
        self.rooms = self.limits.rooms(self.room)
        none = np.empty(0, np.int64)
        self.no_own = Own(np.zeros(len(self.cases) + 1, np.int64), none, none, np.empty(0))

    def run(  # noqa: PLR0913, PLR0917 - all that a round asks for
        self,
        of_rows: Floats,
        cutoffs: Floats,
        least: Floats,
        settled: Flags,
        room: Floats | None = None,
        check: Callable[[], None] = nothing_to_check,
        own_duals: Own | None = None,
    ) -> list[LoadPlan]:
        """Fill ``least`` with what each case costs at least; load plans of those that cost less than their cutoff.

        Cases that are ``settled`` are passed over. Tasks are done side by side, and what is found is in their order,
        whatever the number of workers. ``check`` raises what ends it before it is done. ``own_duals`` are what single
        cases pay beside the duals of rows.
        """
        rooms = self.rooms if room is None else self.limits.rooms(room)
        room = self.room if room is None else room
        own_duals = self.no_own if own_duals is None else own_duals
        asked = Round(self.limits.prices(of_rows), own_duals, rooms, self.priced_penalties(of_rows), cutoffs)
        wanted = np.array(
            [case.number for case in self.cases if self.asks(case) and not settled[case.number]], np.int64
        )
        tasks = [wanted[n : n + TOGETHER] for n in range(0, wanted.size, TOGETHER)]
        found: list[LoadPlan] = []
        shared = self.shared_work, self.executor.share(asked)
        spread = Spread(self, asked.prices, own(self.work.counted, room, rooms))
        for numbers, one in zip(tasks, self.executor.map(price_cases, shared, tasks), strict=True):
            check()
            least[numbers] = one.least
            found += self.load_plans(one)
        # A mix too large for what limits it is a column all the same, since the bound is of such.
        large = [plan for plan in found if spread.is_too_large(plan)]
        step = -(-len(large) // (LEAST_SPREAD + wanted.size // SPREAD_ONE_IN)) or 1
        self._turn += 1
        for plan in large[self._turn % step :: step]:
            check()
            found += spread.fitting(plan)
        return found

    @property
    def shared_work(self) -> Shared[Work]:
        """``work`` where every worker finds it."""
        self._shared = self._shared or self.executor.share(self.work)
        return self._shared

    def load_plans(self, one: Priced) -> Iterator[LoadPlan]:
        """The load plans of what was priced."""
        answer = one.answer
        for start, end in pairwise([*np.unique(answer.plans, return_index=True)[1], answer.plans.size]):
            case = self.cases[answer.cases[start]]
            loads = [
                Packed(
                    self.trips.of(tuple(answer.paths[n][answer.paths[n] >= 0].tolist())),
                    int(answer.segments[n]) - case.goods.first,
                    int(answer.containers[n]),
                    int(answer.kilograms[n]),
                )
                for n in range(start, end)
            ]
            penalty = float(self.penalties[case.number])
            if case.in_lots(kilograms_by_trip(loads).values()):
                plans = [self.packer.followed(case, loads, one.followed[start:end], penalty)]
            else:
                plans = [self.packer.plan(case, in_lots, penalty) for in_lots in mended(case, loads)]
            yield from (plan for plan in plans if np.isfinite(plan.cost))

    def priced_penalties(self, of_rows: Floats) -> Floats:
        """What a tonne left behind costs with duals, by case."""
        if self.limits.serving is None:
            return self.penalties
        return self.penalties + np.where(self.free, of_rows[self.limits.serving], 0.0)

    def worth_per_t(self, case: Case) -> float:
        """What a tonne may cost at most before it is better left behind; no limit where serving comes first."""
        return np.inf if self.free[case.number] else float(self.penalties[case.number])

    def dearest_tonnes(self) -> Floats:
        """By case, what a tonne of it costs in the container that suits it best; ``inf`` if none can go.

        Capacities apart.
        """
        dearest = np.full(self.penalties.size, np.inf)
        for asked in self.ask(np.zeros(len(self.limits.rows))):
            highs = asked.highs
            if highs.size:
                dearest[asked.case.number] = (asked.costs(list(enumerate(highs.tolist()))) / highs).min()
        return dearest

    def ask(self, of_rows: Floats, wanted: set[int] | None = None) -> Iterator[Asked]:
        """The cases that are wanted, or all, at some duals."""
        duals = duals_of(self.limits.prices(of_rows), self.rooms)
        for case in self.cases:
            if self.asks(case) and (wanted is None or case.number in wanted):
                yield Asked(self, case, duals)

    def asks(self, case: Case) -> bool:
        """Whether a case has a container that it might go in."""
        return bool(case.ranges)


@dataclass(slots=True)
class Asked:
    """One case at some duals."""

    pricer: Pricer
    case: Case
    duals: Duals

    @property
    def highs(self) -> Floats:
        """The upper ends of the ranges of the case, t."""
        return np.array([float(of_case.high) for of_case in self.case.ranges])

    @property
    def _ends(self) -> list[tuple[int, float]]:
        """The ends of the ranges: position of the range, and t; of each the lower one first."""
        return [(n, float(end)) for n, r in enumerate(self.case.ranges) for end in (r.low, r.high)]

    def costs(self, ends: Sequence[tuple[int, float]]) -> Floats:
        """What one container costs at least, by position of its range and t, whatever the way to charge duty."""
        found: Floats = np.max(np.array([self._costs(ends, way) for way in range(self.case.ways)]), axis=0)
        return found

    def _costs(self, ends: Sequence[tuple[int, float]], way: int) -> Floats:
        return self._programme([[(position, 1, tonnes)] for position, tonnes in ends], way).cheapest()[0]

    def _programme(self, groups: Sequence[Sequence[tuple[int, int, float]]], way: int) -> Programme:
        return programme_of(self.pricer.work, self.duals, self.case.number, way, self.bundles(groups))

    def bundles(self, groups: Sequence[Sequence[tuple[int, int, float]]]) -> Bundles:
        """Containers that go together, by group: position of the range, how many, tonnes in each."""
        loads = [load for group in groups for load in group]
        first, of = self.case.goods.first, self.case.goods.container
        segments = [self.case.ranges[position].segment for position, _, _ in loads]
        return Bundles(
            np.cumsum([0, *(len(group) for group in groups)]),
            np.array([first + segment for segment in segments], np.int64),
            np.array([of[segment] for segment in segments], np.int64),
            np.array([float(count) for _, count, _ in loads]),
            np.array([tonnes for _, _, tonnes in loads]),
        )

    def least_by_ends(self, penalty: float) -> float:
        """What the case costs at least with duals, part loads lying on the chords between the ends of ranges."""
        least = -np.inf
        for way in range(self.case.ways):
            at = self._costs(self._ends, way)
            lows = np.array([float(of_case.low) for of_case in self.case.ranges])
            containers = np.array([self.case.goods.container[r.segment] for r in self.case.ranges], np.int64)
            bound = cheapest_mix(
                self.case.weight,
                containers,
                lows,
                self.highs,
                np.ascontiguousarray(at[0::2]),
                np.ascontiguousarray(at[1::2]),
                penalty,
                np.zeros(at.size, np.int64),
            )[0]
            least = max(least, float(bound))
        return least

    def near(self, slack: float, most: int) -> tuple[list[Trip], bool]:
        """Trips on which a container at an end of a range costs no more than ``slack`` above the cheapest.

        No more than ``most`` for an end; and whether there are no others.
        """
        found: dict[Trip, None] = {}
        complete = True
        for way in range(self.case.ways):
            limits = self._costs(self._ends, way) + slack
            for (position, tonnes), limit in zip(self._ends, limits.tolist(), strict=True):
                pairs, beyond = self.search([(position, 1, tonnes)], way, limit, most, PATIENCE)
                found |= dict.fromkeys(trip for _, trip in pairs)
                complete &= beyond >= limit
        return list(found), complete

    def nearest(self, share: float, most: int, dearer: float, worth_per_t: float) -> list[Trip]:
        """Trips on which a container as full as may be costs little more than the cheapest: by a share of it.

        For loads that cost a tonne no more than the best does or than it is worth, ``dearer`` times; and no more than
        ``most`` for each.
        """
        found: dict[Trip, None] = {}
        highs = self.highs
        for way in range(self.case.ways):
            at = self._costs(list(enumerate(highs.tolist())), way)
            rates = at / highs
            worth = min(rates.min(), worth_per_t) * dearer if np.isfinite(dearer) else NEVER
            for n in np.flatnonzero((rates <= worth) | ((highs >= self.case.weight) & np.isfinite(rates))):
                limit = float(at[n]) * (1 + share)
                pairs, _ = self.search([(int(n), 1, float(highs[n]))], way, limit, most, SHORT_PATIENCE)
                found |= dict.fromkeys(trip for _, trip in pairs)
        return list(found)

    def search(
        self, loads: Sequence[tuple[int, int, float]], way: int, limit: float, most: int, patience: int
    ) -> tuple[list[tuple[float, Trip]], float]:
        """The cheapest trips of containers that go together, below a limit, in order; a cost that no other is below.

        In each window of delivery no more than ``most``.
        """
        paths, costs, beyond = self._programme([loads], way).in_order(limit, most, patience)
        trips = [self.pricer.trips.of(tuple(path[path >= 0].tolist())) for path in paths]
        return list(zip(costs.tolist(), trips, strict=True)), beyond
