"""The sheets on what was asked for: ``Shipments``, ``Unserved`` and ``Problems``."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from optimizer.plan import Alternative, Booking, Plan
from optimizer.report.summary import Summary, group_sums
from optimizer.report.table import Cell, Table, completed, number
from optimizer.tables import CUSTOMERS, CUSTOMERS_SHEET, NOBODY, PROBLEMS, SHIPMENTS, UNSERVED
from tariffs.rating import Component


def shipments_table(plan: Plan, summary: Summary) -> Table:
    """One row per shipment of the portfolio.

    The cost is that of its bookings and of its tonnes left behind; departures have no
    shipment. Costs per tonne are per tonne delivered, and blank where nothing is.
    """
    penalties: dict[str, Decimal] = defaultdict(Decimal)
    for left in plan.unserved:
        penalties[left.shipment.name] += sum(charge.amount for charge in left.charges)
    bookings = plan.bookings_of
    rows = []
    for name, shipment in plan.portfolio.shipments.items():
        booked = bookings.get(name, [])
        delivered = sum((booking.tonnes for booking in booked), Decimal(0))
        groups = group_sums(_components(booked))
        cells: dict[str, Cell] = {
            "shipment": name,
            "customer": shipment.customer,
            "tonnes": shipment.weight_t,
            "delivered": delivered,
            "unserved": shipment.weight_t - delivered,
            "cost": sum((booking.rated.total for booking in booked), penalties[name]),
            "transport_cost": groups["transport cost"],
            "duty_and_tax": groups["duty and tax"],
            "goods_value": summary.goods_values.get(name, Decimal(0)),
            "recoverable_tax": sum((b.rated.recoverable_tax for b in booked), Decimal(0)),
        }
        cells |= _changed("next_best", plan.alternatives.get(name), booked)
        cells |= _changed("next_date", plan.next_dates.get(name), booked)
        rows.append(completed(SHIPMENTS, cells))
    return Table("Shipments", SHIPMENTS, tuple(rows))


def customers_table(shipments: Table) -> Table | None:
    """One row per customer, the dearest first, from the sheet ``Shipments``; none where no shipment has one."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    added = [column.name for column in CUSTOMERS[2:] if not column.per]
    for cells in shipments.by_name():
        of = sums[str(cells["customer"]) or NOBODY]
        of["shipments"] += 1
        for name in added:
            of[name] += number(cells[name])
    if set(sums) <= {NOBODY}:
        return None
    in_order = sorted(sums.items(), key=lambda entry: (-entry[1]["cost"], entry[0]))
    return Table(CUSTOMERS_SHEET, CUSTOMERS, tuple(completed(CUSTOMERS, {"customer": n, **s}) for n, s in in_order))


def _components(booked: list[Booking]) -> dict[Component, Decimal]:
    sums: dict[Component, Decimal] = defaultdict(Decimal)
    for booking in booked:
        for charge in booking.rated.charges:
            sums[charge.item.component] += charge.amount
    return sums


def _changed(what: str, alternative: Alternative | None, booked: list[Booking]) -> dict[str, Cell]:
    """The itinerary of a change, whose route is the booking's own where only the dates are others; and its extra."""
    if alternative is None:
        return {what: None, f"{what}_extra": None}
    itinerary = alternative.itinerary
    route = f"{itinerary.route}, " if what == "next_best" else ""
    instead = f", instead of {alternative.booking}" if len(booked) > 1 else ""
    text = f"{route}{itinerary.departures[0].departs} to {itinerary.delivered}{instead}"
    return {what: text, f"{what}_extra": alternative.extra}


def unserved_table(plan: Plan) -> Table:
    """One row per shipment with tonnes left behind, and why."""
    rows = tuple((left.shipment.name, left.tonnes, left.reason) for left in plan.unserved)
    return Table("Unserved", UNSERVED, rows)


def problems_table(plan: Plan) -> Table:
    """One row per warning that the input gave."""
    rows = tuple((p.workbook, p.sheet, p.cell, p.text) for p in plan.warnings)
    return Table("Problems", PROBLEMS, rows)
