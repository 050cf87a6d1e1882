"""Ctrl-C, wherever it comes.

Python raises ``KeyboardInterrupt`` between any two instructions. Amid an import, or while machine code is loaded, that
may come out as any other error, or tear the memory of a library; in a destructor it is lost.
"""

from __future__ import annotations

import _thread
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

#: Seconds until it comes again where it must not be raised, and after which it is raised all the same.
AGAIN_S, MOST_S = 0.05, 2.0

#: Files and modules of Python and of the compiler amid which it waits.
IMPORTING, COMPILER = "<frozen importlib", ("numba", "llvmlite")

#: When what waits now came first.
_first: list[float] = []


def interrupt(number: int, frame: FrameType | None) -> None:
    """As the handler of Ctrl-C: raise it, or have it come again a moment later where that would do harm.

    Raises
    ------
    KeyboardInterrupt
        Where it does none, or where there was no better moment.
    """
    _first.append(time.monotonic())
    if _is_amid(frame) and _first[-1] - _first[0] < MOST_S:
        _come_again()
        return
    _first.clear()
    signal.default_int_handler(number, frame)


def _is_amid(frame: FrameType | None) -> bool:
    """Whether something is being imported, or machine code loaded."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(IMPORTING):
            return True
        if str(frame.f_globals.get("__name__", "")).partition(".")[0] in COMPILER:
            return True
        frame = frame.f_back
    return False


def _come_again() -> None:
    threading.Timer(AGAIN_S, _thread.interrupt_main).start()


def raised_again(found: sys.UnraisableHookArgs) -> None:
    """As ``sys.unraisablehook``: have Ctrl-C come again, a moment later, where it was lost, as when memory is freed.

    Of other errors in such places, as of something that Ctrl-C left half made, users are told nothing: they change no
    result. Python's development mode (``-X dev``) shows them.
    """
    if found.exc_type is KeyboardInterrupt:
        _come_again()
    elif sys.flags.dev_mode:
        sys.__unraisablehook__(found)


def heard() -> bool:
    """Whether Ctrl-C raises ``KeyboardInterrupt`` here, and this may change what it does."""
    raises = signal.getsignal(signal.SIGINT) in {signal.default_int_handler, interrupt}
    return raises and threading.current_thread() is threading.main_thread()


@contextmanager
def ended_at_once() -> Iterator[None]:
    """Within, Ctrl-C ends the process without a word: nothing has begun."""
    if not heard():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
