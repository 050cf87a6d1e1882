"""A .csv file → coded cells. What the text of a cell means is left to its column."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from tariffs.parsing.coding import CSV_ERROR, CodedBook
from tariffs.parsing.encodings import Decoded, UnknownEncoding, decoded
from tariffs.parsing.limits import MAX_COLUMNS, MAX_ROW, SPLIT
from tariffs.parsing.refused import Refused

if TYPE_CHECKING:
    from _csv import Reader

#: The first of those that cut equally well: texts have commas, seldom semicolons or bars, and no tabs.
DELIMITERS = ("\t", "|", ";", ",")
#: So many lines of a file are looked at to see how its cells are parted.
LOOKED_AT = 50
#: What Excel writes into a .csv for a formula that failed.
ERRORS = frozenset(("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"))
#: Excel's own way to say what parts the cells; the line counts as a row of the file.
STATED = re.compile(r"sep=([,;|:\t])[ ,;\t]*(?:\r?\n|$)", re.IGNORECASE)
#: How a .csv says to Excel that a cell is text, whatever is in it.
AS_TEXT = re.compile(r'\s*="((?:[^"]|"")*)"\s*')
SAVE_AS_CSV = "save it as CSV UTF-8"


def read_csv(content: bytes, book: CodedBook) -> None:
    """Read a .csv file with `,` or `;` or `|` or tab between cells: in Unicode, or in a Windows code page.

    Raises
    ------
    Refused
        If its encoding cannot be told, its quotes don't match, a cell is longer than 131,072 signs, or it is too
        large.
    """
    found = _decoded(content)
    text, book.code_page, book.example = found.text, found.code_page, found.example
    stated = STATED.match(text)
    if stated:
        text, delimiter, start = text[stated.end() :], stated[1], 2
    else:
        delimiter, start = _delimiter(text), 1
    _read_rows(text, delimiter, start, book)


def _decoded(content: bytes) -> Decoded:
    try:
        return decoded(content)
    except UnknownEncoding as error:
        raise Refused("is in an encoding that cannot be told", SAVE_AS_CSV) from error


def _read_rows(text: str, delimiter: str, start: int, book: CodedBook) -> None:
    sheet = book.sheet(book.name)
    numbers = _Numbers(book)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for row, line in enumerate(_whole_lines(lines, start), start):
        if row > MAX_ROW:
            raise Refused(f"has more than {MAX_ROW:,} rows, which is all that Excel has", SPLIT)
        if len(line) > MAX_COLUMNS:
            if not sheet.beyond and any(map(str.strip, line[MAX_COLUMNS:])):
                sheet.beyond = f"row {row}"
            del line[MAX_COLUMNS:]
        cells = list(map(numbers.__getitem__, line))
        if any(cells):
            sheet.add(row, cells)
            book.check_size()
    book.finish_sheet()


def _whole_lines(lines: Reader, start: int) -> Iterator[list[str]]:
    """The cells of each row; a quote that is not closed goes on to the end of the file, so the row is named."""
    begun = 0
    try:
        for line in lines:
            begun = lines.line_num
            yield line
    except csv.Error as error:
        where = f"from line {begun + start} on"
        cure = f"see whether a quote there is closed, or {SAVE_AS_CSV.replace('it', 'the file', 1)} again"
        raise Refused(f"cannot be cut into cells {where} ({error})", cure) from error


class _Numbers(dict[str, int]):
    """The numbers of the cells of a file by their texts."""

    def __init__(self, book: CodedBook) -> None:
        super().__init__()
        self._coder = book.coder

    def __missing__(self, text: str) -> int:
        said = AS_TEXT.fullmatch(text) if "=" in text else None
        bare = text.strip()
        if bare[:1] == "#" and bare.upper() in ERRORS:
            number = self._coder.number(f"{CSV_ERROR}{bare}")
        else:
            number = self._coder.text(said[1].replace('""', '"') if said else text)
        self[text] = number
        return number


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
