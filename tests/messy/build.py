"""Writes the messy workbooks into `tests/messy/workbooks`: `python -m tests.messy.build`."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.messy import above, among, charges, columns, formats, tables_on_a_sheet
from tests.messy.mess import Mess
from tests.messy.ods_file import ods_bytes
from tests.messy.sheets import Cell, Sheet
from tests.messy.xls_file import xls_bytes
from tests.messy.xlsb_file import xlsb_bytes
from tests.messy.xlsx_file import xlsx_bytes

FOLDER = Path(__file__).parent / "workbooks"
MESSES: Sequence[Mess] = (
    *above.MESSES,
    *tables_on_a_sheet.MESSES,
    *charges.MESSES,
    *among.MESSES,
    *columns.MESSES,
    *formats.MESSES,
)
WRITERS: Mapping[str, Callable[[Sequence[Sheet]], bytes]] = {
    ".xlsx": xlsx_bytes,
    ".xlsm": xlsx_bytes,
    ".xls": xls_bytes,
    ".xlsb": xlsb_bytes,
    ".ods": ods_bytes,
}
#: An "encoding" in which names are in several: what comes of files pasted together.
MIXED = "mixed"
CYRILLIC = "\u0400"


def write(mess: Mess, folder: Path) -> Path:
    """Write a workbook, or a folder of .csv files; gives its path."""
    path = folder / mess.file
    if path.suffix:
        path.write_bytes(WRITERS[path.suffix](mess.sheets))
        return path
    path.mkdir()
    for sheet in mess.sheets:
        (path / f"{sheet.name}.csv").write_bytes(csv_bytes(sheet, mess.delimiter, mess.encoding))
    return path


def csv_bytes(sheet: Sheet, delimiter: str, encoding: str) -> bytes:
    """A sheet as a .csv file: what its cells show."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerows([[_shown(cell) for cell in row] for row in sheet.rows])
    if encoding == MIXED:
        lines = text.getvalue().splitlines(keepends=True)
        return b"".join(line.encode("cp1251" if line[0] >= CYRILLIC else "cp1252", "replace") for line in lines)
    return text.getvalue().encode(encoding)


def _shown(cell: Cell) -> str:
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def main() -> None:
    """Write all of them anew."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for mess in MESSES:
        write(mess, FOLDER)
    print(f"{len(MESSES)} workbooks in {FOLDER}")


if __name__ == "__main__":
    main()
