"""Whether the columns of a header are all there, once each and known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from tariffs.folding import fold_code
from tariffs.latin import in_latin
from tariffs.problems import Kind
from tariffs.reading.header_advice import advice, capacity_cure, in_other_unit, missing_cure
from tariffs.reading.header_rows import Header
from tariffs.reading.report import Report
from tariffs.schema import LOOSE_UNITS, Column, Sheet, normalise
from tariffs.workbook.raw import Fault, column_letters

#: Headers that may say what amounts are per, or what a capacity counts.
UNIT_HEADERS = frozenset(
    ("unit", "units", "uom", "unit_of_measure", "per_unit", "rate_unit", "charge_unit", "ед", "ед_изм", "единицы")
)


def check_header(
    sheet: Sheet, header: Header, parts: Iterable[Header], containers: Iterable[str], report: Report
) -> bool:
    """Take note of columns that are twice there, missing, or unknown; whether the rows can be read.

    Parameters
    ----------
    sheet
        What the rows below are.
    header
        The header as a whole.
    parts
        The same by carrier, of which each has a column once.
    containers
        What columns for containers are called.
    report
        Where problems go.
    """
    odd = dict(_name_letters(sheet, header, containers, report))
    named = {*_name_units(sheet, header, report), *odd}
    checks = (
        *[_check_once(part, report) for part in parts],
        _check_faults(header, report),
        _check_contradicted(header, report),
        _check_required(sheet, header, {*odd.values()}, report),
        not named,
    )
    _name_unknown(sheet, header, named, report)
    _doubt_units(header, report)
    return all(checks)


def _doubt_units(header: Header, report: Report) -> None:
    """Take note of the units in headers that elsewhere mean something else."""
    for index, match in header.matches.items():
        word = normalise(header.texts[index]).rpartition("_")[2]
        if match.column.unit and word in LOOSE_UNITS:
            text = header.texts[index]
            what = f'the {word} in the header "{text}" is read as {LOOSE_UNITS[word]}'
            report.warning(Kind.DOUBT, header.address(index), text, what, "write t, or lb for pounds")


def _name_unknown(sheet: Sheet, header: Header, named: Collection[int], report: Report) -> None:
    """Take note of all unknown columns but those that are named already."""
    unknown = {index: text for index, text in header.unknown.items() if index not in named}
    if not unknown:
        return
    listed = ", ".join(f'"{text}"' for text in unknown.values())
    what = f"unknown column{'s' if len(unknown) > 1 else ''} {listed}: not used"
    first = next(iter(unknown))
    report.warning(Kind.COLUMN, header.address(first), unknown[first], what, advice(sheet, header, unknown.values()))


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


def _check_contradicted(header: Header, report: Report) -> bool:
    good = True
    for index, match in header.matches.items():
        if match.contradicted:
            good = False
            what = f'the header "{header.texts[index]}" names two units for {match.name}'
            cure = "keep the one in which the figures are, in one of the two rows"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, cure)
    return good


def _check_faults(header: Header, report: Report) -> bool:
    good = True
    for index, cell in enumerate(header.row.cells):
        if isinstance(cell, Fault):
            good = False
            what = f"the header {cell.text} {cell.what}"
            report.error(Kind.FORMULA, header.address(index), cell.text, what, cell.cure)
    return good


def _check_required(sheet: Sheet, header: Header, odd: Collection[str], report: Report) -> bool:
    """Take note of columns that are missing; ``odd`` is how some are named but for letters of another alphabet."""
    there = {match.name for match in header.matches.values()}
    missing = [
        column
        for column in sheet.columns
        if column.required and column.name not in there and not any(spelt in odd for spelt in column.spellings())
    ]
    for column in missing:
        what = f"column {column.name} ({column.description}) is missing"
        cure = missing_cure(column, list(header.unknown.values()))
        report.error(Kind.COLUMN, str(header.row.number), "", what, cure)
    return not missing


def _name_units(sheet: Sheet, header: Header, report: Report) -> Iterator[int]:
    """The columns that say a unit in words of their own, and capacities in unknown ones: they change what rows mean."""
    lacking = {column.name for column in sheet.columns} - header.names
    meant = {"basis": "what the amounts are per"} if "basis" in lacking else {}
    if "capacity" in header.names and "capacity_unit" in lacking:
        meant["capacity_unit"] = "what the capacity counts"
    for index, text in header.unknown.items():
        if meant and normalise(text) in UNIT_HEADERS:
            what = f'column "{text}" may say {" or ".join(meant.values())}, and is not known'
            cure = f"name it {' or '.join(meant)}"
        elif "capacity" in lacking and _is_capacity(sheet.column("capacity"), text):
            what = f'column "{text}" is not known, and without a column capacity it would be unlimited'
            cure = capacity_cure(sheet, text)
        else:
            column, cure = _in_other_unit(sheet, lacking, text)
            if column is None:
                continue
            what = f'column "{text}" is not known: {column.name} is in {column.unit}, and would be left out'
        report.error(Kind.COLUMN, header.address(index), text, what, cure)
        yield index


def _in_other_unit(sheet: Sheet, lacking: Collection[str], text: str) -> tuple[Column | None, str]:
    """The column that a header names in a unit that it does not take, and what to do."""
    for column in sheet.columns:
        if column.name in lacking and not column.required:
            cure = in_other_unit(column, text)
            if cure:
                return column, cure
    return None, ""


def _is_capacity(column: Column, text: str) -> bool:
    """Whether a header names a capacity, with other words in front of it or behind."""
    return not {*column.spellings()}.isdisjoint(normalise(text).split("_"))


def _name_letters(sheet: Sheet, header: Header, containers: Iterable[str], report: Report) -> Iterator[tuple[int, str]]:
    """The headers in letters of another alphabet that look like those of a column's name, and that name."""
    known = {*containers, *(normalise(spelling) for column in sheet.columns for spelling in column.spellings())}
    for index, text in header.unknown.items():
        latin = in_latin(text)
        if latin != text and (normalise(latin) in known or fold_code(latin) in known):
            what = f'the header "{text}" has letters of another alphabet that look like those of {latin}'
            report.error(Kind.COLUMN, header.address(index), text, what, "type it in Latin letters", suggestion=latin)
            yield index, normalise(latin)
