"""Which copies there are, and which problem belongs to which cell of which copy."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tariffs.atomic import write_whole
from tariffs.marked.drawing import draw
from tariffs.marked.marks import Mark, MarkedBook, MarkedSheet, Place
from tariffs.marked.meant import meant, style_of
from tariffs.paths import resolved
from tariffs.problems import Kind, Problem, Problems
from tariffs.rows import FOLDER
from tariffs.schema import normalise
from tariffs.seal import sealed
from tariffs.sheets import SHEET_NAMES
from tariffs.workbook import Cell, RawSheet, cell_text, read_workbook

ADDRESS = re.compile(r"(?P<letters>[A-Z]*)(?P<row>\d+)")


def copy_paths(output: Path, workbooks: Sequence[str | Path]) -> list[Path]:
    """Where the copies go: one input to ``output``, several beside it, each with its own name behind.

    >>> [path.name for path in copy_paths(Path("marked.xlsx"), ["tariffs.xlsx", "cargo.xlsx"])]
    ['marked-tariffs.xlsx', 'marked-cargo.xlsx']
    """
    if len(workbooks) == 1:
        return [output]
    paths: list[Path] = []
    for workbook in workbooks:
        stem = f"{output.stem}-{resolved(Path(workbook)).stem}"
        path, number = output.with_name(f"{stem}.xlsx"), 1
        while path in paths:
            number += 1
            path = output.with_name(f"{stem}-{number}.xlsx")
        paths.append(path)
    return paths


def write_marked(workbooks: Sequence[str | Path], problems: Iterable[Problem], output: Path) -> list[Path]:
    """Write a copy of each workbook in which the cells that problems are about are marked.

    A copy has the sheets that are read, with every cell at its address: formulas as their values, text as
    text whatever it begins with, merged cells merged, and a cell that has no value, such as a formula that was
    never calculated, as an error. Hidden sheets, charts and formats stay behind. A first sheet lists the
    problems. What could not be read at all has no copy.

    Parameters
    ----------
    workbooks
        The inputs; they are read again, and never written to.
    problems
        What was found in them.
    output
        Where the copy goes; see ``copy_paths``. What stands there is replaced, whole or not at all;
        ``may_be_replaced`` tells a copy from one that somebody corrected.

    Returns
    -------
    list of Path
        The copies written.

    Raises
    ------
    OSError
        If a copy cannot be written.
    """
    found = list(problems)
    written = []
    for workbook, path in zip(workbooks, copy_paths(output, workbooks), strict=True):
        sheets = _sheets_of(Path(workbook), [Path(other) for other in workbooks])
        if sheets:
            write_whole(path, sealed(draw(marked_book(sheets, found))))
            written.append(path)
    return written


def _sheets_of(workbook: Path, all_of_them: Sequence[Path]) -> tuple[RawSheet, ...]:
    """The sheets of one workbook of an input as they stand, under the name that it has in messages."""
    names = Counter(path.name for path in {resolved(path): path for path in all_of_them}.values())
    place = resolved(workbook)
    name = workbook.name or place.name
    full = f"{place.parent.name}/{name}" if names[workbook.name] > 1 else name
    return read_workbook(workbook, full, Problems()).sheets


def marked_book(sheets: Sequence[RawSheet], problems: Sequence[Problem]) -> MarkedBook:
    """The sheets of one input with the problems that are about their cells."""
    marked = [MarkedSheet(raw, {}) for raw in sheets]
    names = {raw.workbook for raw in sheets}
    names |= {FOLDER.sub("", name) for name in names}
    listed = []
    for problem in problems:
        if problem.workbook not in names and not names.intersection(problem.workbook.split(", ")):
            continue
        sheet = _sheet_of(problem, marked)
        if sheet is not None:
            _mark(sheet, problem)
        listed.append((problem, sheet.raw.name if sheet is not None else ""))
    for sheet in marked:
        _gather_merged(sheet)
    return MarkedBook(tuple(marked), tuple(listed))


def _gather_merged(sheet: MarkedSheet) -> None:
    """What is said of merged cells is said of the one that shows and holds what is in them."""
    rows: dict[int, list[int]] = {}
    for row, column in sorted(sheet.marks):
        rows.setdefault(column, []).append(row)
    columns = sorted(rows)
    for area in sheet.raw.merged:
        for column in columns[bisect_left(columns, area.column) : bisect_right(columns, area.right)]:
            numbers = rows[column]
            for row in numbers[bisect_left(numbers, area.first) : bisect_right(numbers, area.last)]:
                covered = sheet.marks.pop((row, column))
                shown = sheet.marks.setdefault((area.first, area.column), Mark())
                shown.problems += covered.problems
                shown.suggestions |= covered.suggestions


def _sheet_of(problem: Problem, sheets: Iterable[MarkedSheet]) -> MarkedSheet | None:
    """The sheet that a problem is about: of several under one name, the one that holds what it says."""
    fitting = [
        sheet
        for sheet in sheets
        if sheet.raw.workbook == problem.workbook
        and problem.sheet in (sheet.raw.name, SHEET_NAMES.get(normalise(sheet.raw.name)))
    ]
    place = _place(problem.cell)
    if place is not None:
        for sheet in fitting:
            if problem.value and cell_text(_cell(sheet.raw, place)) == problem.value:
                return sheet
    return fitting[0] if fitting else None


def _mark(sheet: MarkedSheet, problem: Problem) -> None:
    """Mark the cell of a problem, and the others of its column of which the same is said."""
    place = _place(problem.cell)
    if place is None:
        return
    sheet.marks.setdefault(place, Mark()).add(problem, problem.suggestion)
    if not problem.more:
        return
    rows = {row.number: row for row in sheet.raw.rows}
    numbers = [number for run in problem.more for number in run]
    cells = [rows[number].cell(place[1]) if number in rows else None for number in (place[0], *numbers)]
    style = style_of(cells) if problem.kind is Kind.TEXT_NUMBER else None
    for number, cell in zip(numbers, cells[1:], strict=True):
        suggestion = meant(problem, cell, style) if problem.kind in (Kind.TEXT_NUMBER, Kind.DOUBT) else None
        sheet.marks.setdefault((number, place[1]), Mark()).add(problem, suggestion)


def _place(address: str) -> Place | None:
    """Row and column of an address; of a row alone its first cell; ``None`` for a whole sheet."""
    found = ADDRESS.fullmatch(address)
    if found is None:
        return None
    column = 0
    for letter in found["letters"]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found["row"]), max(column - 1, 0)


def _cell(sheet: RawSheet, place: Place) -> Cell:
    return next((row.cell(place[1]) for row in sheet.rows if row.number == place[0]), None)
