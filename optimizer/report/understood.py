"""The rows of workbooks as they were understood, by sheet, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from optimizer.report.problem_list import Json
from tariffs.records import Record, Tables, Value


def understood(rows: Tables) -> list[dict[str, Json]]:
    """A sheet each: its name, the columns that a workbook has, and rows: where each stands, what is in its cells.

    A cell that could not be read is ``None``, a blank one blank, unless its column has a default: then that.
    """
    return [_sheet(name, of_it) for name, of_it in rows.records.items() if of_it]


def _sheet(name: str, rows: Sequence[Record]) -> dict[str, Json]:
    there = dict.fromkeys(column for row in rows for column in row.cells)
    order = {column: at for at, column in enumerate(rows[0].values)}
    columns = sorted(there, key=lambda column: order.get(column, len(order)))
    return {
        "sheet": name,
        "columns": [*columns],
        "rows": [
            {
                "workbook": row.workbook,
                "tab": row.shown_sheet,
                "row": row.row,
                "cells": [[row.cells.get(column, ""), _text(row, column)] for column in columns],
            }
            for row in rows
        ],
    }


def _text(row: Record, column: str) -> str | float | None:
    """What was understood of a cell; what stands there, where it is a list or a column that is not known."""
    if column in row.wrong:
        return None
    value = row.amounts.get(column, row.values.get(column))
    plain = _plain(value)
    return row.texts.get(column, "") if plain is None else plain


def _plain(value: Value) -> str | float | None:
    match value:
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case int() | Decimal():
            return float(value)
        case str():
            return value
        case _:
            return None
