"""Cells as the child process hands them over: each a short text whose first sign says what it is.

The texts of a file are numbered, equal ones alike, and its rows are those numbers. So a name that stands in a hundred
thousand cells is handed over, and read, once; and what comes from the child can be nothing but text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from tariffs.parsing.limits import MAX_COLUMNS, MAX_ROW, MAX_TEXT, SPLIT, Limits, raising
from tariffs.parsing.refused import Refused

#: What the first sign of a coded cell says; what follows is the text of the cell.
TEXT: Final = "T"
NUMBER: Final = "N"
PERCENT: Final = "%"  # a number shown a hundred times as large
PADDED: Final = "0"  # the number of digits, a colon, and a number that is shown with leading zeros
LABELLED: Final = "L"  # digits at least, length of the text in front, both texts, and a number; a colon after each
DATE_1900: Final = "D"  # days since the end of 1899, with the leap day of 1900 that never was
DATE_1904: Final = "M"  # days since the first one of 1904, as old workbooks from a Mac have it
MONTH_1900: Final = "m"  # such a date of which the cell shows month and year alone
MONTH_1904: Final = "n"
DURATION: Final = "H"  # days
BOOLEAN: Final = "B"  # 1 or 0
FORMULA: Final = "="  # a formula without a stored value
EXCEL_ERROR: Final = "!"  # #N/A and the like in a workbook
CSV_ERROR: Final = "#"  # the same in a .csv file
TOO_LONG: Final = "+"  # the first signs of it

#: The number of a blank cell.
BLANK = 0
#: Excel's names of sheets have 31 characters at most, those of files 255.
LONGEST_NAME = 255
#: So many cells that are struck through are remembered; a message names a few.
MOST_STRUCK = 1000
#: Of a text that is too long, so much is handed over, to be shown.
SHOWN = 100
#: Joiners, marks of direction, and byte-order marks, as they come along with text from web pages.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
#: How Excel writes signs into a workbook's XML that it does not hold otherwise; a text that looks so has `_x005F_`.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def tidy(text: str) -> str:
    """Text without signs that nobody sees, and with one code for each letter; blank if nothing is left."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    return text if text.strip() else ""


def unescaped(text: str) -> str:
    r"""A text of a workbook's XML as Excel shows it.

    >>> unescaped("two_x000D_lines"), unescaped("_x005F_x0041_")
    ('two\rlines', '_x0041_')
    """
    if "_x" not in text:
        return text
    units = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)  # of UTF-16, so that an emoji is two of them
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(slots=True)
class Coder:
    """Numbers the coded cells of a file, in order of appearance; 0 is a blank one.

    Attributes
    ----------
    codes
        The coded cells.
    numbers
        The number of each.
    """

    codes: list[str] = field(default_factory=lambda: [""])
    numbers: dict[str, int] = field(default_factory=lambda: {"": BLANK})

    def number(self, code: str) -> int:
        """The number of a coded cell."""
        number = self.numbers.get(code)
        if number is None:
            if len(code) > MAX_TEXT // 2 and _is_too_long(code[1:]):
                code = f"{TOO_LONG}{code[1 : 1 + SHOWN]}"
            number = self.numbers.setdefault(code, len(self.codes))
            if number == len(self.codes):
                self.codes.append(code)
        return number

    def text(self, text: str) -> int:
        """The number of a cell that holds text, which may be blank."""
        tidied = tidy(text)
        return self.number(TEXT + tidied) if tidied else BLANK


