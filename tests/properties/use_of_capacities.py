"""What the bookings of a plan use of every capacity, counted anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from optimizer.plan import Booking, Plan
from tariffs.book import Capacity
from tariffs.calendar import Period
from tariffs.rating import Load


@dataclass(frozen=True)
class Limit:
    """``most`` of ``unit``, of what ``what`` and ``period`` name; ``container`` is the only type that counts."""

    what: str
    period: str
    unit: str
    most: Decimal
    container: str = ""


def used(plan: Plan) -> dict[Limit, Decimal]:
    """By limit."""
    found: dict[Limit, Decimal] = defaultdict(Decimal)
    for booking in plan.bookings:
        for limit in _limits(plan, booking):
            found[limit] += sum((units(limit.unit, load) for load in booking.loads if _counts(limit, load)), Decimal(0))
    return dict(found)


def loaded(plan: Plan) -> dict[tuple[str, Decimal], Decimal]:
    """What is on each departure that has a minimum load, by its name and that minimum."""
    found: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    for booking in plan.bookings:
        for departure in booking.itinerary.departures:
            terms = departure.terms
            if terms.min_load:
                key = str(departure.key), terms.min_load
                found[key] += sum((units(terms.capacity_unit, load) for load in booking.loads), Decimal(0))
    return dict(found)


def units(unit: str, load: Load) -> Decimal:
    if unit == "tonnes":
        return load.tonnes
    return load.containers * load.container.teu if unit == "teu" else Decimal(load.containers)


def _counts(limit: Limit, load: Load) -> bool:
    return limit.container in ("", load.container.name)


def _limits(plan: Plan, booking: Booking) -> Iterator[Limit]:
    itinerary = booking.itinerary
    for departure in itinerary.departures:
        terms = departure.terms
        if terms.capacity is not None:
            yield Limit(f"departure {departure.leg.key}", str(departure.departs), terms.capacity_unit, terms.capacity)
        for passage in departure.passages:
            if passage.border.capacity is not None:
                yield _limit(passage.border.where, passage.border.capacity, passage.crossed)
    days = [*(departure.departs for departure in itinerary.departures), itinerary.departures[-1].arrives]
    for handling, day in zip(itinerary.handlings, days, strict=True):
        if handling.transfer is not None and handling.transfer.capacity is not None:
            yield _limit(handling.transfer.where, handling.transfer.capacity, day)
    for (location, container), available in plan.book.pool.items():
        if location == booking.shipment.origin:
            yield Limit(f"pool {location} {container}", "plan", "containers", Decimal(available), container)


def _limit(where: str, capacity: Capacity, day: date) -> Limit:
    periods = {
        Period.DAY: str(day),
        Period.WEEK: f"{day:%G week %V}",
        Period.MONTH: f"{day:%Y month %m}",
        Period.PLAN: "plan",
    }
    return Limit(where, periods[capacity.per], capacity.unit, capacity.amount)
