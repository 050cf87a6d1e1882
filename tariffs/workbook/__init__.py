"""Files → raw cells with addresses: the only reader of spreadsheet files.

A format is one function from a path to a ``RawWorkbook``, listed by suffix in ``FORMATS``.
"""

from __future__ import annotations

from tariffs.workbook.files import FORMATS, WorkbookReader, read_workbook
from tariffs.workbook.raw import Cell, Fault, RawRow, RawSheet, RawWorkbook, Shown, cell_text

__all__ = [
    "FORMATS",
    "Cell",
    "Fault",
    "RawRow",
    "RawSheet",
    "RawWorkbook",
    "Shown",
    "WorkbookReader",
    "cell_text",
    "read_workbook",
]
