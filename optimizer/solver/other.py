"""A solve by a solver other than HiGHS, through PuLP, in the child process. Run by its path, it imports no sibling."""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np
import pulp


def solve(name: str, arrays: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Solve a programme, given as its arrays, with options as PuLP has them.

    Returns
    -------
    dict
        ``values`` by column, or ``None``; ``duals`` by row; ``reason``, PuLP's number for how it ended; ``finished``,
        whether it ran to its end; ``late``, whether its time was over.
    """
    problem, rows = _stated(arrays)
    started = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3.3 deprecates the CBC that it bundles
        stats = problem.solve(pulp.getSolver(name, msg=False, **options))
    limit = options.get("timeLimit")
    out_of_time = limit is not None and time.monotonic() - started >= limit
    reason, feasible, finished = _end(problem, stats, out_of_time=out_of_time)
    by_name = {row.name: float(row.pi or 0.0) for row in problem.constraints()}
    columns = {column.name: float(column.varValue or 0.0) for column in problem.variables()}
    values = np.array([columns.get(f"c{n}", 0.0) for n in range(len(arrays["cost"]))])
    duals = np.array([by_name.get(f"r{n}", 0.0) for n in range(rows)])
    found = {"values": values if feasible else None, "duals": duals, "finished": finished}
    return found | {"reason": reason, "late": out_of_time}


def _stated(arrays: Mapping[str, Any]) -> tuple[pulp.LpProblem, int]:
    """The programme in PuLP, and how many rows it has; each row has one side, or two that are equal."""
    problem = pulp.LpProblem("programme", pulp.LpMinimize)
    of_column = (arrays[key].tolist() for key in ("lower", "upper", "whole"))
    columns = [
        problem.add_variable(f"c{n}", _finite(low), _finite(high), "Integer" if whole else "Continuous")
        for n, (low, high, whole) in enumerate(zip(*of_column, strict=True))
    ]
    problem.setObjective(pulp.lpSum(c * column for c, column in zip(arrays["cost"].tolist(), columns, strict=True)))
    starts, index, value = (arrays[key].tolist() for key in ("starts", "index", "value"))
    limits = zip(arrays["row_lower"].tolist(), arrays["row_upper"].tolist(), strict=True)
    number = -1
    for number, (low, high) in enumerate(limits):
        of_row = slice(starts[number], starts[number + 1])
        terms = pulp.lpSum(x * columns[column] for column, x in zip(index[of_row], value[of_row], strict=True))
        if low == high:
            problem += terms == low, f"r{number}"
        elif math.isfinite(low):
            problem += terms >= low, f"r{number}"
        elif math.isfinite(high):
            problem += terms <= high, f"r{number}"
    return problem, number + 1


def _finite(bound: float) -> float | None:
    return bound if math.isfinite(bound) else None


def _end(problem: pulp.LpProblem, stats: Any, *, out_of_time: bool) -> tuple[int, bool, bool]:
    """PuLP's number for how a solve ended, whether it left a feasible point, and whether that is the best.

    PuLP 4 says it in what a solve returns, PuLP 3 in the problem; the numbers are the same. With GLPK, PuLP 3 takes
    the best within the time limit for the optimum, so there the clock has a say, too.
    """
    if hasattr(stats, "has_solution"):
        finished = stats.status in (pulp.LpSolveStatus.Optimal, pulp.LpSolveStatus.GapLimit)
        return int(stats.status), stats.has_solution, finished
    feasible = problem.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)
    finished = problem.sol_status == pulp.LpSolutionOptimal and not out_of_time
    return problem.status, feasible, finished
