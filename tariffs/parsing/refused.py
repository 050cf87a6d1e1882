"""Why a file is not read."""

from __future__ import annotations

SAVE_AS = "open it in Excel and save it as .xlsx"
UNLOCK = "save it without a password"
DAMAGED = "is damaged and cannot be read"


class Refused(Exception):
    """A file cannot be read, or is not: what is wrong with it, and what to do."""

    def __init__(self, what: str, cure: str = SAVE_AS) -> None:
        super().__init__(what)
        self.what = what
        self.cure = cure
