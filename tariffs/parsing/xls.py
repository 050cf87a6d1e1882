"""An .xls file (Excel 5 to 2003, [MS-XLS]) → coded cells."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from tariffs.parsing.binary import error_code, flag_code, rk_number
from tariffs.parsing.coding import NUMBER, TEXT, CodedBook
from tariffs.parsing.formats import Formats
from tariffs.parsing.ole import CompoundFile
from tariffs.parsing.refused import DAMAGED, UNLOCK, Refused
from tariffs.parsing.scattered import ScatteredSheet, number_code
from tariffs.parsing.xls_texts import HAS_ASIAN, HAS_LOOKS, WIDE, SharedTexts

#: The records that are read, by their numbers in [MS-XLS].
FORMULA, EOF, DATE_MODE, PASSWORD, CONTINUE, CODE_PAGE = 0x06, 0x0A, 0x22, 0x2F, 0x3C, 0x42
COLUMNS, SHEET, MANY_RK, RICH, XF, MERGED = 0x7D, 0x85, 0xBD, 0xD6, 0xE0, 0xE5
SHARED, SHARED_CELL, REAL, LABEL, FLAG_OR_ERROR, RESULT = 0xFC, 0xFD, 0x203, 0x204, 0x205, 0x207
ROW, RK, FORMAT, BEGIN = 0x208, 0x27E, 0x41E, 0x809
WORKSHEET, EXCEL_97, EXCEL_5 = 0x10, 0x600, 0x500
ROW_HIDDEN, ROW_GIVEN, HIDDEN = 0x20, 0x40, 1
ROW_AUTOMATIC = 0x8000
#: How the result of a formula is marked that is no number, and what it is then.
NO_NUMBER, TEXT_FOLLOWS, IS_FLAG, IS_ERROR = 0xFFFF, 0, 1, 2
PLACE = struct.Struct("<HHH")


def read_xls(content: bytes, book: CodedBook) -> None:
    """Read every worksheet of the file with these bytes.

    Raises
    ------
    Refused
        If it is no such file, has a password, or holds too much.
    struct.error, LookupError, ValueError
        If it is damaged.
    """
    file = CompoundFile.of(content)
    data = file.read("Workbook") or file.read("Book")
    if data is None:
        if file.read("EncryptedPackage") is not None:
            raise Refused("is protected with a password", UNLOCK)
        raise Refused("is not an .xls workbook")
    _Workbook(data, book).read()


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    end = len(data)
    while at + 4 <= end:
        kind, size = struct.unpack_from("<HH", data, at)
        at += 4
        yield kind, data[at : at + size]
        at += size


@dataclass(slots=True)
class _Workbook:
    """The stream of a workbook: what all sheets share first, then the sheets."""

    data: bytes
    book: CodedBook
    strings: list[str] = field(default_factory=list)
    formats: Formats = field(default_factory=lambda: Formats({}))
    wide: bool = True
    encoding: str = "cp1252"
    _shared: list[bytes] = field(default_factory=list)
    _own: dict[str, str] = field(default_factory=dict)
    _used: list[str] = field(default_factory=list)
    _listed: list[tuple[int, int, str]] = field(default_factory=list)

    def read(self) -> None:
        """Read all worksheets."""
        last = -1
        for kind, record in _records(self.data, 0):
            if kind == EOF:
                break
            if kind == CONTINUE and last == SHARED:
                self._shared.append(record)
            elif kind in OF_ALL:
                OF_ALL[kind](self, record)
            last = last if kind == CONTINUE else kind
        self.strings = list(SharedTexts(self._shared).read()) if self._shared else []
        self.formats = Formats.of(self._used, self._own, from_1904=self.book.from_1904)
        for offset, state, name in self._listed:
            sheet = ScatteredSheet.of(self.book, name, hidden=state != 0)
            if state == 0:
                _Sheet(self, sheet).read(offset)
            sheet.finish()

    def _take_shared(self, record: bytes) -> None:
        self._shared = [record]

    def _take_format(self, record: bytes) -> None:
        self._own[str(struct.unpack_from("<H", record)[0])] = self.text(record, 2, short=not self.wide)

    def _take_style(self, record: bytes) -> None:
        self._used.append(str(struct.unpack_from("<H", record, 2)[0]))

    def _take_date_mode(self, record: bytes) -> None:
        self.book.from_1904 = record[:1] == b"\1"

    def _list(self, record: bytes) -> None:
        offset, state, what = struct.unpack_from("<IBB", record)
        if what == 0:
            self._listed.append((offset, state, self.text(record, 6, short=True)))

    def _refuse(self, _: bytes) -> None:
        raise Refused("is protected with a password", UNLOCK)

    def _begin(self, record: bytes) -> None:
        version = struct.unpack_from("<H", record)[0]
        if version not in (EXCEL_97, EXCEL_5):
            raise Refused("was written by an Excel older than version 5")
        self.wide = version == EXCEL_97

    def _take_encoding(self, record: bytes) -> None:
        page = struct.unpack_from("<H", record)[0]
        name = {1200: "utf-16-le", 10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252"}.get(page, f"cp{page}")
        try:
            self.encoding = codecs.lookup(name).name
        except LookupError:
            raise Refused(f"has texts in the code page {page}, which is not known") from None

    def text(self, record: bytes, at: int, *, short: bool = False) -> str:
        """The text that begins there; ``short``: its length has one byte."""
        length = record[at] if short else struct.unpack_from("<H", record, at)[0]
        at += 1 if short else 2
        if not self.wide:
            return record[at : at + length].decode(self.encoding, "replace")
        flags = record[at]
        at += 1 + (2 if flags & HAS_LOOKS else 0) + (4 if flags & HAS_ASIAN else 0)
        if flags & WIDE:
            return record[at : at + 2 * length].decode("utf-16-le", "replace")
        return record[at : at + length].decode("latin-1")


OF_ALL: Mapping[int, Callable[[_Workbook, bytes], None]] = {
    BEGIN: _Workbook._begin,
    PASSWORD: _Workbook._refuse,
    CODE_PAGE: _Workbook._take_encoding,
    DATE_MODE: _Workbook._take_date_mode,
    FORMAT: _Workbook._take_format,
    XF: _Workbook._take_style,
    SHEET: _Workbook._list,
    SHARED: _Workbook._take_shared,
}


@dataclass(slots=True)
class _Sheet:
    workbook: _Workbook
    sheet: ScatteredSheet
    _result: tuple[int, int] | None = None

    def read(self, offset: int) -> None:
        """Read the records of the sheet; charts within it are passed over."""
        depth = 0
        for kind, record in _records(self.workbook.data, offset):
            if kind == BEGIN:
                depth += 1
                if depth == 1 and struct.unpack_from("<HH", record)[1] != WORKSHEET:
                    return
            elif kind == EOF:
                depth -= 1
                if depth == 0:
                    return
            elif depth == 1 and kind in TAKEN:
                TAKEN[kind](self, record)
        raise Refused(DAMAGED)  # a sheet says where it ends

    def put(self, record: bytes, code: str) -> None:
        """Put a cell where its record says."""
        row, column, _ = PLACE.unpack_from(record)
        self.sheet.put(row + 1, column, code)

    def mark(self, style: int) -> str:
        """How numbers of a style are coded."""
        return self.workbook.formats.marks.get(str(style), NUMBER)

    def real(self, record: bytes) -> None:
        """A number."""
        self.put(record, number_code(self.mark(PLACE.unpack_from(record)[2]), struct.unpack_from("<d", record, 6)[0]))

    def rk(self, record: bytes) -> None:
        """A number in four bytes."""
        number = rk_number(struct.unpack_from("<I", record, 6)[0])
        self.put(record, number_code(self.mark(PLACE.unpack_from(record)[2]), number))

    def many_rk(self, record: bytes) -> None:
        """Numbers in four bytes each, one beside the other."""
        row, column = struct.unpack_from("<HH", record)
        for at in range(4, len(record) - 7, 6):
            style, stored = struct.unpack_from("<HI", record, at)
            self.sheet.put(row + 1, column, number_code(self.mark(style), rk_number(stored)))
            column += 1

    def shared(self, record: bytes) -> None:
        """A text that cells share."""
        self.put(record, TEXT + self.workbook.strings[struct.unpack_from("<I", record, 6)[0]])

    def label(self, record: bytes) -> None:
        """A text of its own."""
        self.put(record, TEXT + self.workbook.text(record, 6))

    def flag_or_error(self, record: bytes) -> None:
        """TRUE, FALSE or an error value."""
        self.put(record, error_code(record[6]) if record[7] else flag_code(record[6]))

    def formula(self, record: bytes) -> None:
        """The stored result of a formula; a text follows in a record of its own."""
        row, column, _ = PLACE.unpack_from(record)
        kind, value, marked = record[6], record[8], struct.unpack_from("<H", record, 12)[0]
        self._result = None
        if marked != NO_NUMBER:
            self.real(record)
        elif kind == TEXT_FOLLOWS:
            self._result = (row + 1, column)
        elif kind == IS_FLAG:
            self.put(record, flag_code(value))
        elif kind == IS_ERROR:
            self.put(record, error_code(value))

    def result(self, record: bytes) -> None:
        """The text that a formula gave."""
        if self._result is not None:
            self.sheet.put(*self._result, TEXT + self.workbook.text(record, 0))
            self._result = None

    def row(self, record: bytes) -> None:
        """A row, which may be hidden, or of a height of nothing that somebody gave it."""
        height, flags = struct.unpack_from("<H", record, 6)[0] & ~ROW_AUTOMATIC, struct.unpack_from("<I", record, 12)[0]
        if flags & ROW_HIDDEN or (flags & ROW_GIVEN and not height):
            self.sheet.sheet.hidden_rows.add(struct.unpack_from("<H", record)[0] + 1)

    def columns(self, record: bytes) -> None:
        """Columns, which may be hidden."""
        first, last, width, _, flags = struct.unpack_from("<HHHHH", record)
        if flags & HIDDEN or not width:
            self.sheet.sheet.hidden_columns.update(range(first, last + 1))

    def merge(self, record: bytes) -> None:
        """Merged cells."""
        (count,) = struct.unpack_from("<H", record)
        for at in range(2, min(2 + 8 * count, len(record) - 7), 8):
            first, last, column, right = struct.unpack_from("<HHHH", record, at)
            self.sheet.sheet.merge(first + 1, last + 1, column, right)


TAKEN: Mapping[int, Callable[[_Sheet, bytes], None]] = {
    REAL: _Sheet.real,
    RK: _Sheet.rk,
    MANY_RK: _Sheet.many_rk,
    SHARED_CELL: _Sheet.shared,
    LABEL: _Sheet.label,
    RICH: _Sheet.label,
    FLAG_OR_ERROR: _Sheet.flag_or_error,
    FORMULA: _Sheet.formula,
    RESULT: _Sheet.result,
    ROW: _Sheet.row,
    COLUMNS: _Sheet.columns,
    MERGED: _Sheet.merge,
}
