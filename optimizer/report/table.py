"""What a sheet of the plan is, before it is a data frame or a worksheet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from tariffs.fraction import Fraction

#: What stands in a cell; ``None`` is blank.
Cell: TypeAlias = str | int | Decimal | Fraction | date | None


class Kind(StrEnum):
    """What a column holds, and so how it is shown."""

    TEXT = "text"
    PROSE = "sentences"
    COUNT = "whole number"
    TONNES = "t"
    MONEY = "money"
    NUMBER = "number"
    PERCENT = "share of 1"
    FINE_PERCENT = "small share of 1"
    DATE = "date"


class Total(StrEnum):
    """What stands in the total row of a column."""

    NONE = "nothing"
    SUM = "the sum of the rows"
    FORMULA = "the formula of the rows, over the totals"


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    name
        The header.
    kind
        What it holds.
    total
        What stands below it.
    formula
        The formula of each of its cells, with ``{tonnes}`` for the cell of the column ``tonnes`` in
        the same row; blank for a column of values. A column with a formula has its value in each
        row as well, to be stored beside it.
    worked_out
        What the formula comes to, from the cells of its row by name; needed where the total is the
        formula.
    widest
        How many characters wide it may be at most; prose goes on in another line.
    """

    name: str
    kind: Kind = Kind.TEXT
    total: Total = Total.NONE
    formula: str = ""
    worked_out: Callable[[Mapping[str, Cell]], Cell] | None = None
    widest: int = 60


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its columns and its rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def has_totals(self) -> bool:
        """Whether a total row stands below the rows."""
        return bool(self.rows) and any(column.total is not Total.NONE for column in self.columns)

    def totals(self) -> tuple[Cell, ...]:
        """The total row: ``Total``, sums, formulas worked out, blanks; empty if there is none."""
        if not self.has_totals:
            return ()
        totals: dict[str, Cell] = {column.name: None for column in self.columns}
        totals[self.columns[0].name] = "Total"
        for column in self.columns:
            if column.total is Total.SUM:
                totals[column.name] = sum(map(number, self.values(column.name)), Decimal(0))
        for column in self.columns:
            if column.total is Total.FORMULA and column.worked_out is not None:
                totals[column.name] = column.worked_out(totals)
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


def completed(columns: Iterable[Column], cells: Mapping[str, Cell]) -> tuple[Cell, ...]:
    """A row in the order of its columns, with those worked out from the others filled in.

    Raises
    ------
    KeyError
        If a cell is missing.
    """
    return tuple(column.worked_out(cells) if column.worked_out else cells[column.name] for column in columns)
