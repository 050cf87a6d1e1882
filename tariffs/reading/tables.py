"""A raw sheet → its tables: which columns each has, and which of its rows are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from tariffs.problems import Kind, Problems
from tariffs.reading.above import CARRIER, carriers, priced, words_above
from tariffs.reading.another_kind import check_beside
from tariffs.reading.data_rows import RowSorter
from tariffs.reading.header_check import check_header
from tariffs.reading.header_rows import HEADER_SEARCH, Header
from tariffs.reading.headers import BASIS, CONTAINER, HeaderNames
from tariffs.reading.lines import Line, check_lines, lines_above, lines_below, lines_of
from tariffs.reading.merged import filled, spread
from tariffs.reading.misread import quoted
from tariffs.reading.report import Report
from tariffs.reading.sections import Section, TooMany, sections
from tariffs.runs import run_list
from tariffs.schema import Sheet
from tariffs.workbook.raw import Cell, Merged, RawRow, RawSheet, cell_text, column_letters

FIGURE = re.compile(r"\d")
#: Says what else the headers of a table mean, given all of them.
Settle: TypeAlias = Callable[[Header], Header]


@dataclass(frozen=True, slots=True)
class Given:
    """What holds for each row of a table and stands in one cell, or in none (a blank address)."""

    value: str
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The data of one table.

    Attributes
    ----------
    sheet
        What its rows are.
    header, rows
        Its columns and its rows of data.
    report
        Where its problems go.
    unread
        The columns of which the header leaves open what they say: in the records they are as if their cells could not
        be read, so that all else that is wrong with the rows is found.
    given
        What the header says for every row, by column.
    beside
        The letters of its first column, where tables stand beside each other.
    whole
        All rows under the header, where other tables have some of them: how a column is written is seen from all.
    again
        Whether another table has the same rows, so that what is wrong with them is said already.
    lines
        What stands above the header, and notes below it that say something of all amounts.
    titles
        What stands above it where it is repeated.
    from_1904
        As of its sheet.
    """

    sheet: Sheet
    header: Header
    rows: tuple[RawRow, ...]
    report: Report
    unread: frozenset[str] = frozenset()
    given: Mapping[str, Given] = field(default_factory=dict)
    beside: str = ""
    whole: tuple[RawRow, ...] = ()
    again: bool = False
    lines: tuple[Line, ...] = ()
    titles: tuple[Line, ...] = ()
    from_1904: bool = False

    @property
    def workbook(self) -> str:
        """The name of the file."""
        return self.report.workbook

    def index(self, name: str) -> int | None:
        """The index of a column by its canonical name, ``None`` if the table lacks it."""
        for index, match in self.header.matches.items():
            if match.name == name:
                return index
        return None

    def columns(self) -> list[tuple[Cell, ...]]:
        """The cells of every column from A on, one per row."""
        return self._columns(self.rows)

    def whole_columns(self) -> list[tuple[Cell, ...]]:
        """The same with the rows that other tables have of it."""
        return self._columns(self.whole)

    def _columns(self, rows: Sequence[RawRow]) -> list[tuple[Cell, ...]]:
        width = max((len(row.cells) for row in rows), default=0)
        width = max(width, 1 + max(self.header.matches))
        padded = (row.cells + (None,) * (width - len(row.cells)) for row in rows)
        return list(zip(*padded, strict=True)) if rows else [()] * width


def find_tables(
    sheet: Sheet, raw: RawSheet, names: HeaderNames, problems: Problems, settle: Settle | None = None
) -> list[Table]:
    """The tables in a raw sheet; none, with the reason among the problems, if it cannot be read.

    A sheet without any cell has no table and no problem.

    Parameters
    ----------
    sheet
        What its rows are.
    raw
        What stands on it.
    names
        The headers that the sheet knows.
    problems
        Grows by what is wrong.
    settle
        Says what else the headers of a table mean.
    """
    report = Report(raw.workbook, raw.name, problems)
    if not raw.rows:
        return []
    try:
        found = [replace(found, beside=found.beside or raw.beside) for found in sections(raw.rows, names)]
    except TooMany as error:
        report.error(Kind.SHEET, "", "", str(error), "put them below each other, or on sheets of their own")
        return []
    if not found:
        examples = ", ".join(column.name for column in sheet.columns[:4])
        searched = f"none of the first {HEADER_SEARCH} rows" if len(raw.rows) > HEADER_SEARCH else "no row"
        what = f"there is no header row: {searched} names a known column"
        report.error(Kind.SHEET, "", "", what, f"name the columns in one row: {examples}, …")
    tables = (table for section in found for table in _tables(sheet, section, names, report, settle, raw.merged))
    return [replace(table, from_1904=raw.from_1904) for table in tables]


