"""The sheets on what was booked: ``Bookings``, ``Legs`` and ``Charges``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.plan import Booking, Plan
from optimizer.report.allocation import by_load
from optimizer.report.summary import group_sums
from optimizer.report.table import Cell, Table
from optimizer.tables import BOOKED, BOOKINGS, CHARGES, LEGS, count_columns
from tariffs.book import TariffBook
from tariffs.rating import Charge, tariff_for
from tariffs.timetable import Departure, Itinerary


def bookings_table(plan: Plan) -> Table:
    """One row per load of a booking."""
    rows = tuple(row for booking in plan.bookings for row in _loads(booking, plan.book))
    return Table("Bookings", BOOKINGS, rows)


def corridor(itinerary: Itinerary, book: TariffBook) -> str:
    """The countries of the locations on the way: ``PK–IR–KZ–RU``."""
    countries = [book.locations[place].country for place in itinerary.locations]
    return "–".join(country for before, country in zip(["", *countries], countries, strict=False) if country != before)


def _loads(booking: Booking, book: TariffBook) -> Iterator[tuple[Cell, ...]]:
    shipment, itinerary = booking.shipment, booking.itinerary
    way = corridor(itinerary, book)
    for load, cost in zip(booking.loads, by_load(booking), strict=True):
        groups = group_sums(cost)
        yield (
            booking.name,
            shipment.name,
            load.container.name,
            load.containers,
            load.tonnes,
            itinerary.departures[0].departs,
            itinerary.delivered,
            shipment.due,
            itinerary.route,
            "; ".join(booking.rated.flags),
            sum(cost.values()),
            groups["transport cost"],
            groups["duty and tax"],
            booking.transit_days,
            booking.days_from_ready,
            shipment.last_day,
            booking.mode,
            way,
            *(cost[component] for component in BOOKED),
        )


def legs_table(plan: Plan) -> Table:
    """One row per booking and leg, with a column of counts for each container type that is used."""
    containers = used_containers(plan)
    rows = tuple(row for booking in plan.bookings for row in _legs_of(booking, containers))
    return Table("Legs", (*LEGS, *count_columns("Legs", containers)), rows)


def used_containers(plan: Plan) -> list[str]:
    """The container types that are used, in the order of the book."""
    used = {load.container.name for booking in plan.bookings for load in booking.loads}
    return [name for name in plan.book.containers if name in used]


def _legs_of(booking: Booking, containers: list[str]) -> Iterator[tuple[Cell, ...]]:
    carried: Counter[str] = Counter()
    for load in booking.loads:
        carried[load.container.name] += load.containers
    for position, departure in enumerate(booking.itinerary.departures, start=1):
        key = departure.leg.key
        yield (
            booking.name,
            position,
            key.service,
            carrier_of(departure, booking),
            key.mode,
            key.origin,
            key.destination,
            departure.departs,
            departure.arrives,
            "; ".join(f"{passage.border.name} {passage.crossed}" for passage in departure.passages),
            *(carried[name] or None for name in containers),
        )


def carrier_of(departure: Departure, booking: Booking, load: int = 0) -> str:
    """Who carries a load: that of the row that rates it, since the rows of one service may name several."""
    row = tariff_for(departure, booking.shipment, booking.loads[load])
    return (row or departure.terms).carrier


def charges_table(plan: Plan) -> Table:
    """One row per charge: of bookings in order, then departures, then tonnes left behind.

    ``load`` counts the loads of a booking from 1; it is blank for what is charged once per booking.
    """
    return Table("Charges", CHARGES, tuple(_charges(plan)))


def _charges(plan: Plan) -> Iterator[tuple[Cell, ...]]:
    for booking in plan.bookings:
        for charge in booking.rated.charges:
            yield _charge(charge, booking.name, booking.shipment.name)
    for departure in plan.departures:
        yield _charge(departure.charge)
    for left in plan.unserved:
        for charge in left.charges:
            yield _charge(charge, shipment=left.shipment.name)


def _charge(charge: Charge, booking: str = "", shipment: str = "") -> tuple[Cell, ...]:
    item = charge.item
    return (
        booking,
        shipment,
        item.component.value,
        item.what,
        charge.container,
        None if charge.load is None else charge.load + 1,
        item.quantity,
        item.rate,
        item.currency,
        item.fx,
        charge.amount,
        item.where,
    )
