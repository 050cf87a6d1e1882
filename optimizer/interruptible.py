"""HiGHS in a thread of its own, so that Ctrl-C is heard while it runs.

Python hears signals between two steps of its main thread, and a run of HiGHS is a single step, however long. The main
thread therefore waits for it in short turns. What HiGHS finds is the same either way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

from optimizer.stopping import never

#: So long a turn of waiting lasts, s: where no signal ends it early, Ctrl-C is heard after it.
TURN = 0.1

#: So long HiGHS may take to end after it was interrupted, s, before it is left to itself.
GRACE = 5.0


class Event(Protocol):
    """What HiGHS says when it asks whether to go on."""

    def interrupt(self) -> None:
        """End the run."""


class _Run(threading.Thread):
    """One run of HiGHS.

    Attributes
    ----------
    ending
        Whether HiGHS is to end as soon as it asks.
    """

    def __init__(self, highs: Any) -> None:
        super().__init__(name="solving", daemon=True)
        self.ending = False
        self.error: BaseException | None = None
        self._highs = highs

    def run(self) -> None:
        """Run it; called in the thread."""
        try:
            self._highs.run()
        except BaseException as error:  # it is raised where the run was asked for
            self.error = error

    def answer(self, event: Event) -> None:
        """Say whether to go on."""
        if self.ending:
            event.interrupt()


def run(highs: Any, enough: Callable[[], bool] = never) -> None:
    """Run HiGHS; it ends early, with what it has, when ``enough`` says so, and with ``KeyboardInterrupt``, too.

    Parameters
    ----------
    highs
        A ``highspy.Highs``, ready to run.
    enough
        Whether to take the best so far; asked time and again.
    """
    thread = _Run(highs)
    callbacks = (highs.cbMipInterrupt, highs.cbSimplexInterrupt)
    for callback in callbacks:
        callback.subscribe(thread.answer)
    try:
        thread.start()
        while thread.is_alive():
            thread.join(TURN)
            thread.ending = enough()
    except BaseException:
        thread.ending = True
        if thread.is_alive():
            thread.join(GRACE)
        raise
    for callback in callbacks:
        callback.unsubscribe(thread.answer)
    if thread.error is not None:
        raise thread.error
