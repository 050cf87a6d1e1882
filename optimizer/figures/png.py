"""PNG files made smaller, and words inside them (PNG, 3rd edition, W3C 2025; words: chunks ``iTXt``, 11.3.3.4)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping

import numpy as np

#: Every PNG begins with these bytes, and then the chunk that says its size: 4 + 4 + 13 + 4 bytes.
SIGNATURE, HEADER = b"\x89PNG\r\n\x1a\n", 25


#: Colour types of a PNG, and the filter that holds each byte as the difference from the pixel on its left.
RGB, RGBA, SUB = 2, 6, 1

#: How hard zlib tries: more takes three times as long for a twentieth less.
LEVEL = 6


def packed(picture: bytes) -> bytes:
    """The same picture in half the bytes or fewer: figures have large areas of one colour, which need no filter.

    One that is not of 8 bits a colour, not opaque, or filtered otherwise than vl-convert does stays as it is.
    """
    parts = dict(_chunks(picture))
    width, height, bits, kind, *_, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    if (bits, kind, interlaced) != (8, RGBA, 0):
        return picture
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), np.uint8).reshape(height, 1 + 4 * width)
    pixels = lines[:, 1:].reshape(height, width, 4).cumsum(axis=1, dtype=np.uint8)
    if (lines[:, 0] != SUB).any() or (pixels[..., 3] != 255).any():  # noqa: PLR2004 - opaque
        return picture
    plain = np.zeros((height, 1 + 3 * width), np.uint8)
    plain[:, 1:] = pixels[..., :3].reshape(height, 3 * width)
    header = struct.pack(">IIBBBBB", width, height, 8, RGB, 0, 0, 0)
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", header),
            *(_chunk(key, content) for key, content in parts.items() if key not in (b"IHDR", b"IDAT", b"IEND")),
            _chunk(b"IDAT", zlib.compress(plain.tobytes(), LEVEL)),
            _chunk(b"IEND", b""),
        )
    )


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, those of the picture itself joined."""
    found: dict[bytes, bytes] = {}
    at = len(SIGNATURE)
    while at < len(picture):
        length, key = struct.unpack(">I4s", picture[at : at + 8])
        found[key] = found.get(key, b"") + picture[at + 8 : at + 8 + length]
        at += length + 12
    yield from found.items()


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
    return picture[:at] + b"".join(_words(key, text) for key, text in words.items()) + picture[at:]


def _words(keyword: str, text: str) -> bytes:
    """A chunk of text: keyword, not compressed, no language, the text in UTF-8."""
    return _chunk(b"iTXt", keyword.encode("latin-1") + b"\x00" * 5 + text.encode())


def _chunk(key: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + key + content + struct.pack(">I", zlib.crc32(key + content))


def size_of(picture: bytes) -> tuple[int, int]:
    """The width and height of a PNG, pixels."""
    width, height = struct.unpack(">II", picture[16:24])
    return width, height
