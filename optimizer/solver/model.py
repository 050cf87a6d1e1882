"""A linear programme that lives in the child process, and what it takes to state it there again after a kill."""

from __future__ import annotations

import itertools
import time
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.errors import OutOfTimeError, SolverError
from optimizer.solver.child_process import Process, Reply, process
from optimizer.stopping import never

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int32]
Command: TypeAlias = tuple[Any, ...]
Options: TypeAlias = dict[str, Any]

#: Options of HiGHS for a linear programme: from the last basis; where that comes to no good end, from scratch with
#: presolve; in a new child, without it and with another seed.
FROM_BASIS: Options = {"presolve": "off"}
FROM_SCRATCH: Options = {"presolve": "on"}
IN_NEW_CHILD: Options = {"presolve": "off", "random_seed": 1}

#: How a solve of HiGHS may end that leaves what it has found so far.
STOPPED = {
    *("kOptimal", "kTimeLimit", "kIterationLimit", "kSolutionLimit", "kInterrupt"),
    *("kObjectiveBound", "kObjectiveTarget"),
}

#: How far a solution of a child that was lost may miss a row, a bound or a whole number: HiGHS's tolerance.
FEASIBLE = 1e-6

_numbers = itertools.count()


class Searched(NamedTuple):
    """What a search for whole numbers found.

    Attributes
    ----------
    values
        By column; ``None`` if none is found.
    bound
        Proven: nothing costs less.
    status
        How it ended, in HiGHS's word, or why the child was lost.
    """

    values: Floats | None
    bound: float
    status: str

    @property
    def finished(self) -> bool:
        """Whether it ran to its end."""
        return self.status == "kOptimal"


