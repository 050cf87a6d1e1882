"""The first worksheet: the figures of the plan, and two charts."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.report.figures import Figure
from optimizer.report.grid import column_range, finish, write_cell, write_formula, write_text
from optimizer.report.layout import SUMMARY, Layout, Part
from optimizer.report.styles import ALARM, BARS, MUTED, RULE, SOUND, Book, Look, Sheet, Styles
from optimizer.report.table import Kind
from optimizer.report.widths import shown
from tariffs.rating import Component

HEADERS = (("figure", Kind.TEXT), ("value", Kind.NUMBER), ("note", Kind.TEXT))
HEADLINES = ("status", "logistics cost")
VALUE_WIDTH = 24

#: As many borders as a chart shows before its words no longer fit.
MOST_BORDERS = 12

CHART_COLUMN, CHART_WIDTH, ROW_HEIGHT = 4, 620, 20


def write_summary(sheet: Sheet, figures: Sequence[Figure], layout: Layout, styles: Styles) -> None:
    """Write the figures, each with what it means."""
    for position, (header, kind) in enumerate(HEADERS):
        write_text(sheet, 0, position, header, styles.header(kind))
    for row, figure in enumerate(figures, start=1):
        _write_figure(sheet, row, figure, layout, styles)
    sheet.set_column(0, 0, max(16, *(min(40, len(figure.name) + 2) for figure in figures)))
    numbers = (shown(f.value, f.kind) for f in figures if f.kind is not Kind.TEXT)
    sheet.set_column(1, 1, max(VALUE_WIDTH, *(len(text) + 2 for text in numbers)))
    sheet.set_column(2, 2, 56)
    sheet.hide_gridlines(2)
    finish(sheet, SUMMARY, pages_down=1)


def _write_figure(sheet: Sheet, row: int, figure: Figure, layout: Layout, styles: Styles) -> None:
    line: Look = {"valign": "vcenter"}
    if figure.section:
        line |= {"top": 1, "top_color": RULE}
    name_look = styles.with_look(Kind.TEXT, line | {"bold": figure.name in HEADLINES})
    write_text(sheet, row, 0, figure.name, name_look)
    value_look = styles.with_look(figure.kind, line | _emphasis(figure))
    if figure.formula is None:
        write_cell(sheet, row, 1, figure.value, value_look)
    else:
        write_formula(sheet, row, 1, figure.formula(layout), figure.value, value_look)
    note_look = styles.with_look(Kind.TEXT, line | {"font_color": MUTED})
    write_text(sheet, row, 2, figure.note, note_look)


def _emphasis(figure: Figure) -> Look:
    look: Look = {}
    if isinstance(figure.value, str) and len(figure.value) < VALUE_WIDTH:
        look = {"align": "right", "indent": 0}  # short words stand under the figures; a hash runs over
    if figure.name in HEADLINES:
        look["bold"] = True
    if figure.name == "status":
        look["font_color"] = SOUND if figure.value == "optimal" else ALARM
    return look


def add_charts(book: Book, sheet: Sheet, figures: Sequence[Figure], borders: Part, currency: str) -> None:
    """Put the charts beside the figures: cost by component, and use of borders."""
    names = [figure.name for figure in figures]
    first = names.index(Component.FREIGHT.value) + 1
    rows = (first, first + len(Component) - 1)
    cost = book.add_chart({"type": "bar"})
    cost.add_series(
        {
            "name": "cost",
            "categories": [SUMMARY, rows[0], 0, rows[1], 0],
            "values": [SUMMARY, rows[0], 1, rows[1], 1],
            "fill": {"color": BARS},
            "gap": 40,
            "data_labels": {"value": True, "num_format": '#,##0;-#,##0;""'},
        }
    )
    _dress(cost, f"Cost by component, {currency}", len(Component))
    # Room on the right for the figure of the longest bar.
    cost.set_plotarea({"layout": {"x": 0.16, "y": 0.13, "width": 0.68, "height": 0.83}})
    cost.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})  # the bars say their figures
    sheet.insert_chart(0, CHART_COLUMN, cost, {"x_offset": 5, "y_offset": 5})
    if borders.table.rows:
        _add_border_chart(book, sheet, borders)


def _add_border_chart(book: Book, sheet: Sheet, borders: Part) -> None:
    count = min(MOST_BORDERS, len(borders.table.rows))
    use = book.add_chart({"type": "bar"})
    series = (
        ("busiest period", "peak_use", BARS),
        ("average of the periods used", "average_use", RULE),
    )
    for name, column, colour in series:
        use.add_series(
            {
                "name": name,
                "categories": column_range(borders, "border", count),
                "values": column_range(borders, column, count),
                "fill": {"color": colour},
                "gap": 40,
            }
        )
    busiest = f", the busiest {count}" if count < len(borders.table.rows) else ""
    _dress(use, f"Use of border capacity{busiest}", count)
    use.set_legend({"position": "bottom"})
    use.set_x_axis({"num_format": "0%", "min": 0, "max": 1, "major_gridlines": _FAINT})
    row = (_height(len(Component)) + 2 * ROW_HEIGHT) // ROW_HEIGHT
    sheet.insert_chart(row, CHART_COLUMN, use, {"x_offset": 5, "y_offset": 5})


_FAINT = {"visible": True, "line": {"color": "#D9D9D9"}}


def _height(bars: int) -> int:
    return 110 + 20 * max(4, bars)


def _dress(chart: Book, title: str, bars: int) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}, "overlay": False})
    chart.set_legend({"none": True})
    # The first row stands at the top, as in the sheet.
    chart.set_y_axis({"reverse": True, "crossing": "max", "line": {"none": True}})
    chart.set_size({"width": CHART_WIDTH, "height": _height(bars)})
