"""A process that does one task after another, and both ends of the line to it."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import traceback
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from typing import Any

from optimizer.errors import WorkerError
from optimizer.executors.executor import TRIES

#: A new interpreter: the same on every system, and it inherits no locks that other threads hold.
START = multiprocessing.get_context("spawn")


class Worker:
    """The near end: a process that is started when needed, and anew when it was lost. One task at a time."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._closed = False
        self._starting = Lock()

    def call(self, function: Callable[..., Any], paths: Sequence[Path], task: Any) -> Any:
        """What the function gives for the values in these files and the task."""
        asked = pickle.dumps((function, paths, task), pickle.HIGHEST_PROTOCOL)
        for _ in range(TRIES):
            line = self._start()
            try:
                line.send_bytes(asked)
                answer = line.recv_bytes()
            except (EOFError, OSError):  # nobody is at the other end
                ended = self._lost()
                continue
            done, result = pickle.loads(answer)
            if done:
                return result
            raise result
        raise WorkerError(
            f"{TRIES} workers were lost over the same task, the last with exit status {ended}: see whether the machine "
            "runs out of memory (fewer workers need less), and whether the script that started this keeps what it does "
            'under if __name__ == "__main__":'
        )

    def _start(self) -> Connection:
        """The line to the process."""
        with self._starting:
            if self._closed:
                raise WorkerError("the processes were let go before the task was done")
            if self._line is None:
                self._line, there = START.Pipe()
                # A daemon: it ends with this process.
                self._process = START.Process(target=_serve, args=(there,), daemon=True)
                self._process.start()
                there.close()
            return self._line

    def _lost(self) -> int | None:
        """Clear away what is left of the process; its exit status."""
        with self._starting:
            assert self._process is not None and self._line is not None  # _start() comes first
            self._line.close()
            self._process.kill()
            self._process.join()
            status = self._process.exitcode
            self._line = self._process = None
            return status

    def close(self) -> None:
        """End the process, if there is one; from any thread."""
        with self._starting:
            self._closed = True
            if self._process is not None:
                self._process.terminate()
                self._process.join()


def _serve(line: Connection) -> None:
    """Do tasks until the other end is closed, or its process gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process: the one that started this decides
    while True:
        try:
            asked = line.recv_bytes()
        except (EOFError, OSError):
            return
        answer = _answer(asked)
        try:
            line.send_bytes(answer)
        except OSError:
            return


def _answer(asked: bytes) -> bytes:
    """Whether the task was done, and its result or what it raised; pickled."""
    try:
        function, paths, task = pickle.loads(asked)
        result = function(*map(_value, paths), task)
        return pickle.dumps((True, result), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # whatever it is, it is for who asked
        error.add_note(f"In a worker:\n{traceback.format_exc()}")
        return _told(error)


def _told(error: Exception) -> bytes:
    try:
        return pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
    except Exception:  # it holds what can't leave the process: its words can
        return pickle.dumps((False, WorkerError("".join(traceback.format_exception(error)))))


_values: dict[Path, Any] = {}


def _value(path: Path) -> Any:
    """The value in a file, read once; those whose files are gone are forgotten."""
    if path not in _values:
        for gone in [known for known in _values if not known.exists()]:
            del _values[gone]
        with path.open("rb") as file:
            _values[path] = pickle.load(file)
    return _values[path]
