"""The sheets of a plan as data frames."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pandas as pd

from optimizer.plan import Plan
from optimizer.report.figures import figures
from optimizer.report.sheets import tables
from optimizer.report.summary import Summary
from optimizer.report.table import Cell, Table
from optimizer.tables import Kind
from tariffs.fraction import Fraction


def frames(plan: Plan) -> dict[str, pd.DataFrame]:
    """Every sheet of the plan workbook, by name, with the same headers and without total rows.

    Figures are floats (a cent is exact to 15 digits; add up ``Plan.charges`` where that is not
    enough), counts are nullable integers, dates are days, and blanks are missing.
    """
    summary = Summary.of(plan)
    rows = [
        {"figure": figure.name, "value": _plain(figure.value), "note": figure.note}
        for figure in figures(plan, summary, datetime.now(UTC))
    ]
    found = {"Summary": pd.DataFrame(rows, columns=["figure", "value", "note"])}
    return found | {table.name: _frame(table) for table in tables(plan, summary)}


def _frame(table: Table) -> pd.DataFrame:
    return pd.DataFrame({column.name: _series(table.values(column.name), column.kind) for column in table.columns})


def _series(cells: Sequence[Cell], kind: Kind) -> pd.Series:
    plain = [_plain(cell) for cell in cells]
    match kind:
        case Kind.TEXT | Kind.PROSE:
            return pd.Series(plain, dtype="object")
        case Kind.COUNT:
            return pd.Series(plain, dtype="Int64")
        case Kind.DATE:
            return pd.Series(plain, dtype="datetime64[ns]")
        case _:
            return pd.Series(plain, dtype="float64")


def _plain(cell: Cell) -> object:
    return float(cell) if isinstance(cell, Decimal | Fraction) else cell
