"""An .xlsb file (Excel's binary workbook, [MS-XLSB]) → coded cells."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tariffs.parsing.binary import error_code, flag_code, rk_number
from tariffs.parsing.coding import NUMBER, TEXT, CodedBook, check_sheets
from tariffs.parsing.formats import Formats
from tariffs.parsing.package import Package, resolved
from tariffs.parsing.refused import Refused
from tariffs.parsing.scattered import ScatteredSheet, number_code
from tariffs.parsing.xml import each_element

WORKBOOK = "xl/workbook.bin"
RELATIONS = "xl/_rels/workbook.bin.rels"
#: The records that are read, by their numbers in [MS-XLSB].
ROW, CELL_RK, CELL_ERROR, CELL_BOOL, CELL_REAL, CELL_TEXT, CELL_SHARED = 0, 2, 3, 4, 5, 6, 7
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOL, FORMULA_ERROR = 8, 9, 10, 11
SHARED_ITEM, FORMAT, XF, COLUMNS, CELL_RICH = 19, 44, 47, 60, 62
WORKBOOK_PROPERTIES, SHEET, MERGED, CELL_XFS, CELL_XFS_END = 153, 156, 176, 617, 618
#: What stands before the value of a cell: its column, and its style in three bytes.
CELL = struct.Struct("<IHBx")
U32, DOUBLE = struct.Struct("<I"), struct.Struct("<d")
ROW_HIDDEN_AT, ROW_HIDDEN, ROW_GIVEN = 11, 0x10, 0x20
ROW_HEIGHT = slice(8, 10)
NO_TEXT = 0xFFFFFFFF


def read_xlsb(content: bytes, book: CodedBook) -> None:
    """Read every worksheet of the file with these bytes.

    Raises
    ------
    Refused
        If it is no such file, or holds too much.
    struct.error, LookupError, ValueError, ExpatError
        If it is damaged.
    """
    package = Package.of(content, book.limits)
    if not package.has(WORKBOOK):
        raise Refused("is not an .xlsb workbook")
    relations = _relations(package.bytes_of(RELATIONS))
    listed: list[tuple[bool, str, str]] = []
    for kind, data in _records(package.bytes_of(WORKBOOK)):
        if kind == SHEET:
            check_sheets(len(listed) + 1, book.limits)
            relation, end = _text(data, 8)
            listed.append((U32.unpack_from(data)[0] != 0, relation, _text(data, end)[0]))
        elif kind == WORKBOOK_PROPERTIES:
            book.from_1904 = bool(data[0] & 1)
    of_kind = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
    shared = _records(package.bytes_of(of_kind.get("sharedStrings", "")))
    strings = [_text(data, 1)[0] for kind, data in shared if kind == SHARED_ITEM]
    formats = _formats(package.bytes_of(of_kind.get("styles", "")), from_1904=book.from_1904)
    for hidden, relation, name in listed:
        kind_of, target = relations[relation]
        if kind_of.endswith("/worksheet"):
            sheet = ScatteredSheet.of(book, name, hidden=hidden)
            if not hidden:
                _Sheet(sheet, strings, formats).read(package.bytes_of(target))
            sheet.finish()


def _relations(xml: bytes) -> dict[str, tuple[str, str]]:
    """The kind and the path of each part that the workbook refers to, by its id."""
    found: dict[str, tuple[str, str]] = {}

    def take(_: str, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            found[attributes["Id"]] = attributes["Type"], resolved(attributes["Target"], WORKBOOK)

    if xml:
        each_element([xml], take)
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The number and the bytes of each record. Both the number and the length have seven bits a byte."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            byte = data[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80 or shift > 21:  # noqa: PLR2004 - a length has four bytes at most
                break
        if at + size > end:
            raise ValueError("a record is cut off")
        yield kind, data[at : at + size]
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    """The text that begins there, and where it ends."""
    (length,) = U32.unpack_from(data, at)
    at += 4
    if length == NO_TEXT:
        return "", at
    end = at + 2 * length
    if end > len(data):
        raise ValueError("a text is cut off")
    return data[at:end].decode("utf-16-le", "replace"), end


def _formats(data: bytes, *, from_1904: bool) -> Formats:
    own: dict[str, str] = {}
    used: list[str] = []
    within = False
    for kind, record in _records(data):
        if kind == FORMAT:
            own[str(struct.unpack_from("<H", record)[0])] = _text(record, 2)[0]
        elif kind in (CELL_XFS, CELL_XFS_END):
            within = kind == CELL_XFS
        elif kind == XF and within:
            used.append(str(struct.unpack_from("<H", record, 2)[0]))
    return Formats.of(used, own, from_1904=from_1904)


@dataclass(slots=True)
class _Sheet:
    sheet: ScatteredSheet
    strings: Sequence[str]
    formats: Formats
    _row: int = 0

    def read(self, data: bytes) -> None:
        """Read the records of the sheet."""
        for kind, record in _records(data):
            if kind in CODED:
                column, low, high = CELL.unpack_from(record)
                mark = self.formats.marks.get(str(low | high << 16), NUMBER)
                self.sheet.put(self._row, column, CODED[kind](self, record, mark))
            elif kind == ROW:
                self._row = U32.unpack_from(record)[0] + 1
                flags = record[ROW_HIDDEN_AT]
                if flags & ROW_HIDDEN or (flags & ROW_GIVEN and not any(record[ROW_HEIGHT])):
                    self.sheet.sheet.hidden_rows.add(self._row)
            elif kind == COLUMNS:
                first, last, width, _, flags = struct.unpack_from("<IIIIH", record)
                if flags & 1 or not width:
                    self.sheet.sheet.hidden_columns.update(range(first, min(last, 1 << 14) + 1))
            elif kind == MERGED:
                first, last, column, right = struct.unpack_from("<IIII", record)
                self.sheet.sheet.merge(first + 1, last + 1, column, right)

    def shared(self, record: bytes, _: str) -> str:
        """A cell with a text that cells share."""
        index: int = U32.unpack_from(record, 8)[0]
        return TEXT + self.strings[index]

    def text(self, record: bytes, _: str) -> str:
        """A cell with a text of its own."""
        return TEXT + _text(record, 8)[0]

    def rich(self, record: bytes, _: str) -> str:
        """A cell with a text of its own that has several looks."""
        return TEXT + _text(record, 9)[0]

    def real(self, record: bytes, mark: str) -> str:
        """A cell with a number."""
        return number_code(mark, DOUBLE.unpack_from(record, 8)[0])

    def short(self, record: bytes, mark: str) -> str:
        """A cell with a number in four bytes."""
        return number_code(mark, rk_number(U32.unpack_from(record, 8)[0]))

    def flag(self, record: bytes, _: str) -> str:
        """A cell with TRUE or FALSE."""
        return flag_code(record[8])

    def error(self, record: bytes, _: str) -> str:
        """A cell with an error value."""
        return error_code(record[8])


CODED: Mapping[int, Callable[[_Sheet, bytes, str], str]] = {
    CELL_RK: _Sheet.short,
    CELL_ERROR: _Sheet.error,
    CELL_BOOL: _Sheet.flag,
    CELL_REAL: _Sheet.real,
    CELL_TEXT: _Sheet.text,
    CELL_SHARED: _Sheet.shared,
    CELL_RICH: _Sheet.rich,
    FORMULA_TEXT: _Sheet.text,
    FORMULA_NUMBER: _Sheet.real,
    FORMULA_BOOL: _Sheet.flag,
    FORMULA_ERROR: _Sheet.error,
}
