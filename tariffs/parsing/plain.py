"""Plain XML, taken by patterns: rows and shared texts as nearly all programs write them.

It takes half the time of a parser, and means the same: what does not fit its pattern to the last sign goes to the
parser after all, and so does everything in a part where a tag may be no tag, for there are comments or the like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tariffs.parsing.coding import BLANK
from tariffs.parsing.rows import SheetRows

#: The first bytes of a part in UTF-8, as far as its encoding; blanks come before names, not within them.
IN_UTF8 = re.compile(rb"(?:\xef\xbb\xbf)?<(?:\?xml[^<>?]*?encoding=[\"'](?i:utf-8|us-ascii)[\"'][^<>?]*\?>|[A-Za-z])")
#: A cell with a value or none: its column, and what follows its address.
CELL = re.compile(
    r'<c r="([A-Z]{1,3}+)[0-9]{1,7}+"((?: s="[0-9]{1,5}+")?+(?: t="[a-z]{1,3}+")?+'
    r"(?:/>|><v>[!-%'-;=?-~ ]*+</v></c>))"
)
GROUPS = 3
#: The style, kind and value in that.
CONTENT = re.compile(r'(?: s="([0-9]+)")?(?: t="([a-z]+)")?(?:/>|><v>([^<]*)</v></c>)')
#: So many different cells are known again: most sheets have fewer, and each takes some hundred bytes.
REMEMBERED = 1 << 18
#: What follows ``<row``: its number, and attributes of no interest.
ROW = re.compile(r' r="([0-9]{1,7}+)"(?: [A-Za-z0-9:]++="[^"<>&]*+")*+>')
#: A row that may not be shown has one of these; a cell has its style in that.
UNSEEN = re.compile(r' (?:hidden=|ht="[0.]+")')
STYLE = re.compile(r' s="([0-9]+)"')
ROW_END = "</row>"
#: A text that cells share, without fonts in it and without signs that are written as entities.
SHARED = re.compile(rb'<si><t(?: xml:space="preserve")?+>([^<>&\x00-\x08\x0b-\x1f]*+)</t></si>')
SHARED_END = b"</si>"


def whole(pieces: Iterable[bytes], end: bytes) -> Iterator[tuple[bytes, bool]]:
    """The same bytes, cut anew after ends of elements where there are any; and whether tags are tags in a piece.

    As long as they are, a piece ends where a tag does: a parser may keep half a tag back, and what is taken without it
    would come before what it had been given first.
    """
    kept, plain, first = b"", True, True
    for new in pieces:
        piece = kept + new
        after = 0
        if first:
            plain, first = IN_UTF8.match(piece) is not None, False
            after = piece.find(b"?>") + 2 if piece.startswith((b"<?", b"\xef\xbb\xbf<?")) else 0
        # Comments, marked sections and instructions may hold what looks like tags.
        plain = plain and b"<!" not in piece and piece.find(b"<?", after) < 0
        cut = (piece.rfind(end) + len(end) if end in piece else _last_tag_end(piece)) if plain else len(piece)
        if not cut:
            plain, cut = False, len(piece)
        kept = piece[cut:]
        yield piece[:cut], plain
    if kept:
        yield kept, plain


def _last_tag_end(piece: bytes) -> int:
    """Where the last tag of a piece ends; 0 if that cannot be told, for the sign may stand within an attribute."""
    cut = piece.rfind(b">") + 1
    tag = piece[max(piece.rfind(b"<", 0, cut), 0) : cut]
    return 0 if tag.count(b'"') % 2 or tag.count(b"'") % 2 else cut


@dataclass(slots=True)
class PlainRows:
    """Takes the plain rows of a sheet.

    Attributes
    ----------
    rows
        What they are put into.
    end_row
        Ends the row that the parser is at.
    """

    rows: SheetRows
    end_row: Callable[[], None]
    _numbers: _Numbers = field(init=False)

    def __post_init__(self) -> None:
        self._numbers = _Numbers(self.rows)

    def take(self, piece: bytes) -> Iterator[bytes]:
        """Take the plain rows of a piece in which tags are tags; gives what else is in it, in its order."""
        head, *texts = piece.decode("latin-1").split("<row")
        yield head.encode("latin-1")
        for text in texts:
            if not self._take_row(text):
                yield f"<row{text}".encode("latin-1")

    def _take_row(self, row: str) -> bool:
        """Take a row, from behind ``<row`` to the beginning of the next one, if it is plain."""
        parts = CELL.split(row)
        start = ROW.fullmatch(parts[0])
        if start is None or UNSEEN.search(parts[0]) or parts[-1].rstrip() != ROW_END or any(parts[GROUPS:-1:GROUPS]):
            return False
        self.end_row()
        self.rows.begin(int(start[1]))
        numbers = list(map(self._numbers.__getitem__, parts[2::GROUPS]))
        self.rows.place_all(parts[1::GROUPS], numbers)
        self.rows.end()
        styles, texts = self.rows.formats.struck, self.rows.struck_texts
        if self.rows.looks_for_struck and not (styles.isdisjoint(STYLE.findall(row)) and texts.isdisjoint(numbers)):
            self._note_struck(parts, numbers)
        return True

    def _note_struck(self, parts: Sequence[str], numbers: Sequence[int]) -> None:
        """Take note of the cells of a row that are struck through."""
        for letters, content, number in zip(parts[1::GROUPS], parts[2::GROUPS], numbers, strict=True):
            if number != BLANK:
                self.rows.note_struck(letters, CONTENT.findall(content)[0][0], number)


class _Numbers(dict[str, int]):
    """The numbers of cells by what follows their address."""

    def __init__(self, rows: SheetRows) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, content: str) -> int:
        style, kind, text = CONTENT.findall(content)[0]
        if len(self) >= REMEMBERED:
            self.clear()
        number = self[content] = self._rows.number(text, kind or "n", style or "0")
        return number


def plain_texts(piece: bytes, take: Callable[[str], None]) -> Iterator[bytes]:
    """Take the plain shared texts of a piece; gives what else is in it, in its order."""
    gaps = iter(SHARED.split(piece))
    yield next(gaps)
    for text in gaps:
        take(text.decode())
        gap = next(gaps)
        if gap:
            yield gap
