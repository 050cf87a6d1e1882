"""Load plans: complete ways to ship a shipment, which are the columns of the restricted master."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.column_generation.cases import Case, Range, Way
from optimizer.column_generation.limits import BOX, Floats, Limits
from optimizer.column_generation.pricing.cost_to_go import FEE, VARIANT, Bound, Net, follow
from optimizer.column_generation.trips import Trip
from optimizer.listing.pieces import Fee


@dataclass(frozen=True, slots=True)
class Packed:
    """So many containers of one segment on a trip, with kilograms in all of them together."""

    trip: Trip
    segment: int
    containers: int
    kilograms: int


@dataclass(frozen=True, slots=True, eq=False)
class LoadPlan:
    """One way to ship a case: its loads, and the kilograms that stay behind.

    ``cost`` is in the base currency, the penalty on what stays behind included; ``uses`` is by limit.
    """

    case: Case
    loads: tuple[Packed, ...]
    left: int
    cost: float
    uses: dict[int, float]

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from every other of its case."""
        return tuple(sorted((load.trip.path, load.segment, load.containers, load.kilograms) for load in self.loads))


@dataclass(frozen=True, slots=True)
class Piece:
    """Ranges of loads, one after the other, on which a container on a trip costs one line.

    ``container`` is the number of its type. ``lines`` has what a container costs and what a tonne in it adds, by way
    to charge duty. ``owes`` has the positions of the fees that its booking owes for it.
    """

    container: int
    ranges: tuple[Range, ...]
    lines: tuple[tuple[float, float], ...]
    owes: frozenset[int] = frozenset()

    @property
    def low(self) -> float:
        """The lower end, t."""
        return float(self.ranges[0].low)

    @property
    def high(self) -> float:
        """The upper end, t."""
        return float(self.ranges[-1].high)

    def continued_by(self, other: Piece) -> bool:
        """Whether another is the same line further on."""
        return (
            self.container == other.container
            and self.owes == other.owes
            and self.ranges[-1].high == other.ranges[0].low
            and bool(np.allclose(self.lines, other.lines, rtol=1e-9, atol=1e-6))
        )


def due(fee: Fee, way: Way) -> float:
    """What a fee comes to in the end."""
    return way.transport * fee.amount + way.outside * fee.outside


def no_fee(_case: Case, _loads: Iterable[Packed]) -> float:
    """Nothing is kept, so no change costs anything."""
    return 0.0


