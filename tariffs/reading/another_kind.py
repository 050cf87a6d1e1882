"""A table of another kind beside one, without a title: its columns would be read as further ones of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tariffs.problems import Kind
from tariffs.reading.header_rows import Header
from tariffs.reading.report import Report
from tariffs.reading.titled import sheet_headers
from tariffs.schema import Sheet
from tariffs.sheets import SHEETS
from tariffs.workbook.raw import RawRow, column_letters

#: A table has so many columns at least.
FEWEST = 2


def check_beside(sheet: Sheet, header: Header, rows: Sequence[RawRow], report: Report) -> frozenset[int]:
    """Take note of columns behind a blank one that are rather a table of another kind; gives their indexes.

    Parameters
    ----------
    sheet
        What the rows are read as.
    header
        Their header.
    rows
        The rows under it.
    report
        Where problems go.
    """
    found: set[int] = set()
    for group in _groups(header, rows):
        read = [index for index in group if index in header.matches]
        other = _other(sheet, header, group) if read else ""
        if other:
            found.update(group)
            letters = column_letters(min(group))
            listed = ", ".join(header.texts[index] for index in group)
            what = f"from column {letters} on ({listed}) there is rather a table of {other} than more of {sheet.name}"
            cure = f'write "{other}" above it and "{sheet.name}" above the other, or take out the blank column between'
            report.error(Kind.COLUMN, header.address(group[0]), header.texts[group[0]], what, cure)
    return frozenset(found)


def _groups(header: Header, rows: Sequence[RawRow]) -> Iterator[list[int]]:
    """The columns that stand behind one without header and without data, together up to the next such one."""
    there = sorted(header.texts)
    group: list[int] | None = None
    for before, index in pairwise(there):
        if index > before + 1 and any(_is_blank(rows, between) for between in range(before + 1, index)):
            if group:
                yield group
            group = [index]
        elif group:
            group.append(index)
    if group:
        yield group


def _is_blank(rows: Sequence[RawRow], index: int) -> bool:
    return all(row.cell(index) is None for row in rows)


def _other(sheet: Sheet, header: Header, group: Sequence[int]) -> str:
    """The sheet of which a group of columns is rather a table; blank if it is of the same sheet.

    It has all columns that the other sheet must have, and one that this sheet doesn't know, or an amount where this
    one has amounts by container; and without it this one has all that it must have.
    """
    texts = {index: header.texts[index] for index in group}
    if not _is_whole(sheet, {index: match.name for index, match in header.matches.items() if index not in texts}):
        return ""
    boxes = any(match.container for index, match in header.matches.items() if index not in texts)
    for other in SHEETS.values():
        names = sheet_headers(other.name)
        found = {index: match.name for index, text in texts.items() if (match := names.find(text)) is not None}
        if other is sheet or len(found) < FEWEST or not _is_whole(other, found):
            continue
        stranger = any(index not in header.matches for index in found)
        money = boxes and any(header.matches[index].column.money for index in found if index in header.matches)
        if stranger or money:
            return other.name
    return ""


def _is_whole(sheet: Sheet, names: Mapping[int, str]) -> bool:
    return {column.name for column in sheet.columns if column.required} <= {*names.values()}
