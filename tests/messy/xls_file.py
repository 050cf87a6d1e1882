"""Sheets → an .xls file: Excel 97's workbook, [MS-XLS], in a compound file, [MS-CFB]."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from tests.messy.sheets import Cell, Failed, Formula, Sheet
from tests.messy.xlsb_file import ERRORS, FORMATS, GENERAL, OWN, stored

#: A record holds so many bytes; longer ones go on in a CONTINUE.
MOST = 8224
SECTOR = 512
#: A stream of fewer bytes lies in small sectors of 64 bytes.
SMALL, CUTOFF = 64, 4096
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xls_bytes(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of the file."""
    return _compound({"Workbook": _stream(sheets)})


def record(kind: int, data: bytes = b"") -> bytes:
    """A record: its number, its length and its bytes."""
    return struct.pack("<HH", kind, len(data)) + data


def text(value: str, *, short: bool = False) -> bytes:
    """A text with its length in front; ``short``: in one byte."""
    wide = any(ord(letter) > 0xFF for letter in value)
    encoded = value.encode("utf-16-le" if wide else "latin-1")
    length = len(encoded) // 2 if wide else len(encoded)
    return struct.pack("<BB" if short else "<HB", length, int(wide)) + encoded


def _stream(sheets: Sequence[Sheet]) -> bytes:
    strings: dict[str, int] = {}
    bodies = [b"".join(_worksheet(sheet, strings)) for sheet in sheets]
    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + record(0x42, struct.pack("<H", 1200))
    head += record(0x22, struct.pack("<H", 0))
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + text("Arial", short=True)
    head += record(0x31, font) * 4
    head += b"".join(record(0x41E, struct.pack("<H", number) + text(code)) for number, code in OWN.items())
    head += b"".join(record(0xE0, struct.pack("<HHH", 0, number, 0) + b"\0" * 14) for number in FORMATS)
    names = [struct.pack("<BB", int(sheet.hidden), 0) + text(sheet.name, short=True) for sheet in sheets]
    shared = _strings(strings)
    at = len(head) + sum(len(record(0x85, b"\0\0\0\0" + name)) for name in names) + len(shared) + len(record(0x0A))
    for name, body in zip(names, bodies, strict=True):
        head += record(0x85, struct.pack("<I", at) + name)
        at += len(body)
    return head + shared + record(0x0A) + b"".join(bodies)


def _strings(strings: dict[str, int]) -> bytes:
    """The table of shared texts; a text goes over from one record to the next where it does not fit."""
    parts = [struct.pack("<II", len(strings), len(strings))]
    for value in strings:
        encoded = text(value)
        if len(parts[-1]) + len(encoded) <= MOST:
            parts[-1] += encoded
            continue
        step = 2 if encoded[2] else 1
        room = (MOST - len(parts[-1]) - 3) // step * step
        if room <= 0:
            parts.append(encoded)
            continue
        parts[-1] += encoded[: 3 + room]
        rest = encoded[3 + room :]
        while rest:
            size = (MOST - 1) // step * step
            parts.append(encoded[2:3] + rest[:size])
            rest = rest[size:]
    return record(0xFC, parts[0]) + b"".join(record(0x3C, part) for part in parts[1:])


def _worksheet(sheet: Sheet, strings: dict[str, int]) -> Iterator[bytes]:
    yield record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for index in sheet.hidden_columns:
        yield record(0x7D, struct.pack("<HHHHHH", index, index, 0, 0, 1, 0))
    for number, row in enumerate(sheet.rows):
        hidden = 0x20 if number + 1 in set(sheet.hidden_rows) else 0
        yield record(0x208, struct.pack("<HHHHHHI", number, 0, len(row), 255, 0, 0, hidden | 0x100))
    for number, row in enumerate(sheet.rows):
        for index, cell in enumerate(row):
            if cell is not None:
                yield _cell((number, index), cell, strings)
    if sheet.merged:
        areas = [struct.pack("<HHHH", top - 1, bottom - 1, left, right) for top, left, bottom, right in sheet.merged]
        yield record(0xE5, struct.pack("<H", len(areas)) + b"".join(areas))
    yield record(0x0A)


def _cell(at: tuple[int, int], cell: Cell, strings: dict[str, int]) -> bytes:
    place = struct.pack("<HH", *at)
    plain = place + struct.pack("<H", GENERAL)
    match cell:
        case bool():
            return record(0x205, plain + bytes([cell, 0]))
        case Failed():
            return record(0x205, plain + bytes([ERRORS[cell.text], 1]))
        case Formula():
            return _formula(plain, cell)
        case str():
            return record(0xFD, plain + struct.pack("<I", strings.setdefault(cell, len(strings))))
    style, number = stored(cell)
    if isinstance(number, int) and -(1 << 29) <= number < 1 << 29:
        return record(0x27E, place + struct.pack("<HI", style, (number << 2 & 0xFFFFFFFF) | 2))
    return record(0x203, place + struct.pack("<Hd", style, number))


def _formula(place: bytes, cell: Formula) -> bytes:
    end = struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00"
    if isinstance(cell.value, str):
        marked = struct.pack("<BBBBBBH", 0, 0, 0, 0, 0, 0, 0xFFFF)
        return record(0x06, place + marked + end) + record(0x207, text(cell.value))
    if cell.value is None:
        raise ValueError("an .xls file has no formula without a value")
    return record(0x06, place + struct.pack("<d", float(cell.value)) + end)


def _compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams: large ones in sectors, small ones within the stream of the root."""
    sectors: list[bytes] = []
    table: list[int] = []

    def add(data: bytes) -> int:
        """Put data in sectors one after another; gives the first."""
        first = len(sectors)
        count = max(1, -(-len(data) // SECTOR))
        sectors.extend(data[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0") for n in range(count))
        table.extend([*range(first + 1, first + count), END])
        return first

    small, small_table, entries = b"", list[int](), []
    for name, data in streams.items():
        if len(data) >= CUTOFF:
            entries.append((name, 2, add(data), len(data)))
            continue
        first, count = len(small_table), max(1, -(-len(data) // SMALL))
        small += data.ljust(count * SMALL, b"\0")
        small_table += [*range(first + 1, first + count), END]
        entries.append((name, 2, first, len(data)))
    root = ("Root Entry", 5, add(small) if small else END, len(small))
    small_first = add(struct.pack(f"<{len(small_table)}I", *small_table).ljust(SECTOR, b"\xff")) if small else END
    directory = add(b"".join(_entry(number, entry, len(entries)) for number, entry in enumerate([root, *entries])))
    count = -(-(len(sectors) + 1) // 127)
    places = range(len(sectors), len(sectors) + count)
    table += [TABLE] * count
    fat = struct.pack(f"<{len(table)}I", *table).ljust(count * SECTOR, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    about = (0, count, directory, 0, CUTOFF, small_first, int(bool(small)), END, 0)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, *about)
    header += struct.pack("<109I", *places, *[FREE] * (109 - count))
    return header + b"".join(sectors) + fat


def _entry(number: int, entry: tuple[str, int, int, int], count: int) -> bytes:
    name, kind, first, size = entry
    encoded = name.encode("utf-16-le") + b"\0\0"
    child = 1 if number == 0 and count else FREE
    right = number + 1 if 0 < number < count else FREE
    return encoded.ljust(64, b"\0") + struct.pack(
        "<HBBIII16xI16xIIxxxx", len(encoded), kind, 1, FREE, right, child, 0, first, size
    )
