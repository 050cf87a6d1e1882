"""The total rows: every figure is the sum of its column, or the ratio of two sums."""

from __future__ import annotations

from optimizer.auditor.difference import Findings
from optimizer.auditor.record import PlanRecord


def totals_as_written(record: PlanRecord, findings: Findings) -> None:
    """The total rows that there are; each has every sum of its sheet, and nothing else."""
    for total in record.totals:
        where = f"{total.sheet}, Total"
        if total.expected is None or total.found is None:
            findings.same(where, total.column, total.expected, total.found)
        else:
            findings.near(where, total.column, total.expected, total.found)
