"""Processes of this machine."""

from __future__ import annotations

import contextlib
import os
import pickle
import tempfile
import weakref
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from optimizer.executors.executor import Closing, Result, Shared, Value
from optimizer.executors.worker import Worker


class Processes(Closing):
    """Processes of this machine: the executor for scenario runs, whole plans that are mostly Python.

    Each is started when it is first needed, and again when it was lost. A script that uses them keeps what it does
    under ``if __name__ == "__main__":``, since a new process imports it. What is shared lies in a temporary file, and
    each worker reads it once.

    Parameters
    ----------
    workers
        How many processes; as many as the machine has cores if not given.
    """

    def __init__(self, workers: int | None = None) -> None:
        workers = workers or os.cpu_count() or 1
        self._folder = tempfile.TemporaryDirectory(prefix="optimizer-", ignore_cleanup_errors=True)
        self._numbers = count()
        self._workers = [Worker() for _ in range(workers)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        # One thread to wait for each worker.
        self._threads = ThreadPoolExecutor(workers, "waiting")

    def share(self, value: Value) -> Shared[Value]:
        """Write the value to a file, which is deleted when it is let go of."""
        path = Path(self._folder.name, f"{next(self._numbers)}.pickle")
        with path.open("wb") as file:
            pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
        shared: Shared[Value] = Shared(path)
        weakref.finalize(shared, _delete, path)
        return shared

    def map(
        self, function: Callable[..., Result], shared: Sequence[Shared[Any]], tasks: Sequence[Any]
    ) -> Iterator[Result]:
        """Call ``function(*values of shared, task)`` for each task; the results, in the order of the tasks."""

        def run(task: Any) -> Result:
            # From here, so that what is shared lasts as long as there are tasks for it.
            paths = [one.handle for one in shared]
            worker = self._idle.get()
            try:
                result: Result = worker.call(function, paths, task)
            finally:
                self._idle.put(worker)
            return result

        return self._threads.map(run, tasks)

    def close(self) -> None:
        """End the processes, whatever they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.close()
        self._threads.shutdown()
        self._folder.cleanup()


def _delete(path: Path) -> None:
    with contextlib.suppress(OSError):  # it went with its folder, or is just being read: then it goes with it later
        path.unlink()
