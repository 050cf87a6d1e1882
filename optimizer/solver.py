"""The one module that names a solver.

HiGHS is reached through PuLP and then asked itself what it found: PuLP 3.3 may call a solve optimal that stopped on
its time limit. Any other solver that PuLP finds installed serves too; such solvers state no bound, so the bound of a
whole-number programme is then that of its linear relaxation.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import highspy
import pulp

from optimizer.errors import SolverError
from optimizer.interruptible import run
from optimizer.options import DEFAULT_SOLVER
from optimizer.stopping import never

#: HiGHS keeps one pool of threads per process, so every solve asks for the same number.
THREADS = 1

_STOPPED = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kIterationLimit,
    highspy.HighsModelStatus.kSolutionLimit,
    highspy.HighsModelStatus.kInterrupt,
    highspy.HighsModelStatus.kObjectiveBound,
    highspy.HighsModelStatus.kObjectiveTarget,
}

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
    if solver == DEFAULT_SOLVER:
        answer = _highs(problem, enough, gapRel=gap, timeLimit=time_limit)
    else:
        answer = _other(problem, solver, gap, time_limit, enough)
    return answer


def relax(problem: pulp.LpProblem, solver: str = DEFAULT_SOLVER, *, time_limit: float | None = None) -> Answer:
    """Solve with whole numbers relaxed; the answer has duals."""
    if solver == DEFAULT_SOLVER:
        answer = _highs(problem, never, mip=False, timeLimit=time_limit)
    else:
        answer = _run_other(problem, solver, time_limit, never, mip=False)
        if not answer.finished:  # where the simplex method was stopped midway proves nothing, and need not be feasible
            answer = Answer(None, None, finished=False)
    duals = {row.name: float(row.pi or 0.0) for row in problem.constraints()}
    return Answer(answer.objective, answer.objective if answer.finished else None, answer.finished, duals)


def value(variable: pulp.LpVariable) -> float:
    """The value of a variable after a solve; 0 where the solver was not told of it."""
    found = variable.varValue
    return 0.0 if found is None else float(found)


class _Interruptible(pulp.HiGHS):  # type: ignore[misc]  # PuLP has no types
    """HiGHS as PuLP has it, but for how it is run."""

    enough: Callable[[], bool] = staticmethod(never)

    def callSolver(self, lp: pulp.LpProblem) -> None:  # noqa: N802  # PuLP's name
        """Run it so that Ctrl-C is heard."""
        run(lp.solverModel, self.enough)


def _highs(problem: pulp.LpProblem, enough: Callable[[], bool], **options: float | bool | None) -> Answer:
    highs_of_pulp = _Interruptible(msg=False, output_flag=False, threads=THREADS, **options)
    highs_of_pulp.enough = enough
    problem.solve(highs_of_pulp)
    highs = problem.solverModel
    status, info = highs.getModelStatus(), highs.getInfo()
    if status not in _STOPPED:
        raise SolverError(f"HiGHS ended with {highs.modelStatusToString(status)}")
    finished = status == highspy.HighsModelStatus.kOptimal
    feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    # PuLP 3 keeps the objective's constant to itself, PuLP 4 passes it on.
    missing = problem.objective.constant - highs.getObjectiveOffset()[1]
    objective = info.objective_function_value + missing if feasible else None
    if len(highs.getLp().integrality_):
        bound: float | None = info.mip_dual_bound + missing
    else:
        bound = objective if finished else None
    return Answer(objective, bound if bound is not None and math.isfinite(bound) else None, finished)


def _other(
    problem: pulp.LpProblem, solver: str, gap: float, time_limit: float | None, enough: Callable[[], bool]
) -> Answer:
    """A whole-number solve by another solver, which states no bound.

    If it ended before its time limit, it searched until nothing better than ``gap`` was left; else only the linear
    relaxation is proven.
    """
    relaxed = relax(problem, solver).bound
    whole = _run_other(problem, solver, time_limit, enough, gapRel=gap)
    bounds = [] if relaxed is None else [relaxed]
    if whole.finished and whole.objective is not None:
        bounds.append(whole.objective - gap * abs(whole.objective))
    return Answer(whole.objective, max(bounds, default=None), whole.finished)


def _run_other(
    problem: pulp.LpProblem,
    solver: str,
    time_limit: float | None,
    enough: Callable[[], bool],
    **options: float | bool,
) -> Answer:
    """A solve by another solver, a process that hears Ctrl-C itself: it ends with what it has, or fails for it."""
    limit = {} if time_limit is None else {"timeLimit": time_limit}
    started = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3.3 deprecates the CBC that it bundles
        try:
            stats = problem.solve(pulp.getSolver(solver, msg=False, **limit, **options))
        except pulp.PulpError as error:
            if enough():
                return Answer(None, None, finished=False)
            raise SolverError(f"{solver} failed: {error}") from error
    out_of_time = enough() or (time_limit is not None and time.monotonic() - started >= time_limit)
    end = _end(problem, stats, out_of_time=out_of_time)
    if end.feasible:
        return Answer(float(pulp.value(problem.objective)), None, end.finished)
    if end.reason in NO_SOLUTION and not out_of_time:
        raise SolverError(f"{solver} ended with {NO_SOLUTION[end.reason]}")
    return Answer(None, None, finished=False)


@dataclass(frozen=True, slots=True)
class _End:
    """How a solve ended: PuLP's number for why, whether it left a feasible point, and whether that is the best."""

    reason: int
    feasible: bool
    finished: bool


def _end(problem: pulp.LpProblem, stats: Any, *, out_of_time: bool) -> _End:
    """PuLP 4 says it in what a solve returns, PuLP 3 in the problem; the numbers for the reasons are the same.

    With GLPK, PuLP 3 takes the best within the time limit for the optimum, so there the clock has a say, too.
    """
    if hasattr(stats, "has_solution"):
        finished = stats.status in (pulp.LpSolveStatus.Optimal, pulp.LpSolveStatus.GapLimit)
        return _End(int(stats.status), stats.has_solution, finished)
    feasible = problem.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    finished = problem.sol_status == pulp.LpSolutionOptimal and not out_of_time
    return _End(problem.status, feasible, finished)
