"""How cells look. Colour is for headers, bars and what needs a second look, and nothing else."""

from __future__ import annotations

from typing import Any, TypeAlias

from optimizer.tables import Kind

# xlsxwriter brings no types of its own that mypy would follow: its objects are Any here.
Book: TypeAlias = Any
Sheet: TypeAlias = Any
Format: TypeAlias = Any

#: Properties of a cell, in xlsxwriter's words.
Look: TypeAlias = dict[str, object]

INK, PALE, RULE = "#1F3864", "#DCE6F1", "#8EA9DB"
BARS, BAND, MUTED = "#5B7DB1", "#B4C6E7", "#595959"
ALARM, SOUND = "#C00000", "#2E7D32"

NUMBER_FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.TONNES: '[=0]"–";[<0.1]0.000;#,##0.0',  # of less than 100 kg the kilograms
    Kind.MONEY: '#,##0.00;-#,##0.00;"–"',
    Kind.NUMBER: "#,##0.00####",
    Kind.PERCENT: "0.0%",
    Kind.FINE_PERCENT: "0.0000%",
    Kind.DATE: "yyyy-mm-dd",
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def header(self, kind: Kind) -> Format:
        """The format of a header: over its column, clear of the button of the filter."""
        look: Look = {"bold": True, "font_color": INK, "bg_color": PALE, "valign": "vcenter"}
        return self._format(look | {"bottom": 1, "bottom_color": RULE} | _across(kind, 2))

    def cell(self, kind: Kind, *, whole: bool = False) -> Format:
        """The format of a cell of that kind; a ``whole`` number among others loses its decimals."""
        return self.with_look(kind, {}, whole=whole and kind is Kind.NUMBER)

    def with_look(self, kind: Kind, more: Look, *, whole: bool = False) -> Format:
        """The format of a cell with some properties of its own."""
        look: Look = {"valign": "top"} | _across(kind, 0)
        if kind is Kind.PROSE:
            look["text_wrap"] = True
        if kind in NUMBER_FORMATS:
            look["num_format"] = NUMBER_FORMATS[Kind.COUNT if whole else kind]
        return self._format(look | more)

    def total(self, kind: Kind) -> Format:
        """The format of a cell in a total row."""
        return self.with_look(kind, {"bold": True, "top": 1, "top_color": RULE, "valign": "vcenter"})

    def page(self, look: Look) -> Format:
        """The format of a cell with these properties and no others."""
        return self._format(look)

    def _format(self, look: Look) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _across(kind: Kind, indent: int) -> Look:
    """Figures to the right, words to the left with a gap to the figures before them."""
    if kind is Kind.DATE:
        return {"align": "center"}
    if kind in NUMBER_FORMATS:
        return {"align": "right", "indent": indent}
    return {"align": "left", "indent": 1}
