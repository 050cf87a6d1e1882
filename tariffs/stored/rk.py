"""Numbers in four bytes, as .xls and .xlsb files have them."""

from __future__ import annotations

import struct


def rk_number(stored: int) -> float:
    """The number: an integer or the upper half of a float, perhaps times a hundred.

    >>> rk_number((123456 << 2) | 3)
    1234.56
    """
    if stored & 2:
        whole = stored >> 2
        number: float = whole - (1 << 30) if whole & 1 << 29 else whole
    else:
        (number,) = struct.unpack("<d", struct.pack("<II", 0, stored & 0xFFFFFFFC))
    return number / 100 if stored & 1 else number
