"""Names of files as a user's browser gives them."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from optimizer.web.refusal import Refusal

#: What can be read: see ``tariffs/README.md``.
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")

#: No system takes longer ones than 255 bytes, and copies of it have some more characters.
LONGEST = 120
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*/\\]')


def safe_name(given: str) -> str:
    """A name that any system takes, without its folder.

    Raises
    ------
    Refusal
        422, if it is of no kind that can be read.
    """
    base = PurePosixPath(given.replace("\\", "/")).name
    name = _FORBIDDEN.sub("_", base).strip(". ")
    suffix = PurePosixPath(name).suffix
    if suffix.casefold() not in SUFFIXES:
        detail = f'"{name[:LONGEST]}" is none: save it as .xlsx. Others that can be read: {", ".join(SUFFIXES[1:])}.'
        raise Refusal(422, "no-workbook", "This is no workbook", detail)
    return f"{name.removesuffix(suffix)[:LONGEST]}{suffix}"
