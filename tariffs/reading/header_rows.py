"""Where the headers of a sheet are: rows that name columns, with titles above and perhaps other tables below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from decimal import Decimal

from tariffs.reading.headers import HeaderNames, Match
from tariffs.schema import UNITS, Type, normalise
from tariffs.workbook.raw import Cell, Fault, RawRow, Shown, cell_text, column_letters

#: The first header is one of so many rows that are not blank, or further down most of its cells are names of columns.
HEADER_SEARCH = 50
#: A header of a further table names so many columns; so many of a row's first cells may be none.
KNOWN_AT_LEAST = 2
UNKNOWN_FIRST = 4
REMEMBERED = 1 << 16
DIGIT = re.compile(r"\d")
#: How dates are written, in a row of units: `dd/mm/yyyy`.
DATE_PATTERN = re.compile(r"\(?[dmy]{1,4}(?:[\s./-]+[dmy]{1,4}){1,2}\)?", re.IGNORECASE)
#: Of so many required columns one may be misspelt in the header of a further table.
MANY_REQUIRED = 3
#: No header has a cell of these.
NO_NAMES = (date, time, timedelta, bool)


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
    upper
        The row above it, if it belongs to the header or may say something of its container columns.
    depth
        Of how many rows the header is.
    """

    texts: Mapping[int, str]
    matches: Mapping[int, Match]
    row: RawRow
    position: int
    upper: RawRow | None = None
    depth: int = 1

    @property
    def first(self) -> int:
        """Where its first row is among the sheet's rows."""
        return self.position - self.depth + 1

    @property
    def names(self) -> frozenset[str]:
        """The columns that it names."""
        return frozenset(match.name for match in self.matches.values())

    @property
    def known(self) -> int:
        """How many different columns it names."""
        return len(self.names)

    @property
    def unknown(self) -> dict[int, str]:
        """The headers that the sheet doesn't know, by index."""
        return {index: text for index, text in self.texts.items() if index not in self.matches}

    def address(self, index: int) -> str:
        """The address of the header of a column."""
        return f"{column_letters(index)}{self.row.number}"

    def has_all(self, row: RawRow) -> bool:
        """Whether a row has something in each required column, as a row of data has."""
        return all(row.cell(index) is not None for index, match in self.matches.items() if match.required)

    def is_data(self, row: RawRow) -> bool:
        """Whether a row above it looks like data: a text alone is rather a title, where one column is required."""
        filled = sum(cell is not None for cell in row.cells)
        return self.has_all(row) and (filled > 1 or self.known == 1)