@dataclass(slots=True, weakref_slot=True)
class Model:
    """A linear programme, to be minimised: columns and rows are added, and each solve goes on from the last basis.

    Attributes
    ----------
    values, reduced_costs, duals, objective
        After ``solve``: by column, by column, by row; and the least cost.
    """

    values: Floats = field(default_factory=lambda: np.empty(0))
    reduced_costs: Floats = field(default_factory=lambda: np.empty(0))
    duals: Floats = field(default_factory=lambda: np.empty(0))
    objective: float = 0.0
    column_count: int = 0
    row_count: int = 0
    _number: int = field(default_factory=lambda: next(_numbers))
    _stated: list[Command] = field(default_factory=list)
    _told: int = 0
    _bounds: dict[int, tuple[float, float]] = field(default_factory=dict)
    _changed: set[int] = field(default_factory=set)
    _process: Process | None = None

    def add_columns(self, cost: Floats, lower: Floats, upper: Floats, matrix: tuple[Ints, Ints, Floats]) -> int:
        """Add columns, of shape (n,); ``matrix`` is where each starts, row numbers and values. The first's number."""
        first = self.column_count
        self._stated.append(("columns", self._number, cost, lower, upper, *matrix))
        self.column_count += cost.size
        return first

    def add_rows(self, lower: Floats, upper: Floats, matrix: tuple[Ints, Ints, Floats]) -> int:
        """Add rows between two limits, of shape (n,); ``matrix`` as for columns, with theirs. The first's number."""
        first = self.row_count
        self._stated.append(("rows", self._number, lower, upper, *matrix))
        self.row_count += lower.size
        return first

    def set_bounds(self, columns: Iterable[int], lower: float, upper: float) -> None:
        """Hold columns between two bounds from now on."""
        for column in columns:
            self._bounds[column] = lower, upper
            self._changed.add(column)

    def solve(self, seconds: float | None = None, enough: Callable[[], bool] = never) -> None:
        """Solve it.

        Raises
        ------
        OutOfTimeError
            If ``seconds`` or ``enough`` end it before.
        SolverError
            If it has no solution, or the solver fails again and again.
        """
        clock, options, why = _Clock(seconds), FROM_BASIS, ""
        for _ in range(3):
            reply = self._ask(("solve", self._number, options), clock.left(), enough)
            found = reply.result
            if found is not None and found["status"] == "kOptimal":
                self.values, self.duals, self.reduced_costs = found["values"], found["duals"], found["reduced_costs"]
                self.objective = found["objective"]
                return
            if enough() or clock.over or (found is not None and found["status"] in STOPPED):
                raise OutOfTimeError("the time was over before the linear relaxation was solved")
            options = FROM_SCRATCH if found else IN_NEW_CHILD
            why = f"ended with {found['status']}" if found else f"was ended: {reply.lost}"
        raise SolverError(f"HiGHS {why}")

    def search(
        self,
        whole: Ints,
        gap: float,
        seconds: float | None = None,
        *,
        nodes: int | None = None,
        zero: Ints | None = None,
        enough: Callable[[], bool] = never,
    ) -> Searched:
        """Search for the best solution with columns ``whole``, and those of ``zero`` held at 0.

        It goes on until within ``gap`` of the least cost, for as long or as many nodes as it may, or until ``enough``
        says so. A child that is lost is replaced once, and what it had found and proven is kept.
        """
        zero = np.empty(0, np.int32) if zero is None else zero
        clock, best, bound, status = _Clock(seconds), None, -np.inf, ""
        for again in (False, True):
            options: Options = {"mip_rel_gap": gap} | (IN_NEW_CHILD if again else {})
            if nodes is not None:
                options["mip_max_nodes"] = nodes
            left = clock.left()
            if left is not None:
                options["time_limit"] = left
            reply = self._ask(("search", self._number, whole, zero, options), left, enough)
            if reply.result is not None:
                found = reply.result
                values, bound = self._cheaper(best, found["values"]), max(bound, found["bound"])
                return Searched(values, bound, found["status"])
            bound, status = max(bound, reply.bound), reply.lost
            if reply.better is not None and self._holds(reply.better, whole, zero):
                best = self._cheaper(best, reply.better)
            if enough() or clock.over:
                break
        return Searched(best, bound, status)

    def _ask(self, command: Command, seconds: float | None, enough: Callable[[], bool]) -> Reply:
        """Tell the child what it does not know yet, and ask."""
        child = process()
        if child is self._process:
            commands, changed = self._stated[self._told :], sorted(self._changed)
        else:
            commands, changed = [("new", self._number), *self._stated], sorted(self._bounds)
            weakref.finalize(self, child.dropped.append, self._number)
        self._process, self._told = child, len(self._stated)
        self._changed.clear()
        if changed:
            lower, upper = np.array([self._bounds[column] for column in changed]).T
            bounds = np.array(changed, np.int32), np.ascontiguousarray(lower), np.ascontiguousarray(upper)
            commands = [*commands, ("bounds", self._number, *bounds)]
        return child.ask([*commands, command], seconds, enough)

    def _cheaper(self, one: Floats | None, other: Floats | None) -> Floats | None:
        """The cheaper of two solutions, of which either may be missing."""
        found = [values for values in (one, other) if values is not None]
        cost = np.concatenate([command[2] for command in self._stated if command[0] == "columns"])
        return min(found, key=lambda values: float(cost @ values), default=None)

    def _holds(self, values: Floats, whole: Ints, zero: Ints) -> bool:
        """Whether a solution that nobody has vouched for keeps to bounds, rows and whole numbers."""
        lower, upper = np.full(self.column_count, -np.inf), np.full(self.column_count, np.inf)
        least, most, used = np.empty(self.row_count), np.empty(self.row_count), np.zeros(self.row_count)
        column = row = 0
        for kind, _, *arrays in self._stated:
            starts, index, value = arrays[-3:]
            of = np.repeat(np.arange(starts.size), np.diff(np.append(starts, index.size)))
            if kind == "columns":
                end = column + starts.size
                lower[column:end], upper[column:end] = arrays[1], arrays[2]
                np.add.at(used, index, value * values[column + of])
                column = end
            else:
                end = row + starts.size
                least[row:end], most[row:end] = arrays[0], arrays[1]
                np.add.at(used, row + of, value * values[index])
                row = end
        for number, (low, high) in self._bounds.items():
            lower[number], upper[number] = low, high
        lower[zero] = upper[zero] = 0.0
        slack = FEASIBLE * np.maximum(1.0, np.abs(used))
        return bool(
            np.all((values >= lower - FEASIBLE) & (values <= upper + FEASIBLE))
            and np.all((used >= least - slack) & (used <= most + slack))
            and np.all(np.abs(values[whole] - np.round(values[whole])) <= FEASIBLE)
        )


class _Clock:
    """What is left of some seconds."""

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float | None:
        """Seconds; ``None`` for no end."""
        return None if self._until is None else max(self._until - time.monotonic(), 0.0)

    @property
    def over(self) -> bool:
        """Whether they have passed."""
        return self.left() == 0.0
