"""The XML of one sheet → rows of raw cells.

openpyxl makes an object of every cell, which takes three times as long, and cannot tell a formula without a
stored value from a blank cell unless the sheet is read twice. So it opens the workbook, and the cells are
read here, in one pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.parsers import expat

from tariffs.workbook.formats import Formats, stored_number
from tariffs.workbook.raw import Cell, Fault, RawRow, tidy

MAX_CELLS = 20_000_000
MAX_COLUMNS = 2_000
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TRUE = ("1", "true")
#: Excel keeps so many digits of a number; more of them in a file are the noise of binary fractions.
DIGITS_KEPT = 15
VALUE, FORMULA, NEITHER, READING_AID = "value", "formula", "", "reading aid"
#: Which elements of a cell hold its value, or its formula; a ``t`` is text that stands in the cell itself.
PARTS = {"v": VALUE, "t": VALUE, "f": FORMULA}


class TooLarge(Exception):
    """A sheet with more cells than are read."""


@dataclass(slots=True)
class SheetScanner:
    """Takes the XML events of one sheet and makes rows of them.

    It listens to the beginnings of elements and to text only: a cell ends where the next one begins. That
    halves the calls from the parser, which are most of the time.

    Attributes
    ----------
    strings
        The texts that cells share, blank ones as ``None``.
    formats
        What styles make of numbers.
    rows
        What has been read; rows without a value are left out.
    beyond
        The address of the first cell right of ``MAX_COLUMNS``, blank if there is none.
    hidden_rows, hidden_columns
        The numbers of rows, and of columns from 0, that are not shown.
    areas
        Cells that are merged over several rows: first row, last row, first column.
    """

    strings: Sequence[str | None]
    formats: Formats
    rows: list[RawRow] = field(default_factory=list)
    beyond: str = ""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    areas: list[tuple[int, int, int]] = field(default_factory=list)
    _prefix: str | None = None
    _row: int = 0
    _digits: int = 0
    _attributes: Mapping[str, str] = field(default_factory=dict)
    _column: int = -1
    _cells: list[Cell] = field(default_factory=list)
    _count: int = 0
    _part: str = NEITHER
    _value: str = ""
    _formula: str | None = None
    _columns: dict[str, int] = field(default_factory=dict)

    def scan(self, xml: bytes) -> None:
        """Read a sheet to its end.

        Raises
        ------
        xml.parsers.expat.ExpatError
            If it is no XML.
        LookupError, ValueError
            If it is no sheet.
        TooLarge
            If it has more than ``MAX_CELLS`` cells, blank ones between others included.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.Parse(xml, True)
        self._end_row()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._prefix:
            tag = tag.removeprefix(self._prefix)
        if tag == "c":
            if self._value or self._formula is not None:
                self._end_cell()
            self._attributes = attributes
            self._part = NEITHER
            if "r" not in attributes:
                self._column += 1
        elif tag in PARTS:
            if tag != "t" or self._part is not READING_AID:
                self._part = PARTS[tag]
            if tag == "f":
                self._formula = ""
        elif tag == "row":
            self._end_row()
            self._begin_row(attributes)
        else:
            # Japanese text has its pronunciation beside it, which is no part of the value.
            self._part = READING_AID if tag == "rPh" else NEITHER
            self._take_layout(tag, attributes)

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._row = int(attributes.get("r", self._row + 1))
        self._digits = len(str(self._row))
        if attributes.get("hidden") in TRUE:
            self.hidden_rows.add(self._row)

    def _take_layout(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Columns that may be hidden, merged cells, and the prefix that all elements have."""
        if self._prefix is None:
            self._prefix = tag[: tag.find(":") + 1]
        if tag == "mergeCell":
            first, _, last = attributes.get("ref", "").replace("$", "").partition(":")
            top, bottom = (int(corner.lstrip(LETTERS) or 0) for corner in (first, last or first))
            if bottom > top:
                self.areas.append((top, bottom, _column_of(first)))
        elif tag == "col" and attributes.get("hidden") in TRUE:
            last_hidden = min(int(attributes["max"]), MAX_COLUMNS)
            self.hidden_columns.update(range(int(attributes["min"]) - 1, last_hidden))

    def _text(self, text: str) -> None:
        if self._part is VALUE:
            self._value += text
        elif self._part is FORMULA:
            self._formula = f"{self._formula or ''}{text}"

    def _end_cell(self) -> None:
        attributes, text = self._attributes, self._value
        kind = attributes.get("t", "n")
        if self._formula is not None and not text.strip() and kind != "str":
            formula = f"={self._formula.strip()}"
            what = "is a formula without a stored value"
            cell: Cell = Fault(formula, what, "open the workbook in Excel, let it calculate, and save it")
        elif kind == "s":
            cell = self.strings[int(text)]
        elif kind == "n":
            cell = self._number(text.strip(), attributes.get("s", "0"))
        else:
            cell = _other(text, kind)
        self._value, self._formula = "", None
        if cell is not None:
            self._place(cell)

    def _number(self, text: str, style: str) -> Cell:
        if style in self.formats.special:
            return self.formats.cell(text, style)
        digits = text.replace(".", "", 1)
        return Decimal(text) if len(digits) <= DIGITS_KEPT and digits.isdecimal() else stored_number(text)

    def _place(self, cell: Cell) -> None:
        address = self._attributes.get("r", "")
        if address:
            letters = address[: -self._digits]
            column = self._columns.get(letters, -1)
            self._column = column = column if column >= 0 else self._new_column(address)
        else:
            column = self._column
        cells = self._cells
        if column >= MAX_COLUMNS:
            self.beyond = self.beyond or address
        elif column == len(cells):
            cells.append(cell)
        elif column < len(cells):
            cells[column] = cell
        else:
            cells.extend([None] * (column - len(cells)))
            cells.append(cell)

    def _new_column(self, address: str) -> int:
        column = _column_of(address)
        self._columns[address.rstrip(DIGITS)] = column
        return column

    def _end_row(self) -> None:
        if self._value or self._formula is not None:
            self._end_cell()
        self._column = -1
        if self._cells:
            self._count += len(self._cells)
            if self._count > MAX_CELLS:
                raise TooLarge
            self.rows.append(RawRow(self._row, tuple(self._cells)))
            self._cells = []


def _column_of(address: str) -> int:
    """The index of the column of a cell, 0 being A."""
    letters = address.rstrip(DIGITS)
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    if not (letters.isascii() and letters.isupper() and column):
        raise ValueError(f"{address} is not the address of a cell")
    return column - 1


def _other(text: str, kind: str) -> Cell:
    """A cell that stores neither a number nor a shared text."""
    bare = text.strip()
    if not bare:
        return None
    if kind in ("str", "inlineStr", "d"):  # a date of type d is written as 2025-03-15
        return tidy(text)
    if kind == "b":
        return bare in ("1", "true")
    return Fault(bare, "is an error value of Excel", "correct the formula, or write the value itself")


def _refuse_doctype(*_: Any) -> None:
    raise expat.ExpatError("a document type has no place in a workbook")
