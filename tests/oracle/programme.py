"""The third engine, plain and slow: every itinerary, every limit, whole kilograms, no dominance and no cut.

It shares nothing with the model or with rating: itineraries and charges are the oracle's, and the integer programme is
the contract's section 3 written down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

import highspy
import pulp

from tariffs.book import Capacity, Portfolio, Shipment, TariffBook
from tariffs.calendar import Period
from tests.oracle.rating import fx, left_behind
from tests.oracle.runs import Trip, Way, capacity_of, ways
from tests.oracle.spans import Fee, OnCosts, Span, on_costs, spans

#: Loads above a low end by a smaller share of a kilogram than this cannot be told from it by a solver.
FINEST = 50
#: Both ends of the gap at which a solve is done; the objective is in the base currency.
GAP = 1e-9


class Limit(NamedTuple):
    """Something limited: what it is, ``most`` of ``unit``, and the only container that counts (blank: all)."""

    what: tuple[object, ...]
    unit: str
    most: Fraction
    container: str = ""


class Answer(NamedTuple):
    """The least cost found and a proven bound on it, base currency; kilograms left for want of a penalty."""

    cost: float
    bound: float
    unpriced_kg: int


@dataclass(eq=False)
class Boxes:
    """So many containers in a span, and kilograms in them."""

    span: Span
    count: pulp.LpVariable
    kilograms: pulp.LpVariable

    def units(self, unit: str) -> pulp.LpAffineExpression:
        if unit == "tonnes":
            return 0.001 * self.kilograms
        return (float(self.span.container.teu) if unit == "teu" else 1.0) * self.count


@dataclass(eq=False)
class Booked:
    """What a shipment may have on an itinerary."""

    shipment: Shipment
    way: Way
    boxes: list[Boxes]

    @property
    def kilograms(self) -> pulp.LpAffineExpression:
        return pulp.lpSum(boxes.kilograms for boxes in self.boxes)


@dataclass
class Programme:
    """One integer programme, made and solved."""

    book: TariffBook
    portfolio: Portfolio
    most_ways: int
    problem: pulp.LpProblem = field(default_factory=lambda: pulp.LpProblem("plain", pulp.LpMinimize))
    bookings: list[Booked] = field(default_factory=list)
    costs: list[Any] = field(default_factory=list)
    _names: int = 0

    def solve(self, seconds: float) -> Answer | None:
        """The least cost, serving first; ``None`` where there are too many itineraries, or time is up."""
        found = {shipment.name: ways(self.book, shipment) for shipment in self.portfolio.shipments.values()}
        if sum(map(len, found.values())) > self.most_ways:
            return None
        for shipment in self.portfolio.shipments.values():
            for way in found[shipment.name]:
                self._book(shipment, way)
        return self._least(seconds)

    def _least(self, seconds: float) -> Answer | None:
        """The least cost of what is stated, serving first; ``None`` if time is up."""
        unpriced = self._demand()
        self._limits()
        self._departures()
        fewest = 0.0
        if unpriced:
            self.problem.setObjective(pulp.lpSum(1 * kilograms for kilograms in unpriced))
            stage = _solved(self.problem, seconds)
            if stage is None:
                return None
            fewest = round(stage[0])
            self.problem += pulp.lpSum(1 * kilograms for kilograms in unpriced) <= fewest
        self.problem.setObjective(pulp.lpSum(self.costs))
        answer = _solved(self.problem, seconds)
        return None if answer is None else Answer(*answer, int(fewest))

    def _new(self, most: float | None = None, *, least: float | None = 0, whole: bool = True) -> pulp.LpVariable:
        self._names += 1
        return self.problem.add_variable(f"x{self._names}", least, most, cat="Integer" if whole else "Continuous")

    def _book(self, shipment: Shipment, way: Way) -> None:
        booked = Booked(shipment, way, [self._load(shipment, span) for span in spans(self.book, shipment, way)])
        if booked.boxes:
            self.bookings.append(booked)
            self._cost(booked)
            self._lot(booked)

    def _load(self, shipment: Shipment, span: Span) -> Boxes:
        """Above the low end of the span, and up to its high end; no container goes empty."""
        weight = int(shipment.weight_t * 1000)
        made = Boxes(span, self._new(weight), self._new(weight))
        low, high = span.low * 1000, span.high * 1000
        self.problem += made.kilograms <= float(high) * made.count
        self.problem += made.kilograms >= max(float(low), 1.0) * made.count
        if low and low.denominator <= FINEST:
            used = self._new(1)
            self.problem += made.kilograms >= float(low) * made.count + 1 / low.denominator * used
            self.problem += made.count <= (weight / float(low) + 1) * used
        return made

    def _cost(self, booked: Booked) -> None:
        """The dearer way to charge duty, with each fee once."""
        weight = float(booked.shipment.weight_t * 1000)
        due: dict[Fee, pulp.LpVariable] = {}
        for fee in {fee for boxes in booked.boxes for fee in boxes.span.fees}:
            due[fee] = self._new(1)
            owing = pulp.lpSum(boxes.kilograms for boxes in booked.boxes if fee in boxes.span.fees)
            self.problem += owing <= weight * due[fee]
        lines = [_line(booked, due, way) for way in on_costs(self.book, booked.shipment, booked.way)]
        dearer = self._new(least=None, whole=False)
        for line in lines:
            self.problem += dearer - line >= 0
        self.costs.append(1 * dearer)

    def _lot(self, booked: Booked) -> None:
        """A booking has at least the least lot, or all of the shipment."""
        lot = min(self.book.settings.min_lot_t, booked.shipment.weight_t)
        if lot and booked.shipment.split:
            used = self._new(1)
            self.problem += booked.kilograms >= float(lot * 1000) * used
            self.problem += booked.kilograms <= float(booked.shipment.weight_t * 1000) * used

    def _demand(self) -> list[pulp.LpVariable]:
        """All is carried or left behind; what may not be split goes one way or none. Returns what has no penalty."""
        unpriced = []
        for shipment in self.portfolio.shipments.values():
            weight = int(shipment.weight_t * 1000)
            own = [booked for booked in self.bookings if booked.shipment is shipment]
            left = self._new(weight)
            self.problem += pulp.lpSum(booked.kilograms for booked in own) + left == weight
            if not shipment.split:
                chosen = [self._new(1) for _ in own]
                for booked, flag in zip(own, chosen, strict=True):
                    self.problem += booked.kilograms == weight * flag
                self.problem += pulp.lpSum(1 * flag for flag in chosen) <= 1
            if shipment.penalty_per_t is None:
                unpriced.append(left)
            self.costs.append(float(left_behind(self.book, shipment) / 1000) * left)
        return unpriced

    def _limits(self) -> None:
        """Every capacity that any itinerary uses, as often as it does."""
        used = defaultdict(list)
        for booked in self.bookings:
            for limit in limits(self.book, booked.shipment, booked.way):
                counting = [b for b in booked.boxes if limit.container in ("", b.span.container.name)]
                used[limit] += [boxes.units(limit.unit) for boxes in counting]
        for limit, amounts in used.items():
            self.problem += pulp.lpSum(amounts) <= float(limit.most)

    def _departures(self) -> None:
        """A departure runs with its minimum and at its cost, or carries nothing."""
        on_board: dict[tuple[object, ...], list[Boxes]] = defaultdict(list)
        trips: dict[tuple[object, ...], Trip] = {}
        for booked in self.bookings:
            for trip in booked.way.trips:
                if trip.row.departure_cost or trip.row.min_load:
                    on_board[_key(trip)] += booked.boxes
                    trips[_key(trip)] = trip
        most = sum(float(shipment.weight_t * 1000) for shipment in self.portfolio.shipments.values())
        for key, trip in trips.items():
            runs = self._new(1)
            load = pulp.lpSum(boxes.units(trip.row.capacity_unit) for boxes in on_board[key])
            self.problem += load >= float(trip.row.min_load) * runs
            self.problem += pulp.lpSum(boxes.kilograms for boxes in on_board[key]) <= most * runs
            rate = fx(self.book, trip.row.amounts.currency, trip.departs)
            self.costs.append(float(Fraction(trip.row.departure_cost) * rate) * runs)


def _line(booked: Booked, due: dict[Fee, pulp.LpVariable], way: OnCosts) -> pulp.LpAffineExpression:
    """What a booking costs in one way to charge duty."""
    parts = []
    for boxes in booked.boxes:
        fixed, slope = boxes.span.fixed, boxes.span.per_tonne
        a_box = way.transport * fixed.transport + way.outside * fixed.outside + fixed.co2
        a_tonne = way.transport * slope.transport + way.outside * slope.outside + slope.co2 + way.per_tonne
        parts += [float(a_box) * boxes.count, float(a_tonne / 1000) * boxes.kilograms]
    for fee, owed in due.items():
        parts.append(float(way.transport * fee.transport + way.outside * fee.outside) * owed)
    return pulp.lpSum(parts)


def limits(book: TariffBook, shipment: Shipment, way: Way) -> Iterator[Limit]:
    """Every limit that an itinerary uses, each as often as it does."""
    for trip in way.trips:
        capacity = capacity_of(book, trip)
        if capacity is not None:
            yield Limit(("departure", *_key(trip)), trip.row.capacity_unit, Fraction(capacity))
        for border, crossed in trip.crossings:
            if border.capacity is not None:
                yield _limit(("border", border.where), border.capacity, crossed)
    days = [*(trip.departs for trip in way.trips), way.trips[-1].arrives]
    for stop, day in zip(way.stops, days, strict=True):
        if stop.transfer is not None and stop.transfer.capacity is not None:
            yield _limit(("transfer", stop.transfer.where), stop.transfer.capacity, day)
    for (location, container), available in book.pool.items():
        if location == shipment.origin:
            yield Limit(("pool", location), "containers", Fraction(available), container)


def _limit(what: tuple[object, ...], capacity: Capacity, day: date) -> Limit:
    periods: dict[Period, object] = {
        Period.DAY: day,
        Period.WEEK: day.isocalendar()[:2],
        Period.MONTH: (day.year, day.month),
        Period.PLAN: "plan",
    }
    return Limit((*what, periods[capacity.per]), capacity.unit, Fraction(capacity.amount))


def _key(trip: Trip) -> tuple[object, ...]:
    row = trip.row
    return (row.service, "" if row.service else row.carrier, row.mode, row.origin, row.destination, trip.departs)


def _solved(problem: pulp.LpProblem, seconds: float) -> tuple[float, float] | None:
    """The objective found and its bound; ``None`` where nothing was found in time."""
    # Whoever solved in this process before with more threads would have this one refused.
    highspy.Highs.resetGlobalScheduler(True)
    problem.solve(pulp.HiGHS(msg=False, output_flag=False, threads=1, timeLimit=seconds, gapRel=GAP, gapAbs=GAP))
    highs = problem.solverModel
    info = highs.getInfo()
    if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return None
    missing = problem.objective.constant - highs.getObjectiveOffset()[1]
    return info.objective_function_value + missing, info.mip_dual_bound + missing
