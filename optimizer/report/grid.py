"""A table on a worksheet: headers in the first row, live totals, filters, widths, print set-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from optimizer.report.layout import Part
from optimizer.report.styles import Format, Sheet, Styles
from optimizer.report.table import Cell, Column, Table, Total
from optimizer.report.widths import lines_taken, width

#: Paper sizes as Excel numbers them, and the width in characters from which the larger is taken.
A4, A3 = 9, 8
WIDE = 190

#: The height of a line of text, and of a total row, points.
LINE, TOTAL_LINE = 15, 18

#: The most characters that a cell holds.
LONGEST_TEXT = 32_767


def write_text(sheet: Sheet, row: int, column: int, text: str, look: Format) -> None:
    """Write text as text, whatever it starts with; what no cell can hold is cut, and says so."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")  # a file name may hold stray bytes
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        text = text[: LONGEST_TEXT // 2] + " … (cut)"
    sheet.write_string(row, column, text, look)


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


def write_part(sheet: Sheet, part: Part, styles: Styles) -> None:
    """Write a part of a table onto its worksheet, headers in the first row."""
    table = part.table
    if table.rows:
        sheet.add_table(*_extent(table), _options(part))
    widths = [width(column, table) for column in table.columns]
    for position, column in enumerate(table.columns):
        write_text(sheet, 0, position, column.name, styles.header(column.kind))
        sheet.set_column(position, position, widths[position])
    for row, cells in enumerate(table.rows, start=1):
        for position, value in enumerate(cells):
            column = table.columns[position]
            if column.formula:
                formula = in_row(column.formula, table.columns, row)
                write_formula(sheet, row, position, formula, value, styles.cell(column.kind))
            elif value is not None and value != "":
                write_cell(sheet, row, position, value, styles.cell(column.kind, value))
        lines = lines_taken(table.columns, cells, widths)
        if lines > 1:  # not every program makes room by itself
            sheet.set_row(row, lines * LINE)
    if table.has_totals:
        _write_totals(sheet, part, styles)
    finish(sheet, part.sheet, A4 if sum(widths) <= WIDE else A3)


def in_row(formula: str, columns: Sequence[Column], row: int) -> str:
    """A column's formula for one row, counted from 0."""
    cells = {column.name: xl_rowcol_to_cell(row, at) for at, column in enumerate(columns)}
    return formula.format_map(cells)


def _extent(table: Table) -> tuple[int, int, int, int]:
    return 0, 0, len(table.rows) + table.has_totals, len(table.columns) - 1


def _options(part: Part) -> dict[str, object]:
    table = part.table
    columns: list[dict[str, object]] = []
    for position, column in enumerate(table.columns):
        options: dict[str, object] = {"header": column.name}
        if table.has_totals and position == 0:
            options["total_string"] = "Total"
        elif table.has_totals and column.total is Total.SUM:
            options["total_function"] = "sum"
        elif table.has_totals and column.total is Total.FORMULA:
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
        if column.total is Total.SUM:
            formula = f"SUBTOTAL(109,{part.name}[{column.name}])"
            write_formula(sheet, row, position, formula, value, look)
        elif column.total is Total.FORMULA:
            formula = in_row(column.formula, table.columns, row)
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


def column_range(part: Part, name: str, rows: int) -> str:
    """The cells of a column below its header, as a chart speaks of them; at most so many rows."""
    letter = xl_col_to_name(part.table.position(name))
    last = 1 + min(rows, len(part.table.rows))
    return f"='{part.sheet}'!${letter}$2:${letter}${last}"
