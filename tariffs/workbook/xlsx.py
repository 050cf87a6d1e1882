"""An .xlsx or .xlsm file → raw cells. Formulas give their stored values; macros are never run.

Of openpyxl, what reads the parts that cells refer to is used: the list of sheets, shared texts and number
formats. The rest of it would read properties, themes, names and charts too, and stop at whatever is odd in
them, although no cell needs them.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet

from tariffs.workbook.formats import Formats
from tariffs.workbook.raw import tidy
from tariffs.workbook.scanner import SheetScanner
from tariffs.workbook.shown import FileSheet


def read_xlsx(content: bytes) -> list[FileSheet]:
    """Every worksheet of the file with these bytes.

    Raises
    ------
    TooLarge
        If a sheet has more cells than are read.
    OSError, zipfile.BadZipFile, zlib.error, xml.parsers.expat.ExpatError, LookupError, ValueError, TypeError
        And others of openpyxl's, where the file is damaged.
    """
    with warnings.catch_warnings():
        # openpyxl warns of what it would lose on saving; nothing is saved here.
        warnings.simplefilter("ignore")
        reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        with reader.archive:
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            return list(_sheets(reader))


def _sheets(reader: Any) -> Iterable[FileSheet]:
    """The worksheets of an opened workbook; openpyxl has no types for what it keeps to itself."""
    book = reader.wb
    formats = Formats.of(_codes(book), book._date_formats, book._timedelta_formats, book.epoch)
    strings = [tidy(text) for text in reader.shared_strings]
    for sheet, part in reader.parser.find_sheets():
        if not part.Type.endswith("/worksheet"):
            continue
        if sheet.state != "visible":
            yield FileSheet(sheet.name, hidden=True)
            continue
        scanner = SheetScanner(strings, formats)
        scanner.scan(reader.archive.read(part.target))
        yield FileSheet(
            sheet.name,
            False,
            tuple(scanner.rows),
            scanner.beyond,
            frozenset(scanner.hidden_rows),
            frozenset(scanner.hidden_columns),
            scanner.areas,
        )


def _codes(book: Any) -> Iterable[str]:
    """The number format of each cell style."""
    for style in book._cell_styles:
        number = style.numFmtId
        if number < BUILTIN_FORMATS_MAX_SIZE:
            yield BUILTIN_FORMATS.get(number, "General")
        else:
            yield book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE]
