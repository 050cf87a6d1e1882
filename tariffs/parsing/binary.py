"""What .xls and .xlsb files have in common: numbers in four bytes, flags and errors in one."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tariffs.parsing.coding import BOOLEAN, EXCEL_ERROR

#: The error values of Excel by their numbers.
ERRORS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


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


def flag_code(value: int) -> str:
    """TRUE or FALSE as coded."""
    return f"{BOOLEAN}{int(value != 0)}"


def error_code(value: int) -> str:
    """An error value as coded."""
    return f"{EXCEL_ERROR}{ERRORS.get(value, '#ERROR')}"
