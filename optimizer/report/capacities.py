"""The sheets on what stands in the way: ``Capacities`` by period, and ``Border use`` by border."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from optimizer.plan import CapacityUse, Plan
from optimizer.report.table import Column, Kind, Table
from tariffs.fraction import Fraction

CAPACITY_COLUMNS = (
    Column("kind"),
    Column("name"),
    Column("mode"),
    Column("period"),
    Column("unit"),
    Column("capacity", Kind.NUMBER),
    Column("used", Kind.NUMBER),
    Column("utilisation", Kind.PERCENT, formula="IF({capacity}>0,{used}/{capacity},0)"),
    Column("shadow_price", Kind.MONEY),
)

BORDER_COLUMNS = (
    Column("border"),
    Column("unit"),
    Column("periods", Kind.COUNT),
    Column("full", Kind.COUNT),
    Column("used", Kind.NUMBER),
    Column("capacity", Kind.NUMBER),
    Column("average_use", Kind.PERCENT, formula="IF({capacity}>0,{used}/{capacity},0)"),
    Column("peak_use", Kind.PERCENT),
    Column("highest_shadow_price", Kind.MONEY),
)


def utilisation(use: CapacityUse) -> Fraction:
    """Used ÷ capacity; 0 where the capacity is 0."""
    return _share(use.used, use.capacity)


def _share(used: Decimal, capacity: Decimal) -> Fraction:
    return Fraction(used) / Fraction(capacity) if capacity else Fraction(0)


def capacities_table(plan: Plan) -> Table:
    """One row per capacity and period that the plan uses."""
    rows = tuple(
        (
            use.kind,
            use.name,
            use.mode,
            use.period,
            use.unit,
            use.capacity,
            use.used,
            utilisation(use),
            use.shadow_price,
        )
        for use in plan.capacities
    )
    return Table("Capacities", CAPACITY_COLUMNS, rows)


def border_use_table(plan: Plan) -> Table:
    """One row per border and mode, the busiest first: what the chart of border use is drawn from.

    Counted are the periods that the plan uses. ``peak_use`` is that of the busiest of them,
    ``full`` how many have nothing left.
    """
    groups: dict[tuple[str, str], list[CapacityUse]] = defaultdict(list)
    for use in plan.capacities:
        if use.kind == "border":
            name = f"{use.name} ({use.mode})" if use.mode else use.name
            groups[name, use.unit].append(use)
    rows = []
    for (name, unit), uses in groups.items():
        used = sum((use.used for use in uses), Decimal(0))
        capacity = sum((use.capacity for use in uses), Decimal(0))
        full = sum(use.used >= use.capacity for use in uses)
        peak = max(utilisation(use) for use in uses)
        average, price = _share(used, capacity), max(use.shadow_price for use in uses)
        rows.append((name, unit, len(uses), full, used, capacity, average, peak, price))
    rows.sort(key=lambda row: (-row[7], -row[6], row[0]))
    return Table("Border use", BORDER_COLUMNS, tuple(rows))