@dataclass(frozen=True, slots=True)
class HeaderFinder:
    """Finds the headers among the rows of a sheet."""

    rows: Sequence[RawRow]
    names: HeaderNames
    _known: dict[Cell, bool] = field(default_factory=dict)

    def first(self) -> Header | None:
        """The first header that names all required columns; without one, the row that names most columns."""
        best: Header | None = None
        for position in range(min(len(self.rows), HEADER_SEARCH)):
            header = self._at(position)
            if self._is_whole(header):
                return header
            if best is None or header.known > best.known:
                best = header
        if best is None or best.known < KNOWN_AT_LEAST:
            further = next(self.after(HEADER_SEARCH), None)
            best = further if further is not None else best
        return best if best is not None and best.known else None

    def after(self, position: int) -> Iterator[Header]:
        """The headers below a position, of further tables or again of the same."""
        while position < len(self.rows):
            if not self._may_be(self.rows[position]):
                position += 1
                continue
            header = self._at(position)
            if self._is_further(header):
                yield header
                position = header.position
            position += 1

    def upper(self, header: Header) -> Header:
        """The upper one of two header rows by itself; a column with a cell below only has that one's text."""
        one = _single(header.first, self.rows[header.first], None, self.names)
        below = {index: cell_text(cell) for index, cell in enumerate(header.row.cells) if cell is not None}
        return replace(one, texts={**below, **one.texts})

    def named_below(self, header: Header) -> frozenset[int]:
        """The columns with a name in the row below a header, and nothing in the header."""
        below = self.rows[header.position + 1 : header.position + 2]
        return frozenset(
            index
            for row in below
            if row.number == header.row.number + 1
            for index, cell in enumerate(row.cells)
            if cell is not None and index not in header.texts and self.names.find(cell_text(cell)) is not None
        )

    def _at(self, position: int) -> Header:
        """The header that begins in a row, of one or two rows."""
        row = self.rows[position]
        before = self.rows[position - 1] if position else None
        upper = before if before is not None and before.number == row.number - 1 else None
        one = _single(position, row, upper, self.names)
        below = self.rows[position + 1] if position + 1 < len(self.rows) else None
        if below is None or below.number != row.number + 1:
            return one
        two = _double(position + 1, row, below, self.names)
        alone = _single(position + 1, below, row, self.names)
        if self._is_whole(one) and (one.has_all(below) or not _holds_names(two)):
            return one
        if two.known > one.known:
            return two if two.known > alone.known else one
        return two if two.known == one.known > alone.known and _is_extended(two, row, below, self.names) else one

    def _is_whole(self, header: Header) -> bool:
        return header.known >= KNOWN_AT_LEAST and self.names.required <= header.names and _holds_names(header)

    def _is_further(self, header: Header) -> bool:
        """Whether it is a header and no data: most of its cells are names of columns."""
        if header.known * 2 <= len(header.texts):
            return False
        missing = len(self.names.required - header.names)
        nearly = missing == 1 and len(self.names.required) >= MANY_REQUIRED and header.known >= MANY_REQUIRED
        return self._is_whole(header) or (nearly and _holds_names(header))

    def _may_be(self, row: RawRow) -> bool:
        """Whether half of a row are names of columns: this is asked of every row, and most are data."""
        known = unknown = 0
        numbered = []
        remembered = self._known
        for cell in row.cells:
            if cell is None:
                continue
            found = remembered.get(cell) if cell.__class__ is str else False
            if found is None:
                text = str(cell)
                if DIGIT.search(text):
                    numbered.append(text)  # references have digits, and they are many; few columns do
                    continue
                found = self._is_name(text)
            if found:
                known += 1
            else:
                unknown += 1
                if unknown >= UNKNOWN_FIRST and unknown > known:
                    return False
        if known + len(numbered) >= unknown:
            known += sum(self.names.find(text) is not None for text in numbered)
        return known >= KNOWN_AT_LEAST and known >= unknown

    def _is_name(self, text: str) -> bool:
        """Whether a text names a column."""
        found = self.names.find(text) is not None
        if len(self._known) < REMEMBERED:
            self._known[text] = found
        return found


def _single(position: int, row: RawRow, upper: RawRow | None, names: HeaderNames) -> Header:
    texts = {index: cell_text(cell) for index, cell in enumerate(row.cells) if cell is not None}
    matches = {index: names.find(text) for index, text in texts.items()}
    return Header(texts, _known(matches), row, position, upper)


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
            texts[index] = both
            matches[index] = (
                names.find(both)
                or _in_other_words(names.find(top), bottom)
                or names.find(bottom)
                or names.of_amounts(above, bottom)
            )
        elif top:
            texts[index], matches[index] = top, names.find(top)
    return Header(texts, _known(matches), lower, position, upper, depth=2)


def _in_other_words(match: Match | None, below: str) -> Match | None:
    """A column whose header has a unit, below which the row of units says one, too; or how its dates are written."""
    if match is not None and match.column.type is Type.DATE and DATE_PATTERN.fullmatch(below):
        return match
    sizes = UNITS.get(match.column.unit, {}) if match is not None else {}
    unit = normalise(below)
    if match is None or unit not in sizes:
        return None
    return match if sizes[unit] == match.factor else replace(match, contradicted=unit)


def _known(matches: Mapping[int, Match | None]) -> dict[int, Match]:
    return {index: match for index, match in matches.items() if match is not None}


def _is_extended(header: Header, upper: RawRow, below: RawRow, names: HeaderNames) -> bool:
    """Whether each cell of the second row says more of the column above it, such as its unit or currency.

    Of several texts below one cell, such as containers below `Rate`, some may be unknown.
    """
    texts: dict[int, list[bool]] = {}
    above = -1
    for index, cell in enumerate(below.cells):
        above = index if upper.cell(index) is not None else above
        if cell is None:
            continue
        match, found = header.matches.get(index), names.find(cell_text(cell))
        if match is None and not isinstance(cell, str):
            return False
        if match is not None and found is not None and found.name != match.name:
            return False
        texts.setdefault(above, []).append(match is not None)
    return all(any(known) for known in texts.values())


def _holds_names(header: Header) -> bool:
    """Whether its cells are texts; a number may be a container's code."""
    return not any(
        isinstance(cell, NO_NAMES) or (isinstance(cell, Decimal | Shown) and index not in header.matches)
        for index, cell in enumerate(header.row.cells)
        if not isinstance(cell, Fault)
    )
