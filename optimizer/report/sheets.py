"""The sheets of a plan, but for the summary, in the order in which they stand."""

from __future__ import annotations

from optimizer.plan import Plan
from optimizer.report.bookings import bookings_table, charges_table, legs_table
from optimizer.report.capacities import border_use_table, capacities_table
from optimizer.report.shipments import problems_table, shipments_table, unserved_table
from optimizer.report.summary import Summary
from optimizer.report.table import Table


def tables(plan: Plan, summary: Summary) -> tuple[Table, ...]:
    """Every sheet after ``Summary``."""
    return (
        bookings_table(plan),
        legs_table(plan),
        charges_table(plan),
        capacities_table(plan),
        shipments_table(plan, summary),
        unserved_table(plan),
        problems_table(plan),
        border_use_table(plan),
    )
