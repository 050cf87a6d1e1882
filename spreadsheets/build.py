"""Build corridors.xlsx and cargo.xlsx from the tables beside this file.

Each sheet is one CSV file in the folder of its workbook, so that a change to a tariff shows in a diff. Numbers
become numbers, ISO dates become Excel dates, Harmonised System codes stay text. The same tables give the same
workbooks byte for byte.

    python spreadsheets/build.py            writes the two workbooks beside this file
    python spreadsheets/build.py FOLDER     writes them there
"""

from __future__ import annotations

import csv
import re
import sys
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).resolve().parent
WORKBOOKS = {
    "corridors": (
        *("Settings", "Locations", "Containers", "Tariffs", "Surcharges", "Transfers", "Storage", "Borders"),
        *("Pool", "Commodities", "Duties", "FX", "Emissions", "Scenarios"),
    ),
    "cargo": ("Cargo",),
}
TITLES = {"corridors": "Tariff book, spring 2025", "cargo": "Cargo, spring 2025"}
#: The date of creation in the file's properties: fixed, so that a build can be repeated.
CREATED = datetime(2025, 2, 15)

DATE_COLUMNS = frozenset({"valid_from", "valid_to", "closed_from", "closed_to", "ready", "due"})
TEXT_COLUMNS = frozenset({"hs"})
NUMBER = re.compile(r"-?\d+(?:\.(\d+))?")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NARROWEST, WIDEST = 8, 48
#: Words that a reader should not miss, with the colours of letters and cell.
MARKED = {
    "planned": ("#7F7F7F", "#F2F2F2"),
    "review": ("#7F6000", "#FFF2CC"),
    "blocked": ("#9C0006", "#FFC7CE"),
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._numbers: dict[int, Format] = {}
        self.header = self._made(
            bold=True,
            font_color="#FFFFFF",
            bg_color="#1F3864",
            text_wrap=True,
            valign="vcenter",
            border=1,
            border_color="#8EA9DB",
        )
        self.text = self._made()
        self.date = self._made(num_format="yyyy-mm-dd", align="left")
        self.marked = {word: self._made(font_color=ink, bg_color=paper) for word, (ink, paper) in MARKED.items()}

    def _made(self, **properties: object) -> Format:
        return self._workbook.add_format({"font_name": "Calibri", "font_size": 10, **properties})

    def number(self, decimals: int) -> Format:
        """Thousands separated, with as many decimals as the table has."""
        if decimals not in self._numbers:
            self._numbers[decimals] = self._made(num_format="#,##0" + ("." + "0" * decimals if decimals else "") + "_)")
        return self._numbers[decimals]


def read_table(path: Path) -> list[list[str]]:
    """The rows of a CSV file, header first.

    Raises
    ------
    ValueError
        If a row has another number of cells than the header.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise ValueError(f"{path.name}, row {number}: {len(row)} cells where the header has {len(rows[0])}")
    return rows


def width(text: str) -> int:
    """How many letters wide a cell shows, separators of thousands among them."""
    return len(text) + (len(text) - 1) // 3 if NUMBER.fullmatch(text) else len(text)


def write_cell(sheet: Worksheet, row: int, column: int, name: str, text: str, styles: Styles) -> None:
    """Write one cell as what its column holds; text never becomes a formula."""
    if not text:
        return
    number = NUMBER.fullmatch(text)
    if number and name not in TEXT_COLUMNS:
        sheet.write_number(row, column, float(text), styles.number(len(number[1] or "")))
    elif name in DATE_COLUMNS and ISO_DATE.fullmatch(text):
        sheet.write_datetime(row, column, datetime.fromisoformat(text), styles.date)
    else:
        sheet.write_string(row, column, text, styles.text)


def write_sheet(workbook: Workbook, name: str, rows: list[list[str]], styles: Styles) -> None:
    """Write one table, with its header frozen, filters on it and columns as wide as what they hold."""
    sheet = workbook.add_worksheet(name)
    header, *body = rows
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, styles.header)
        longest = max(width(row[column]) for row in rows)
        sheet.set_column(column, column, min(max(longest + 2, NARROWEST), WIDEST), styles.text)
    for number, row in enumerate(body, start=1):
        for column, text in enumerate(row):
            write_cell(sheet, number, column, header[column], text, styles)
    for column in (header.index(title) for title in ("status", "compliance") if title in header):
        for word, style in styles.marked.items():
            marked = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
            sheet.conditional_format(1, column, len(body), column, marked)
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(body), len(header) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def build(name: str, folder: Path) -> Path:
    """Build one workbook from the tables in the folder of its name; returns where it is."""
    path = folder / f"{name}.xlsx"
    with Workbook(str(path)) as workbook:
        workbook.set_properties({"title": TITLES[name], "created": CREATED})
        styles = Styles(workbook)
        for sheet in WORKBOOKS[name]:
            write_sheet(workbook, sheet, read_table(HERE / name / f"{sheet}.csv"), styles)
    return path


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    target.mkdir(parents=True, exist_ok=True)
    for workbook_name in WORKBOOKS:
        print(build(workbook_name, target))
