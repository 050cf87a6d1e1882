"""How times spread about their medians, and how likely a closure is."""

from __future__ import annotations

from decimal import Decimal

from tariffs.problems import Kind
from tariffs.rows import Row

CERTAIN = Decimal(1)


def p95(row: Row, median: str) -> Decimal | None:
    """The 95th percentile beside a median, days; ``None`` where it is blank: no spread.

    One below the median, or beside a median of 0, is noted as an error.
    """
    column = f"{median}_p95"
    days = row.maybe_number(column)
    if days is None or row.unread(median):
        return None
    middle = row.number(median)
    if middle == 0:
        row.error(
            Kind.CONFLICT,
            column,
            f"{column} is {days}, and {median} is {'0' if row.stated(median) else 'blank, which is 0'}",
            f"a time of no days has no spread: write the usual days under {median}, or clear {column}",
        )
    elif days < middle:
        row.error(
            Kind.CONFLICT,
            column,
            f"{column} {days} is less than {median} {middle}",
            f"{median} is what half of all take at most, {column} what 19 of 20 do: correct one of them",
        )
    return days


def closed_probability(row: Row) -> Decimal:
    """How likely each closure of a border is, 0 to 1; certain where nothing is said. One of no closure is a warning."""
    stated = row.maybe_number("closed_probability")
    if stated is None:
        return CERTAIN
    if not row.days("closed_from") and not row.unread("closed_from") and not row.faulty:
        row.warn(
            Kind.IGNORED,
            "closed_probability",
            f"closed_probability {stated} has no effect where closed_from is blank",
            "write the first and last days of the closure, or clear it",
        )
    return stated
