"""A .csv file → raw cells. What the text of a cell means is left to its column."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from tariffs.stored.encodings import decoded
from tariffs.workbook.raw import Cell, Fault, RawRow, tidy

DELIMITERS = (",", ";", "\t")
#: So many lines of a file are looked at to see how its cells are parted.
LOOKED_AT = 50
#: What Excel writes into a .csv for a formula that failed.
ERRORS = frozenset(("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"))


@dataclass(frozen=True, slots=True)
class CsvText:
    """The rows of a .csv file, and in which code page it was, with a word that shows it; blank for Unicode."""

    rows: tuple[RawRow, ...]
    code_page: str = ""
    example: str = ""


def read_csv(content: bytes) -> CsvText:
    """The rows of a .csv file with `,` or `;` or tab between cells: in Unicode, or in a Windows code page.

    Raises
    ------
    UnknownEncoding
        If it cannot be told in which encoding it is.
    csv.Error
        If quotes don't match or a cell is longer than 131,072 signs.
    """
    found = decoded(content)
    text = found.text
    first, _, rest = text.partition("\n")
    stated = first.strip().casefold()
    if stated.startswith("sep=") and len(stated) == len("sep=;"):
        # Excel's own way to say it; the line counts as a row of the file.
        return CsvText(_rows(rest, first.strip()[-1], start=2), found.code_page, found.example)
    return CsvText(_rows(text, _delimiter(text), start=1), found.code_page, found.example)


def _rows(text: str, delimiter: str, start: int) -> tuple[RawRow, ...]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    for number, line in enumerate(lines, start):
        cells = tuple(_cell(part) for part in line)
        if any(cell is not None for cell in cells):
            rows.append(RawRow(number, cells))
    return tuple(rows)


def _cell(text: str) -> Cell:
    bare = text.strip()
    if bare[:1] == "#" and bare.upper() in ERRORS:
        return Fault(bare, "is an error value of Excel", "write the value itself")
    return tidy(text)


def _delimiter(text: str) -> str:
    """The sign between cells: the one that cuts most of the first lines into the same number of most cells."""
    scores = {delimiter: _regularity(text, delimiter) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: scores[delimiter])


def _regularity(text: str, delimiter: str) -> int:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = Counter(len(line) for line in islice(lines, LOOKED_AT))
    except csv.Error:
        return 0
    return max(((width - 1) * count for width, count in widths.items()), default=0)
