"""When to stop: at a time limit, or when the user asks for what there is by Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
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

    def limit(self, seconds: float | None) -> None:
        """Begin to count the time; ``None`` for no limit."""
        self.deadline = None if seconds is None else time.monotonic() + seconds

    def asked_from_now_on(self) -> Callable[[], bool]:
        """Says whether Ctrl-C has come since: what begins after it is not cut short by it."""
        before = self.asked
        return lambda: self.asked and not before

    def seconds_left(self, at_least: float = 1.0) -> float | None:
        """The time left for a solver, which is never none; ``None`` for no end."""
        if self.asked:
            return at_least
        return None if self.deadline is None else max(self.deadline - time.monotonic(), at_least)


def never() -> bool:
    """Nobody ever asks to stop."""
    return False


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Within, the first Ctrl-C asks to stop and a second one interrupts, as it does elsewhere."""
    stop = Stop()
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
