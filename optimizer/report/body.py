"""The rows of a table as the XML of a worksheet.

XlsxWriter writes all of the workbook but these: it keeps every cell of a sheet with a table in memory and takes some
microseconds for each, and the charges of a hundred thousand bookings are fourteen million cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import TypeAlias

from xlsxwriter.utility import xl_col_to_name

from optimizer.report.table import Cell, Table
from optimizer.report.widths import LINE, lines_taken, rooms_for_prose
from optimizer.tables import Column
from tariffs.fraction import Fraction

#: The most characters that a cell holds.
LONGEST_TEXT = 32_767

#: The day before the first that a workbook counts, with the leap day of 1900 that Excel believes in.
DAY_ZERO = date(1899, 12, 30).toordinal()

#: What XML cannot hold, or Excel would take for an escape, is written as an escape: ``_x0007_``.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")

#: The numbers of the formats of a column: of its values, and of whole numbers among them.
Looks: TypeAlias = tuple[int, int]

#: From a row's number, as text, and a value to the XML of a cell.
CellMaker: TypeAlias = Callable[[str, Cell], str]


def as_shown(text: str) -> str:
    """Text that a cell can hold; what none can is cut, and says so."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")  # a file name may hold stray bytes
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        text = text[: LONGEST_TEXT // 2] + " … (cut)"
    return text


class Texts(dict[str, int]):
    """The texts of all cells, each once, by their place in the workbook's list; it begins behind the ``first``."""

    def __init__(self, first: int) -> None:
        super().__init__()
        self.first = first

    def __missing__(self, text: str) -> int:
        self[text] = place = self.first + len(self)
        return place

    def xml(self) -> Iterator[str]:
        """The entries of the list, in order."""
        for text in self:
            shown = ESCAPE.sub(r"_x005F\1", as_shown(text))
            shown = CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", shown)
            space = ' xml:space="preserve"' if shown != shown.strip() else ""
            yield f"<si><t{space}>{escape(shown, quote=False)}</t></si>"


def rows_xml(table: Table, widths: Sequence[float], looks: Sequence[Looks], texts: Texts) -> Iterator[str]:
    """The rows of a table, from the second row of its sheet on."""
    makers = [_maker(position, table, look, texts) for position, look in enumerate(looks)]
    rooms = rooms_for_prose(table.columns, widths)
    for number, cells in enumerate(table.rows, start=2):
        row = str(number)
        lines = lines_taken(cells, rooms)
        high = f' ht="{lines * LINE}" customHeight="1"' if lines > 1 else ""  # not every program makes room by itself
        made = "".join([make(row, cell) for make, cell in zip(makers, cells, strict=True) if cell is not None])
        yield f'<row r="{row}"{high}>{made}</row>'


def _maker(position: int, table: Table, looks: Looks, texts: Texts) -> CellMaker:
    column, (look, whole) = table.columns[position], looks
    start = f'<c r="{xl_col_to_name(position)}'
    if column.formula:
        return _formula_maker(start, look, column, table)
    text, number, whole_number = f'" s="{look}" t="s"><v>', f'" s="{look}"><v>', f'" s="{whole}"><v>'

    def make(row: str, cell: Cell) -> str:
        if isinstance(cell, str):
            return f"{start}{row}{text}{texts[cell]}</v></c>" if cell else ""
        assert cell is not None, f"{column.name} has a blank that is written"
        if isinstance(cell, date):
            return f"{start}{row}{number}{cell.toordinal() - DAY_ZERO}</v></c>"
        if look == whole:
            return f"{start}{row}{number}{number_text(cell)}</v></c>"
        shown = number_text(cell if cell.__class__ is Fraction else Fraction(cell))
        return f"{start}{row}{whole_number if shown.lstrip('-').isdecimal() else number}{shown}</v></c>"

    return make


def _formula_maker(start: str, look: int, column: Column, table: Table) -> CellMaker:
    """Cells of a formula, with the value beside it; a blank one has an empty text."""
    letters = {other.name: f"{xl_col_to_name(at)}\0" for at, other in enumerate(table.columns)}
    formula = escape(column.formula.format_map(letters), quote=False)

    def make(row: str, cell: Cell) -> str:
        there = f"<f>{formula.replace(chr(0), row)}</f>"
        if cell == "":
            return f'{start}{row}" s="{look}" t="str">{there}<v></v></c>'
        assert not isinstance(cell, str | date) and cell is not None, f"{column.name} is worked out to {cell!r}"
        return f'{start}{row}" s="{look}">{there}<v>{number_text(cell)}</v></c>'

    return make


def number_text(number: int | Decimal | Fraction) -> str:
    """A number as XML has it, to the digits that a cell keeps.

    >>> number_text(Fraction(1, 4)), number_text(Decimal("12.50")), number_text(3)
    ('0.25', '12.50', '3')
    """
    if number.__class__ is Fraction:  # an abstract base class is slow to ask whether something is of it
        numerator, denominator = number.as_integer_ratio()
        return str(numerator) if denominator == 1 else repr(numerator / denominator)
    return str(number)
