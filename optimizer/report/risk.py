"""How sure the dates of a plan are, as tables and in sentences."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from optimizer.report.table import Cell, Table
from optimizer.report.words import counted
from optimizer.risk.journey import Cause
from optimizer.risk.simulation import BookingRisk, PlanRisk, Share
from optimizer.tables import RISK_BOOKINGS, RISK_CAUSES
from tariffs.timetable import Itinerary

#: How many bookings, and causes, are named.
FEW = 6

#: A booking is said to be sure that is on time with this probability.
SURE = 0.95


def bookings_table(risk: PlanRisk) -> Table:
    """One row per booking."""
    return Table("Risk", RISK_BOOKINGS, tuple(tuple(_booking(one)) for one in risk.bookings))


def _booking(one: BookingRisk) -> Iterator[Cell]:
    booking = one.booking
    yield from (booking.name, booking.shipment.name, booking.tonnes, booking.itinerary.delivered, one.deadline)
    yield from map(_figure, one.on_time)
    yield booking.shipment.on_time_probability
    yield None if math.isnan(one.days_late) else _figure(one.days_late)
    yield from one.delivered
    yield _figure(one.never)


def causes_table(risk: PlanRisk) -> Table:
    """One row per booking and cause."""
    rows = (
        (
            *(one.booking.name, one.booking.shipment.name, found.cause.kind, what(one.booking.itinerary, found.cause)),
            *(_figure(found.late), _figure(found.days)),
            None if found.missed is None else _figure(found.missed),
        )
        for one in risk.bookings
        for found in one.causes
    )
    return Table("Causes", RISK_CAUSES, tuple(rows))


def what(itinerary: Itinerary, cause: Cause) -> str:
    """A cause in words: the leg, the border with the mode that crosses it, or the place and modes of a transfer."""
    if cause.kind == "transfer":
        row = itinerary.handlings[cause.leg].transfer
        return f"{row.location}, {row.from_mode} to {row.to_mode}" if row else ""
    departure = itinerary.departures[cause.leg]
    if cause.kind == "border":
        return f"{departure.terms.crossings[cause.crossing].border}, {departure.leg.key.mode}"
    return str(departure.leg.key)


def lines(risk: PlanRisk) -> Iterator[str]:
    """On time in all, the least sure bookings, and what makes most bookings late."""
    bookings = risk.bookings
    yield f"Risk            {counted(risk.draws, 'draw')}, seed {risk.seed}; {counted(len(bookings), 'booking')}"
    if not bookings:
        return
    tonnes = sum(float(one.booking.tonnes) for one in bookings)
    on_time = sum(float(one.booking.tonnes) * one.on_time.share for one in bookings)
    sure = sum(one.on_time.share >= SURE for one in bookings)
    yield f"On time         {_percent(on_time / tonnes)} of the tonnes, expected"
    yield f"Sure            {sure:,} of {len(bookings):,}: on time with a probability of {_percent(SURE)} or more"
    yield f"All on time     {_interval(risk.all_on_time)}"
    for one in sorted(bookings, key=lambda one: one.on_time.share)[:FEW]:
        if one.on_time.share < 1:
            late = "" if math.isnan(one.days_late) else f", {one.days_late:.1f} days late expected"
            yield f"Least sure      {one.booking.name} {one.booking.shipment.name}: {_interval(one.on_time)}{late}"
    by_cause: dict[tuple[str, str], list[float]] = defaultdict(list)
    for one in bookings:
        for found in one.causes:
            by_cause[found.cause.kind, what(one.booking.itinerary, found.cause)].append(found.days)
    for (kind, name), days in sorted(by_cause.items(), key=lambda entry: -sum(entry[1]))[:FEW]:
        if sum(days) > 0:
            yield f"What delays     {kind} {name}: {sum(days):.1f} days late over {counted(len(days), 'booking')}"


def _interval(share: Share) -> str:
    return f"{_percent(share.share)} ({_percent(share.low)} to {_percent(share.high)})"


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _figure(number: float) -> Decimal:
    return Decimal(repr(number))
