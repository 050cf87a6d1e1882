"""Ways to spoil a file: its bytes, the parts of its archive, their XML, the values of its cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from random import Random
from typing import TypeAlias
from xml.sax.saxutils import escape

from tests.fuzz.bases import unzipped
from tests.fuzz.nasty import NASTY

Mutation: TypeAlias = Callable[[bytes, Random], bytes]
TAG = re.compile(rb"<[^<>]*>")
ATTRIBUTE = re.compile(rb'([\w:.]+)="([^"<>]*)"')
VALUE = re.compile(rb"(<(?:\w+:)?(?:v|t|f|p)(?: [^<>]*)?>)([^<>]*)(</)")
#: A row of a sheet with its number, what names rows and cells, and a cell whose text is kept elsewhere.
ROW = re.compile(rb'<row [^<>]*?r="(\d+)".*?</row>', re.DOTALL)
ADDRESS = re.compile(rb'( r="[A-Z]*)\d+"')
SHARED = re.compile(rb't="s"><v>\d+</v>')
#: So many rows, of which each has the same problem, or one of its own.
MANY = (400, 1_500)
FIELD = re.compile(rb'"[^"\r\n]*"')
#: Bytes that mean something to somebody.
BYTES = (
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"&",
    b'"',
    b"PK\x03\x04",
    b"\xff\xff\xff\xff",
    b"\0\0\0\x80",
    b"<!--",
    b"]]>",
    b"<?",
)

#: What may stand in XML, and does in no sheet.
JUNK = (b"<!-- x -->", b"<![CDATA[<c>]]>", b"<?x y?>", b"&lt;", b"&x;", b"<a><b/></a>", b"text", b"<row>", b"]]>")


def spoilt(content: bytes, name: str, random: Random) -> bytes:
    """The file with one to four things wrong."""
    text = name.endswith(".csv")
    packed = content.startswith(b"PK")
    ways = TEXT if text else PACKED if packed else BINARY
    for _ in range(random.choice((1, 1, 1, 2, 2, 4))):
        way = random.choices([way for _, way in ways], [often for often, _ in ways])[0]
        try:
            content = way(content, random)
        except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, RuntimeError, OSError, IndexError):
            content = some_bytes(content, random)  # it has been spoilt too much for that
        except Exception as error:
            if type(error).__module__ != "zlib":
                raise
            content = some_bytes(content, random)
    return content


def some_bytes(content: bytes, random: Random) -> bytes:
    """Bytes changed, taken out, put in or doubled, or the end cut off."""
    if not content:
        return random.choice(BYTES)
    spoilt = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        at = random.randrange(len(spoilt) + 1)
        match random.randrange(6):
            case 0:
                spoilt[at : at + 1] = bytes((random.randrange(256),))
            case 1:
                spoilt[at:at] = random.choice(BYTES)
            case 2:
                spoilt[at : at + random.choice((1, 2, 4, 100))] = b""
            case 3:
                spoilt[at:at] = spoilt[at : at + random.choice((4, 50, 500))]
            case 4:
                size = random.choice((1, 2, 4))
                number = random.choice((0, 1, 2**31 - 1, 2**32 - 1, random.randrange(2**32)))
                spoilt[at : at + size] = number.to_bytes(4, "little")[:size]
            case _ if random.random() < 0.1:
                del spoilt[at:]
    return bytes(spoilt)


def in_place(content: bytes, random: Random) -> bytes:
    """Numbers written over others: lengths stay true, and binary records where they are said to be."""
    spoilt = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        size = random.choice((1, 1, 2, 4, 8))
        at = random.randrange(max(len(spoilt) - size, 1))
        number = random.choice((0, 1, 2**31 - 1, 2**32 - 1, 2**64 - 1, random.randrange(2**64)))
        spoilt[at : at + size] = number.to_bytes(8, "little")[:size]
    return bytes(spoilt)


def _part_bytes(content: bytes, random: Random) -> bytes:
    """Bytes of one part, once unpacked; those of an .xlsb are binary records."""
    parts = unzipped(content)
    name = random.choice(list(parts))
    parts[name] = random.choice((some_bytes, in_place))(parts[name], random)
    return _zipped(parts, random)


def _parts(content: bytes, random: Random) -> bytes:
    """Parts taken out, doubled, renamed, exchanged or emptied."""
    parts = unzipped(content)
    one, other = random.choice(list(parts)), random.choice(list(parts))
    match random.randrange(6):
        case 0:
            del parts[one]
        case 1:
            parts[f"../{one}"] = parts[one]
        case 2:
            parts[one.upper()] = parts.pop(one)
        case 3:
            parts[one], parts[other] = parts[other], parts[one]
        case 4:
            parts[one] = b""
        case _:
            parts[one] = parts[one] * random.choice((2, 20))
    return _zipped(parts, random)


def _xml(content: bytes, random: Random) -> bytes:
    """Tags and attributes of one part taken out, doubled, moved or given other values."""
    return _in_part(content, random, spoilt_xml)


def spoilt_xml(part: bytes, random: Random) -> bytes:
    """XML with one thing wrong in its tags or attributes."""
    if random.random() < 0.3:
        return _spoilt_attribute(part, random)
    tags = list(TAG.finditer(part))
    one, other = random.choice(tags), random.choice(tags)
    start, end = sorted((one.start(), other.end()))
    before, after = part[: one.end()], part[one.end() :]
    return random.choice(
        (
            part[: one.start()] + after,
            before + one[0] * random.choice((1, 3, 1000)) + after,
            part[:start] + part[end:],
            part[:end] + part[start:end][:50_000] + part[end:],
            part[: one.start()] + other[0] + after,
            before + random.choice(JUNK) + after,
        )
    )


def _spoilt_attribute(part: bytes, random: Random) -> bytes:
    found = random.choice(list(ATTRIBUTE.finditer(part)))
    value = _value(random) if random.random() < 0.7 else found[2] * 2
    return part[: found.start(2)] + value + part[found.end(2) :]


def _values(content: bytes, random: Random) -> bytes:
    """The values of some cells exchanged for nasty ones, or for each other."""
    return _in_part(content, random, _spoilt_values)


def _spoilt_values(part: bytes, random: Random) -> bytes:
    found = list(VALUE.finditer(part))
    for _ in range(random.choice((1, 1, 3, 30))):
        one = random.choice(found)
        value = random.choice(found)[2] if random.random() < 0.3 else _value(random)
        part = part.replace(one[0], one[1] + value + one[3], random.choice((1, 1, -1)))
    return part


def _fields(content: bytes, random: Random) -> bytes:
    """The values of some cells of a .csv file."""
    found = list(FIELD.finditer(content))
    for _ in range(random.choice((1, 1, 3, 30))):
        one = random.choice(found)
        value = random.choice(NASTY).encode()
        content = content.replace(one[0], b'"' + value + b'"', random.choice((1, 1, -1)))
    return content


def _lines(content: bytes, random: Random) -> bytes:
    """A line of a .csv file many times over, each with other names in some of its cells."""
    line = random.choice(content.splitlines())
    cells = line.split(b",")
    names = [index for index in range(len(cells)) if random.random() < 0.5]
    for index in names:
        cells[index] = b'"' + random.choice((b"place %d", b"%d", b"x%d")) + b'"'
    many = (b",".join(cells).replace(b"%d", b"%d" % number) for number in range(random.choice(MANY)))
    return b"\r\n".join((content, *many))


def _rows(content: bytes, random: Random) -> bytes:
    """The last row of a sheet many times over, with other names in place of shared ones."""
    return _in_part(content, random, _repeated_row, "xl/worksheets/")


def _repeated_row(part: bytes, random: Random) -> bytes:
    last = list(ROW.finditer(part))[-1]
    named = random.random() < 0.5
    rows = []
    for number in range(int(last[1]) + 1, int(last[1]) + random.choice(MANY)):
        row = ADDRESS.sub(rb"\g<1>%d\"" % number, last[0])
        rows.append(SHARED.sub(b't="str"><v>place %d</v>' % number, row) if named else row)
    return part[: last.end()] + b"".join(rows) + part[last.end() :]


def _in_part(content: bytes, random: Random, change: Mutation, folder: str = "") -> bytes:
    parts = unzipped(content)
    name = random.choice([name for name in parts if name.endswith((".xml", ".rels")) and name.startswith(folder)])
    parts[name] = change(parts[name], random)
    return _zipped(parts, random)


def _zipped(parts: dict[str, bytes], random: Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _value(random: Random) -> bytes:
    return escape(random.choice(NASTY), {'"': "&quot;"}).encode()


PACKED: tuple[tuple[int, Mutation], ...] = (
    (4, _values),
    (4, _xml),
    (2, _part_bytes),
    (1, _parts),
    (2, some_bytes),
    (1, _rows),
)
TEXT: tuple[tuple[int, Mutation], ...] = ((6, _fields), (2, some_bytes), (1, _lines))
BINARY: tuple[tuple[int, Mutation], ...] = ((2, in_place), (1, some_bytes))
