"""The table of texts that the cells of an .xls workbook share."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tariffs.parsing.refused import DAMAGED, Refused

#: What the flags of a text say: signs of two bytes, pronunciation beside it, fonts within it.
WIDE, HAS_ASIAN, HAS_LOOKS = 1, 4, 8


@dataclass(slots=True)
class SharedTexts:
    """The table of texts that cells share, in one record and those that continue it.

    A text may go over from one record to the next; its rest then begins with a byte that says anew whether its signs
    have one byte or two.
    """

    parts: list[bytes]
    _part: int = 0
    _at: int = 8

    def read(self) -> Iterator[str]:
        """The texts."""
        (count,) = struct.unpack_from("<I", self.parts[0], 4)
        for _ in range(count):
            if self._part == len(self.parts) - 1 and self._at >= len(self.parts[-1]):
                return
            yield self._text()

    def _text(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        looks = struct.unpack("<H", self._take(2))[0] if flags & HAS_LOOKS else 0
        asian = struct.unpack("<I", self._take(4))[0] if flags & HAS_ASIAN else 0
        text = b""  # as UTF-16, in whose signs the length is: some letters take two
        wide = flags & WIDE
        while True:
            rest = (len(self.parts[self._part]) - self._at) // (2 if wide else 1)
            size = min(length - len(text) // 2, rest)
            data = self._take(size * 2 if wide else size)
            text += data if wide else data.decode("latin-1").encode("utf-16-le")
            if len(text) // 2 >= length:
                break
            self._next()
            wide = self._take(1)[0] & WIDE
        self._take(4 * looks + asian)
        return text.decode("utf-16-le", "replace")

    def _take(self, size: int) -> bytes:
        """So many bytes, of one record or of several."""
        taken = b""
        while True:
            part = self.parts[self._part]
            piece = part[self._at : self._at + size - len(taken)]
            self._at += len(piece)
            taken += piece
            if len(taken) == size:
                return taken
            self._next()

    def _next(self) -> None:
        self._part += 1
        self._at = 0
        if self._part == len(self.parts):
            raise Refused(DAMAGED)
