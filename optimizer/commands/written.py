"""Ctrl-C once the result is written: the command is done, and does not say that nothing was."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def done_once_written() -> Iterator[Callable[[], None]]:
    """Within, what is given has Ctrl-C passed over from its call on, until the end of this."""
    before = signal.getsignal(signal.SIGINT)
    heard = before is signal.default_int_handler and threading.current_thread() is threading.main_thread()

    def written() -> None:
        if heard:
            signal.signal(signal.SIGINT, signal.SIG_IGN)

    try:
        yield written
    finally:
        if heard:
            signal.signal(signal.SIGINT, before)
