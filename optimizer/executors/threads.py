"""Threads of this process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from optimizer.executors.executor import Closing, Result, Shared, Value


class Threads(Closing):
    """Threads of this process: the executor for pricing on one machine.

    Compiled code lets go of the interpreter's lock, so threads price shipments side by side, and nothing has to be
    copied or started. A thread can't be lost by itself.

    Parameters
    ----------
    workers
        How many threads; as many as the machine has cores if not given.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._threads = ThreadPoolExecutor(workers or os.cpu_count(), "worker")

    def share(self, value: Value) -> Shared[Value]:
        """The value itself."""
        return Shared(value)

    def map(
        self, function: Callable[..., Result], shared: Sequence[Shared[Any]], tasks: Sequence[Any]
    ) -> Iterator[Result]:
        """Call ``function(*values of shared, task)`` for each task; the results, in the order of the tasks."""
        values = [one.handle for one in shared]
        return self._threads.map(lambda task: function(*values, task), tasks)

    def close(self) -> None:
        """Let the threads go, once they are done with what they are at."""
        self._threads.shutdown(cancel_futures=True)
