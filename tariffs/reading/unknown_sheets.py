"""Sheets under a name that nobody knows: what costs or binds on them, and what holds figures, stops the run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tariffs.header_words import words_of
from tariffs.likeness import NUMBER
from tariffs.near_matches import closest, only_near
from tariffs.problems import Kind, Problem, Severity
from tariffs.reading.figures import are_dates, are_figures
from tariffs.reading.titled import like_sheet
from tariffs.schema import normalise
from tariffs.sheets import SHEETS
from tariffs.sheets.not_read import SHEETS_NOT_READ
from tariffs.sheets.terms import Sense, harmless, senses
from tariffs.workbook.raw import RawRow, RawSheet

#: What the name of a sheet may speak of without figures: to count something binds nobody, nor does what goods need.
SOFT = frozenset((Sense.QUANTITY, Sense.GOODS))
#: What a column speaks of although it holds plain texts.
BY_TEXTS = frozenset((Sense.EXCLUDED, Sense.DIRECTED))
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
        ("closure", "closed", "holiday", "blackout", "embargo", "strike")
    ),
    "Surcharges, or the sheet that the charge is of": frozenset(
        ("charge", "surcharge", "fee", "toll", "levy", "addon", "add")
    ),
    "avoid of Cargo": frozenset(("sanction", "blacklist", "banned", "forbidden", "excluded", "prohibited", "blocked")),
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
    found, near = like_sheet(part.rows), _near(NUMBER.sub("", whole.name).strip())
    like = found.sheet
    header, below = _table(part.rows)
    not_read = SHEETS_NOT_READ.get(normalise(whole.name))
    if not_read and below:
        what = f"the sheet ({not_read}) is not read yet: it would be left out"
        cure = "hide it to plan without it"
        return Problem(Kind.SHEET, Severity.ERROR, whole.workbook, whole.name, "", "", what, cure)
    said = _binding(whole.name, header, below, like)
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
    what = f"{what} and {said}: it would be left out"
    return Problem(Kind.SHEET, Severity.ERROR, whole.workbook, whole.name, "", "", what, cure)


def _table(rows: Sequence[RawRow]) -> tuple[Mapping[int, str], Sequence[RawRow]]:
    """The first row of several cells, if all are texts, and the rows below it; without one, no header and all rows."""
    for position, row in enumerate(rows):
        filled = {index: cell for index, cell in enumerate(row.cells) if cell is not None}
        if len(filled) > 1:
            texts = {index: cell for index, cell in filled.items() if isinstance(cell, str)}
            return (texts, rows[position + 1 :]) if len(texts) == len(filled) else ({}, rows)
    return {}, rows


def _near(name: str) -> str:
    """The sheet that a name may mean: one that it is misspelt for, or shares a word with; blank for none."""
    near = closest(name, SHEETS)
    shared = not set(words_of(name)).isdisjoint(words_of(near))
    return near if shared or only_near(name, SHEETS) else ""


def _binding(name: str, header: Mapping[int, str], below: Sequence[RawRow], like: str) -> str:
    """What a sheet speaks of that may not be left out, by its name and its headers, or what it holds; blank if nothing.

    Without a header (a list of names and figures) its columns count all the same.
    """
    if not below or (not like and (not NOTES.isdisjoint(words_of(name)) or _is_pivot(header, below))):
        return ""
    spoken, found = set(senses(name)) - SOFT, ""
    for index in range(max(len(row.cells) for row in below)):
        text = header.get(index, "")
        cells = [cell for row in below if (cell := row.cell(index)) is not None]
        figures = are_figures(cells) and cells
        if cells and (like or figures or are_dates(cells) or not BY_TEXTS.isdisjoint(senses(text))):
            spoken |= senses(text)
        if figures and any(map(_is_table_row, below)) and not harmless(text):
            found = "holds figures"
    return f"speaks of {' and '.join(sorted(spoken))}" if spoken else found


def _is_table_row(row: RawRow) -> bool:
    return sum(cell is not None for cell in row.cells) > 1


def _is_pivot(header: Mapping[int, str], below: Sequence[RawRow]) -> bool:
    """Whether a table sums up another one."""
    last = (cell for row in below[-1:] for cell in row.cells)
    return any(isinstance(cell, str) and PIVOT.fullmatch(cell.strip()) for cell in (*header.values(), *last))
