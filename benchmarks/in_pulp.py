"""The careful user's programme in PuLP, solved by HiGHS or CBC."""

from __future__ import annotations

import re
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulp

from benchmarks.found import Found, Limits, Stopwatch, of_highs
from benchmarks.programme import Entries, Programme, programme
from optimizer import solver
from tariffs.loading import Input

#: From pairs of variable and coefficient; PuLP 4 gives it a name.
expression = getattr(pulp.LpAffineExpression, "from_list", pulp.LpAffineExpression)

BOUND = re.compile(r"^Lower bound: +(\S+)$", re.MULTILINE)


def by_highs(given: Input, limits: Limits) -> Found:
    """State it in PuLP and solve it by HiGHS."""
    watch = Stopwatch()
    stated = programme(given.book, given.portfolio)
    problem = state(stated)
    built = watch.lap()
    options = {"gapRel": limits.gap, "timeLimit": limits.seconds, "threads": limits.threads}
    problem.solve(pulp.HiGHS(msg=False, output_flag=False, **options))
    cost, bound = of_highs(problem.solverModel)
    return Found(cost, bound, built, watch.lap(), stated.cost.size)


def by_cbc(given: Input, limits: Limits) -> Found:
    """State it in PuLP and solve it by whichever CBC is installed.

    Raises
    ------
    SolverError
        If PuLP finds none.
    """
    name = solver.solver_name("cbc")
    watch = Stopwatch()
    stated = programme(given.book, given.portfolio)
    problem = state(stated)
    built = watch.lap()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "cbc.log")
        options = {"gapRel": limits.gap, "timeLimit": limits.seconds, "threads": limits.threads}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3.3 deprecates the CBC that it bundles
            stats = problem.solve(pulp.getSolver(name, msg=False, logPath=str(log), **options))
        said = BOUND.search(log.read_text(encoding="utf-8", errors="replace"))
    cost = float(pulp.value(problem.objective)) if _solved(problem, stats) else None
    if said is not None:
        bound: float | None = float(said[1])
    else:  # at the end of its search it says none
        bound = None if cost is None else cost * (1 - limits.gap)
    return Found(cost, bound, built, watch.lap(), stated.cost.size)


def _solved(problem: pulp.LpProblem, stats: Any) -> bool:
    """Whether there is a whole solution; PuLP 4 says it in what a solve returns, PuLP 3 in the problem."""
    if hasattr(stats, "has_solution"):
        return bool(stats.has_solution)
    return problem.sol_status in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible)


def state(stated: Programme) -> pulp.LpProblem:
    """The programme in PuLP, with plain loops over numbers and no sum built up term by term."""
    problem = pulp.LpProblem("flows", pulp.LpMinimize)
    kinds = [pulp.LpInteger if whole else pulp.LpContinuous for whole in stated.whole.tolist()]
    n = [
        problem.add_variable(f"n{number}", 0, most, kind)
        for number, (most, kind) in enumerate(zip(stated.most.tolist(), kinds, strict=True))
    ]
    left = zip(stated.stuck.tolist(), stated.weight.tolist(), strict=True)
    u = [problem.add_variable(f"u{k}", least, weight) for k, (least, weight) in enumerate(left)]
    costs = [*zip(n, stated.cost.tolist(), strict=True), *zip(u, stated.penalty.tolist(), strict=True)]
    problem.setObjective(expression(costs))
    for row, terms in _rows(stated.flow, n):
        problem += expression(terms) == 0, f"flow{row}"
    demand = stated.demand
    of, left_behind, least = demand.of.tolist(), demand.left.tolist(), demand.least.tolist()
    for row, terms in _rows(demand.entries, n):
        problem += expression([*terms, (u[of[row]], left_behind[row])]) >= least[row], f"demand{row}"
    room = stated.room.tolist()
    for row, terms in _rows(stated.capacity, n):
        problem += expression(terms) <= room[row], f"capacity{row}"
    return problem


def _rows(entries: Entries, variables: list[pulp.LpVariable]) -> Iterator[tuple[int, list[tuple[Any, float]]]]:
    """The rows of a family of constraints, and the terms of each."""
    found: dict[int, list[tuple[Any, float]]] = defaultdict(list)
    for row, variable, factor in zip(
        entries.row.tolist(), entries.variable.tolist(), entries.factor.tolist(), strict=True
    ):
        found[row].append((variables[variable], factor))
    yield from found.items()
