"""The sheet ``To book``: what to order of whom by when."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from optimizer.plan import Plan
from optimizer.report.bookings import carrier_of, used_containers
from optimizer.report.table import Cell, Table
from optimizer.tables import TO_BOOK, count_columns
from tariffs.calendar import whole_days
from tariffs.timetable import Departure


@dataclass(slots=True)
class Order:
    """What one carrier takes on one departure."""

    departure: Departure
    carrier: str
    tonnes: Decimal = Decimal(0)
    containers: Counter[str] = field(default_factory=Counter)
    shipments: dict[str, None] = field(default_factory=dict)

    @property
    def cut_off(self) -> date:
        """The last day on which cargo is handed over."""
        return self.departure.departs - timedelta(days=whole_days(self.departure.terms.cutoff_days))


def to_book_table(plan: Plan) -> Table:
    """One row per carrier and departure, in the order of the cut-off."""
    orders: dict[tuple[object, str], Order] = {}
    since = date.min if plan.replanned is None else plan.replanned.keep.as_of
    for booking in plan.bookings:
        for departure in booking.itinerary.departures:
            if departure.departs < since:  # nobody books what has left
                continue
            for number, load in enumerate(booking.loads):
                carrier = carrier_of(departure, booking, number)
                order = orders.setdefault((departure.key, carrier), Order(departure, carrier))
                order.tonnes += load.tonnes
                order.containers[load.container.name] += load.containers
                order.shipments[booking.shipment.name] = None
    containers = used_containers(plan)
    in_order = sorted(orders.values(), key=lambda o: (o.cut_off, o.departure.departs, o.carrier, o.departure.leg.key))
    rows = tuple(_row(order, containers) for order in in_order)
    *left, tonnes, shipments = TO_BOOK
    return Table("To book", (*left, *count_columns("To book", containers), tonnes, shipments), rows)


def _row(order: Order, containers: list[str]) -> tuple[Cell, ...]:
    key = order.departure.leg.key
    return (
        order.cut_off,
        order.carrier,
        key.service,
        key.mode,
        key.origin,
        key.destination,
        order.departure.departs,
        *(order.containers[name] or None for name in containers),
        order.tonnes,
        ", ".join(order.shipments),
    )
