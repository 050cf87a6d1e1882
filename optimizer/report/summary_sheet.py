"""The sheet ``Summary``: one figure a row, for programs to read."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.report.figures import Figure
from optimizer.report.grid import finish, write_cell, write_formula, write_text
from optimizer.report.layout import SUMMARY, Layout
from optimizer.report.styles import Sheet, Styles
from optimizer.report.widths import shown
from optimizer.tables import SUMMARY as COLUMNS
from optimizer.tables import Kind

NARROWEST = 24


def write_summary(sheet: Sheet, figures: Sequence[Figure], layout: Layout, styles: Styles) -> None:
    """Write the figures, each with what it means."""
    for position, column in enumerate(COLUMNS):
        write_text(sheet, 0, position, column.name, styles.header(column.kind))
    for row, figure in enumerate(figures, start=1):
        write_text(sheet, row, 0, figure.name, styles.cell(Kind.TEXT))
        look = styles.cell(figure.kind)
        if figure.formula is None:
            write_cell(sheet, row, 1, figure.value, look)
        else:
            write_formula(sheet, row, 1, figure.formula(layout), figure.value, look)
        write_text(sheet, row, 2, figure.note, styles.cell(Kind.TEXT))
    sheet.set_column(0, 0, max(16, *(min(40, len(figure.name) + 2) for figure in figures)))
    numbers = (shown(f.value, f.kind) for f in figures if f.kind is not Kind.TEXT)
    sheet.set_column(1, 1, max(NARROWEST, *(len(text) + 2 for text in numbers)))
    sheet.set_column(2, 2, 56)
    finish(sheet, SUMMARY, pages_down=1)
