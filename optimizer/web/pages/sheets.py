"""Rows of an upload as they were understood, with the problems at their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: The row of a cell.
_ROW = re.compile(r"[A-Z]+(\d+)")

Problem = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its address, what was understood (``None`` if nothing could be), and how bad what is wrong is, if any."""

    address: str
    value: str | float | None
    severity: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: where it stands, its cells, and what is wrong with it."""

    workbook: str
    number: int
    cells: tuple[Cell, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: what it is, what workbooks call it, its columns and rows, and how many rows have a problem."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    wrong: int


def sheets(understood: Sequence[Mapping[str, Any]], problems: Sequence[Problem]) -> list[Sheet]:
    """The sheets; those with most problems first, Cargo before others."""
    at: dict[tuple[str, str, int], list[Problem]] = {}
    for problem in problems:
        found = _ROW.match(str(problem["cell"]))
        number = int(found[1]) if found else int(problem["cell"]) if str(problem["cell"]).isdecimal() else 0
        at.setdefault((problem["workbook"], problem["sheet"], number), []).append(problem)
    made = [_sheet(one, at) for one in understood]
    return sorted(made, key=lambda sheet: (-sheet.wrong, sheet.name != "Cargo"))


def _sheet(given: Mapping[str, Any], at: Mapping[tuple[str, str, int], list[Problem]]) -> Sheet:
    rows = tuple(_rows(given["rows"], at))
    return Sheet(given["sheet"], tuple(given["columns"]), rows, sum(bool(row.problems) for row in rows))


def _rows(
    given: Sequence[Mapping[str, Any]], problems_at: Mapping[tuple[str, str, int], list[Problem]]
) -> Iterator[Row]:
    for row in given:
        places = {address: at for at, (address, _) in enumerate(row["cells"])}
        found = problems_at.get((row["workbook"], row["tab"], row["row"]), ())
        problems = tuple(sorted(found, key=lambda problem: places.get(str(problem["cell"]), -1)))
        worst = {str(problem["cell"]): str(problem["severity"]) for problem in reversed(problems)}
        cells = tuple(Cell(address, value, worst.get(address, "")) for address, value in row["cells"])
        yield Row(row["workbook"], row["row"], cells, problems)
