"""The sheet ``Trains``: departures with a minimum load or a cost, and what it would take for them to run."""

from __future__ import annotations

from optimizer.plan import Plan, Train
from optimizer.report.table import Cell, Table
from optimizer.tables import TRAINS, TRAINS_SHEET


def trains_table(plan: Plan) -> Table | None:
    """One row per leg with such departures; ``None`` if there is none, or none was looked at."""
    return Table(TRAINS_SHEET, TRAINS, tuple(map(_row, plan.trains))) if plan.trains else None


def _row(train: Train) -> tuple[Cell, ...]:
    key = train.leg
    return (
        *(key.service, key.carrier, key.mode, key.origin, key.destination),
        *(train.unit, train.min_load, train.possible, train.run, train.load),
        *(train.fullest_load, train.missing, train.extra_at_least, train.extra),
        *(train.forced_load, train.rate, train.break_even, train.outcome),
        "; ".join(f"{name} {extra:+.2f}" for name, extra in train.nearest),
    )
