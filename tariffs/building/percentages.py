"""Percentages that look like fractions, 0.12 where 12 is meant, or a hundred times too much."""

from __future__ import annotations

from decimal import Decimal

from tariffs.problems import Kind
from tariffs.rows import Row


def note_odd_percent(row: Row, column: str, percent: Decimal, name: str = "", below: int = 1, most: int = 100) -> None:
    """Warn of a percentage above 0 and below a bound under which a person hardly means it. With its sign it is meant.

    Also of one above another bound, which is what most people get who format a cell with 12 in it as a percentage.
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
    elif percent > most:
        row.warn(
            Kind.PERCENT,
            column,
            f"{name or column} is {percent:f} %, more than the whole",
            "write 5 for 5 %; leave it if that is right",
        )
