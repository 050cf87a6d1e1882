"""The sound workbook that hostile ones are made from: two rows of `FX`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

import xlsxwriter

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


@cache
def content() -> bytes:
    """The bytes of the workbook."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("FX")
        sheet.write_row(0, 0, ("currency", "rate", "valid_from"))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for row, (currency, rate) in enumerate((("PKR", 0.0035), ("EUR", 1.08)), start=1):
            sheet.write(row, 0, currency)
            sheet.write(row, 1, rate)
            sheet.write(row, 2, 45000 + row, day)
    return buffer.getvalue()


def parts() -> dict[str, bytes]:
    """Its parts by name."""
    with zipfile.ZipFile(io.BytesIO(content())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()
