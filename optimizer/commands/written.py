"""Ctrl-C once the result is written: the command is done, and does not say that nothing was."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from optimizer.commands.importing import heard


@contextmanager
def done_once_written() -> Iterator[Callable[[], None]]:
    """Within, what is given has Ctrl-C passed over from its call on, until the end of this."""
    changes = heard()

    def written() -> None:
        if changes:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    try:
        yield written
    finally:
        if changes:
            signal.signal(signal.SIGINT, signal.default_int_handler)
