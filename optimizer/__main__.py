"""The program as a process: ``python -m optimizer``, and the script ``optimizer``."""

from __future__ import annotations

import signal
import sys

if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # While all else is imported Ctrl-C ends the process, without a word.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from optimizer.cli import main
from optimizer.commands.status import Exit


def run() -> int:
    """Run the command of this process; what comes after it is not interrupted."""
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        status = main()
        if callable(signal.getsignal(signal.SIGINT)):
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # once more, while the first was answered
        status = Exit.INTERRUPTED
    return status


if __name__ == "__main__":
    sys.exit(run())
