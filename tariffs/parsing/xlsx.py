"""An .xlsx or .xlsm file → coded cells. Formulas give their stored values; macros and links are never touched."""

from __future__ import annotations

from tariffs.parsing.coding import CodedBook
from tariffs.parsing.package import Package
from tariffs.parsing.parts import SharedTexts, contents, formats
from tariffs.parsing.refused import Refused
from tariffs.parsing.rows import SheetRows
from tariffs.parsing.scanner import SheetScanner


def read_xlsx(content: bytes, book: CodedBook) -> None:
    """Read every worksheet of the file with these bytes.

    Raises
    ------
    Refused
        If it is no such workbook, or takes more than it may.
    OSError, zipfile.BadZipFile, zlib.error, xml.parsers.expat.ExpatError, LookupError, ValueError
        And others, where the file is damaged.
    """
    package = Package.of(content, book.limits)
    if package.has("xl/workbook.bin"):
        raise Refused("is an .xlsb workbook under another name")
    if not any(name.startswith("xl/") for name in package.entries):
        raise Refused("is not an Excel workbook")
    found = contents(package, book.limits)
    texts = SharedTexts(book.coder)
    strings = texts.read(package.pieces(found.strings)) if found.strings else []
    book.from_1904 = found.from_1904
    known = formats(package, found.styles, from_1904=book.from_1904)
    for listed in found.sheets:
        sheet = book.sheet(listed.name, hidden=listed.hidden)
        if not listed.hidden:
            SheetScanner(SheetRows(book, sheet, strings, known, texts.struck)).scan(package.pieces(listed.part))
