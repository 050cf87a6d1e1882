"""What a workbook of the tests shows, whatever the format of its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Percent:
    """A number in a cell that is formatted as a percentage: 0.3 is shown as 0.3 %."""

    shown: Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, with the value that the file stores for it; ``None`` where it stores none."""

    text: str
    value: str | Decimal | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A cell with an error value, such as ``#N/A``."""

    text: str


@dataclass(frozen=True, slots=True)
class Padded:
    """A number in a cell that shows so many digits: 302 as 0302."""

    number: int
    digits: int


#: Formats with words beside the number.
LABELS = {"€": "[$€-407]\\ #,##0.00", "kg": '#,##0\\ "kg"', "PKR": '"PKR "#,##0'}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A number in a cell that shows a word beside it, one of ``LABELS``: 66000 as 66,000 kg."""

    number: int
    label: str


Cell: TypeAlias = str | Decimal | int | float | bool | date | Percent | Formula | Failed | Padded | Labelled | None
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes
    ----------
    name
        Its name.
    rows
        Its rows from the first on.
    hidden
        Whether it is hidden.
    hidden_rows, hidden_columns
        Rows (1 is the first) and columns (0 is A) that are not shown.
    merged
        Merged cells: first row, first column, last row, last column.
    """

    name: str
    rows: Sequence[Row]
    hidden: bool = False
    hidden_rows: Iterable[int] = ()
    hidden_columns: Iterable[int] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()
