"""Programmes that are stated in PuLP: their rows are taken down as arrays, and solved in the child process.

HiGHS is asked itself what it found: PuLP 3.3 may call a solve optimal that stopped on its time limit. Any other solver
that PuLP finds installed serves too; such solvers state no bound, so the bound of a whole-number programme is then
that of its linear relaxation.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pulp

from optimizer.errors import InfeasibleError, OutOfTimeError, SolverError
from optimizer.options import DEFAULT_SOLVER
from optimizer.solver.child_process import process
from optimizer.solver.model import STOPPED, Floats
from optimizer.solver.programme import Programme
from optimizer.stopping import never

#: PuLP's numbers for ends that no longer time would have changed.
NO_SOLUTION = {-1: "Infeasible", -2: "Unbounded", -3: "Undefined"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver found.

    Attributes
    ----------
    objective
        Of the point it left in the variables; ``None`` if it has no feasible one.
    bound
        Proven: no feasible point is below it; ``None`` if nothing is proven.
    finished
        Whether it ran to the end, rather than to the time limit.
    duals
        By name of the constraint, where they were asked for: what one more unit on the right side changes.
    """

    objective: float | None
    bound: float | None
    finished: bool
    duals: dict[str, float] = field(default_factory=dict)


def available() -> list[str]:
    """The solvers that PuLP finds installed, the default first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        found = pulp.listSolvers(onlyAvailable=True)
    return sorted(found, key=lambda name: (name != DEFAULT_SOLVER, name))


def solver_name(name: str) -> str:
    """The name as PuLP writes it, whatever the case; ``cbc`` is the CBC that is there.

    Raises
    ------
    SolverError
        If PuLP finds no such solver installed.
    """
    names = available()
    known = {found.casefold(): found for found in names}
    for alias in ("PULP_CBC_CMD", "COIN_CMD"):
        if alias in names:
            known["cbc"] = alias
    if name.casefold() not in known:
        raise SolverError(f'solver "{name}" is not installed; installed are {", ".join(names)}')
    return known[name.casefold()]


def solve(
    problem: pulp.LpProblem,
    solver: str = DEFAULT_SOLVER,
    *,
    gap: float = 0.0,
    time_limit: float | None = None,
    enough: Callable[[], bool] = never,
) -> Answer:
    """Solve with whole numbers as they stand; when ``enough`` says so, what is found by then must do.

    Raises
    ------
    SolverError
        If the solver fails, or finds the problem infeasible or unbounded.
    """
    stated = _Stated(problem)
    if solver != DEFAULT_SOLVER:
        return _other(stated, solver, gap, time_limit, enough)
    if not any(stated.programme.whole):
        return _relaxed(stated, time_limit, enough)
    found = stated.programme.search(gap, time_limit, enough=enough)
    if found.values is None and found.status not in STOPPED and found.status.startswith("k"):
        error = InfeasibleError if found.status == "kInfeasible" else SolverError
        raise error(f"HiGHS ended with {found.status[1:]}")
    bound = found.bound + stated.constant
    return Answer(stated.leave(found.values), bound if math.isfinite(bound) else None, found.finished)


def relax(
    problem: pulp.LpProblem,
    solver: str = DEFAULT_SOLVER,
    *,
    time_limit: float | None = None,
    enough: Callable[[], bool] = never,
) -> Answer:
    """Solve with whole numbers relaxed; the answer has duals.

    Raises
    ------
    SolverError
        If the solver fails, or finds the problem infeasible or unbounded.
    """
    stated = _Stated(problem)
    if solver == DEFAULT_SOLVER:
        return _relaxed(stated, time_limit, enough)
    # Where the simplex method was stopped midway proves nothing, and need not be feasible.
    answer = _run_other(stated, solver, time_limit, enough, mip=False)
    return answer if answer.finished else Answer(None, None, finished=False)


def value(variable: pulp.LpVariable) -> float:
    """The value of a variable after a solve; 0 where the solver was not told of it."""
    found = variable.varValue
    return 0.0 if found is None else float(found)


class _Stated:
    """A problem as arrays, and the way back."""

    def __init__(self, problem: pulp.LpProblem) -> None:
        self.programme = Programme()
        self.variables = problem.variables()
        costs = {variable.name: cost for variable, cost in problem.objective.items()}
        places = {}
        for variable in self.variables:
            lower, upper = variable.lowBound, variable.upBound
            places[variable.name] = self.programme.column(
                costs.get(variable.name, 0.0),
                math.inf if upper is None else upper,
                lower=-math.inf if lower is None else lower,
                whole=variable.cat == pulp.LpInteger,
            )
        self.names = []
        for row in problem.constraints():
            least, most = row.getLb(), row.getUb()
            self.names.append(row.name)
            terms = ((places[variable.name], amount) for variable, amount in row.items())
            self.programme.row(-math.inf if least is None else least, terms, math.inf if most is None else most)
        self.constant = float(problem.objective.constant)

    def leave(self, values: Floats | None) -> float | None:
        """Leave values in the variables; what they come to."""
        if values is None:
            return None
        for variable, found in zip(self.variables, values.tolist(), strict=True):
            variable.varValue = found
        return float(np.array(self.programme.cost) @ values) + self.constant

    def with_names(self, duals: Floats) -> dict[str, float]:
        """Duals by name of the constraint."""
        return dict(zip(self.names, duals.tolist(), strict=True))


def _relaxed(stated: _Stated, time_limit: float | None, enough: Callable[[], bool]) -> Answer:
    model = stated.programme.model()
    try:
        model.solve(time_limit, enough)
    except OutOfTimeError:
        return Answer(None, None, finished=False)
    objective = stated.leave(model.values)
    return Answer(objective, objective, finished=True, duals=stated.with_names(model.duals))


def _other(stated: _Stated, solver: str, gap: float, time_limit: float | None, enough: Callable[[], bool]) -> Answer:
    """A whole-number solve by another solver, which states no bound.

    If it ended before its time limit, it searched until nothing better than ``gap`` was left; else only the linear
    relaxation is proven.
    """
    relaxed = _run_other(stated, solver, time_limit, enough, mip=False)
    whole = _run_other(stated, solver, time_limit, enough, gapRel=gap)
    bounds = [relaxed.bound] if relaxed.finished and relaxed.bound is not None else []
    if whole.finished and whole.objective is not None:
        bounds.append(whole.objective - gap * abs(whole.objective))
    return Answer(whole.objective, max(bounds, default=None), whole.finished)


def _run_other(
    stated: _Stated,
    solver: str,
    time_limit: float | None,
    enough: Callable[[], bool],
    **options: Any,
) -> Answer:
    """A solve by another solver; one that is lost to the clock has found nothing."""
    limit = {} if time_limit is None else {"timeLimit": time_limit}
    programme = stated.programme
    arrays = {name: np.array(getattr(programme, name)) for name in programme.__dataclass_fields__}
    reply = process().ask([("other", solver, arrays, options | limit)], time_limit, enough, silent=True)
    found = reply.result
    if found is None:
        if enough() or time_limit is not None:
            return Answer(None, None, finished=False)
        raise SolverError(f"{solver} failed: {reply.lost}")
    if found["values"] is not None:
        objective = stated.leave(found["values"])
        bound = objective if found["finished"] else None
        return Answer(objective, bound, found["finished"], stated.with_names(found["duals"]))
    if found["reason"] in NO_SOLUTION and not found["late"] and not enough():
        raise SolverError(f"{solver} ended with {NO_SOLUTION[found['reason']]}")
    return Answer(None, None, finished=False)
