"""The sheet ``Border use``: the capacities of borders, added up over the periods that a plan uses."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from optimizer.audit.difference import Findings, near
from optimizer.audit.record import BorderRow, CapacityRow, PlanRecord
from tariffs.fraction import Fraction

ZERO = Decimal(0)


def border_use_as_written(record: PlanRecord, findings: Findings) -> None:
    """One row per border and unit that some capacity is stated for, and no other."""
    uses: dict[tuple[str, str], list[CapacityRow]] = defaultdict(list)
    for use in record.capacities:
        if use.kind == "border":
            name = f"{use.name} ({use.mode})" if use.mode else use.name
            uses[name, use.unit].append(use)
    rows = {(row.border, row.unit): row for row in record.border_use or ()}
    findings.same("Border use", "borders", sorted(uses), sorted((r.border, r.unit) for r in record.border_use or ()))
    for key in uses.keys() & rows.keys():
        _row(rows[key], uses[key], findings)


def _row(row: BorderRow, uses: list[CapacityRow], findings: Findings) -> None:
    where = f"Border use, {row.border}"
    used, capacity = sum((use.used for use in uses), ZERO), sum((use.capacity for use in uses), ZERO)
    findings.same(where, "periods", len(uses), row.periods)
    findings.same(where, "full", sum(use.used >= use.capacity for use in uses), row.full)
    findings.same(where, "used", used, row.used)
    findings.same(where, "capacity", capacity, row.capacity)
    peak = max(_share(use.used, use.capacity) for use in uses)
    for what, expected, found in (
        ("average_use", _share(used, capacity), row.average_use),
        ("peak_use", peak, row.peak_use),
    ):
        if not near(expected, found):
            findings.add(where, what, expected, found)
    findings.same(where, "highest_shadow_price", max(use.shadow_price for use in uses), row.highest_shadow_price)


def _share(used: Decimal, capacity: Decimal) -> Fraction:
    return Fraction(used) / Fraction(capacity) if capacity else Fraction(0)
