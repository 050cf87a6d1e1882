"""Whether a workbook is still as this program wrote it: a seal that every program which saves it breaks.

The seal is the comment of the zip archive, which holds the hash of all before it. Spreadsheet programs pass over it
and write none, so that whoever changes and saves the workbook takes it away.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

#: An archive without comment ends in the length of the comment, 0.
NO_COMMENT = b"\0\0"
MARK = b"optimizer "
LENGTH = len(MARK) + hashlib.sha256().digest_size * 2


def sealed(archive: bytes) -> bytes:
    """A zip archive without comment, sealed."""
    if not archive.endswith(NO_COMMENT):
        raise ValueError("the archive has a comment")
    return archive.removesuffix(NO_COMMENT) + LENGTH.to_bytes(2, "little") + _seal(archive)


def may_be_replaced(path: Path) -> bool:
    """Whether nothing is lost with a file: it is not there, is empty, or is as it was when it was sealed.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    if not path.exists():
        return True
    content = path.read_bytes()
    archive, seal = content[: -LENGTH - len(NO_COMMENT)] + NO_COMMENT, content[-LENGTH:]
    return not content or seal == _seal(archive)


def _seal(archive: bytes) -> bytes:
    return MARK + hashlib.sha256(archive).hexdigest().encode()
