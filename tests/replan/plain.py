"""Replanning written down plainly: every itinerary, every limit, and a flag for each kept booking that stays as it was.

It is the third engine of ``tests/oracle`` with what is kept as fixed loads, and shares nothing with the model.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import pulp

from optimizer.plan import Booking, Plan
from tariffs.book import Portfolio, Shipment, TariffBook
from tests.oracle.programme import GAP, Answer, Booked, Boxes, Programme, _key
from tests.oracle.runs import Way, ways
from tests.oracle.spans import spans

#: The legs of a booking with the days on which they depart.
Route: TypeAlias = tuple[tuple[object, ...], ...]


def route_of(booking: Booking) -> Route:
    """The way of a booking of a plan."""
    return tuple((*departure.leg.key, departure.departs) for departure in booking.itinerary.departures)


def route(way: Way) -> Route:
    """A way of the oracle in the same words."""
    return tuple(_key(trip) for trip in way.trips)


@dataclass
class KeptProgramme(Programme):
    """The programme of a world while a plan is kept; ``impossible`` says that a booking under way cannot go on."""

    before: Plan | None = None
    as_of: date = date.min
    change_cost: float = 0.0
    impossible: bool = False
    _flags: list[tuple[Shipment, list[pulp.LpVariable]]] = field(default_factory=list)

    def solve(self, seconds: float) -> Answer | None:
        """The least cost with what changes cost; ``None`` where there are too many itineraries, or time is up."""
        every = {shipment.name: ways(self.book, shipment) for shipment in self.portfolio.shipments.values()}
        if sum(map(len, every.values())) > self.most_ways:
            return None
        rest = self._rest(every)
        if self.impossible:
            return None
        self.portfolio = Portfolio({**rest, **{k.name: k for k, _ in self._flags}})
        for name, shipment in rest.items():
            for way in every[name]:
                if way.trips[0].departs >= self.as_of:
                    self._book(shipment, way)
        return self._least(seconds)

    def _rest(self, every: dict[str, list[Way]]) -> dict[str, Shipment]:
        """State what is kept; what of each shipment is not under way."""
        assert self.before is not None
        standing: list[Booking] = []
        gone: dict[str, Decimal] = defaultdict(Decimal)
        for booking in self.before.bookings:
            if booking.itinerary.departures[0].departs < self.as_of:
                gone[booking.shipment.name] += booking.tonnes
                self._goes_on(booking, every[booking.shipment.name])
            else:
                standing.append(booking)
        rest = {
            name: _part(shipment, shipment.weight_t - gone[name])
            for name, shipment in self.portfolio.shipments.items()
            if shipment.weight_t > gone[name]
        }
        for booking in standing:
            self._stays(booking, rest.get(booking.shipment.name), every.get(booking.shipment.name, []))
        return rest

    def _goes_on(self, booking: Booking, every: list[Way]) -> None:
        """A booking under way as a shipment of its own: on one of the ways that begin as it has."""
        departed = tuple(leg for leg in route_of(booking) if leg[-1] < self.as_of)  # type: ignore[operator]
        cargo = replace(
            _part(booking.shipment, booking.tonnes), name=f"{booking.name} under way", split=False, penalty_per_t=None
        )
        flags = []
        as_planned: list[pulp.LpVariable] = []
        for way in every:
            legs = route(way)
            onward = legs[len(departed) :]
            if legs[: len(departed)] == departed and all(leg[-1] >= self.as_of for leg in onward):  # type: ignore[operator]
                flag = self._fixed(cargo, way, booking)
                if flag is not None:
                    flags.append(flag)
                    as_planned += [flag] if legs == route_of(booking) else []
        self.impossible |= not flags
        self._flags.append((cargo, flags))
        self._pay(as_planned)

    def _stays(self, booking: Booking, shipment: Shipment | None, every: list[Way]) -> None:
        """A booking that has not departed: it may stay as it was, or it is paid for."""
        stays = []
        whole = shipment is not None and (booking.tonnes == shipment.weight_t or shipment.split)
        for way in every if whole and shipment is not None else ():
            if route(way) == route_of(booking):
                flag = self._fixed(shipment, way, booking)
                stays += [] if flag is None else [flag]
        self._pay(stays)

    def _pay(self, as_it_was: list[pulp.LpVariable]) -> None:
        self.costs.append(self.change_cost - self.change_cost * pulp.lpSum(1 * flag for flag in as_it_was))

    def _fixed(self, shipment: Shipment, way: Way, booking: Booking) -> pulp.LpVariable | None:
        """All loads of a booking on a way, or none of them; ``None`` where some leg does not take one."""
        flag = self._new(1)
        boxes = []
        for load in booking.loads:
            each = Fraction(load.tonnes) / load.containers
            span = next(
                (
                    span
                    for span in spans(self.book, shipment, way)
                    if span.container.name == load.container.name and span.low < each <= span.high
                ),
                None,
            )
            if span is None:
                return None
            made = Boxes(span, self._new(load.containers), self._new(int(load.tonnes * 1000)))
            self.problem += made.count == load.containers * flag
            self.problem += made.kilograms == int(load.tonnes * 1000) * flag
            boxes.append(made)
        booked = Booked(shipment, way, boxes)
        self.bookings.append(booked)
        self._cost(booked)
        return flag


def _part(shipment: Shipment, tonnes: Decimal) -> Shipment:
    share = tonnes / shipment.weight_t
    return replace(shipment, weight_t=tonnes, volume_m3=shipment.volume_m3 * share, value=shipment.value * share)


def least(book: TariffBook, portfolio: Portfolio, before: Plan, as_of: date, change_cost: float) -> Answer | None:
    """What a world costs at least while a plan is kept; ``None`` where that is too much work, or one cannot go on."""
    programme = KeptProgramme(book, portfolio, 300, before=before, as_of=as_of, change_cost=change_cost)
    return programme.solve(60)


__all__ = ["GAP", "KeptProgramme", "least"]
