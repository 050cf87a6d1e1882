"""Build the sample workbooks from the tables beside this file, and the empty template.

Each sheet is one CSV file in the folder of its workbook, so that a change to a tariff shows in a diff. The same
tables give the same workbooks byte for byte.

    python spreadsheets/build.py            writes the workbooks beside this file
    python spreadsheets/build.py FOLDER     writes them there
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from tariffs.schema import Sheet, Type
from tariffs.sheets import SHEETS
from tariffs.template import write_tables, write_template

HERE = Path(__file__).resolve().parent
WORKBOOKS = ("corridors", "cargo")

NUMBERS = (Type.NUMBER, Type.PERCENT, Type.INTEGER)


def cell(sheet: Sheet, column: str, text: str) -> str | Decimal | date | None:
    """What a cell of a table holds: a number, a date or text, as its column says; ``None`` if it is empty."""
    if not text:
        return None
    types = {known.name: known.type for known in sheet.columns}
    kind = types.get(column, Type.NUMBER)  # what the schema does not know is a container column
    if kind is Type.DATE:
        return date.fromisoformat(text)
    if kind in NUMBERS:
        return Decimal(text)
    if kind is Type.ANY:
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    return text


def table(path: Path) -> list[dict[str, str | Decimal | date | None]]:
    """The rows of one CSV file, which is named after its sheet."""
    sheet = SHEETS[path.stem]
    with path.open(encoding="utf-8", newline="") as file:
        return [{column: cell(sheet, column, text) for column, text in row.items()} for row in csv.DictReader(file)]


def build(folder: Path) -> list[Path]:
    """Write the workbooks into a folder; gives their paths."""
    built = []
    for name in WORKBOOKS:
        built.append(folder / f"{name}.xlsx")
        write_tables(built[-1], {path.stem: table(path) for path in sorted((HERE / name).glob("*.csv"))})
    built.append(folder / "template.xlsx")
    write_template(built[-1])
    return built


if __name__ == "__main__":
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE):
        print(path.name)
