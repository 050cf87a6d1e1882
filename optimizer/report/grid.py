"""A table on a worksheet: headers in the first row, live totals, filters, widths, print set-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from optimizer.report.body import as_shown
from optimizer.report.layout import Part
from optimizer.report.styles import Format, Sheet, Styles
from optimizer.report.table import Cell
from optimizer.tables import Column
from tariffs.fraction import Fraction

#: Paper sizes as Excel numbers them, and the width in characters from which the larger is taken.
A4, A3 = 9, 8
WIDE = 190

#: The height of a total row, points.
TOTAL_LINE = 18


def write_text(sheet: Sheet, row: int, column: int, text: str, look: Format) -> None:
    """Write text as text, whatever it starts with; what no cell can hold is cut, and says so."""
    sheet.write_string(row, column, as_shown(text), look)


def write_cell(sheet: Sheet, row: int, column: int, value: Cell, look: Format) -> None:
    """Write one value by its type."""
    match value:
        case None | "":
            sheet.write_blank(row, column, None, look)
        case str():
            write_text(sheet, row, column, value, look)
        case date():
            sheet.write_datetime(row, column, value, look)
        case _:
            sheet.write_number(row, column, float(value), look)


def write_formula(sheet: Sheet, row: int, column: int, formula: str, value: Cell, look: Format) -> None:
    """Write a formula with its value beside it, so that readers which do not calculate see it."""
    cached = "" if value is None else float(value) if isinstance(value, Decimal | Fraction) else value
    sheet.write_formula(row, column, f"={formula}", look, cached)


def write_frame(sheet: Sheet, part: Part, widths: Sequence[float], styles: Styles) -> None:
    """Write all of a part of a table but its rows onto its worksheet: headers in the first row, and totals below.

    In place of the rows is a sample of their formats, as ``Frame`` says; the table spans that alone, since XlsxWriter
    keeps a note of each cell of a table.
    """
    table = part.table
    if table.rows:
        sheet.add_table(0, 0, 1 + table.has_totals, len(table.columns) - 1, _options(part))
    for position, column in enumerate(table.columns):
        write_text(sheet, 0, position, column.name, styles.header(column.kind))
        sheet.set_column(position, position, widths[position])
    if table.rows:
        for position, column in enumerate(table.columns):
            for at, whole in ((position, False), (position + len(table.columns), True)):
                sheet.write_blank(1, at, None, styles.cell(column.kind, whole=whole))
    if table.has_totals:
        _write_totals(sheet, part, styles)
    details = (position for position, column in enumerate(table.columns) if column.detail)
    printed = next(details, len(table.columns))
    sheet.print_area(0, 0, len(table.rows) + table.has_totals, printed - 1)
    finish(sheet, part.sheet, A3 if printed == len(table.columns) and sum(widths) > WIDE else A4)


def in_row(formula: str, columns: Sequence[Column], row: int) -> str:
    """A column's formula for one row, counted from 0."""
    cells = {column.name: xl_rowcol_to_cell(row, at) for at, column in enumerate(columns)}
    return formula.format_map(cells)


def _options(part: Part) -> dict[str, object]:
    table = part.table
    columns: list[dict[str, object]] = []
    for position, column in enumerate(table.columns):
        options: dict[str, object] = {"header": column.name}
        if table.has_totals and position == 0:
            options["total_string"] = "Total"
        elif column.total and not column.per:
            options["total_function"] = "sum"
        elif column.total:
            options["total_function"] = in_row(column.formula, table.columns, len(table.rows) + 1)
        columns.append(options)
    return {
        "name": part.name,
        "columns": columns,
        "style": None,
        "total_row": table.has_totals,
    }


def _write_totals(sheet: Sheet, part: Part, styles: Styles) -> None:
    table, row = part.table, len(part.table.rows) + 1
    sheet.set_row(row, TOTAL_LINE)
    for position, (column, value) in enumerate(zip(table.columns, table.totals(), strict=True)):
        look = styles.total(column.kind)
        if column.total:
            formula = (
                in_row(column.formula, table.columns, row)
                if column.per
                else f"SUBTOTAL(109,{part.name}[{column.name}])"
            )
            write_formula(sheet, row, position, formula, value, look)
        else:
            write_cell(sheet, row, position, value, look)


def finish(sheet: Sheet, name: str, paper: int = A4, pages_down: int = 0) -> None:
    """Freeze the header, and set up the page: across, as wide as the sheet, headers on each.

    ``pages_down`` is how many pages it may take; 0 is as many as needed.
    """
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 20)
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, pages_down)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{name}&RPage &P of &N")
