"""The sheets of a plan that keeps another: ``Changes``, and ``Kept``."""

from __future__ import annotations

from decimal import Decimal

from optimizer.plan import Plan
from optimizer.report.table import Table
from optimizer.tables import CHANGES, CHANGES_SHEET, KEPT, KEPT_SHEET

ZERO = Decimal(0)


def changes_table(plan: Plan) -> Table | None:
    """One row per booking that is not as it was, or new; ``None`` where no plan is kept."""
    if plan.replanned is None:
        return None
    rows = tuple(
        (
            *(change.booking, change.shipment, change.what, change.differs, change.why, change.before, change.after),
            *(change.cost_before, change.cost_after, (change.cost_after or ZERO) - (change.cost_before or ZERO)),
            change.change_cost,
        )
        for change in plan.replanned.changes
    )
    return Table(CHANGES_SHEET, CHANGES, rows)


def kept_table(plan: Plan) -> Table | None:
    """One row per booking and leg of the kept plan; ``None`` where none is kept."""
    if plan.replanned is None:
        return None
    as_of = plan.replanned.keep.as_of
    rows = tuple(
        (
            *(booking.name, booking.shipment, number, leg.key.service, leg.carrier),
            *(leg.key.mode, leg.key.origin, leg.key.destination, leg.departs, leg.arrives),
            *("yes" if leg.departs < as_of else "", booking.boxes, booking.tonnes, booking.delivered, booking.cost),
        )
        for booking in plan.replanned.bookings
        for number, leg in enumerate(booking.legs, start=1)
    )
    return Table(KEPT_SHEET, KEPT, rows)
