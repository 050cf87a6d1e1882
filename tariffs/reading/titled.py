"""Tables under a title: a cell that names a sheet says what the table below it is, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tariffs.reading.header_rows import HeaderFinder
from tariffs.reading.headers import HeaderNames
from tariffs.reading.sections import cut
from tariffs.schema import normalise
from tariffs.sheets import SHEET_NAMES, SHEETS
from tariffs.workbook.raw import RawRow, RawSheet, column_letters

LONGEST = max(map(len, SHEET_NAMES)) + 4
INITIALS = frozenset(name[0] for name in SHEET_NAMES)
#: A header follows its title within so many rows that are not blank.
NEAR = 4
#: Where what an unknown sheet holds is looked for: in so many rows, a header that names so many columns.
FAR_ENOUGH, FEWEST = 60, 2
#: A table that has all but one of so many required columns of a sheet is rather that sheet.
MANY = 4


@dataclass(frozen=True, slots=True)
class _Titles:
    """A row of titles: where it is among the rows, and the sheet that each names, by index of its column."""

    position: int
    sheets: Mapping[int, str]


def parts(raw: RawSheet, name: str | None) -> Iterator[tuple[str | None, RawSheet]]:
    """The tables of a raw sheet by the sheet of the contract that they are part of.

    Parameters
    ----------
    raw
        What stands on the sheet.
    name
        What the sheet is by its own name, ``None`` if that is not known.

    Yields
    ------
    tuple of str or None, and RawSheet
        What the rows are (``None``: unknown), and the rows.
    """
    titles = [found for found in _titles(raw.rows) if name is None or set(found.sheets.values()) != {name}]
    if not titles:
        yield name, raw
        return
    top = raw.rows[: titles[0].position]
    # What titles and notes above the first table say may hold for it.
    notes = top if name is None and all(_is_lone(row) for row in top) else ()
    if len(notes) < len(top):
        yield name, replace(raw, rows=top)
    for title, end in zip(titles, [*[found.position for found in titles[1:]], len(raw.rows)], strict=True):
        below = (*(notes if title is titles[0] else ()), *raw.rows[title.position + 1 : end])
        starts = [0, *list(title.sheets)[1:]]
        for start, stop, sheet in zip(starts, [*starts[1:], None], title.sheets.values(), strict=True):
            rows = below if len(starts) == 1 else tuple(cut(below, start, stop))
            yield sheet, replace(raw, rows=rows, beside=column_letters(start) if len(starts) > 1 else "")


def _is_lone(row: RawRow) -> bool:
    return sum(cell is not None for cell in row.cells) == 1


def _titles(rows: Sequence[RawRow]) -> Iterator[_Titles]:
    """The rows that hold nothing but names of sheets, with the header of each below."""
    for position, row in enumerate(rows):
        sheets = _named(row)
        if not sheets:
            continue
        below = rows[position + 1 : position + 1 + NEAR]
        starts = [0, *list(sheets)[1:]]
        cuts = zip(starts, [*starts[1:], None], strict=True)
        if all(
            _has_header(cut(below, start, stop), sheet)
            for (start, stop), sheet in zip(cuts, sheets.values(), strict=True)
        ):
            yield _Titles(position, sheets)


def _named(row: RawRow) -> dict[int, str]:
    """The sheet that each cell of a row names; none if some cell is no such name."""
    sheets: dict[int, str] = {}
    if len(row.cells) > 1 and row.cells[0] is not None and row.cells[1] is not None:
        return sheets  # titles stand apart; nearly every row of data leaves here
    for index, cell in enumerate(row.cells):
        if cell is None:
            continue
        if cell.__class__ is not str:
            return {}
        text = str(cell).strip()
        if text[:1].casefold() not in INITIALS or len(text) > LONGEST or normalise(text) not in SHEET_NAMES:
            return {}
        sheets[index] = SHEET_NAMES[normalise(text)]
    return sheets


def _has_header(rows: Sequence[RawRow], sheet: str) -> bool:
    """Whether some row names all columns that the sheet must have."""
    names = sheet_headers(sheet)
    header = HeaderFinder(rows, names).first()
    return header is not None and names.required <= header.names


@dataclass(frozen=True, slots=True)
class Like:
    """The sheet that a table is like: blank if it is like none, or several; and the one required column it lacks."""

    sheet: str = ""
    lacks: str = ""


def like_sheet(rows: Sequence[RawRow]) -> Like:
    """The sheet of which a table on an unknown sheet has all required columns, or else all of many but one."""
    whole: dict[Like, int] = {}
    nearly: dict[Like, int] = {}
    for name, sheet in SHEETS.items():
        names = sheet_headers(name)
        header = HeaderFinder(rows[:FAR_ENOUGH], names).first()
        fewest = FEWEST if sum(column.required for column in sheet.columns) > 1 else FEWEST + 1
        if header is None or header.known < fewest:
            continue
        lacking = names.required - header.names
        if not lacking:
            whole[Like(name)] = header.known
        elif len(lacking) == 1 and len(names.required) >= MANY:
            nearly[Like(name, *lacking)] = header.known
    for found in (whole, nearly):
        best = [like for like, count in found.items() if count == max(found.values())]
        if best:
            return best[0] if len(best) == 1 else Like()
    return Like()


@cache
def sheet_headers(sheet: str) -> HeaderNames:
    """The headers that a sheet knows, but for containers."""
    return HeaderNames.of(SHEETS[sheet], {})
