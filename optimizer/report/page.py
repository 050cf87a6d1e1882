"""A sheet laid out as one printed page: blocks of lines side by side, in columns that all of them share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from optimizer.report.body import as_shown
from optimizer.report.grid import A4, write_cell, write_formula
from optimizer.report.styles import INK, MUTED, PALE, RULE, Book, Look, Sheet, Styles
from optimizer.report.table import Cell
from optimizer.report.widths import PIXELS, pixels, wrapped
from optimizer.tables import OVERVIEW, Kind, fingerprint
from tariffs.fraction import Fraction

#: The columns: a label and four figures on the left, a gap, the same on the right; widths in characters.
LABEL, FIGURE, GAP = 20, 9.5, 2
LEFT, RIGHT = 0, 6
COLUMNS = 5

#: The height of a line, points; a point is 4/3 pixels.
LINE, POINT = 17, 4 / 3

#: What the edges of a cell take, pixels.
MARGIN = 10

#: Number formats of a page that is read at a glance: no cents, 0.1 t.
GLANCE = {
    Kind.MONEY: '#,##0;-#,##0;"–"',
    Kind.NUMBER: "#,##0.00",
    Kind.TONNES: '[=0]"–";[<0.1]0.000;#,##0.0',
    Kind.COUNT: '#,##0;-#,##0;"–"',
    Kind.PERCENT: '0.0%;-0.0%;"–"',
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of a line: its value, its kind, and the formula that keeps it live (blank for what is stated)."""

    value: Cell
    kind: Kind = Kind.TEXT
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: what it is about, and its figures; the last of a sum is ``strong``."""

    label: str
    entries: tuple[Entry, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A few lines under a title, with a header over each figure."""

    title: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def height(self) -> int:
        """How many rows it takes, the title among them."""
        return 1 + len(self.lines)


