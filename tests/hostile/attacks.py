"""Hostile files, each built from a sound one or from nothing, in a few lines that say what it does."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Mapping

from tests.hostile.sound import SHEET, STRINGS, parts, zipped

WORKBOOK, STYLES, RELATIONS = "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghij")
    + b"]>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
MEGABYTE = 1024 * 1024


def with_parts(changes: Mapping[str, bytes]) -> bytes:
    """The sound workbook with some parts added or replaced."""
    return zipped({**parts(), **changes})


def within(part: str, where: bytes, what: bytes) -> bytes:
    """The sound workbook with something put before the first of some bytes in a part."""
    before, found, after = parts()[part].partition(where)
    assert found
    return with_parts({part: before + what + found + after})


def blank_bomb() -> bytes:
    """A sheet with three megabytes of blanks, which takes three kilobytes."""
    return within(SHEET, b"<sheetData", b" " * 3 * MEGABYTE)


def shared_part_bomb() -> bytes:
    """Hundreds of sheets that are all one large part, as overlapping entries of an archive are."""
    listed = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 500))
    book = parts()[WORKBOOK].replace(b"</sheets>", listed + b"</sheets>")
    return with_parts({WORKBOOK: book, SHEET: parts()[SHEET].replace(b"<sheetData", b" " * 20_000 + b"<sheetData")})


def overlapping() -> bytes:
    """Entries of the archive that share their bytes: the list of contents names one place by two names."""
    content = bytearray(zipped(parts()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        place = archive.getinfo(STRINGS).header_offset
    entry = content.rindex(SHEET.encode()) - 46
    struct.pack_into("<L", content, entry + 42, place)
    return bytes(content)


def nested() -> bytes:
    """A sheet that is itself an archive of ten megabytes of zeros."""
    return with_parts({SHEET: zipped({"bomb": bytes(10 * MEGABYTE)})})


def million_sheets() -> bytes:
    """A list of a million sheets without a cell."""
    one = b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>'
    return within(WORKBOOK, b"</sheets>", b"".join(one % (n, n) for n in range(2, 1_000_000)))


def many_parts() -> bytes:
    """An archive of ten thousand parts and more."""
    return with_parts({f"xl/worksheets/{n}.xml": b"" for n in range(10_001)})


def text_bomb() -> bytes:
    """One text of 32,000 characters in 4,000 cells, which take 40 bytes each."""
    rows = b"".join(
        b'<row r="%d">%s</row>' % (n, b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + c, n) for c in range(20)))
        for n in range(1, 201)
    )
    return with_parts(
        {
            SHEET: b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            + rows
            + b"</sheetData></worksheet>",
            STRINGS: b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
            + b"x" * 32_000
            + b"</t></si></sst>",
        }
    )


def deep(part: str, depth: int) -> bytes:
    """Elements within each other, so deep."""
    before = parts()[part].rpartition(b"</")[0]
    return with_parts({part: before + b"<a>" * depth + b"</a>" * depth + parts()[part][len(before) :]})


def encrypted_entries() -> bytes:
    """An archive whose entries are marked as encrypted."""
    content = bytearray(zipped(parts()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def false_size() -> bytes:
    """A list of contents that says the sheet has ten bytes."""
    content = bytearray(zipped(parts()))
    entry = content.rindex(SHEET.encode()) - 46
    struct.pack_into("<L", content, entry + 24, 10)
    return bytes(content)


def sheet_elsewhere(target: bytes, mode: bytes = b"Internal") -> bytes:
    """A sheet whose part is said to be elsewhere."""
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
    )
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    one = b'<Relationship Id="rId1" Type="%s" Target="%s" TargetMode="%s"/>' % (kind, target, mode)
    return with_parts({RELATIONS: relations % one})


def with_tricky_entries() -> bytes:
    """The sound workbook with entries that lead out of the archive, if somebody unpacked them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        archive.writestr("../../evil.txt", "evil")
        archive.writestr("/tmp/evil.txt", "evil")
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return buffer.getvalue()
