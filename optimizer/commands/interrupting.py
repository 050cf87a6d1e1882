"""Ctrl-C that comes where no error leaves."""

from __future__ import annotations

import _thread
import sys
import threading

#: Seconds until it comes again.
AGAIN_S = 0.05


def raised_again(found: sys.UnraisableHookArgs) -> None:
    """As ``sys.unraisablehook``: have Ctrl-C come again, a moment later, where it was lost, as when memory is freed.

    Of other errors in such places, as of something that Ctrl-C left half made, users are told nothing: they change no
    result. Python's development mode (``-X dev``) shows them.
    """
    if found.exc_type is KeyboardInterrupt:
        threading.Timer(AGAIN_S, _thread.interrupt_main).start()
    elif sys.flags.dev_mode:
        sys.__unraisablehook__(found)
