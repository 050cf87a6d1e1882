"""Files of the other formats → coded cells: .xls, .xlsb and .ods, each read whole by its module in ``stored/``."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tariffs.parsing.coding import BLANK, TEXT, CodedBook
from tariffs.parsing.package import Package
from tariffs.parsing.refused import Refused
from tariffs.parsing.signatures import check_old, check_packed
from tariffs.stored.cells import NotReadable, StoredSheet
from tariffs.stored.ods import read_ods
from tariffs.stored.xls import read_xls
from tariffs.stored.xlsb import read_xlsb


def read_old(content: bytes, _: str, book: CodedBook) -> None:
    """Read an .xls file."""
    check_old(content)
    _take(lambda: read_xls(content), book)


def read_binary(content: bytes, _: str, book: CodedBook) -> None:
    """Read an .xlsb file."""
    check_packed(content)
    parts = _parts(content, book)
    _take(lambda: read_xlsb(parts), book)


def read_open(content: bytes, _: str, book: CodedBook) -> None:
    """Read an .ods file."""
    check_packed(content)
    parts = _parts(content, book)
    _take(lambda: read_ods(parts), book)


def _parts(content: bytes, book: CodedBook) -> Callable[[str], bytes | None]:
    package = Package.of(content, book.limits)
    return lambda name: b"".join(package.pieces(name)) if package.has(name) else None


def _take(read: Callable[[], Iterable[StoredSheet]], book: CodedBook) -> None:
    try:
        for stored in read():
            _take_sheet(stored, book)
    except NotReadable as error:
        raise Refused(str(error)) from error


def _take_sheet(stored: StoredSheet, book: CodedBook) -> None:
    sheet = book.sheet(stored.name, hidden=stored.hidden)
    sheet.beyond = stored.beyond
    sheet.hidden_rows, sheet.hidden_columns = stored.hidden_rows, stored.hidden_columns
    sheet.areas = [(span.first_row, span.last_row, span.column) for span in stored.merged]
    for row, codes in sorted(stored.rows.items()):
        numbers = [_number(code, book) for code in codes]
        if any(numbers):
            sheet.add(row, numbers)
            book.check_size()
    book.finish_sheet()


def _number(code: str, book: CodedBook) -> int:
    if code[:1] == TEXT:
        return book.coder.text(code[1:])
    return book.coder.number(code) if code else BLANK
