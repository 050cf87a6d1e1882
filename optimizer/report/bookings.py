"""The sheets on what was booked: ``Bookings``, ``Legs`` and ``Charges``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from optimizer.plan import Booking, Plan
from optimizer.report.allocation import by_load
from optimizer.report.table import Cell, Column, Kind, Table, Total
from tariffs.rating import Charge, Component, tariff_for
from tariffs.timetable import Departure

#: The components that belong to bookings; departures and tonnes left behind have none.
BOOKED = tuple(c for c in Component if c not in (Component.DEPARTURE, Component.UNSERVED))

BOOKING_COLUMNS = (
    Column("booking"),
    Column("shipment"),
    Column("container"),
    Column("containers", Kind.COUNT, Total.SUM),
    Column("tonnes", Kind.TONNES, Total.SUM),
    Column("departs", Kind.DATE),
    Column("delivered", Kind.DATE),
    Column("transit_days", Kind.COUNT),
    Column("due", Kind.DATE),
    Column("latest", Kind.DATE),
    Column("route", Kind.PROSE, widest=50),
    Column("flags", Kind.PROSE, widest=42),
    *(Column(component.value, Kind.MONEY, Total.SUM) for component in BOOKED),
    Column("total", Kind.MONEY, Total.SUM, f"SUM({{{BOOKED[0]}}}:{{{BOOKED[-1]}}})"),
)

CHARGE_COLUMNS = (
    Column("booking"),
    Column("shipment"),
    Column("component"),
    Column("what"),
    Column("container"),
    Column("load", Kind.COUNT),
    Column("quantity", Kind.NUMBER),
    Column("rate", Kind.NUMBER),
    Column("currency"),
    Column("fx", Kind.NUMBER),
    Column("amount", Kind.MONEY, Total.SUM),
    Column("source"),
)

LEG_COLUMNS = (
    Column("booking"),
    Column("leg", Kind.COUNT),
    Column("service"),
    Column("carrier"),
    Column("mode"),
    Column("origin"),
    Column("destination"),
    Column("departs", Kind.DATE),
    Column("arrives", Kind.DATE),
    Column("borders", Kind.PROSE, widest=46),
)


def bookings_table(plan: Plan) -> Table:
    """One row per load of a booking; ``latest`` is the last day of delivery that is allowed."""
    rows = tuple(row for booking in plan.bookings for row in _loads(booking))
    return Table("Bookings", BOOKING_COLUMNS, rows)


def _loads(booking: Booking) -> Iterator[tuple[Cell, ...]]:
    shipment, itinerary = booking.shipment, booking.itinerary
    for load, cost in zip(booking.loads, by_load(booking), strict=True):
        yield (
            booking.name,
            shipment.name,
            load.container.name,
            load.containers,
            load.tonnes,
            itinerary.departures[0].departs,
            itinerary.delivered,
            booking.transit_days,
            shipment.due,
            shipment.last_day,
            itinerary.route,
            "; ".join(booking.rated.flags),
            *(cost[component] for component in BOOKED),
            sum(cost.values()),
        )


def legs_table(plan: Plan) -> Table:
    """One row per booking and leg, with a column of counts for each container type that is used."""
    used = {load.container.name for booking in plan.bookings for load in booking.loads}
    containers = [name for name in plan.book.containers if name in used]
    taken = {column.name.casefold() for column in LEG_COLUMNS}
    counts = (Column(f"{name} containers" if name.casefold() in taken else name, Kind.COUNT) for name in containers)
    rows = tuple(row for booking in plan.bookings for row in _legs_of(booking, containers))
    return Table("Legs", (*LEG_COLUMNS, *counts), rows)


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
            _carrier(departure, booking),
            key.mode,
            key.origin,
            key.destination,
            departure.departs,
            departure.arrives,
            "; ".join(f"{passage.border.name} {passage.crossed}" for passage in departure.passages),
            *(carried[name] or None for name in containers),
        )


def _carrier(departure: Departure, booking: Booking) -> str:
    # Rows of one service may name several carriers: said is that of the first load's row.
    row = tariff_for(departure, booking.shipment, booking.loads[0])
    return (row or departure.terms).carrier


def charges_table(plan: Plan) -> Table:
    """One row per charge: of bookings in order, then departures, then tonnes left behind.

    ``load`` counts the loads of a booking from 1; it is blank for what is charged once per booking.
    """
    return Table("Charges", CHARGE_COLUMNS, tuple(_charges(plan)))


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
