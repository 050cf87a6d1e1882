"""The tables of a plan, in the order of the workbook."""

from __future__ import annotations

from optimizer.plan import Plan
from optimizer.report.bookings import bookings_table, charges_table, legs_table
from optimizer.report.capacities import capacities_table, capacity_use_table
from optimizer.report.changes import changes_table, kept_table
from optimizer.report.co2e import co2e_table
from optimizer.report.flows import flow_tables
from optimizer.report.shipments import customers_table, problems_table, shipments_table, unserved_table
from optimizer.report.summary import Summary
from optimizer.report.table import Table
from optimizer.report.to_book import to_book_table
from optimizer.report.trains import trains_table
from optimizer.tables import TABLES


def tables(plan: Plan, summary: Summary) -> tuple[Table, ...]:
    """Every sheet with rows; ``Overview`` and ``Summary`` are no tables."""
    shipments = shipments_table(plan, summary)
    made = (
        bookings_table(plan),
        legs_table(plan),
        charges_table(plan),
        capacities_table(plan),
        capacity_use_table(plan),
        shipments,
        customers_table(shipments),
        unserved_table(plan),
        problems_table(plan),
        changes_table(plan),
        kept_table(plan),
        to_book_table(plan),
        *flow_tables(plan),
        co2e_table(plan),
        trains_table(plan),
    )
    by_name = {table.name: table for table in made if table is not None}
    return tuple(by_name[name] for name in TABLES if name in by_name)
