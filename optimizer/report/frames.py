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
from optimizer.tables import SUMMARY, TABLES, Kind, names
from tariffs.fraction import Fraction
from tariffs.schema import normalise


def frames(plan: Plan) -> dict[str, pd.DataFrame]:
    """Every sheet of the plan workbook by its name in Python, with the same headers and without total rows.

    Figures are floats (``charges`` has the exact cents of each amount beside it), counts are nullable integers, dates
    are days, and blanks are missing. A sheet that is left out of the workbook is an empty frame.
    """
    summary = Summary.of(plan)
    made = {table.name: table for table in tables(plan, summary)}
    listed = figures(plan, summary, datetime.now(UTC), made.values())
    rows = [(f.name, _plain(f.value), f.note) for f in listed]
    found = {"summary": pd.DataFrame(rows, columns=names(SUMMARY))}
    found |= {normalise(name): frame(made.get(name, Table(name, TABLES[name], ()))) for name in TABLES}
    found["charges"]["cents"] = pd.Series([int(charge.amount * 100) for _, charge in plan.charges()], dtype="int64")
    return found


def frame(table: Table) -> pd.DataFrame:
    """The rows of a table, each column by its kind."""
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
