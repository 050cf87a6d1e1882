"""Merged cells: what they hold is said of each of their rows, and of each of their containers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tariffs.problems import Kind
from tariffs.reading.header_rows import Header
from tariffs.reading.misread import quoted
from tariffs.reading.report import Report
from tariffs.runs import in_runs
from tariffs.workbook.raw import Cell, Merged, RawRow, cell_text, column_letters

#: What rows may have together, so that a merged cell can be read in two ways.
SHARED = frozenset(("weight_t", "volume_m3", "value", "capacity", "min_load", "departure_cost", "available"))


def filled(rows: Sequence[RawRow], merged: Sequence[Merged], header: Header, report: Report) -> tuple[RawRow, ...]:
    """The rows under a header, with merged cells filled in; a quantity that rows may share is noted instead.

    Parameters
    ----------
    rows
        The rows under the header.
    merged
        The merged cells of the sheet.
    header
        Which columns the rows have.
    report
        Where is said what can be read in two ways.
    """
    by_number = {row.number: row for row in rows}
    numbers = sorted(by_number)
    said: dict[int, dict[int, Cell]] = {}
    for area in merged:
        match = header.matches.get(area.column)
        below = numbers[bisect_left(numbers, area.first) : bisect_right(numbers, area.last)]
        if match is None or area.first <= header.row.number or not below:
            continue
        if len(below) == 1 and by_number[below[0]].cell(area.column) is not None:
            continue  # one row that has it is no merge; one that has not shows what a hidden corner holds
        if match.name in SHARED:
            _ask(area, match.name, report)
            continue
        for number in below:
            said.setdefault(number, {})[area.column] = area.cell
    return tuple(_with(row, said[row.number]) if row.number in said else row for row in rows)


def spread(rows: Sequence[RawRow], merged: Sequence[Merged], header: Header, report: Report) -> tuple[RawRow, ...]:
    """The rows of data, with an amount that is merged over several containers in the column of each, which is said.

    What is merged over other columns stays in the first of them, which is said too. Parameters as of ``filled``.
    """
    numbers = [row.number for row in rows]
    said: dict[int, dict[int, Cell]] = {}
    noted: dict[str, tuple[Merged, str, list[int]]] = {}
    for area in merged:
        below = numbers[bisect_left(numbers, area.first) : bisect_right(numbers, area.last)]
        over = [index for index in range(area.column, area.right + 1) if index in header.matches] if below else []
        if len(over) < 2:  # noqa: PLR2004 - one column is no merge
            continue
        amounts = all(header.matches[index].container for index in over)
        for number in below if amounts else ():
            said.setdefault(number, {}).update(dict.fromkeys(over, area.cell))
        named = [header.matches[index].name for index in over]
        read = "read as the amount of each" if amounts else f"read as {named[0]} alone"
        what = f"stands in one cell for {', '.join(named[:-1])} and {named[-1]}, and is {read}"
        noted.setdefault(what, (area, what, []))[2].extend(below)
    for area, what, (_, *others) in noted.values():
        also = f" (and {len(others)} more rows)" if others else ""
        text, cell = cell_text(area.cell), f"{column_letters(area.column)}{area.first}"
        cure = "unmerge the cell, and write what holds into each"
        report.warning(Kind.DOUBT, cell, text, f"{quoted(text)} {what}{also}", cure, more=in_runs(others))
    return tuple(_with(row, said[row.number]) if row.number in said else row for row in rows)


def _with(row: RawRow, cells: dict[int, Cell]) -> RawRow:
    line = [*row.cells, *[None] * (max(cells) + 1 - len(row.cells))]
    for index, cell in cells.items():
        line[index] = cell
    return RawRow(row.number, tuple(line))


def _ask(area: Merged, name: str, report: Report) -> None:
    text = cell_text(area.cell)
    rows = f"rows {area.first} to {area.last}" if area.first < area.last else f"row {area.first} and hidden cells"
    report.error(
        Kind.AMBIGUOUS,
        f"{column_letters(area.column)}{area.first}",
        text,
        f"{name}: {quoted(text)} stands in one cell for {rows}: it may be of each, or of all together",
        "unmerge the cell and write the figure of each row",
    )