@dataclass(slots=True)
class Packer:
    """Makes load plans, and says what they cost; ``change_fee`` is what changes of a kept plan cost in one."""

    limits: Limits
    net: Net
    bounds: Mapping[str, Bound]
    change_fee: Callable[[Case, Iterable[Packed]], float] = no_fee
    _any_fees: bool = field(init=False)
    _fees: dict[tuple[int, Trip], tuple[Fee, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out whether any booking owes a fee, as in most books none does."""
        self._any_fees = bool(self.net.carriage[FEE].any())

    def nothing(self, case: Case, penalty: float) -> LoadPlan:
        """The load plan that leaves everything behind, at ``penalty`` a tonne."""
        cost = penalty * case.weight + self.change_fee(case, ())
        return LoadPlan(case, (), case.kilograms, cost, self._left(case, case.kilograms))

    def _left(self, case: Case, kilograms: int) -> dict[int, float]:
        """What tonnes left behind use: where serving comes first, they are limited."""
        serving = self.limits.serving
        limited = kilograms and serving is not None and case.shipment.penalty_per_t is None
        return {serving: kilograms / 1000} if limited and serving is not None else {}

    def plan(self, case: Case, loads: list[Packed], penalty: float) -> LoadPlan:
        """The load plan of some loads; what they do not carry stays behind, at ``penalty`` a tonne."""
        # Less in a container may be charged otherwise than more.
        loads = [
            replace(load, segment=case.segment_of(load.segment, load.containers, load.kilograms)) for load in loads
        ]
        each = [load.kilograms / 1000 / load.containers for load in loads]
        found = [self._follow(case, load.trip, load.segment, q) for load, q in zip(loads, each, strict=True)]
        return self.followed(case, loads, np.array(found).reshape(-1, 5), penalty)

    def followed(self, case: Case, loads: list[Packed], found: Floats, penalty: float) -> LoadPlan:
        """The load plan of loads of which it is known what a container of each pays: a row a load, as ``follow``.

        One that leaves a part behind of what may not be split costs ``inf``.
        """
        left = case.kilograms - sum(load.kilograms for load in loads)
        cost = penalty * left / 1000 + self.change_fee(case, loads)
        if loads and left and not case.shipment.split:
            cost = math.inf
        uses = self._left(case, left)
        by_trip: dict[Trip, list[int]] = defaultdict(list)
        for number, load in enumerate(loads):
            by_trip[load.trip].append(number)
            for row, amount in self.uses(case, load):
                uses[row] = uses.get(row, 0.0) + amount
        cost += sum(
            self._booking(case, trip, [loads[n] for n in numbers], found[numbers]) for trip, numbers in by_trip.items()
        )
        return LoadPlan(case, tuple(loads), left, cost, uses)

    def uses(self, case: Case, load: Packed) -> Iterator[tuple[int, float]]:
        """What a load uses, by limit; one that it uses twice comes twice."""
        container = case.goods.container[load.segment]
        counts = (float(self.net.teu[container]) * load.containers, float(load.containers), load.kilograms / 1000)
        units = self.limits.units
        for row in load.trip.rows:
            yield row, counts[units[row]]
        pool = int(self.limits.at_start[load.trip.origin, container])
        if pool >= 0:
            yield pool, counts[BOX]

    def _booking(self, case: Case, trip: Trip, loads: list[Packed], found: Floats) -> float:
        """What a booking costs, of loads of which it is known what a container pays.

        ``inf`` if one is not taken, or all of them are less than the least lot.
        """
        if math.isinf(found[:, 0].max()) or not case.in_lots([sum(load.kilograms for load in loads)]):
            return math.inf
        containers = np.array([load.containers for load in loads])
        transport, outside, co2 = (float(containers @ found[:, column]) for column in range(3))
        segments = {load.segment for load in loads}
        fees = self.fees(case, trip) if found[:, 3].any() else ()
        owed = [fee for fee in fees if not segments.isdisjoint(fee.segments)]
        tonnes = sum(load.kilograms for load in loads) / 1000
        window = case.window_of(trip.delivered)
        return (
            co2
            + max(
                way.transport * transport
                + way.outside * outside
                + way.per_tonne * tonnes
                + sum(due(fee, way) for fee in owed)
                for way in window.ways
            )
            + case.per_day * (trip.delivered - case.ready) * tonnes
        )

    def pieces(self, case: Case, trip: Trip) -> list[Piece]:
        """What a trip takes of a case, segments on one line together."""
        window = case.window_of(trip.delivered)
        in_transit = case.per_day * (trip.delivered - case.ready)
        fees = self.fees(case, trip)
        found: list[Piece] = []
        for of_case in case.whole_ranges:
            low, high = float(of_case.low), float(of_case.high)
            at_low, at_high = (self._follow(case, trip, of_case.segment, q) for q in (low, high))
            if math.isinf(at_low[0]):
                continue
            lines = []
            for way in window.ways:
                ends = [
                    way.transport * at[0] + way.outside * at[1] + at[2] + (way.per_tonne + in_transit) * q
                    for at, q in ((at_low, low), (at_high, high))
                ]
                slope = (ends[1] - ends[0]) / (high - low)
                lines.append((ends[0] - slope * low, slope))
            owes = frozenset(n for n, fee in enumerate(fees) if of_case.segment in fee.segments)
            piece = Piece(case.goods.container[of_case.segment], (of_case,), tuple(lines), owes)
            if found and found[-1].continued_by(piece):
                found[-1] = replace(found[-1], ranges=(*found[-1].ranges, of_case))
            else:
                found.append(piece)
        return found

    def fees(self, case: Case, trip: Trip) -> tuple[Fee, ...]:
        """What a booking owes once on a trip, what is for the same segments together.

        ``outside`` is of legs that start outside the territory.
        """
        if not self._any_fees:
            return ()
        key = case.goods.first, trip
        if key not in self._fees:
            amounts: dict[frozenset[int], tuple[float, float]] = {}
            away = self.bounds[case.shipment.destination].away
            for i in trip.path:
                variant = int(self.net.departures[i, VARIANT])
                for owed in case.goods.pieces.of(self.limits.timeline.variants[variant]).fees:
                    amount, outside = amounts.get(owed.segments, (0.0, 0.0))
                    more = owed.outside if away[variant] else 0.0
                    amounts[owed.segments] = amount + owed.amount, outside + more
            self._fees[key] = tuple(Fee(*both, segments) for segments, both in amounts.items())
        return self._fees[key]

    def _follow(self, case: Case, trip: Trip, segment: int, tonnes: float) -> tuple[float, float, float, float, float]:
        container = case.goods.container[segment]
        found: tuple[float, float, float, float, float] = follow(
            self.net,
            self.bounds[case.shipment.destination],
            case.goods.first + segment,
            container,
            tonnes,
            case.value,
            trip.departures,
        )
        return found
