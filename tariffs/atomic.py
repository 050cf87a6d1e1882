"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

#: So much of its name is in that of the temporary file, which may be no longer than it.
SHOWN = 50
SUFFIX = ".part"


def write_whole(path: Path, content: bytes) -> None:
    """Put bytes into a file so that it never holds a part of them.

    They go to a temporary file in the same folder, which then takes the place of the old one. If anything
    fails the old file is as it was, and nothing is left behind. A process that is killed leaves its temporary
    file; the next one that writes the same file takes it away.

    Raises
    ------
    OSError
        If the folder does not exist or cannot be written to, or the disk is full.
    """
    _sweep(path)
    handle, part = _opened(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform != "win32":  # there an open file can't be renamed
                _put(part, path)
        if sys.platform == "win32":
            _put(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _put(part: Path, path: Path) -> None:
    part.chmod(_usual_mode(path))
    part.replace(path)


def _prefix(path: Path) -> str:
    return f".{path.name[:SHOWN]}."


def _opened(path: Path) -> tuple[int, Path]:
    """A new temporary file beside a path, open and locked, so that nobody sweeps it."""
    while True:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_prefix(path), suffix=SUFFIX)
        with suppress(OSError):  # where nothing can be locked nothing is swept
            _lock(handle, wait=True)
        if os.path.exists(name):  # noqa: PTH110 - else it was swept before it was locked
            return handle, Path(name)
        os.close(handle)


def _sweep(path: Path) -> None:
    """Take away the temporary files of writes that were interrupted; those that are being written stay."""
    start = _prefix(path)
    with suppress(OSError):  # what can't be listed or taken away does no harm
        for part in path.parent.iterdir():
            random = part.name.removeprefix(start).removesuffix(SUFFIX)
            if part.name == f"{start}{random}{SUFFIX}" and "." not in random:
                with suppress(OSError):
                    _sweep_one(part)


def _sweep_one(part: Path) -> None:
    """Take a temporary file away, unless some process has it open (Windows) or locked (elsewhere).

    Raises
    ------
    OSError
        If it is in use.
    """
    if sys.platform == "win32":
        part.unlink()
        return
    handle = os.open(part, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        _lock(handle, wait=False)
        part.unlink()
    finally:
        os.close(handle)


def _lock(handle: int, *, wait: bool) -> None:
    """Lock an open file; on Windows it is enough that it is open.

    Raises
    ------
    OSError
        If another process has locked it and this one is not to wait, or nothing can be locked there.
    """
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 - Windows has none

        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def _usual_mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file gets here."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