@dataclass(slots=True)
class CodedSheet:
    """The cells of a sheet: one after another, row by row, each as its number; rows without a value are left out.

    Attributes
    ----------
    name
        As the file has it.
    hidden
        Whether it is hidden; then it is not read and has no rows.
    beyond
        The address of the first cell right of the last column that is read, blank if there is none.
    rows, widths, cells
        The number of each row, as Excel counts; how many cells it has; and the cells.
    hidden_rows, hidden_columns
        Rows, as Excel counts, and columns from 0, that are not shown; they are read all the same.
    areas
        Merged cells: first row, last row, first column, last column. No two of them overlap.
    struck
        The first cells that are struck through: row, as Excel counts, and column from 0.
    """

    name: str
    hidden: bool = False
    beyond: str = ""
    rows: array[int] = field(default_factory=lambda: array("I"))
    widths: array[int] = field(default_factory=lambda: array("I"))
    cells: array[int] = field(default_factory=lambda: array("I"))
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    areas: list[tuple[int, int, int, int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)

    def add(self, row: int, cells: list[int]) -> None:
        """One more row."""
        self.rows.append(row)
        self.widths.append(len(cells))
        self.cells.fromlist(cells)

    def merge(self, first: int, last: int, column: int, right: int) -> None:
        """Take note of merged cells, rows as Excel counts and columns from 0 on; one alone is none."""
        right = min(right, MAX_COLUMNS - 1)
        if 1 <= first <= last <= MAX_ROW and 0 <= column <= right and (first, column) != (last, right):
            self.areas.append((first, last, column, right))

    def drop_overlaps(self) -> None:
        """Of merged areas that overlap, as they do in no workbook of Excel's, keep the first."""
        kept = []
        lowest: list[tuple[int, int, int]] = []  # columns from, columns to, last row; side by side, never two of one
        for first, last, column, right in sorted(set(self.areas)):
            start = bisect_left(lowest, column, key=itemgetter(1))
            end = bisect_right(lowest, right, key=itemgetter(0))
            if all(last_above < first for _, _, last_above in lowest[start:end]):
                lowest[start:end] = [(column, right, last)]
                kept.append((first, last, column, right))
        self.areas = kept


@dataclass(slots=True)
class CodedBook:
    """All that a file holds. Sheets are filled one after another, and what they hold together is limited.

    Attributes
    ----------
    limits
        What it may hold.
    name
        What it is called; so is its sheet, where the file has no names of sheets.
    coder
        Numbers its cells.
    sheets
        Its sheets.
    code_page, example
        The code page in which its text is taken to be, and a word that shows it; blank if there is no doubt.
    from_1904
        Whether its days count from the first one of 1904.
    """

    limits: Limits
    name: str
    coder: Coder = field(default_factory=Coder)
    sheets: list[CodedSheet] = field(default_factory=list)
    code_page: str = ""
    example: str = ""
    from_1904: bool = False
    _cells_before: int = 0
    _rows_before: int = 0
    _merged_before: int = 0
    _characters: int = 0
    _lengths: list[int] = field(default_factory=list)

    def sheet(self, name: str, *, hidden: bool = False) -> CodedSheet:
        """One more sheet, to be filled.

        Raises
        ------
        Refused
            If there are too many.
        """
        check_sheets(len(self.sheets) + 1, self.limits)
        self.sheets.append(CodedSheet(" ".join(name.split())[:LONGEST_NAME], hidden))
        return self.sheets[-1]

    def check_size(self, more: int = 0) -> None:
        """See whether the sheets, the last of which may still grow, hold too much with so many more cells.

        Raises
        ------
        Refused
            If they do.
        """
        sheet = self.sheets[-1]
        if self._cells_before + len(sheet.cells) + more > self.limits.cells:
            raise Refused(f"has more than {self.limits.cells:,} cells", f"{SPLIT}{raising('cells')}")
        if self._rows_before + len(sheet.rows) > self.limits.rows:
            raise Refused(f"has more than {self.limits.rows:,} rows", f"{SPLIT}{raising('rows')}")
        if self._merged_before + len(sheet.areas) > self.limits.merged:
            raise Refused(f"has more than {self.limits.merged:,} merged areas", f"unmerge cells{raising('merged')}")

    def finish_sheet(self) -> None:
        """The last sheet is full.

        Raises
        ------
        Refused
            If the sheets hold too much.
        """
        self.check_size()
        self.sheets[-1].drop_overlaps()
        cells = self.sheets[-1].cells
        self._cells_before += len(cells)
        self._merged_before += len(self.sheets[-1].areas)
        self._rows_before += len(self.sheets[-1].rows)
        self._lengths.extend(map(len, self.coder.codes[len(self._lengths) :]))
        self._characters += sum(map(self._lengths.__getitem__, cells))
        if self._characters > self.limits.characters:
            what = f"has more than {self.limits.characters:,} characters of text in its cells"
            raise Refused(what, f"{SPLIT}{raising('characters')}")


def _is_too_long(text: str) -> bool:
    """Whether no cell of Excel holds a text. Letters beyond the first 65,536, as emoji are, count as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2 > MAX_TEXT


def check_row(row: int) -> None:
    """See whether Excel has a row of that number; a ``ValueError`` if not."""
    if not 1 <= row <= MAX_ROW:
        raise ValueError(f"{row} is not the number of a row")


def check_sheets(count: int, limits: Limits) -> None:
    """See whether a file has too many sheets.

    Raises
    ------
    Refused
        If it has.
    """
    if count > limits.sheets:
        cure = f"take out the sheets that are not used{raising('sheets')}"
        raise Refused(f"has more than {limits.sheets:,} sheets", cure)
