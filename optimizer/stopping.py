"""When to stop: at a time limit, or when the user asks for what there is by Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from optimizer.errors import OutOfTimeError

#: All is to be done so long after the limit at the latest, where there was no plan before, s; and what there is for
#: explaining after Ctrl-C, s.
GRACE, AFTER_CTRL_C = 3.0, 1.0

#: No machine is taken to be busier than this, and on one whose work is shorter than so many s it is not looked at.
MOST_BUSY, TOO_SHORT = 3.0, 0.02


@dataclass(slots=True)
class Busy:
    """How busy the machine is: how many times longer what this thread does takes by the clock, 1 if it is idle.

    It is what is done within ``with``, which ought to be computing and to wait for nothing.
    """

    times: float = 1.0
    _clock: float = 0.0
    _computed: float = 0.0

    def __enter__(self) -> Busy:
        """Begin to look."""
        self._clock, self._computed = time.monotonic(), time.thread_time()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no longer."""
        clock, computed = time.monotonic() - self._clock, time.thread_time() - self._computed
        if computed > TOO_SHORT:
            self.times = min(max(clock / computed, 1.0), MOST_BUSY)


@dataclass(slots=True)
class Stop:
    """Says whether to go on with the phase at hand, the search or what is said of its plan.

    ``deadline`` of the phase and ``end`` of all of it are by the monotonic clock, ``None`` for none; with no plan at
    hand the search goes on for ``allowance`` after ``end``, s. ``asked`` is set by the first Ctrl-C, and when that was.
    ``patient`` is the search that has to find something, however late. ``busy`` is how busy the machine is.
    """

    deadline: float | None = None
    end: float | None = None
    allowance: float = GRACE
    asked: bool = False
    asked_at: float | None = None
    patient: bool = False
    busy: Busy = field(default_factory=Busy)
    _heeded: bool = False

    @property
    def now(self) -> bool:
        """Whether to end the phase, and hand over the best so far."""
        return (self.asked and not self._heeded) or (self.deadline is not None and time.monotonic() >= self.deadline)

    def late(self, ahead: float = 0.0) -> bool:
        """Whether to end the search even with no plan at hand, so many seconds from now."""
        ends = [end for end in (self.end, self.asked_at) if end is not None]
        return bool(ends) and time.monotonic() + ahead >= min(ends) + self.allowance and not self.patient

    def limit(self, seconds: float | None, begun: float | None = None) -> None:
        """Count the time; ``None`` for no limit.

        ``begun`` is when that began by the monotonic clock, now if not given.
        """
        begun = time.monotonic() if begun is None else begun
        self.end = self.deadline = None if seconds is None else begun + seconds

    def keep(self, afterwards: float, allowance: float) -> None:
        """Keep some seconds for what comes after the search, which with no plan may take longer by its allowance."""
        self.deadline = None if self.end is None else self.end - afterwards
        self.allowance = allowance

    def go_on(self, afterwards: float = 0.0) -> None:
        """Begin to explain what was found, which leaves some seconds for what follows; after Ctrl-C there is little."""
        ends = [] if self.end is None else [self.end - afterwards]
        if self.asked:
            ends.append(time.monotonic() + AFTER_CTRL_C)
        self.deadline, self._heeded = min(ends, default=None), self.asked

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Within, the phase ends after so many seconds from now, if not before."""
        before, until = self.deadline, time.monotonic() + seconds
        self.deadline = until if before is None else min(before, until)
        try:
            yield
        finally:
            self.deadline = before

    def check_within(self, seconds: float) -> Callable[[], None]:
        """A ``check`` that also raises once so many seconds from now are over."""
        until = time.monotonic() + seconds

        def check() -> None:
            self.check()
            if time.monotonic() > until:
                raise OutOfTimeError("the time for this is over")

        return check

    def asked_from_now_on(self) -> Callable[[], bool]:
        """Says whether Ctrl-C has come since: what begins after it is not cut short by it."""
        before = self.asked
        return lambda: self.asked and not before

    def seconds_left(self, at_least: float = 0.5) -> float | None:
        """The time left for a solver, which is never none; ``None`` for no end."""
        if self.asked:
            return at_least
        return None if self.deadline is None else max(self.deadline - time.monotonic(), at_least)

    def lasts(self, seconds: float) -> bool:
        """Whether the phase goes on for so many seconds yet, or the search has to find something, however late."""
        return self.patient or self.deadline is None or time.monotonic() + seconds <= self.deadline

    def check_late(self, ahead: float = 0.0) -> None:
        """Go on if the search is not to end without a plan, so many seconds from now.

        Raises
        ------
        OutOfTimeError
            If it is.
        """
        if self.late(ahead):
            raise OutOfTimeError("the time is over")

    def first_plan(self, seconds: float) -> Callable[[], None]:
        """A check for a first plan: it has so many seconds from now, and more as long as it is not late."""
        begun = time.monotonic()

        def check() -> None:
            if time.monotonic() >= begun + seconds:
                self.check_late(-seconds)

        return check

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
    """Within, the first Ctrl-C asks to stop and a second one interrupts, as it does elsewhere.

    Raised amid the locks of ``threading``, ``KeyboardInterrupt`` comes out as another error; it is raised for that.
    """
    stop, interrupted = Stop(), False
    if threading.current_thread() is not threading.main_thread():  # Python lets no other thread hear signals
        yield stop
        return

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        if stop.asked and callable(before):
            try:
                before(number, frame)
            except KeyboardInterrupt:
                interrupted = True
                raise
        stop.asked, stop.asked_at = True, time.monotonic()

    before = signal.getsignal(signal.SIGINT)
    if not callable(before):  # ignored, as where a shell runs it in the background, or not set by Python
        yield stop
        return
    signal.signal(signal.SIGINT, ask)
    try:
        yield stop
    except Exception as error:
        if interrupted:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)
