"""A raw sheet → its table: which columns it has, and which of its rows are data."""

from __future__ import annotations

from dataclasses import dataclass

from tariffs.problems import Kind, Problems
from tariffs.reading.data_rows import RowSorter
from tariffs.reading.header_rows import Header, check_header, find_header
from tariffs.reading.headers import HeaderNames
from tariffs.reading.report import Report
from tariffs.schema import Sheet
from tariffs.workbook.raw import Cell, RawRow, RawSheet


@dataclass(frozen=True, slots=True)
class Table:
    """The data of one raw sheet.

    ``usable`` is whether its header is right. If not, its cells are read for what else is wrong with them,
    and make no records.
    """

    sheet: Sheet
    header: Header
    rows: tuple[RawRow, ...]
    report: Report
    usable: bool = True

    @property
    def workbook(self) -> str:
        """The name of the file."""
        return self.report.workbook

    def index(self, name: str) -> int | None:
        """The index of a column by its canonical name, ``None`` if the table lacks it."""
        for index, match in self.header.matches.items():
            if match.name == name:
                return index
        return None

    def columns(self) -> list[tuple[Cell, ...]]:
        """The cells of every column from A on, one per row."""
        width = max((len(row.cells) for row in self.rows), default=0)
        width = max(width, 1 + max(self.header.matches))
        padded = (row.cells + (None,) * (width - len(row.cells)) for row in self.rows)
        return list(zip(*padded, strict=True)) if self.rows else [()] * width


def find_table(sheet: Sheet, raw: RawSheet, names: HeaderNames, problems: Problems) -> Table | None:
    """The table in a raw sheet; ``None``, with the reason among the problems, if it cannot be read.

    A sheet without any cell has no table and no problem.
    """
    report = Report(raw.workbook, sheet.name, problems)
    if not raw.rows:
        return None
    header = find_header(raw.rows, names)
    if header is None:
        examples = ", ".join(column.name for column in sheet.columns[:4])
        what = "there is no header row: no row names a known column"
        report.error(Kind.SHEET, "", "", what, f"name the columns in one row: {examples}, …")
        return None
    usable = check_header(sheet, header, report)
    rows = RowSorter(header, report).data(raw.rows[header.position + 1 :])
    return Table(sheet, header, rows, report, usable)
