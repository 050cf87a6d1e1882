"""The sheets on what was asked for: ``Shipments``, ``Unserved`` and ``Problems``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from optimizer.plan import Alternative, Booking, Plan
from optimizer.report.summary import Summary
from optimizer.report.table import Cell, Column, Kind, Table, Total, completed, number, ratio


def _cost_per_tonne(row: Mapping[str, Cell]) -> Cell:
    return ratio(number(row["cost"]), number(row["delivered"]))


def _landed_cost_per_tonne(row: Mapping[str, Cell]) -> Cell:
    landed = number(row["cost"]) + number(row["goods_value"])
    return ratio(landed, number(row["delivered"]))


SHIPMENT_COLUMNS = (
    Column("shipment"),
    Column("tonnes", Kind.TONNES, Total.SUM),
    Column("delivered", Kind.TONNES, Total.SUM),
    Column("unserved", Kind.TONNES, Total.SUM),
    Column("cost", Kind.MONEY, Total.SUM),
    Column(
        "cost_per_tonne",
        Kind.MONEY,
        Total.FORMULA,
        'IF({delivered}>0,{cost}/{delivered},"")',
        _cost_per_tonne,
    ),
    Column("goods_value", Kind.MONEY, Total.SUM),
    Column(
        "landed_cost_per_tonne",
        Kind.MONEY,
        Total.FORMULA,
        'IF({delivered}>0,({cost}+{goods_value})/{delivered},"")',
        _landed_cost_per_tonne,
    ),
    Column("recoverable_tax", Kind.MONEY, Total.SUM),
    Column("next_best", Kind.PROSE, widest=56),
    Column("next_best_extra", Kind.MONEY),
)

UNSERVED_COLUMNS = (
    Column("shipment"),
    Column("tonnes", Kind.TONNES, Total.SUM),
    Column("reason", Kind.PROSE, widest=90),
)

PROBLEM_COLUMNS = (
    Column("workbook"),
    Column("sheet"),
    Column("cell"),
    Column("problem", Kind.PROSE, widest=90),
)


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
        cells: dict[str, Cell] = {
            "shipment": name,
            "tonnes": shipment.weight_t,
            "delivered": delivered,
            "unserved": shipment.weight_t - delivered,
            "cost": sum((booking.rated.total for booking in booked), penalties[name]),
            "goods_value": summary.goods_values.get(name, Decimal(0)),
            "recoverable_tax": sum((b.rated.recoverable_tax for b in booked), Decimal(0)),
        }
        cells |= _next_best(plan.alternatives.get(name), booked)
        rows.append(completed(SHIPMENT_COLUMNS, cells))
    return Table("Shipments", SHIPMENT_COLUMNS, tuple(rows))


def _next_best(alternative: Alternative | None, booked: list[Booking]) -> dict[str, Cell]:
    if alternative is None:
        return {"next_best": None, "next_best_extra": None}
    itinerary = alternative.itinerary
    days = f"{itinerary.departures[0].departs} to {itinerary.delivered}"
    instead = f", instead of {alternative.booking}" if len(booked) > 1 else ""
    text = f"{itinerary.route}, {days}{instead}"
    return {"next_best": text, "next_best_extra": alternative.extra}


def unserved_table(plan: Plan) -> Table:
    """One row per shipment with tonnes left behind, and why."""
    rows = tuple((left.shipment.name, left.tonnes, left.reason) for left in plan.unserved)
    return Table("Unserved", UNSERVED_COLUMNS, rows)


def problems_table(plan: Plan) -> Table:
    """One row per warning that the input gave."""
    rows = tuple((p.workbook, p.sheet, p.cell, p.text) for p in plan.warnings)
    return Table("Problems", PROBLEM_COLUMNS, rows)
