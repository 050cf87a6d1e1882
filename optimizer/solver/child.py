"""The child process: models held by number, requests in on standard input, answers out on standard output.

A request is a serial number and commands, of which the last answers; on either pipe a message is its length and a
pickle. While HiGHS runs, the child says now and then that it is alive, with what is proven and each better solution as
it is found, so that these stand if the child has to be killed. It imports nothing of this project, and all that
solvers print goes nowhere.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import struct
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from runpy import run_path
from typing import IO, Any

#: How the length of a message is written.
LENGTH = struct.Struct("<Q")

#: Seconds between two signs of life.
HEARTBEAT = 0.25

#: HiGHS keeps one pool of threads per process, so every solve asks for the same number.
THREADS = 1


def main() -> None:
    """Serve until standard input ends, which ends a running solve, too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    serve(requests, answers, Solver(answers))


def serve(requests: IO[bytes], answers: IO[bytes], solver: Solver) -> None:
    """Answer requests in order; ``stop`` is heard by a thread of its own, while a request is worked on."""
    waiting: queue.SimpleQueue[tuple[int, Sequence[Any]]] = queue.SimpleQueue()

    def listen() -> None:
        while (message := receive(requests)) is not None:
            serial, commands = message
            if commands == "stop":
                solver.stopped = max(solver.stopped, serial)
            else:
                waiting.put(message)
        os._exit(0)  # the parent has gone, or has closed the pipe

    threading.Thread(target=listen, daemon=True).start()
    solver.prepare()
    send(answers, ("ready", None))
    while True:
        solver.serial, commands = waiting.get()
        send(answers, solver.answer(commands))


def receive(stream: IO[bytes]) -> Any:
    """The next message, ``None`` at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = stream.read(length)
    return pickle.loads(content) if len(content) == length else None


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message."""
    content = pickle.dumps(message, protocol=5)
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


class Solver:
    """Holds models and solves them; ``serial`` is that of the request at hand, up to ``stopped`` they are to end."""

    def __init__(self, answers: IO[bytes]) -> None:
        self.serial, self.stopped = 0, -1
        self._answers = answers
        self._models: dict[int, Any] = {}

    def prepare(self) -> None:
        """Import what solves, which takes some tenths of a second."""
        import highspy  # noqa: PLC0415  # not in the parent, which takes from here how messages are written
        import numpy as np  # noqa: PLC0415  # nor before the pipes are set up, so that no word of it gets into them

        self._highspy, self._np = highspy, np

    def answer(self, commands: Sequence[Any]) -> tuple[str, Any]:
        """Obey commands; what the last one answers, or why one failed."""
        result = None
        try:
            for name, *arguments in commands:
                result = COMMANDS[name](self, *arguments)
        except Exception as error:
            return "failed", f"{type(error).__name__}: {error}"
        return "done", result

    def new(self, number: int) -> None:
        """An empty model."""
        self._models[number] = self._quiet()

    def drop(self, number: int) -> None:
        """Forget a model."""
        self._models.pop(number, None)

    def columns(self, number: int, cost: Any, lower: Any, upper: Any, *matrix: Any) -> None:
        """Add columns; ``matrix`` is starts, row numbers and values."""
        starts, index, value = matrix
        self._taken(self._models[number].addCols(cost.size, cost, lower, upper, index.size, starts, index, value))

    def rows(self, number: int, lower: Any, upper: Any, *matrix: Any) -> None:
        """Add rows; ``matrix`` is starts, column numbers and values."""
        starts, index, value = matrix
        self._taken(self._models[number].addRows(lower.size, lower, upper, index.size, starts, index, value))

    def bounds(self, number: int, columns: Any, lower: Any, upper: Any) -> None:
        """Change bounds of columns."""
        self._models[number].changeColsBounds(columns.size, columns, lower, upper)

    def solve(self, number: int, options: Mapping[str, Any]) -> dict[str, Any]:
        """Solve the linear relaxation: from the last basis, or with presolve from scratch."""
        highs = self._models[number]
        if options["presolve"] == "on":
            highs.clearSolver()
        self._run(highs, options, highs.cbSimplexInterrupt)
        solution = highs.getSolution()
        found = {"duals": solution.row_dual, "reduced_costs": solution.col_dual, "values": solution.col_value}
        return self._end(highs) | {name: self._np.array(numbers) for name, numbers in found.items()}

    def search(self, number: int, whole: Any, zero: Any, options: Mapping[str, Any]) -> dict[str, Any]:
        """Search for the best solution with some columns whole and some at 0; the model stays as it is."""
        highs = self._quiet()
        self._taken(highs.passModel(self._models[number].getLp()))
        kinds = self._np.full(whole.size, self._highspy.HighsVarType.kInteger)
        highs.changeColsIntegrality(whole.size, whole, kinds)
        highs.changeColsBounds(zero.size, zero, self._np.zeros(zero.size), self._np.zeros(zero.size))
        highs.cbMipImprovingSolution.subscribe(self._better)
        self._run(highs, options, highs.cbMipInterrupt)
        info = highs.getInfo()
        feasible = info.primal_solution_status == int(self._highspy.SolutionStatus.kSolutionStatusFeasible)
        values = self._np.array(highs.getSolution().col_value) if feasible else None
        return self._end(highs) | {"values": values, "bound": info.mip_dual_bound}

    def other(self, *arguments: Any) -> dict[str, Any]:
        """Solve by another solver, which PuLP knows; see ``other.py``."""
        solve = run_path(str(Path(__file__).with_name("other.py")))["solve"]
        found: dict[str, Any] = solve(*arguments)
        return found

    def _taken(self, status: Any) -> None:
        """Do not go on with less than was said: HiGHS takes none of the rows if one names a column twice."""
        if status == self._highspy.HighsStatus.kError:
            raise ValueError("HiGHS refused columns or rows")

    def _quiet(self) -> Any:
        highs = self._highspy.Highs()  # type: ignore[no-untyped-call]  # highspy types its methods, not its constructor
        for name, value in (("output_flag", False), ("threads", THREADS)):
            highs.setOptionValue(name, value)
        return highs

    def _run(self, highs: Any, options: Mapping[str, Any], interrupt: Any) -> None:
        """Run HiGHS; it ends early when it is stopped."""
        for name, value in options.items():
            highs.setOptionValue(name, value)
        beat = self._heart()
        interrupt.subscribe(beat)
        try:
            highs.run()
        finally:
            interrupt.unsubscribe(beat)

    def _heart(self) -> Callable[[Any], None]:
        last = time.monotonic()

        def beat(event: Any) -> None:
            nonlocal last
            if self.stopped >= self.serial:
                event.interrupt()
            if time.monotonic() - last >= HEARTBEAT:
                last = time.monotonic()
                send(self._answers, ("alive", event.data_out.mip_dual_bound))

        return beat

    def _better(self, event: Any) -> None:
        send(self._answers, ("better", self._np.array(event.data_out.mip_solution)))

    @staticmethod
    def _end(highs: Any) -> dict[str, Any]:
        return {"status": highs.getModelStatus().name, "objective": highs.getObjectiveValue()}


COMMANDS: Mapping[str, Callable[..., Any]] = {
    name: getattr(Solver, name) for name in ("new", "drop", "columns", "rows", "bounds", "solve", "search", "other")
}