class Page:
    """Writes blocks onto a sheet, from the top down; the columns take figures up to the ``largest``."""

    def __init__(self, sheet: Sheet, styles: Styles, largest: Decimal) -> None:
        self._sheet, self._styles = sheet, styles
        self.row = 0
        self.cells: list[tuple[int, int, str | Decimal | Fraction | int]] = []
        figures = [max(FIGURE, (pixels(f"{largest:,.0f}") * 1.1 + MARGIN) / PIXELS)] * (COLUMNS - 1)
        self._widths = [LABEL, *figures, GAP, LABEL, *figures]
        for position, width in enumerate(self._widths):
            sheet.set_column(position, position, width)
        sheet.set_default_row(LINE)
        sheet.hide_gridlines(2)
        sheet.set_portrait()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
        sheet.center_horizontally()
        sheet.set_footer(f"&L{OVERVIEW}&RPage &P of &N")

    def finish(self) -> str:
        """Print what was written, and nothing else, on one page; gives its fingerprint."""
        self._sheet.print_area(0, 0, self.row - 1, len(self._widths) - 1)
        self._sheet.fit_to_pages(1, 1)
        return fingerprint(self.cells)

    def text(self, text: str, look: Look, height: float = LINE) -> None:
        """A paragraph across the page."""
        room = sum(self._widths) * PIXELS * 11 / float(str(look.get("font_size", 11)))
        lines = wrapped(text, room - PIXELS)
        self._sheet.set_row(self.row, height * lines)
        whole: Look = {"text_wrap": True, "valign": "top", "align": "left"}
        self._merged(0, len(self._widths) - 1, text, whole | look)
        self.row += 1

    def space(self, height: float = 9) -> None:
        """A blank row."""
        self._sheet.set_row(self.row, height)
        self.row += 1

    def block(self, block: Block, at: int) -> None:
        """A block in the left or the right half, from the row at hand on; the row stays where it is."""
        self._header(block, at)
        for row, line in enumerate(block.lines, start=self.row + 1):
            look: Look = {"bold": True, "top": 1, "top_color": RULE} if line.strong else {}
            room = self._widths[at] + self._widths[at + 1] * (COLUMNS - 1 - len(block.headers))
            self._label(row, at, at + COLUMNS - 1 - len(block.headers), clipped(line.label, room), look)
            for position, entry in enumerate(line.entries, start=at + COLUMNS - len(block.headers)):
                self._entry(row, position, entry, look)

    def wide_block(self, title: str, headers: Sequence[tuple[str, int]], lines: Sequence[Sequence[Entry]]) -> None:
        """A block across the page, its columns as many of the page's as said; the row goes on below it."""
        if not lines:
            self._merged(0, len(self._widths) - 1, title, _HEADER)
            self.row += 1
            return
        stops = [0]
        for _, columns in headers:
            stops.append(stops[-1] + columns)
        spans = [(first, last - 1) for first, last in pairwise(stops)]
        words = [title, *(text for text, _ in headers[1:])]
        for (first, last), text, entry in zip(spans, words, lines[0], strict=True):
            side = "left" if entry.kind in (Kind.TEXT, Kind.PROSE) else "right"
            self._merged(first, last, text, _HEADER | {"align": side})
        self.row += 1
        for line in lines:
            rooms = [sum(self._widths[first : last + 1]) * PIXELS - 2 * MARGIN for first, last in spans]
            texts = [(entry.value, room) for entry, room in zip(line, rooms, strict=True) if entry.kind is Kind.PROSE]
            self._sheet.set_row(self.row, LINE * max([1, *(wrapped(str(text), room) for text, room in texts)]))
            for (first, last), entry in zip(spans, line, strict=True):
                if entry.kind in (Kind.TEXT, Kind.PROSE):
                    text = str(entry.value or "")
                    text = text if entry.kind is Kind.PROSE else clipped(text, sum(self._widths[first : last + 1]))
                    look: Look = {"text_wrap": entry.kind is Kind.PROSE, "align": "left"}
                    self._merged(first, last, text, look | ({"indent": 1} if entry.kind is Kind.PROSE else {}))
                else:
                    self._entry(self.row, last, entry, {})
            self.row += 1

    def chart(self, chart: Book, at: int, rows: int) -> None:
        """A chart over the columns of the left or the right half, from the row at hand on."""
        chart.set_size({"width": sum(self._widths[at : at + COLUMNS]) * PIXELS, "height": rows * LINE * POINT})
        self._sheet.insert_chart(self.row, at, chart, {"object_position": 2})

    def _header(self, block: Block, at: int) -> None:
        figures = len(block.headers)
        self._label(self.row, at, at + COLUMNS - 1 - figures, block.title, _HEADER)
        for position, header in enumerate(block.headers, start=at + COLUMNS - figures):
            self._write(self.row, position, header, _HEADER | {"align": "right"})

    def _label(self, row: int, first: int, last: int, text: str, look: Look) -> None:
        if first < last:
            self._sheet.merge_range(row, first, row, last, "", self._look(look))
        self._write(row, first, text, look)

    def _merged(self, first: int, last: int, text: str, look: Look) -> None:
        self._label(self.row, first, last, text, look)

    def _entry(self, row: int, column: int, entry: Entry, look: Look) -> None:
        if entry.kind in GLANCE:
            look = look | {"num_format": GLANCE[entry.kind], "align": "right"}
        self._write(row, column, entry.value, look, entry.formula)

    def _write(self, row: int, column: int, value: Cell, look: Look, formula: str = "") -> None:
        made = self._look(look)
        if formula:
            write_formula(self._sheet, row, column, formula, value, made)
        else:
            write_cell(self._sheet, row, column, value, made)
        if value is not None:
            assert not isinstance(value, date), "a page has no dates but in words"
            self.cells.append((row, column, as_shown(value) if isinstance(value, str) else value))

    def _look(self, look: Look) -> object:
        return self._styles.page({"valign": "vcenter"} | look)


_HEADER: Look = {"bold": True, "font_color": INK, "bg_color": PALE, "bottom": 1, "bottom_color": RULE}
TITLE: Look = {"bold": True, "font_size": 18, "font_color": INK}
LEAD: Look = {"bold": True, "font_size": 12}
PLAIN: Look = {}
SMALL: Look = {"font_color": MUTED, "font_size": 9}


def clipped(text: str, width: float) -> str:
    """A text that fits a width in characters; what does not fit ends in an ellipsis."""
    room = width * PIXELS - PIXELS
    if pixels(text) <= room:
        return text
    while text and pixels(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"
