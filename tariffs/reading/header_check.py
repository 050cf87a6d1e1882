"""Whether the columns of a header are all there, once each and known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from tariffs.problems import Kind, closest
from tariffs.reading.header_rows import Header
from tariffs.reading.report import Report
from tariffs.schema import Column, Sheet, normalise
from tariffs.workbook.raw import Fault, column_letters


def check_header(sheet: Sheet, header: Header, parts: Iterable[Header], report: Report) -> bool:
    """Take note of columns that are twice there, missing, or unknown; whether the rows can be read.

    Parameters
    ----------
    sheet
        What the rows below are.
    header
        The header as a whole.
    parts
        The same by carrier, of which each has a column once.
    report
        Where problems go.
    """
    checks = (
        *[_check_once(part, report) for part in parts],
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
