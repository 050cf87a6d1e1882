"""Percentages that look like fractions: 0.12 where 12 is meant."""

from __future__ import annotations

from decimal import Decimal

from tariffs.problems import Kind
from tariffs.rows import Row


def note_fraction(row: Row, column: str, percent: Decimal, name: str = "", below: int = 1) -> None:
    """Warn of a percentage above 0 and below a bound under which a person hardly means it. With its sign it is meant.

    ``name`` is what is written in front of the cell, where that is not its column.
    """
    if 0 < percent < below and "%" not in row.shown(column):
        meant = f"{(percent * 100).normalize():f}"
        row.warn(
            Kind.PERCENT,
            column,
            f"{name or column} is {percent}, which is read as {percent} %",
            f"write {meant} if {meant} % is meant, or {percent}% if it is not",
        )
