"""When to stop: at a time limit, or when the user asks for what there is by Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from optimizer.errors import OutOfTimeError

#: What is still done with no plan at hand when the time is over, s; and what there is for explaining after Ctrl-C, s.
ALLOWANCE, AFTER_CTRL_C = 1.5, 1.0


@dataclass(slots=True)
class Stop:
    """Says whether to go on with the phase at hand, the search or what is said of its plan.

    ``deadline`` of the phase and ``end`` of all of it are by the monotonic clock, ``None`` for none; ``asked`` is set
    by the first Ctrl-C, and when that was. ``patient`` is the search that has to find something, however late.
    """

    deadline: float | None = None
    end: float | None = None
    asked: bool = False
    asked_at: float | None = None
    patient: bool = False
    _heeded: bool = False

    @property
    def now(self) -> bool:
        """Whether to end the phase, and hand over the best so far."""
        return (self.asked and not self._heeded) or (self.deadline is not None and time.monotonic() >= self.deadline)

    @property
    def late(self) -> bool:
        """Whether to end the search even with no plan at hand."""
        ends = [end for end in (self.end, self.asked_at) if end is not None]
        return bool(ends) and time.monotonic() >= min(ends) + ALLOWANCE and not self.patient

    def limit(self, seconds: float | None, afterwards: float = 0.0, begun: float | None = None) -> None:
        """Count the time, of which some seconds are for what comes after the search; ``None`` for no limit.

        ``begun`` is when that began by the monotonic clock, now if not given.
        """
        begun = time.monotonic() if begun is None else begun
        self.end = None if seconds is None else begun + seconds
        self.deadline = None if self.end is None else self.end - afterwards

    def go_on(self, afterwards: float = 0.0) -> None:
        """Begin to explain what was found, which leaves some seconds for what follows; after Ctrl-C there is little."""
        ends = [] if self.end is None else [self.end - afterwards]
        if self.asked:
            ends.append(time.monotonic() + AFTER_CTRL_C)
        self.deadline, self._heeded = min(ends, default=None), self.asked

    def asked_from_now_on(self) -> Callable[[], bool]:
        """Says whether Ctrl-C has come since: what begins after it is not cut short by it."""
        before = self.asked
        return lambda: self.asked and not before

    def seconds_left(self, at_least: float = 0.5) -> float | None:
        """The time left for a solver, which is never none; ``None`` for no end."""
        if self.asked:
            return at_least
        return None if self.deadline is None else max(self.deadline - time.monotonic(), at_least)

    def check_late(self) -> None:
        """Go on if the search is not to end without a plan.

        Raises
        ------
        OutOfTimeError
            If it is.
        """
        if self.late:
            raise OutOfTimeError("the time is over")

    def check(self) -> None:
        """Go on if the phase is not to end.

        Raises
        ------
        OutOfTimeError
            If it is.
        """
        if self.now:
            raise OutOfTimeError("the time is over")


def nothing_to_check() -> None:
    """Go on, whatever the time."""


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
        stop.asked, stop.asked_at = True, time.monotonic()

    before = signal.getsignal(signal.SIGINT)
    if not callable(before):  # ignored, as where a shell runs it in the background, or not set by Python
        yield stop
        return
    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
