"""Sheets → an .xlsb file: Excel's binary workbook, [MS-XLSB], with the records that a reader of cells needs."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from tests.messy.sheets import LABELS, Cell, Failed, Formula, Labelled, Padded, Percent, Sheet

EPOCH = date(1899, 12, 30)
ERRORS = {"#NULL!": 0x00, "#DIV/0!": 0x07, "#VALUE!": 0x0F, "#REF!": 0x17, "#NAME?": 0x1D, "#NUM!": 0x24, "#N/A": 0x2A}
GENERAL, DAY, PERCENT, FIRST_PADDED, FIRST_LABELLED = 0, 1, 2, 3, 13
#: The formats of the cell styles, by their ids: those of Excel itself, and our own.
FORMATS = (0, 14, 10, *range(165, 175 + len(LABELS)))
OWN = {164 + digits: "0" * digits for digits in range(1, 11)} | dict(enumerate(LABELS.values(), 175))
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>{}</Types>'
)
PART = '<Override PartName="/{}" ContentType="application/vnd.ms-excel.{}"/>'
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
RELATION = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'


def xlsb_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of the file."""
    strings: dict[str, int] = {}
    parts: dict[str, bytes] = {}
    for number, sheet in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.bin"] = b"".join(_worksheet(sheet, strings))
    related = [("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")]
    related += [("worksheet", f"worksheets/sheet{number}.bin") for number in range(1, len(sheets) + 1)]
    listed = "".join(RELATION.format(f"rId{n}", KIND, kind, path) for n, (kind, path) in enumerate(related, 1))
    kinds = {"worksheet": "worksheet", "styles": "styles", "sharedStrings": "sharedStrings"}
    overrides = "".join(PART.format(f"xl/{path}", kinds[kind]) for kind, path in related)
    texts = {
        "[Content_Types].xml": TYPES.format(overrides),
        "_rels/.rels": RELATIONS.format(RELATION.format("rId1", KIND, "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": RELATIONS.format(listed),
    }
    parts |= {"xl/workbook.bin": b"".join(_workbook(sheets)), "xl/styles.bin": b"".join(_styles())}
    parts["xl/sharedStrings.bin"] = b"".join(_strings(strings))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in ({name: text.encode() for name, text in texts.items()} | parts).items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def record(kind: int, data: bytes = b"") -> bytes:
    """A record: its number and its length, seven bits a byte, and its bytes."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while True:
        length += bytes([size & 0x7F | (0x80 if size >> 7 else 0)])
        size >>= 7
        if not size:
            return head + length + data


def text(value: str) -> bytes:
    """A text with its length in front."""
    encoded = value.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def _workbook(sheets: Sequence[Sheet]) -> Iterator[bytes]:
    yield record(131)
    yield record(153, struct.pack("<II", 0, 0) + text(""))
    yield record(143)
    for number, sheet in enumerate(sheets, 1):
        yield record(156, struct.pack("<II", int(sheet.hidden), number) + text(f"rId{number + 2}") + text(sheet.name))
    yield record(144)
    yield record(132)


def _styles() -> Iterator[bytes]:
    yield record(278)
    yield record(615, struct.pack("<I", len(OWN)))
    for number, code in OWN.items():
        yield record(44, struct.pack("<H", number) + text(code))
    yield record(616)
    # The styles of cells have a parent style, which is no cell's.
    yield record(626, struct.pack("<I", 1)) + record(47, struct.pack("<HHHHHBBHH", 0xFFFF, 9, 0, 0, 0, 0, 0, 0, 0))
    yield record(627)
    yield record(617, struct.pack("<I", len(FORMATS)))
    for number in FORMATS:
        yield record(47, struct.pack("<HHHHHBBHH", 0, number, 0, 0, 0, 0, 0, 0, 0))
    yield record(618)
    yield record(279)


def _strings(strings: dict[str, int]) -> Iterator[bytes]:
    yield record(159, struct.pack("<II", len(strings), len(strings)))
    for value in strings:
        yield record(19, b"\0" + text(value))
    yield record(160)


def _worksheet(sheet: Sheet, strings: dict[str, int]) -> Iterator[bytes]:
    width = max((len(row) for row in sheet.rows), default=1)
    yield record(129) + record(148, struct.pack("<IIII", 0, max(len(sheet.rows) - 1, 0), 0, max(width - 1, 0)))
    if list(sheet.hidden_columns):
        yield record(390)
        for index in sheet.hidden_columns:
            yield record(60, struct.pack("<IIIIH", index, index, 0, 0, 1))
        yield record(391)
    yield record(145)
    for number, row in enumerate(sheet.rows, 1):
        hidden = 0x10 if number in set(sheet.hidden_rows) else 0
        yield record(0, struct.pack("<IIHBBBI", number - 1, 0, 300, 0, hidden, 0, 0))
        for index, cell in enumerate(row):
            if cell is not None:
                yield _cell(index, cell, strings)
    yield record(146)
    if sheet.merged:
        yield record(177, struct.pack("<I", len(sheet.merged)))
        for top, left, bottom, right in sheet.merged:
            yield record(176, struct.pack("<IIII", top - 1, bottom - 1, left, right))
        yield record(178)
    yield record(130)


def _cell(index: int, cell: Cell, strings: dict[str, int]) -> bytes:
    plain = struct.pack("<II", index, GENERAL)
    match cell:
        case bool():
            return record(4, plain + bytes([cell]))
        case Failed():
            return record(3, plain + bytes([ERRORS[cell.text]]))
        case Formula():
            return _formula(plain, cell)
        case str():
            return record(7, plain + struct.pack("<I", strings.setdefault(cell, len(strings))))
    style, number = stored(cell)
    place = struct.pack("<II", index, style)
    if isinstance(number, int) and -(1 << 29) <= number < 1 << 29:
        return record(2, place + struct.pack("<I", (number << 2 & 0xFFFFFFFF) | 2))
    return record(5, place + struct.pack("<d", number))


def stored(cell: Cell) -> tuple[int, int | float]:
    """The style of a cell that is stored as a number, and the number."""
    match cell:
        case date():
            return DAY, (cell - EPOCH).days
        case Percent():
            return PERCENT, float(cell.shown / 100)
        case Padded():
            return FIRST_PADDED + cell.digits - 1, cell.number
        case Labelled():
            return FIRST_LABELLED + list(LABELS).index(cell.label), cell.number
        case int():
            return GENERAL, cell
        case Decimal() | float():
            return GENERAL, float(cell)
    raise TypeError(f"{cell!r} is no number")


def _formula(place: bytes, cell: Formula) -> bytes:
    end = struct.pack("<HI", 0, 3) + b"\x1e\x01\x00" + struct.pack("<I", 0)
    if isinstance(cell.value, str):
        return record(8, place + text(cell.value) + end)
    if cell.value is None:
        raise ValueError("an .xlsb file has no formula without a value")
    return record(9, place + struct.pack("<d", float(cell.value)) + end)
