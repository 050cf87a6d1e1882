"""Ctrl-C once the result is written: the command is done, and does not say that nothing was."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from optimizer.commands.interrupting import heard


@contextmanager
def done_once_written(path: Path) -> Iterator[None]:
    """Within, a file is written. Ctrl-C before that is heard; after it, it is passed over from then on."""
    changes, before = heard(), _which(path)
    try:
        yield
    except KeyboardInterrupt:  # it may come when the new file has taken its place, and nothing knows yet
        if not changes or _which(path) == before:
            raise
    if changes:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _which(path: Path) -> tuple[int, int] | None:
    """Which file is there: a new one is never the same."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