def _tables(
    sheet: Sheet, section: Section, names: HeaderNames, report: Report, settle: Settle | None, merged: Sequence[Merged]
) -> Iterator[Table]:
    """The table of a section; one for each carrier, where several stand above its container columns."""
    above = words_above(section.header, names)
    header = priced(section.header, above)
    header = settle(header) if settle else header
    named = carriers(header, above, report)
    parts = _by_carrier(header, named)
    strange = check_beside(sheet, header, section.rows, report)
    unread = check_header(sheet, header, [part for part, _ in parts], names, section.rows, report, strange=strange)
    unread |= {header.matches[index].name for index in strange if index in header.matches}
    said = _said_in_header(header, report)
    _name_rows_above(section.above, header, report)
    lines = lines_above(section.above, header)
    check_lines(lines, sheet, header, report)
    body = filled(section.rows, merged, header, report) if merged else section.rows
    titles = lines_of(section.titles)
    check_lines(titles, sheet, header, report)
    numbers = frozenset(row.number for row in section.titles)
    sorter = RowSorter(header, report, section.repeated, numbers, followed=section.followed)
    rows = sorter.data(body)
    below = lines_below(sorter.notes)
    check_lines(below, sheet, header, report)
    rows = spread(rows, merged, header, report) if merged else rows
    for number, (part, given) in enumerate(parts):
        beside = section.beside or (column_letters(min(_boxes(part))) if len(parts) > 1 else "")
        yield Table(
            sheet,
            part,
            rows,
            report,
            unread,
            {**given, **said},
            beside,
            again=number > 0,
            lines=(*lines, *below),
            titles=titles,
        )
    if named:
        _name_carriers(header, named, above, report)


def _said_in_header(header: Header, report: Report) -> Mapping[str, Given]:
    """What headers say of each row besides the name of their column: `Capacity (containers)`."""
    said: dict[str, Given] = {}
    for index, match in header.matches.items():
        for name, value in match.implies:
            if name in header.names:
                what = f'the header "{header.texts[index]}" says {name}, and there is a column {name}'
                report.error(Kind.CONFLICT, header.address(index), header.texts[index], what, "keep one of them")
            elif name == BASIS and value != CONTAINER and _boxes(header):
                # Else the amounts by container would be per tonne, too.
                what = (
                    f'the header "{header.texts[index]}" says what its amounts are per, and those by container do not'
                )
                cure = f"name it {match.name}, and say what amounts are per in a column {BASIS} of each row"
                report.error(Kind.CONFLICT, header.address(index), header.texts[index], what, cure)
            said[name] = Given(value, header.address(index))
    return said


def _by_carrier(header: Header, named: Mapping[int, str]) -> list[tuple[Header, Mapping[str, Given]]]:
    """The header of each carrier, with what it says for every row."""
    if not named:
        return [(header, {})]
    parts: list[tuple[Header, Mapping[str, Given]]] = []
    for carrier in dict.fromkeys(named.get(index, "") for index in _boxes(header)):
        own = [index for index in _boxes(header) if named.get(index, "") == carrier]
        matches = {index: match for index, match in header.matches.items() if not match.container or index in own}
        # The columns of the others are known ones, although they are not of this table.
        cell = f"{column_letters(own[0])}{header.upper.number if header.upper else header.row.number}"
        given = {CARRIER: Given(carrier, cell)} if carrier else {}
        parts.append((replace(header, matches=matches), given))
    return parts


def _boxes(header: Header) -> list[int]:
    return [index for index, match in header.matches.items() if match.container]


def _name_carriers(
    header: Header, named: Mapping[int, str], above: Mapping[int, tuple[int, str]], report: Report
) -> None:
    """Take note that words above container columns are taken for carriers."""
    listed = ", ".join(quoted(carrier) for carrier in dict.fromkeys(named.values()))
    index = next(iter(named))
    at, text = above[index]
    report.warning(
        Kind.DOUBT,
        f"{column_letters(at)}{header.upper.number if header.upper else header.row.number}",
        text,
        f"{listed} above the container columns {'is' if len(set(named.values())) == 1 else 'are'} read as the carrier",
        "write it in a column carrier to be sure",
    )


def _name_rows_above(rows: Sequence[RawRow], header: Header, report: Report) -> None:
    """Take note of rows above a header that look like data."""
    lost = [row for row in rows if header.is_data(row)]
    if not lost or not any(match.required for match in header.matches.values()):
        return
    first = next(index for index, cell in enumerate(lost[0].cells) if cell is not None)
    several = len(lost) > 1
    listed = run_list(row.number for row in lost)
    what = f"row{'s' if several else ''} {listed} above the header {'were' if several else 'was'} not read"
    # A line of explanations above the header is all text.
    note = report.error if any(FIGURE.search(cell_text(cell)) for row in lost for cell in row.cells) else report.warning
    place = f"{column_letters(first)}{lost[0].number}"
    note(Kind.IGNORED, place, cell_text(lost[0].cells[first]), what, "put what counts below the header")
