"""What stands in a plan workbook, for the tests to look at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from optimizer.plan import Plan
from optimizer.report.workbook import write_plan

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)


def written(plan: Plan, path: Path, **more: Any) -> tuple[Workbook, Workbook]:
    """The workbook of a plan, with formulas and with stored values."""
    write_plan(plan, path, when=NOON, **more)
    return load_workbook(path), load_workbook(path, data_only=True)


def rows(values: Workbook, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by header, without the total."""
    header, *found = values[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in found if row[0] != "Total"]


def totals(values: Workbook, sheet: str) -> dict[str, Any]:
    header, *found = values[sheet].iter_rows(values_only=True)
    return dict(zip(header, found[-1], strict=True))


def figures(values: Workbook) -> dict[str, Any]:
    return {row["figure"]: row["value"] for row in rows(values, "Summary")}


def cents(numbers: Iterator[float] | list[float]) -> Decimal:
    return sum((Decimal(str(number)) for number in numbers), Decimal(0))
