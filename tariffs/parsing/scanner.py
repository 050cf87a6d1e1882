"""The XML of one sheet → rows of coded cells, in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tariffs.parsing.limits import MAX_TEXT
from tariffs.parsing.plain import PlainRows, whole
from tariffs.parsing.rows import DIGITS, SheetRows
from tariffs.parsing.xml import is_on, new_parser

TRUE = ("1", "true")
#: Pieces of one text are joined when there are so many; they may be 8 kB each.
MANY = 1000
#: What text belongs to: the value of a cell, its formula, or neither.
VALUE, FORMULA, NEITHER = "value", "formula", ""
#: Which elements of a cell hold its value, or its formula; a ``t`` is text that stands in the cell itself.
PARTS = {"v": VALUE, "t": VALUE, "f": FORMULA}


@dataclass(slots=True)
class SheetScanner:
    """Takes the XML events of one sheet and makes rows of them.

    A cell ends where the next one begins. Rows that are written as nearly all programs write them are not shown to
    the parser at all, since its calls are most of the time.

    Attributes
    ----------
    rows
        Makes the rows.
    """

    rows: SheetRows
    _prefix: str | None = None
    _attributes: dict[str, str] = field(default_factory=dict)
    _part: str = NEITHER
    _aside: bool = False
    _is_struck: bool = False
    _pieces: list[str] = field(default_factory=list)
    _value: str = ""
    _formula: str | None = None

    def scan(self, pieces: Iterable[bytes]) -> None:
        """Read a sheet to its end.

        Raises
        ------
        Refused
            If it has too many cells, blank ones between others included.
        xml.parsers.expat.ExpatError
            If it is no XML.
        LookupError, ValueError
            If it is no sheet.
        """
        parser = new_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._pieces.append
        for piece in self._odd(pieces):
            parser.Parse(piece)
            if len(self._pieces) > MANY:
                self._pieces[:] = ["".join(self._pieces)[: MAX_TEXT + 1]]
        parser.Parse(b"", True)
        self._end_row()
        self.rows.book.finish_sheet()

    def _odd(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """What the parser must see: all but plain rows, which are taken here."""
        rows = PlainRows(self.rows, self._end_row)
        for piece, plain in whole(pieces, b"</row>"):
            if plain:
                yield from rows.take(piece)
            else:
                yield piece

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._prefix:
            tag = tag.removeprefix(self._prefix)
        if tag == "c":
            self._end_cell()
            self._attributes = attributes
            self._is_struck = False
            if "r" not in attributes:
                self.rows.column += 1
        elif tag in PARTS:
            self._begin(tag)
        elif tag == "row":
            self._end_row()
            self.rows.begin(int(attributes.get("r", self.rows.row + 1)))
            low = attributes.get("customHeight") in TRUE and _is_zero(attributes, "ht")
            if low or attributes.get("hidden") in TRUE:
                self.rows.sheet.hidden_rows.add(self.rows.row)
        else:
            self._settle()
            # Japanese text has its pronunciation beside it, which is no part of the value.
            self._aside = tag == "rPh"
            self._take_layout(tag, attributes)

    def _take_layout(self, tag: str, attributes: dict[str, str]) -> None:
        """Columns that may be hidden, merged cells, and the prefix that all elements have."""
        if self._prefix is None:
            self._prefix = tag[: tag.find(":") + 1]
        if tag == "mergeCell":
            self.rows.merge(attributes.get("ref", ""))
        elif tag == "strike":
            self._is_struck = self._is_struck or is_on(attributes)
        elif tag == "col" and (attributes.get("hidden") in TRUE or _is_zero(attributes, "width")):
            self.rows.hide_columns(int(attributes["min"]), int(attributes["max"]))

    def _begin(self, tag: str) -> None:
        """A part of a cell begins."""
        self._settle()
        if tag != "t" or not self._aside:
            self._part = PARTS[tag]
        if tag == "f":
            self._formula = ""

    def _end(self, _: str) -> None:
        self._settle()

    def _settle(self) -> None:
        """Text so far goes where it belongs."""
        if self._pieces:
            if self._part is VALUE:
                self._value = (self._value + "".join(self._pieces))[: MAX_TEXT + 1]
            elif self._part is FORMULA:
                self._formula = "".join(self._pieces)[:MAX_TEXT]
            self._pieces.clear()
        self._part = NEITHER

    def _end_cell(self) -> None:
        self._settle()
        text, self._value = self._value, ""
        formula, self._formula = self._formula, None
        self._aside = False
        if not text and formula is None:
            return
        attributes = self._attributes
        kind = attributes.get("t", "n")
        if formula is not None and not text.strip() and kind != "str":
            number = self.rows.formula(formula)
        else:
            number = self.rows.number(text, kind, attributes.get("s", "0"))
        if number:
            letters = attributes.get("r", "").rstrip(DIGITS)
            self.rows.place(letters, number)
            if self._is_struck:
                self.rows.strike(letters)
            else:
                self.rows.note_struck(letters, attributes.get("s", ""), number)

    def _end_row(self) -> None:
        self._end_cell()
        self.rows.end()


def _is_zero(attributes: dict[str, str], name: str) -> bool:
    """Whether a height or width is given as nothing, so that nothing shows."""
    return name in attributes and not attributes[name].strip("0.")
