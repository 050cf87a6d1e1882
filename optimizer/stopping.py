"""When to stop: at a time limit, or when the user asks for what there is by Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


@dataclass(slots=True)
class Stop:
    """Says whether to go on.

    ``deadline`` is by the monotonic clock, ``None`` for none; ``asked`` is set by the first Ctrl-C.
    """

    deadline: float | None = None
    asked: bool = False

    @property
    def now(self) -> bool:
        """Whether to stop and hand over the best so far."""
        return self.asked or (self.deadline is not None and time.monotonic() >= self.deadline)

    def seconds_left(self) -> float | None:
        """The time left for a solver, at least one second; ``None`` for no end."""
        if self.asked:
            return 1.0
        return None if self.deadline is None else max(self.deadline - time.monotonic(), 1.0)


@contextmanager
def stoppable(seconds: float | None) -> Iterator[Stop]:
    """Within, the first Ctrl-C asks to stop and a second one interrupts, as it does elsewhere.

    Parameters
    ----------
    seconds
        The time limit; ``None`` for none.
    """
    stop = Stop(None if seconds is None else time.monotonic() + seconds)
    if threading.current_thread() is not threading.main_thread():  # Python lets no other thread hear signals
        yield stop
        return

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.asked and callable(before):
            before(number, frame)
        stop.asked = True

    before = signal.getsignal(signal.SIGINT)
    if not callable(before):  # ignored, as where a shell runs it in the background, or not set by Python
        yield stop
        return
    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
