"""Where the header of a sheet is, and whether its columns are all there."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tariffs.problems import Kind, closest
from tariffs.reading.headers import HeaderNames, Match
from tariffs.reading.report import Report
from tariffs.schema import Column, Sheet, normalise
from tariffs.workbook.raw import Fault, RawRow, cell_text, column_letters

#: The header is one of so many rows that are not blank.
HEADER_SEARCH = 50


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table.

    Attributes
    ----------
    texts
        What stands above each column, by index (0 is A).
    matches
        What it means, by index, where the sheet knows it.
    row
        The (lower) header row.
    position
        Where that row is among the sheet's rows.
    """

    texts: Mapping[int, str]
    matches: Mapping[int, Match]
    row: RawRow
    position: int

    @property
    def known(self) -> int:
        """How many different columns it names."""
        return len({match.name for match in self.matches.values()})

    @property
    def unknown(self) -> dict[int, str]:
        """The headers that the sheet doesn't know, by index."""
        return {index: text for index, text in self.texts.items() if index not in self.matches}

    def address(self, index: int) -> str:
        """The address of the header of a column."""
        return f"{column_letters(index)}{self.row.number}"


def find_header(rows: Sequence[RawRow], names: HeaderNames) -> Header | None:
    """The row, or two rows one under the other, that name most columns among the first of a sheet."""
    found = [_single(position, row, names) for position, row in enumerate(rows[:HEADER_SEARCH])]
    for position, (upper, lower) in enumerate(pairwise(rows[: HEADER_SEARCH + 1]), start=1):
        if lower.number == upper.number + 1:
            found.append(_double(position, upper, lower, names))
    best = max(found, key=lambda header: header.known, default=None)
    return best if best is not None and best.known else None


def _single(position: int, row: RawRow, names: HeaderNames) -> Header:
    texts = {index: cell_text(cell) for index, cell in enumerate(row.cells) if cell is not None}
    matches = {index: names.find(text) for index, text in texts.items()}
    return Header(texts, _known(matches), row, position)


def _double(position: int, upper: RawRow, lower: RawRow, names: HeaderNames) -> Header:
    """Two rows as one header.

    A cell above belongs to the one below it, and to those right of that whose own upper cell is blank, as
    merged cells do. One with nothing below it stands for itself.
    """
    texts: dict[int, str] = {}
    matches: dict[int, Match | None] = {}
    above = ""
    for index in range(max(len(upper.cells), len(lower.cells))):
        top, bottom = cell_text(upper.cell(index)), cell_text(lower.cell(index))
        above = top or (above if bottom else "")
        if bottom:
            both = f"{above} {bottom}".strip()
            texts[index], matches[index] = both, names.find(both) or names.find(bottom)
        elif top:
            texts[index], matches[index] = top, names.find(top)
    return Header(texts, _known(matches), lower, position)


def _known(matches: Mapping[int, Match | None]) -> dict[int, Match]:
    return {index: match for index, match in matches.items() if match is not None}


def check_header(sheet: Sheet, header: Header, report: Report) -> bool:
    """Take note of columns that are twice there, missing, or unknown; whether the rows can be read."""
    checks = (
        _check_once(header, report),
        _check_faults(header, report),
        _check_required(sheet, header, report),
    )
    _name_unknown(sheet, header, report)
    return all(checks)


def _name_unknown(sheet: Sheet, header: Header, report: Report) -> None:
    unknown = header.unknown
    if not unknown:
        return
    there = {match.name for match in header.matches.values()}
    absent = [column.name for column in sheet.columns if column.name not in there]
    listed = ", ".join(f'"{text}"' for text in unknown.values())
    what = f"unknown column{'s' if len(unknown) > 1 else ''} {listed}: not used"
    near = []
    for text in unknown.values():
        close = difflib.get_close_matches(normalise(text), absent, n=1, cutoff=0.8)
        near += [f'"{text}": did you mean {close[0]}?'] if close else []
    first = next(iter(unknown))
    report.warning(Kind.COLUMN, header.address(first), unknown[first], what, " ".join(near))


def _check_once(header: Header, report: Report) -> bool:
    first: dict[str, int] = {}
    good = True
    for index, match in header.matches.items():
        before = first.setdefault(match.name, index)
        if before != index:
            good = False
            both = " and ".join(f'"{header.texts[i]}" in {column_letters(i)}' for i in (before, index))
            what = f"column {match.name} is there twice: {both}"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, "keep one of them")
    return good


def _check_faults(header: Header, report: Report) -> bool:
    good = True
    for index, cell in enumerate(header.row.cells):
        if isinstance(cell, Fault):
            good = False
            what = f"the header {cell.text} {cell.what}"
            report.error(Kind.FORMULA, header.address(index), cell.text, what, cell.cure)
    return good


def _check_required(sheet: Sheet, header: Header, report: Report) -> bool:
    there = {match.name for match in header.matches.values()}
    missing = [column for column in sheet.columns if column.required and column.name not in there]
    for column in missing:
        what = f"column {column.name} ({column.description}) is missing"
        cure = _missing_cure(column, list(header.unknown.values()))
        report.error(Kind.COLUMN, str(header.row.number), "", what, cure)
    return not missing


def _missing_cure(column: Column, unknown: list[str]) -> str:
    stem = column.name.removesuffix(f"_{column.unit}")
    for text in unknown:
        if column.unit and normalise(text) == stem:
            return f'does "{text}" mean it? Then say the unit: {column.name}'
    by_name = {normalise(text): text for text in unknown}
    near = closest(column.name, by_name)
    if near:
        return f'does "{by_name[near]}" mean it? Then rename it to {column.name}'
    others = f"; not known: {', '.join(unknown)}" if unknown else ""
    return f"add a column {column.name}{others}"
