"""An OLE compound file ([MS-CFB]), in which an .xls workbook lies, → the bytes of one of its streams."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from tariffs.parsing.refused import DAMAGED, Refused

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
HEADER = 512
#: Sector numbers from here on mean: no sector.
NONE = 0xFFFFFFFA
IN_HEADER = 109
ENTRY = 128
STREAM, ROOT = 2, 5


@dataclass(frozen=True, slots=True)
class Stream:
    """Where a stream begins, and how long it is."""

    start: int
    size: int


@dataclass(slots=True)
class CompoundFile:
    """A compound file, opened.

    Attributes
    ----------
    streams
        Its streams, by name in lower case.
    """

    content: bytes
    streams: dict[str, Stream]
    _shift: int
    _small_shift: int
    _cutoff: int
    _table: Sequence[int]
    _small_table: Sequence[int]
    _small: bytes

    @classmethod
    def of(cls, content: bytes) -> CompoundFile:
        """Open the file with these bytes.

        Raises
        ------
        Refused
            If it is none, or damaged.
        """
        if not content.startswith(SIGNATURE) or len(content) < HEADER:
            raise Refused("is not an .xls workbook")
        shift, small_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or small_shift > shift:
            raise Refused(DAMAGED)
        directory, _, cutoff, small_start, _, more, _ = struct.unpack_from("<IIIIIII", content, 48)
        file = cls(content, {}, shift, small_shift, cutoff, (), (), b"")
        file._table = file._read_table(more)
        file._small_table = _numbers(file._chain(small_start))
        root = file._read_directory(file._chain(directory))
        if root is not None:
            file._small = file._chain(root.start)[: root.size]
        return file

    def read(self, name: str) -> bytes | None:
        """The bytes of a stream, ``None`` if there is none of that name.

        Raises
        ------
        Refused
            If some of them are missing.
        """
        stream = self.streams.get(name.casefold())
        if stream is None:
            return None
        chain = self._chain if stream.size >= self._cutoff else self._small_chain
        content = chain(stream.start)[: stream.size]
        if len(content) < stream.size:
            raise Refused(DAMAGED)
        return content

    def _sector(self, number: int) -> bytes:
        start = (number + 1) << self._shift
        return self.content[start : start + (1 << self._shift)]

    def _read_table(self, more: int) -> Sequence[int]:
        """The table of which sector follows which."""
        listed = [n for n in struct.unpack_from(f"<{IN_HEADER}I", self.content, 76) if n < NONE]
        seen: set[int] = set()
        while more < NONE and more not in seen:
            seen.add(more)
            *numbers, more = _numbers(self._sector(more))
            listed += [number for number in numbers if number < NONE]
        return _numbers(b"".join(self._sector(number) for number in dict.fromkeys(listed)))

    def _chain(self, number: int) -> bytes:
        """All sectors from one on."""
        parts = []
        for _ in range(len(self._table)):
            if number >= NONE:
                break
            if number >= len(self._table):
                raise Refused(DAMAGED)
            parts.append(self._sector(number))
            number = self._table[number]
        return b"".join(parts)

    def _small_chain(self, number: int) -> bytes:
        parts = []
        size = 1 << self._small_shift
        for _ in range(len(self._small_table)):
            if number >= len(self._small_table):
                break
            parts.append(self._small[number * size : (number + 1) * size])
            number = self._small_table[number]
        return b"".join(parts)

    def _read_directory(self, data: bytes) -> Stream | None:
        """Take the streams from the directory; gives the one that holds the small streams."""
        root = None
        for at in range(0, len(data) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", data, at + 64)
            name = data[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            stream = Stream(*struct.unpack_from("<II", data, at + 116))
            if kind == ROOT:
                root = stream
            elif kind == STREAM:
                self.streams.setdefault(name.casefold(), stream)
        return root


def _numbers(data: bytes) -> Sequence[int]:
    numbers = array("I")
    numbers.frombytes(data[: len(data) // 4 * 4])
    if struct.pack("=I", 1) != struct.pack("<I", 1):
        numbers.byteswap()
    return numbers
