"""How much a workbook may take. Whoever must read more raises a limit in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

#: ``TARIFFS_MAX_CELLS=20000000`` in the environment sets ``cells``; every limit goes by its name.
PREFIX = "TARIFFS_MAX_"
MEGABYTE = 1024 * 1024
#: Excel keeps so many characters in a cell. What is longer could be read, and not be written into a plan.
MAX_TEXT = 32_767
#: Columns beyond are said to be there, and not read. Rate sheets have some hundred at most.
MAX_COLUMNS = 2_000
#: Excel has so many rows.
MAX_ROW = 1_048_576
SPLIT = "split it, or clear the cells that are not used"


class BadLimit(ValueError):
    """A limit in the environment that is no whole number above 0."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one workbook may take at most; 100,000 rows of cargo in 20 columns fit into it.

    Together they keep reading within ten seconds and a gigabyte, whatever a file holds. Cells and rows are those of all
    workbooks of an input.

    Attributes
    ----------
    file_mb
        Size of the file.
    unpacked_mb
        Size of its parts once unpacked, those that are read.
    parts
        Files packed into it.
    sheets
        Sheets.
    cells
        Cells that hold something, and blanks left of them.
    rows
        Rows that hold something.
    merged
        Merged areas.
    characters
        Text in all cells. Many cells may share one text in the file; each of them counts.
    memory_mb
        Memory of the process that takes it apart, where the system can limit that.
    seconds
        Time to take it apart: that of the processor, so that a machine with other work refuses no file.
    """

    file_mb: int = 64
    unpacked_mb: int = 512
    parts: int = 10_000
    sheets: int = 1_000
    cells: int = 3_000_000
    rows: int = 200_000
    merged: int = 200_000
    characters: int = 50_000_000
    memory_mb: int = 768
    seconds: int = 8

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Limits:
        """The limits, with those that the environment sets.

        Raises
        ------
        BadLimit
            If one of them is no whole number above 0.
        """
        names = {field.name: setting(field.name) for field in fields(cls)}
        return cls(**{name: _number(key, environment[key]) for name, key in names.items() if key in environment})


def setting(limit: str) -> str:
    """The variable of the environment that sets a limit.

    >>> setting("cells")
    'TARIFFS_MAX_CELLS'
    """
    return f"{PREFIX}{limit.upper()}"


def raising(limit: str) -> str:
    """The end of a cure: how to have more of that allowed."""
    return f"; if it must be read as it is, set {setting(limit)} higher"


def _number(key: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < len(str(2**63)) and int(text)):
        raise BadLimit(f"{key} is {text!r}, which is no whole number above 0")
    return int(text)
