"""Makes an example happen: the small world with its change, read and built like any input."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from tariffs.building import build
from tariffs.catalogue.examples import Example
from tariffs.catalogue.world import SHEETS, WORKBOOK
from tariffs.problems import InputError, Problem, Problems
from tariffs.reading.inputs import tables_of
from tariffs.records import InputFile
from tariffs.workbook import read_workbook
from tariffs.workbook.raw import Cell, RawRow, RawSheet

ADDRESS = re.compile(r"(?P<sheet>[^!]+)!(?P<letter>[A-Z]?)(?P<row>\d+)")


def problems_of(example: Example | None = None) -> list[Problem]:
    """Everything that is said of the small world with the change of an example, or without any."""
    problems = Problems()
    if example is not None and example.file:
        read_workbook(Path(example.file), example.file, problems)
    tables = tables_of(_sheets(example), (InputFile(WORKBOOK, ""),), problems)
    with suppress(InputError):  # its problems are those of the tables
        build(tables)
    return list(tables.problems)


def _sheets(example: Example | None) -> list[RawSheet]:
    rows: dict[str, list[list[Cell]]] = {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
    if example is not None:
        _change(rows, example)
    return [
        RawSheet(
            WORKBOOK,
            name,
            tuple(RawRow(number, tuple(row)) for number, row in enumerate(lines, 1) if any(c is not None for c in row)),
        )
        for name, lines in rows.items()
    ]


def _change(rows: dict[str, list[list[Cell]]], example: Example) -> None:
    if example.without:
        del rows[example.without]
    if example.added:
        rows[example.added] = [["valid in 2025"]]
    for address in example.again:
        sheet, _, number = address.partition("!")
        rows[sheet].append(list(rows[sheet][int(number) - 1]))
    if example.above:
        sheet, _, number = example.above.partition("!")
        rows[sheet].insert(0, list(rows[sheet][int(number) - 1]))
    for address, cell in example.cells.items():
        found = ADDRESS.fullmatch(address)
        if found is None:
            raise ValueError(f"{address} is not the address of a cell")
        row, column = rows[found["sheet"]][int(found["row"]) - 1], ord(found["letter"]) - ord("A")
        row.extend([None] * (column + 1 - len(row)))
        row[column] = cell
