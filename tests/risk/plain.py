"""A second simulation of bookings: one draw at a time, in plain Python, from the rows of the book and the contract.

It shares nothing with ``optimizer.risk``; what runs when, as planned, is that of ``tests.oracle.runs``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from optimizer.plan import Booking
from tariffs.book import Border, LegKey, Tariff, TariffBook, Transfer
from tests.oracle.runs import Stop, Trip, allowed, border_row, departures, may_carry, stop, whole

ONE_DAY = timedelta(days=1)

#: How far ahead another departure is looked for.
YEAR = 366


def days_taken(median: Decimal, p95: Decimal | None, chance: Random) -> tuple[int, float]:
    """A time in whole days, and as a share of its median."""
    if p95 is None or p95 == median:
        return whole(median), 1.0
    sigma = math.log(float(p95 / median)) / 1.645
    time = max(float(median) - 1, float(median) * math.exp(chance.gauss(0, sigma)))
    return math.ceil(time - 1e-9), time / float(median)


def key_of(row: Tariff) -> LegKey:
    return LegKey(row.service, "" if row.service else row.carrier, row.mode, row.origin, row.destination)


def amount_in(unit: str, booking: Booking) -> Decimal:
    """What the loads of a booking count for."""
    if unit == "tonnes":
        return sum((load.tonnes for load in booking.loads), Decimal(0))
    each = [load.container.teu if unit == "teu" else Decimal(1) for load in booking.loads]
    return sum((n * load.containers for n, load in zip(each, booking.loads, strict=True)), Decimal(0))


@dataclass
class Plain:
    """The bookings of a plan, and what they use of every limit, counted here."""

    book: TariffBook
    bookings: tuple[Booking, ...]
    used: dict[Any, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    runs: set[Any] = field(default_factory=set)
    _days: dict[date, dict[LegKey, Trip]] = field(default_factory=dict)
    _next: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for booking in self.bookings:
            for trip, before in self.planned(booking):
                self.runs.add((key_of(trip.row), trip.departs))
                for name, unit, _ in self.limits(trip, before):
                    self.used[name] += amount_in(unit, booking)

    def on(self, day: date) -> dict[LegKey, Trip]:
        """What departs on a day."""
        if day not in self._days:
            self._days[day] = {key_of(trip.row): trip for trip in departures(self.book, day)}
        return self._days[day]

    def planned(self, booking: Booking) -> list[tuple[Trip, Stop]]:
        """The trips of a booking, each with the stop before it."""
        found, before = [], None
        for departure in booking.itinerary.departures:
            trip = self.on(departure.departs)[departure.leg.key]
            change = stop(self.book, trip.row.origin, before, trip.row)
            assert change is not None
            found.append((trip, change))
            before = trip.row
        return found

    def limits(self, trip: Trip, before: Stop) -> list[tuple[Any, str, Decimal]]:
        """The capacities that a trip uses, those of borders and of the transfer before it by their period."""
        found: list[tuple[Any, str, Decimal]] = []
        if trip.row.capacity is not None:
            found.append(((key_of(trip.row), trip.departs), trip.row.capacity_unit, trip.row.capacity))
        stations: list[tuple[Border | Transfer, date]] = list(trip.crossings)
        if before.transfer is not None:
            stations.append((before.transfer, trip.departs))
        for row, day in stations:
            if row.capacity is not None:
                name = (row.where, row.capacity.per.of(day))
                found.append((name, row.capacity.unit, row.capacity.amount))
        return found

    def may_board(self, booking: Booking, trip: Trip, before: Stop, own: dict[Any, Decimal]) -> bool:
        """Whether a later trip runs, takes the containers, and has room."""
        if trip.row.min_load > 0 and (key_of(trip.row), trip.departs) not in self.runs:
            return False
        for load in booking.loads:
            if not any(
                row.amounts.of(load.container.name) is not None
                and row.commodity in ("", booking.shipment.commodity.name)
                and may_carry(booking.shipment, row.carrier)
                for row in trip.rows
            ):
                return False
        return all(
            self.used[name] - own.get(name, Decimal(0)) + amount_in(unit, booking) <= most
            for name, unit, most in self.limits(trip, before)
        )

    def delivered(self, booking: Booking, chance: Random) -> date | None:
        """The day of delivery in one draw; ``None`` for never."""
        planned = self.planned(booking)
        own: dict[Any, Decimal] = defaultdict(Decimal)
        for trip, before in planned:
            for name, unit, _ in self.limits(trip, before):
                own[name] += amount_in(unit, booking)
        there: date | None = booking.shipment.ready
        for trip, before in planned:
            assert there is not None
            there = self._handled(before, there, chance)
            boarded = self._boarded(booking, trip, before, own, there)
            there = None if boarded is None else self._ridden(boarded, chance)
            if there is None:
                return None
        last = stop(self.book, booking.shipment.destination, planned[-1][0].row, None)
        assert last is not None and there is not None
        return self._handled(last, there, chance)

    @staticmethod
    def _handled(at: Stop, since: date, chance: Random) -> date:
        if at.transfer is None:
            return since
        return since + days_taken(at.transfer.dwell_days, at.transfer.dwell_days_p95, chance)[0] * ONE_DAY

    def _boarded(
        self, booking: Booking, planned: Trip, before: Stop, own: dict[Any, Decimal], there: date
    ) -> Trip | None:
        name = (booking.name, planned.departs, key_of(planned.row), there)
        if name not in self._next:
            self._next[name] = self._look(booking, planned, before, own, there)
        found: Trip | None = self._next[name]
        return found

    def _look(self, booking: Booking, planned: Trip, before: Stop, own: dict[Any, Decimal], there: date) -> Trip | None:
        for wait in range(YEAR + 1):
            day = planned.departs + wait * ONE_DAY
            trip = self.on(day).get(key_of(planned.row))
            if trip is None:
                continue
            cutoff = 0 if before.same_service else whole(trip.row.cutoff_days)
            if there + cutoff * ONE_DAY <= day and (wait == 0 or self.may_board(booking, trip, before, own)):
                return trip
        return None

    def _ridden(self, trip: Trip, chance: Random) -> date | None:
        row = trip.row
        taken, share = days_taken(row.transit_days, row.transit_days_p95, chance)
        late = 0
        for crossing in row.crossings:
            offset = row.transit_days if crossing.offset_days is None else crossing.offset_days
            reached = trip.departs + (math.ceil(float(offset) * share - 1e-9) + late) * ONE_DAY
            border = border_row(self.book, crossing.border, row.mode, reached)
            if border is None or not allowed(self.book, border.compliance):
                return None
            day = self._opens(border, reached, chance)
            if day is None:
                return None
            late += (day - reached).days + days_taken(border.dwell_days, border.dwell_days_p95, chance)[0]
        return trip.departs + (taken + late) * ONE_DAY

    @staticmethod
    def _opens(border: Border, reached: date, chance: Random) -> date | None:
        shut = [span for span in border.announced if chance.random() < border.closed_probability]
        for wait in range(YEAR):
            day = reached + wait * ONE_DAY
            if day.weekday() in border.closures.weekdays:
                continue
            if not any((s.start is None or s.start <= day) and (s.end is None or day <= s.end) for s in shut):
                return day
        return None
