"""The program as a process: ``python -m optimizer``, and the script ``optimizer``."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # While all else is imported Ctrl-C ends the process, without a word.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from optimizer.cli import main
from optimizer.commands.interrupting import interrupt, raised_again
from optimizer.commands.status import Exit


def run() -> int:
    """Run the command of this process; what comes after it is not interrupted."""
    sys.unraisablehook = raised_again
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, interrupt)
        status = main()
        _pass_over_ctrl_c()
    except KeyboardInterrupt:  # once more, while the first was answered
        _pass_over_ctrl_c()
        status = Exit.INTERRUPTED
    if status == Exit.INTERRUPTED:
        _end()
    return status


def _pass_over_ctrl_c() -> None:
    if callable(signal.getsignal(signal.SIGINT)):
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _end() -> None:
    """End now: threads may be amid machine code, and would go on in it while Python takes itself apart."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody reads it any more, or it is closed
            stream.flush()
    os._exit(Exit.INTERRUPTED)


if __name__ == "__main__":
    sys.exit(run())
