"""Whether the columns of a header are all there, once each and known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from tariffs.latin import in_latin
from tariffs.problems import Kind
from tariffs.reading.header_advice import capacity_cure, in_other_unit, missing_cure
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import HeaderNames
from tariffs.reading.report import Report
from tariffs.reading.unknown_columns import UnknownColumns
from tariffs.schema import LOOSE_UNITS, Column, Sheet, normalise
from tariffs.workbook.raw import Fault, RawRow, column_letters

#: Headers that may say what amounts are per, or what a capacity counts.
UNIT_HEADERS = frozenset(
    ("unit", "units", "uom", "unit_of_measure", "per_unit", "rate_unit", "charge_unit", "ед", "ед_изм", "единицы")
)


def check_header(  # noqa: PLR0913 - all that a header is held against
    sheet: Sheet,
    header: Header,
    parts: Iterable[Header],
    names: HeaderNames,
    rows: Sequence[RawRow],
    report: Report,
    *,
    strange: Collection[int] = (),
) -> frozenset[str]:
    """Take note of columns that are twice there, missing, or unknown; gives those of which nobody knows what they say.

    Parameters
    ----------
    sheet
        What the rows below are.
    header
        The header as a whole.
    parts
        The same by carrier, of which each has a column once.
    names
        What headers may be called, and which are not to be read.
    rows
        The rows below.
    report
        Where problems go.
    strange
        Columns of which something else is said already.
    """
    odd = dict(_name_letters(sheet, header, names, report))
    units = dict(_name_units(sheet, header, names, report))
    missed = dict(_name_missing(sheet, header, {*odd.values()}, report))
    unread = {name for part in parts for name in _name_twice(part, report)}
    unread |= {*odd.values(), *missed, *(name for those in units.values() for name in those)}
    unread |= {*_name_contradicted(header, report), *_name_faults(sheet, header, report)}
    faults = {index for index, cell in enumerate(header.row.cells) if isinstance(cell, Fault)}
    named = {*odd, *units, *missed.values(), *strange, *faults}
    unknown = {
        index: text for index, text in header.unknown.items() if index not in named and text not in names.ignored
    }
    lacking = None in missed.values()
    unread |= UnknownColumns(sheet, header, rows, report, names.guessed, lacking).name(unknown)
    _doubt_units(header, report)
    _name_ignored(header, names, report)
    return frozenset(unread)


def _name_ignored(header: Header, names: HeaderNames, report: Report) -> None:
    """Take note of columns that the sheet knows and that are not to be read."""
    for index, text in header.unknown.items():
        meant = names.meaning(text) if text in names.ignored else None
        if meant is not None:
            what = f'column "{text}" would be {meant.name}, and is named in ignore_columns: not read'
            report.warning(Kind.IGNORED, header.address(index), text, what, "take it out there if it counts")


def _doubt_units(header: Header, report: Report) -> None:
    """Take note of the units in headers that elsewhere mean something else."""
    for index, match in header.matches.items():
        word = normalise(header.texts[index]).rpartition("_")[2]
        if match.column.unit and word in LOOSE_UNITS:
            text = header.texts[index]
            what = f'the {word} in the header "{text}" is read as {LOOSE_UNITS[word]}'
            report.warning(Kind.DOUBT, header.address(index), text, what, "write t, or lb for pounds")


def _name_twice(header: Header, report: Report) -> Iterator[str]:
    """The columns that are there twice."""
    first: dict[str, int] = {}
    for index, match in header.matches.items():
        before = first.setdefault(match.name, index)
        if before != index:
            yield match.name
            both = " and ".join(f'"{header.texts[i]}" in {column_letters(i)}' for i in (before, index))
            what = f"column {match.name} is there twice: {both}"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, "keep one of them")


def _name_contradicted(header: Header, report: Report) -> Iterator[str]:
    """The columns whose unit nobody knows."""
    for index, match in header.matches.items():
        if match.contradicted:
            yield match.name
            what = f'the header "{header.texts[index]}" names two units for {match.name}'
            cure = "keep the one in which the figures are, in one of the two rows"
            report.error(Kind.COLUMN, header.address(index), header.texts[index], what, cure)


def _name_faults(sheet: Sheet, header: Header, report: Report) -> Iterator[str]:
    """The columns that may stand under a header without a value: all that are not there."""
    for index, cell in enumerate(header.row.cells):
        if isinstance(cell, Fault):
            yield from {column.name for column in sheet.columns} - header.names
            what = f"the header {cell.text} {cell.what}"
            report.error(Kind.FORMULA, header.address(index), cell.text, what, cell.cure)


def _name_missing(
    sheet: Sheet, header: Header, odd: Collection[str], report: Report
) -> Iterator[tuple[str, int | None]]:
    """Take note of columns that are missing; gives each with the index of the header that means it, if that is known.

    ``odd`` is how some are named but for letters of another alphabet.
    """
    there = {match.name for match in header.matches.values()}
    there |= {name for match in header.matches.values() for name, _ in match.implies}
    for column in sheet.columns:
        if not column.required or column.name in there or column.name in odd:
            continue
        what = f"column {column.name} ({column.description}) is missing"
        cure, text, suggestion = missing_cure(column, header.texts, list(header.unknown.values()))
        index = next((index for index, other in header.unknown.items() if other == text), None)
        place = str(header.row.number) if index is None else header.address(index)
        report.error(Kind.COLUMN, place, text, what, cure, suggestion=suggestion)
        yield column.name, index


def _name_units(
    sheet: Sheet, header: Header, names: HeaderNames, report: Report
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The columns that say a unit in words of their own, and capacities in unknown ones: they change what rows mean."""
    lacking = {column.name for column in sheet.columns} - header.names
    meant = {"basis": "what the amounts are per"} if "basis" in lacking else {}
    if "capacity" in header.names and "capacity_unit" in lacking:
        meant["capacity_unit"] = "what the capacity counts"
    for index, text in header.unknown.items():
        if text in names.ignored:
            continue
        if meant and normalise(text) in UNIT_HEADERS:
            of: tuple[str, ...] = tuple(meant)
            what = f'column "{text}" may say {" or ".join(meant.values())}, and is not known'
            cure = f"name it {' or '.join(meant)}"
        elif "capacity" in lacking and _is_capacity(sheet.column("capacity"), text):
            of = ("capacity",)
            what = f'column "{text}" is not known, and without a column capacity it would be unlimited'
            cure = capacity_cure(sheet, text)
        else:
            column, cure = _in_other_unit(sheet, lacking, text)
            if column is None:
                continue
            of = (column.name,)
            what = f'column "{text}" is not known: {column.name} is in {column.unit}, and would be left out'
        report.error(Kind.COLUMN, header.address(index), text, what, cure)
        yield index, of


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


def _name_letters(sheet: Sheet, header: Header, names: HeaderNames, report: Report) -> Iterator[tuple[int, str]]:
    """The headers in letters of another alphabet that look like those of a column's name, and that name."""
    for index, text in header.unknown.items():
        latin = in_latin(text)
        match = names.find(latin) if latin != text and text not in names.ignored else None
        if match is not None:
            what = f'the header "{text}" has letters of another alphabet that look like those of {latin}'
            report.error(Kind.COLUMN, header.address(index), text, what, "type it in Latin letters", suggestion=latin)
            yield index, match.name
