"""A plan as an Excel workbook."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import xlsxwriter

from optimizer.plan import Plan
from optimizer.report.body import as_shown, rows_xml
from optimizer.report.figures import Figure, figures
from optimizer.report.grid import write_frame
from optimizer.report.layout import ROWS_PER_SHEET, SUMMARY, Layout, Part, parts
from optimizer.report.overview import write_overview
from optimizer.report.sheets import tables
from optimizer.report.splice import Filling, Frame
from optimizer.report.styles import ALARM, BAND, Book, Look, Sheet, Styles
from optimizer.report.summary import Summary
from optimizer.report.summary_sheet import write_summary
from optimizer.report.table import Table
from optimizer.report.widths import widths
from optimizer.report.writing import write_file
from optimizer.tables import OPTIONAL, OVERVIEW, OVERVIEW_FIGURE, STATED, seal, seal_of
from tariffs.collecting import seldom_collected

#: The first sheet of those for detail: the summary stands before it.
BEFORE = "Legs"


@seldom_collected()
def write_plan(
    plan: Plan,
    path: str | os.PathLike[str],
    *,
    when: datetime | None = None,
    rows_per_sheet: int = ROWS_PER_SHEET,
) -> None:
    """Write the plan workbook.

    Totals and the figures of the summary are live formulas with their values beside them. Text is
    never a formula. The same plan and ``when`` give the same bytes.

    Parameters
    ----------
    path
        Where; a file that is there is replaced once the new one is whole, and not before.
    when
        The time that is written into it, in UTC; now by default.
    rows_per_sheet
        From how many rows on a sheet goes on in another (``Charges 2``).

    Raises
    ------
    WriteError
        If the file cannot be written.
    """
    created = (when or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    write_file(path, _content("Freight plan", created, lambda book: _fill(book, plan, created, rows_per_sheet)))


@seldom_collected()
def write_tables(tables: Iterable[Table], path: str | os.PathLike[str], title: str) -> None:
    """Write tables, each on a sheet of its own, as ``write_plan`` writes those of a plan.

    Raises
    ------
    WriteError
        If the file cannot be written.
    """
    laid_out = [part for table in tables for part in parts(table)]

    def fill(book: Book) -> list[Laid]:
        styles = Styles(book)
        return [_lay(book, part, styles) for part in laid_out]

    write_file(path, _content(title, datetime.now(UTC).replace(tzinfo=None, microsecond=0), fill))


@dataclass(frozen=True, slots=True)
class Laid:
    """A worksheet whose rows are still to be written: its number in the workbook, and the widths of its columns."""

    part: Part
    number: int
    widths: list[float]


def _content(title: str, created: datetime, fill: Callable[[Book], list[Laid]]) -> bytes:
    """The bytes of a workbook: all but the rows as XlsxWriter writes it, then the rows."""
    frame = io.BytesIO()
    book = xlsxwriter.Workbook(frame, {"in_memory": True})
    book.use_zip64()
    book.set_properties({"title": title, "created": created})
    laid_out = fill(book)
    book.close()
    written = Frame(frame.getvalue())
    fillings = []
    for laid in laid_out:
        table = laid.part.table
        if table.rows:
            name = f"xl/worksheets/sheet{laid.number}.xml"
            looks = written.looks(name, len(table.columns))
            fillings.append(Filling(name, table, rows_xml(table, laid.widths, looks, written.texts)))
    return written.filled(fillings)


def _fill(book: Book, plan: Plan, created: datetime, rows_per_sheet: int) -> list[Laid]:
    """Write all of a plan but the rows of its tables."""
    summary = Summary.of(plan)
    made = tables(plan, summary)
    laid_out = [part for table in made for part in parts(table, rows_per_sheet)]
    listed = figures(plan, summary, created, made)
    styles, layout = Styles(book), Layout(laid_out, listed)
    seen = write_overview(book, book.add_worksheet(OVERVIEW), plan, summary, layout, styles)
    listed.append(Figure(OVERVIEW_FIGURE, seen, note="of the texts and figures of the first sheet"))
    _seal(laid_out, listed)
    laid = []
    for part in laid_out:
        if part.table.name == BEFORE and part.number == 1:
            write_summary(book.add_worksheet(SUMMARY), listed, layout, styles)
        laid.append(_lay(book, part, styles))
        _mark(book, book.worksheets()[-1], part)
    return laid


def _seal(laid_out: Iterable[Part], listed: list[Figure]) -> None:
    """Add the fingerprints of what no audit can find again to the summary, that of its own notes last."""
    for sheet, (keys, stated) in STATED.items():
        of = [part.table for part in laid_out if part.table.name == sheet]
        if not of and sheet in OPTIONAL:
            continue
        rows = [row for table in of for row in zip(*map(table.values, keys + stated), strict=True)]
        if sheet == SUMMARY:
            rows = [*((figure.name, figure.note) for figure in listed), (seal_of(sheet), "")]
        shown = (tuple(as_shown(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
        listed.append(Figure(seal_of(sheet), seal(shown)))


def _lay(book: Book, part: Part, styles: Styles) -> Laid:
    """Write all of a table but its rows onto a sheet of its own."""
    wide = widths(part.table)
    write_frame(book.add_worksheet(part.sheet), part, wide, styles)
    return Laid(part, len(book.worksheets()), wide)


def _mark(book: Book, sheet: Sheet, part: Part) -> None:
    """Draw the eye to capacities that are full, and to what is left behind."""
    rules: dict[str, tuple[str, str, int, Look]] = {
        "Capacities": ("utilisation", ">=", 1, {"bold": True, "bg_color": BAND}),
        "Shipments": ("unserved", ">", 0, {"font_color": ALARM}),
    }
    if part.table.name in rules and part.table.rows:
        column, criteria, value, look = rules[part.table.name]
        at = part.table.position(column)
        rule = {"type": "cell", "criteria": criteria, "value": value, "format": book.add_format(look)}
        sheet.conditional_format(1, at, len(part.table.rows), at, rule)
