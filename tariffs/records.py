"""Typed rows, between the cells of a workbook and the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from tariffs.book import Crossing
from tariffs.calendar import Schedule
from tariffs.problems import Problems

#: What a typed cell can hold; ``None`` where it is blank and its column has no default.
Value: TypeAlias = (
    str
    | Decimal
    | int
    | bool
    | date
    | tuple[str, ...]
    | tuple[date | None, ...]
    | frozenset[int]
    | tuple[Crossing, ...]
    | Schedule
    | None
)


@dataclass(frozen=True, slots=True)
class Record:
    """One row of one sheet.

    Attributes
    ----------
    workbook, sheet, row
        Where it stands: the file's name, the canonical sheet name, the row as Excel counts.
    values
        By canonical column name; every column of the schema is there, defaults filled in. ``None`` too where a
        cell cannot be read or a required one is blank: that is among the problems, with the cell's address.
    cells
        The address (``E14``) of each column that the sheet has. Columns that the schema doesn't know go by
        their normalised header, here and in ``texts``.
    amounts
        The container columns: figures by canonical container code, blanks left out.
    texts
        What stands in each cell as a person sees it, for messages.
    wrong
        The columns (canonical names, and codes of container columns) whose cell could not be read, which
        is among the problems. Their value is ``None``, whatever the column's default.
    tab
        What the sheet is called in the workbook (``Rates``); blank where that is its canonical name.
    beside
        The letters of the row's first column where tables stand beside each other; blank where none do.
    """

    workbook: str
    sheet: str
    row: int
    values: Mapping[str, Value]
    cells: Mapping[str, str] = field(default_factory=dict)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    tab: str = ""
    beside: str = ""

    @property
    def shown_sheet(self) -> str:
        """The sheet as the workbook calls it."""
        return self.tab or self.sheet

    @property
    def where(self) -> str:
        """The address of the row: ``Tariffs!14``, or ``Rates!H14`` where another table stands left of it."""
        return f"{self.shown_sheet}!{self.beside}{self.row}"


@dataclass(frozen=True, slots=True)
class InputFile:
    """A workbook that was read, with the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Tables:
    """All that was read: records by canonical sheet name, the files, and what was wrong with them.

    ``scenario`` is the name of the change that was made to the records, blank for none. ``tabs`` are the names
    that the sheets have in the workbooks, by canonical name.
    """

    records: Mapping[str, tuple[Record, ...]]
    files: tuple[InputFile, ...] = ()
    problems: Problems = field(default_factory=Problems)
    scenario: str = ""
    tabs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
