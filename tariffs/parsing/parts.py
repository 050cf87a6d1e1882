"""The parts of a workbook that its sheets rest on: the list of sheets, shared texts, number formats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tariffs.parsing.coding import Coder, check_sheets, unescaped
from tariffs.parsing.formats import Formats
from tariffs.parsing.limits import MAX_TEXT, Limits
from tariffs.parsing.package import Package, resolved
from tariffs.parsing.plain import SHARED_END, plain_texts, whole
from tariffs.parsing.refused import DAMAGED, Refused
from tariffs.parsing.xml import each_element, is_on, new_parser

WORKBOOK = "xl/workbook.xml"
VISIBLE = "visible"
#: Pieces of one text are joined when there are so many; they may be 8 kB each.
MANY = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """Another part that one refers to: what kind it is, and its name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedSheet:
    """A sheet of cells, as the workbook lists it."""

    name: str
    hidden: bool
    part: str


@dataclass(slots=True)
class Contents:
    """What the workbook says of itself: its sheets, its first day, and where shared texts and formats stand."""

    sheets: list[ListedSheet] = field(default_factory=list)
    from_1904: bool = False
    strings: str = ""
    styles: str = ""


def contents(package: Package, limits: Limits) -> Contents:
    """The sheets, and what they rest on.

    Raises
    ------
    Refused
        If there are more sheets than may be.
    """
    book = next((part.name for part in _related(package, "").values() if part.kind == "officeDocument"), WORKBOOK)
    related = _related(package, book)
    found = Contents()
    for part in related.values():
        if part.kind == "sharedStrings":
            found.strings = part.name
        elif part.kind == "styles":
            found.styles = part.name

    def take(_: str, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            found.from_1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")
        elif name == "sheet":
            check_sheets(len(found.sheets) + 1, limits)
            part = related.get(attributes.get("id", ""))
            if part is None:
                raise Refused(f"{DAMAGED} (its sheet {attributes.get('name', '')} is not there)")
            if part.kind == "worksheet":  # charts and old macros have sheets too
                hidden = attributes.get("state", VISIBLE) != VISIBLE
                found.sheets.append(ListedSheet(attributes["name"], hidden, part.name))

    each_element(package.pieces(book), take)
    return found


def _related(package: Package, source: str) -> dict[str, Part]:
    """The parts that one refers to, by their ids; those outside the file are left out."""
    folder, _, name = source.rpartition("/")
    place = f"{folder}/_rels/{name}.rels".lstrip("/")
    found: dict[str, Part] = {}

    def take(_: str, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            kind = attributes["Type"].rpartition("/")[2]
            found[attributes["Id"]] = Part(kind, resolved(attributes["Target"], source))

    if package.has(place):
        each_element(package.pieces(place), take)
    return found


@dataclass(slots=True)
class SharedTexts:
    """Takes the XML of the texts that cells share, and numbers them.

    Attributes
    ----------
    coder
        Gives the numbers.
    numbers
        The number of each text that has been read whole.
    struck
        The numbers of those of which a part is struck through.
    """

    coder: Coder
    numbers: list[int] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    _pieces: list[str] | None = None
    _listening: bool = False
    _aside: bool = False
    _is_struck: bool = False

    def read(self, pieces: Iterable[bytes]) -> list[int]:
        """The number of each text."""
        parser = new_parser(prefixes=False)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        for piece, plain in whole(pieces, SHARED_END):
            for odd in plain_texts(piece, self._take) if plain else (piece,):
                parser.Parse(odd)
        parser.Parse(b"", True)
        self._end_text()
        return self.numbers

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        if name == "t":
            self._listening = not self._aside
        elif name == "si":
            self._end_text()
            self._pieces = []
            self._aside = False
        elif name in ("r", "rPh"):
            self._aside = name == "rPh"  # Japanese text has its pronunciation beside it, which is no part of it
        elif name == "strike":
            self._is_struck = self._is_struck or is_on(attributes)

    def _text(self, text: str) -> None:
        if self._listening and self._pieces is not None:
            self._pieces.append(text)
            if len(self._pieces) >= MANY:
                self._pieces[:] = ["".join(self._pieces)[: MAX_TEXT + 1]]

    def _end(self, _: str) -> None:
        self._listening = False

    def _end_text(self) -> None:
        if self._pieces is not None:
            self.numbers.append(self.coder.text(unescaped("".join(self._pieces))))
            self._pieces = None
            if self._is_struck:
                self.struck.add(self.numbers[-1])
                self._is_struck = False

    def _take(self, text: str) -> None:
        """Take a whole text that the parser has not seen."""
        self._end_text()
        self.numbers.append(self.coder.text(unescaped(text)))


def formats(package: Package, name: str, *, from_1904: bool) -> Formats:
    """What the styles of a workbook make of its cells."""
    own: dict[str, str] = {}
    used: list[str] = []
    by_font: list[str] = []
    fonts: list[bool] = []  # whether each is struck through

    def take(around: str, name: str, attributes: dict[str, str]) -> None:
        if (around, name) == ("numFmts", "numFmt"):
            own[attributes["numFmtId"]] = attributes["formatCode"]
        elif (around, name) == ("cellXfs", "xf"):
            used.append(attributes.get("numFmtId", "0"))
            by_font.append(attributes.get("fontId", "0"))
        elif (around, name) == ("fonts", "font"):
            fonts.append(False)
        elif (around, name) == ("font", "strike") and fonts and not used:  # fonts of conditions come after the styles
            fonts[-1] = is_on(attributes)

    if package.has(name):
        each_element(package.pieces(name), take)
    struck = {str(number) for number, is_struck in enumerate(fonts) if is_struck}
    styles = frozenset(str(style) for style, font in enumerate(by_font) if font in struck)
    return replace(Formats.of(used, own, from_1904=from_1904), struck=styles)
