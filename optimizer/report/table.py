"""What a sheet of the plan is, before it is a data frame or a worksheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from optimizer.tables import Column, Kind, names
from tariffs.fraction import Fraction

CENT = Decimal("0.01")

#: What stands in a cell; ``None`` is blank.
Cell: TypeAlias = str | int | Decimal | Fraction | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its columns and its rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def has_totals(self) -> bool:
        """Whether a total row stands below the rows."""
        return bool(self.rows) and any(column.total for column in self.columns)

    def totals(self) -> tuple[Cell, ...]:
        """The total row: ``Total``, sums, formulas worked out, blanks; empty if there is none."""
        if not self.has_totals:
            return ()
        totals: dict[str, Cell] = {column.name: None for column in self.columns}
        totals[self.columns[0].name] = "Total"
        for column in self.columns:
            if column.total and not column.per:
                totals[column.name] = sum(map(number, self.values(column.name)), Decimal(0))
        for column in self.columns:
            if column.total and column.per:
                totals[column.name] = worked_out(column, totals)
        return tuple(totals.values())

    def cut(self, start: int, stop: int) -> Table:
        """The rows from ``start`` up to ``stop``, as a table."""
        return replace(self, rows=self.rows[start:stop])

    def position(self, name: str) -> int:
        """Where the column of that name stands, from 0.

        Raises
        ------
        KeyError
            If there is none.
        """
        for position, column in enumerate(self.columns):
            if column.name == name:
                return position
        raise KeyError(f"{self.name} has no column {name}")

    def values(self, name: str) -> list[Cell]:
        """The cells of a column, without the total."""
        position = self.position(name)
        return [row[position] for row in self.rows]

    def by_name(self) -> list[dict[str, Cell]]:
        """The rows, each cell under the name of its column."""
        return [dict(zip(names(self.columns), row, strict=True)) for row in self.rows]


def number(cell: Cell) -> Decimal:
    """A cell of money, tonnes or counts; blank counts as 0.

    Raises
    ------
    TypeError
        If the cell holds text, a date, or a fraction that no decimal equals.
    """
    match cell:
        case None:
            return Decimal(0)
        case Decimal():
            return cell
        case int():
            return Decimal(cell)
        case _:
            raise TypeError(f"{cell!r} is not a sum of decimals")


def ratio(part: Decimal, whole: Decimal) -> Fraction | None:
    """``part`` ÷ ``whole``, exactly; ``None`` where ``whole`` is 0."""
    return Fraction(part) / Fraction(whole) if whole else None


def worked_out(column: Column, cells: Mapping[str, Cell]) -> Cell:
    """What the formula of a column comes to, from the cells of its row by name.

    Divided by nothing it is blank; a share is then 0.
    """
    whole = sum((number(cells[name]) for name in column.adds), Decimal(0))
    if not column.per:
        return whole
    found = ratio(whole, number(cells[column.per]))
    return Fraction(0) if found is None and column.kind is Kind.PERCENT else found


def completed(columns: Iterable[Column], cells: Mapping[str, Cell]) -> tuple[Cell, ...]:
    """A row in the order of its columns, with the ratios worked out.

    Raises
    ------
    KeyError
        If a cell is missing.
    """
    return tuple(worked_out(column, cells) if column.per else cells[column.name] for column in columns)
