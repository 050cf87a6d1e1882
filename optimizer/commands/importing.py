"""Importing what a command needs."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def heard() -> bool:
    """Whether Ctrl-C raises ``KeyboardInterrupt`` here, and this may change what it does."""
    default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    return default and threading.current_thread() is threading.main_thread()


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Within, Ctrl-C ends the process without a word: amid an import ``KeyboardInterrupt`` may become another error."""
    if not heard():
        yield
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
