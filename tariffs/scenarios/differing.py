"""The cells in which the rows of two inputs differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tariffs.records import Record

#: What stands for a row that only one of the two has.
NO_ROW = "(no such row)"


class Differing(NamedTuple):
    """A cell, as a person sees it in either: the sheet, the row, the column."""

    sheet: str
    row: str
    column: str
    before: str
    after: str


def differing(before: Mapping[str, Sequence[Record]], after: Mapping[str, Sequence[Record]]) -> Iterator[Differing]:
    """The cells of two inputs that are not the same, sheet by sheet.

    Rows are known by where they stand; of a sheet that each input has in one workbook, whatever that is called.
    """
    for sheet in dict.fromkeys([*before, *after]):
        both = [rows.get(sheet, ()) for rows in (before, after)]
        named = any(len({row.workbook for row in rows}) > 1 for rows in both)
        old, new = ({(row.workbook if named else "", row.where): row for row in rows} for rows in both)
        for key in dict.fromkeys([*old, *new]):
            one, other = old.get(key), new.get(key)
            if one is None or other is None:
                shown = [NO_ROW if row is None else "(a row)" for row in (one, other)]
                yield Differing(sheet, _place(one or other), "", *shown)
            elif one is not other:
                yield from _cells(sheet, _place(one), one, other)


def _place(row: Record | None) -> str:
    assert row is not None  # of two, one is there
    return f"{row.workbook}, {row.where}" if row.workbook else row.where


def _cells(sheet: str, place: str, one: Record, other: Record) -> Iterator[Differing]:
    for column in dict.fromkeys([*one.values, *one.amounts, *other.amounts]):
        old, new = (row.values.get(column, row.amounts.get(column)) for row in (one, other))
        if old != new:
            shown = (_shown(row, column, value) for row, value in ((one, old), (other, new)))
            yield Differing(sheet, place, column, *shown)


def _shown(row: Record, column: str, value: object) -> str:
    return row.texts.get(column, "" if value is None else str(value))
