"""Words inside a PNG: chunks of the type ``iTXt`` (PNG, 3rd edition, W3C 2025, 11.3.3.4)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

#: Every PNG begins with these bytes, and then the chunk that says its size: 4 + 4 + 13 + 4 bytes.
SIGNATURE, HEADER = b"\x89PNG\r\n\x1a\n", 25


def described(picture: bytes, words: Mapping[str, str]) -> bytes:
    """A PNG with texts, such as its ``Title`` and ``Description``; the picture is the same.

    Raises
    ------
    ValueError
        If it is no PNG.
    """
    if not picture.startswith(SIGNATURE):
        raise ValueError("no PNG")
    at = len(SIGNATURE) + HEADER
    return picture[:at] + b"".join(_chunk(key, text) for key, text in words.items()) + picture[at:]


def _chunk(keyword: str, text: str) -> bytes:
    """One chunk: keyword, not compressed, no language, the text in UTF-8."""
    content = b"iTXt" + keyword.encode("latin-1") + b"\x00" * 5 + text.encode()
    return struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))


def size_of(picture: bytes) -> tuple[int, int]:
    """The width and height of a PNG, pixels."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height
