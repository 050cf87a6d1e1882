"""A sheet's rows → its tables, which may stand below and beside each other."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tariffs.reading.header_rows import KNOWN_AT_LEAST, Header, HeaderFinder
from tariffs.reading.headers import HeaderNames
from tariffs.workbook.raw import RawRow, column_letters

#: A table beside others is kept with the blanks left of it, and there may be so many of these in all: fifty tables of
#: ten columns have them in 1,600 rows, which is wider and longer than any rate sheet.
MOST_BLANKS = 20_000_000


class TooMany(Exception):
    """So many tables stand beside each other that it would take too long to part them."""


@dataclass(frozen=True, slots=True)
class Section:
    """One table of a sheet.

    Attributes
    ----------
    header
        Its header.
    above
        The rows above its header, where it is the first.
    rows
        All rows under it.
    repeated
        The numbers of those that say the header again.
    titles
        The rows of a text alone right above those, and above its header where it is not the first.
    followed
        Whether another table comes below.
    beside
        The letters of its first column, where tables stand beside each other.
    """

    header: Header
    above: tuple[RawRow, ...]
    rows: tuple[RawRow, ...]
    repeated: frozenset[int]
    titles: tuple[RawRow, ...]
    followed: bool
    beside: str = ""


def sections(rows: Sequence[RawRow], names: HeaderNames) -> Iterator[Section]:
    """The tables among the rows of a sheet, from the top, and from the left where they stand side by side.

    Raises
    ------
    TooMany
        If very many stand side by side.
    """
    starts = _standing_apart(rows, names)
    if len(starts) > 1:
        yield from _beside(rows, starts, names)
        return
    finder = HeaderFinder(rows, names)
    header = finder.first()
    above = tuple(rows[: header.first]) if header else ()
    title: tuple[RawRow, ...] = ()
    while header is not None:
        # Without a blank column between them one may have a header of two rows and another its first row of data there.
        starts = _starts(header, names, finder.named_below(header))
        if len(starts) == 1 and header.depth > 1:
            starts = _starts(finder.upper(header), names)
        following, again = _below(finder, header, starts)
        numbers = {rows[position].number for other in again for position in range(other.first, other.position + 1)}
        titles = (*title, *(row for other in again for row in _titles_of(other, rows)))
        end = following.first if following else len(rows)
        if len(starts) == 1:
            body = tuple(rows[header.position + 1 : end])
            yield Section(header, above, body, frozenset(numbers), titles, following is not None)
        else:
            # What stands above is of the table below it.
            yield from _beside(rows[header.first - len(above) - len(title) : end], starts, names)
        header, above = following, ()
        title = _titles_of(following, rows) if following is not None else ()


def _beside(rows: Sequence[RawRow], starts: Sequence[int], names: HeaderNames) -> Iterator[Section]:
    """The tables that begin in these columns."""
    if sum(starts) * len(rows) > MOST_BLANKS:
        most = MOST_BLANKS // sum(starts)
        raise TooMany(f"{len(starts)} tables stand beside each other, of which at most {most:,} rows are read")
    for start, stop in zip(starts, [*starts[1:], None], strict=True):
        for section in sections(cut(rows, start, stop), names):
            yield replace(section, beside=section.beside or column_letters(start))


def _standing_apart(rows: Sequence[RawRow], names: HeaderNames) -> list[int]:
    """The columns in which tables begin that have a header each, in whatever row, and a blank column between them.

    A title or a note may stand in that column.
    """
    width = max((len(row.cells) for row in rows), default=0)
    blank = list(range(width))
    for row in rows:
        left = [index for index in blank if row.cell(index) is None]
        if len(left) < len(blank) and sum(cell is not None for cell in row.cells) > 1:
            blank = left
    starts = []
    for before, stop in pairwise((-1, *blank, width)):
        if stop - before > max(KNOWN_AT_LEAST, len(names.required)):
            header = HeaderFinder(cut(rows, before + 1, stop), names).first()
            if header is not None and header.known >= KNOWN_AT_LEAST and names.required <= header.names:
                starts.append(before + 1)
    return [0, *starts[1:]]


def _below(finder: HeaderFinder, header: Header, starts: Sequence[int]) -> tuple[Header | None, list[Header]]:
    """The header of the next table below, and those above it that repeat this one."""
    repeated = []
    for other in finder.after(header.position + 1):
        if other.matches == header.matches and len(starts) == 1:
            repeated.append(other)
        elif len(starts) == 1 or not _is_of_one(other, starts, finder.names):
            return other, repeated
    return None, repeated


def _titles_of(header: Header, rows: Sequence[RawRow]) -> tuple[RawRow, ...]:
    """The row right above a further header, if it has a text alone."""
    row = rows[header.first - 1]
    filled = [cell for cell in row.cells if cell is not None]
    return (row,) if len(filled) == 1 and isinstance(filled[0], str) else ()


def _is_of_one(header: Header, starts: Sequence[int], names: HeaderNames) -> bool:
    """Whether a header belongs to one of several tables that stand beside each other."""
    bounds = zip(starts, [*starts[1:], max(header.texts) + 1], strict=True)
    return any(names.required <= _named(header, range(start, stop)) for start, stop in bounds)


def _starts(header: Header, names: HeaderNames, below: frozenset[int] = frozenset()) -> list[int]:
    """The columns in which tables begin; ``below`` are those that only the row below names.

    A table begins where the header says again what it said: after a blank column, or with the same first word and all
    required columns before that comes once more. Each must have these; else it is one table, with a column that is
    there twice.
    """
    there = below | header.texts.keys()
    starts: list[int] = []
    said: set[str] = set()
    first = ""
    last = -1
    for index in sorted(there):
        match = header.matches.get(index)
        name = match.name if match else ""
        if not starts:
            begins = True
        elif index > last + 1:
            begins = not said.isdisjoint(_named(header, _compact(header, index, there)))
        else:
            begins = name == first != "" and names.required <= _named(header, _compact(header, index, there, first))
        if begins:
            starts.append(index)
            said, first = set(), name
        elif not first:
            first = name
        said.add(name)
        last = index
    starts[0] = 0
    bounds = zip(starts, [*starts[1:], max(there) + 1], strict=True)
    whole = all(names.required <= _named(header, range(start, stop)) for start, stop in bounds)
    return starts if whole else [0]


def _compact(header: Header, start: int, there: Collection[int], end: str = "") -> range:
    """The columns from there to the next blank one, or to the next of that name."""
    stop = start + 1
    while stop in there and not (end and stop in header.matches and header.matches[stop].name == end):
        stop += 1
    return range(start, stop)


def _named(header: Header, columns: Iterable[int]) -> frozenset[str]:
    """The columns of the sheet that these of the header name."""
    return frozenset(header.matches[index].name for index in columns if index in header.matches)


def cut(rows: Sequence[RawRow], start: int, stop: int | None) -> list[RawRow]:
    """The rows with the cells of some columns only; those without any are left out."""
    cut = []
    for row in rows:
        cells = row.cells[start:stop]
        if any(cell is not None for cell in cells):
            cut.append(RawRow(row.number, (None,) * start + cells))
    return cut
