"""Sheets under a name that nobody knows: what costs or binds on them is never passed over with a soft word."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tariffs.header_words import words_of
from tariffs.likeness import NUMBER
from tariffs.near_matches import closest
from tariffs.problems import Kind, Problem, Severity
from tariffs.reading.figures import are_dates, are_figures
from tariffs.reading.titled import like_sheet
from tariffs.sheets import SHEETS
from tariffs.sheets.terms import Sense, senses
from tariffs.workbook.raw import RawRow, RawSheet

#: What a sheet may not speak of: to count something binds nobody.
BINDING = frozenset(Sense) - {Sense.QUANTITY}
#: Words in the name of a sheet that holds no data of its own.
NOTES = frozenset(
    (
        *("cover", "note", "remark", "pivot", "content", "toc", "index", "instruction", "help", "legend", "contact"),
        *("about", "info", "guide", "dashboard", "chart", "graph", "summary", "history", "log", "changelog"),
        *("version", "example", "заметки", "примечания", "сводная", "обложка", "содержание"),
    )
)
#: What a pivot table says of its rows and columns.
PIVOT = re.compile(r"(?:row|column) labels|(?:sum|count|average|min|max) of .+|grand total", re.IGNORECASE)
HIDE = ", or hide it"
#: Where what such a sheet says belongs, by the words that it may have.
BELONGS = {
    "closed_from and closed_to of Borders, or behind except in departures": frozenset(
        ("closure", "closed", "holiday", "blackout", "embargo")
    ),
    "Surcharges, or the sheet that the charge is of": frozenset(("charge", "surcharge", "fee", "toll", "levy")),
    "avoid of Cargo": frozenset(("sanction", "blacklist", "banned", "forbidden", "excluded", "prohibited")),
}


def unknown_sheet(part: RawSheet, whole: RawSheet) -> Problem:
    """What to say of a sheet, or of a part of one, that is none of an input.

    Parameters
    ----------
    part
        What is not read.
    whole
        The sheet that it is on.
    """
    what = "the sheet is not known"
    if len(part.rows) < len(whole.rows):
        what = f"rows {part.rows[0].number} to {part.rows[-1].number} have no title that says what they are"
    found, near = like_sheet(part.rows), closest(NUMBER.sub("", whole.name).strip(), SHEETS)
    like = found.sheet
    header, below = _table(part.rows)
    said = _spoken(whole.name, header, below, like)
    cure = f'did you mean "{near}"?' if near else ""
    if like:
        cure = f"it has all columns that {like} must have: name it {like} if it is that{HIDE}"
    if found.lacks:
        cure = f"it has all columns that {like} must have but {found.lacks}"
        cure = f"{cure}: if it is that, name it {like} and give it a column {found.lacks}{HIDE}"
    if not said:
        known = "" if len(part.rows) < len(whole.rows) else " and"
        what = f"{what}{known or ':'} not read"
        return Problem(Kind.SHEET, Severity.WARNING, whole.workbook, whole.name, "", "", what, cure)
    words = {word for text in (whole.name, *(() if like else header.values())) for word in words_of(text)}
    anywhere = "" if like else "the sheets that it is about"
    into = next((place for place, those in BELONGS.items() if words & those), anywhere)
    if into:
        cure = f"{cure.removesuffix(HIDE)}; else" if like else cure
        cure = f"{cure} write what it says into {into}{HIDE} if it counts for nothing".strip()
    what = f"{what} and speaks of {' and '.join(sorted(said))}: it would be left out"
    return Problem(Kind.SHEET, Severity.ERROR, whole.workbook, whole.name, "", "", what, cure)


def _table(rows: Sequence[RawRow]) -> tuple[Mapping[int, str], Sequence[RawRow]]:
    """The first row of several cells, if all are texts, and the rows below it; without one, no header and all rows."""
    for position, row in enumerate(rows):
        filled = {index: cell for index, cell in enumerate(row.cells) if cell is not None}
        if len(filled) > 1:
            texts = {index: cell for index, cell in filled.items() if isinstance(cell, str)}
            return (texts, rows[position + 1 :]) if len(texts) == len(filled) else ({}, rows)
    return {}, rows


def _spoken(name: str, header: Mapping[int, str], below: Sequence[RawRow], like: str) -> frozenset[Sense]:
    """What a sheet speaks of that may not be left out, by its name and by the headers of its columns of figures."""
    if not below or (not like and (not NOTES.isdisjoint(words_of(name)) or _is_pivot(header, below))):
        return frozenset()
    found = set(senses(name))
    for index, text in header.items():
        cells = [cell for row in below if (cell := row.cell(index)) is not None]
        if cells and (like or Sense.EXCLUDED in senses(text) or are_figures(cells) or are_dates(cells)):
            found |= senses(text)
    return frozenset(found if like else found & BINDING)


def _is_pivot(header: Mapping[int, str], below: Sequence[RawRow]) -> bool:
    """Whether a table sums up another one."""
    last = (cell for row in below[-1:] for cell in row.cells)
    return any(isinstance(cell, str) and PIVOT.fullmatch(cell.strip()) for cell in (*header.values(), *last))
