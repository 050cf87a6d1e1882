"""What the exit status says."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit status of the program."""

    DONE = 0
    FAILURE = 1
    WRONG_INPUT = 2
    DIFFERENCE = 3
    INTERRUPTED = 130
