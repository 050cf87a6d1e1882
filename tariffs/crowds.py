"""How many problems of one kind are said one by one, and where the others are only counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

#: So many problems of one kind are said one by one: of a column, of a sheet, and of the whole input.
IN_COLUMN, IN_SHEET, IN_ALL = 300, 1_000, 3_000
DIGITS = "0123456789"

#: Where problems are counted together: kind and severity, and after them workbook and sheet, and the column.
Scope: TypeAlias = tuple[str, ...]
ALL, SHEET = 2, 4


@dataclass(slots=True)
class Crowds:
    """Counts the problems that are said one by one."""

    _said: dict[Scope, int] = field(default_factory=dict)

    def full(self, kind: str, severity: str, workbook: str, sheet: str, cell: str) -> Scope | None:
        """The narrowest place around a cell of which no more is said, ``None`` if there is none."""
        said = self._said
        column: Scope = (kind, severity, workbook, sheet, cell.rstrip(DIGITS))
        if said.get(column, 0) >= IN_COLUMN:
            return column
        if said.get(column[:SHEET], 0) >= IN_SHEET:
            return column[:SHEET]
        return column[:ALL] if said.get(column[:ALL], 0) >= IN_ALL else None

    def copy(self) -> Crowds:
        """The same counts, to go on from."""
        return Crowds(dict(self._said))

    def count(self, kind: str, severity: str, workbook: str, sheet: str, cell: str) -> None:
        """One more is said."""
        column: Scope = (kind, severity, workbook, sheet, cell.rstrip(DIGITS))
        for scope in (column, column[:SHEET], column[:ALL]):
            self._said[scope] = self._said.get(scope, 0) + 1


def rest_of(scope: Scope, count: int, last: str) -> str:
    """What is said of problems that are only counted, the last of which is in a cell.

    >>> rest_of(("value", "error", "book.xlsx", "Cargo", "E"), 39_500, "E40001")
    'and 39,500 more of this kind in column E, the last in E40001'
    """
    if len(scope) == ALL:
        place = "in all sheets"
    elif len(scope) == SHEET or not scope[-1]:
        place = "in this sheet"
    else:
        place = f"in column {scope[-1]}"
    return f"and {count:,} more of this kind {place}, the last in {last}"
