"""What a solver other than HiGHS says of its end, by the second one that is installed: CBC, or GLPK on PuLP 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pulp
import pytest

from optimizer import solver
from optimizer.errors import SolverError
from optimizer.solver import in_pulp, other
from optimizer.solver.child_process import Reply

SECONDS = ("PULP_CBC_CMD", "COIN_CMD", "PYGLPK")


def another() -> str:
    """The first of them that is installed."""
    found = next((name for name in SECONDS if name in solver.available()), None)
    if found is None:
        pytest.skip("HiGHS is the only solver installed")
    return found


def boxes(least: float, most: float = 20) -> pulp.LpProblem:
    """The fewest boxes of 26 t for so many tonnes, at 7 each and 12 for the lot."""
    problem = pulp.LpProblem("boxes", pulp.LpMinimize)
    count = problem.add_variable("boxes", 0, most, "Integer")
    problem.setObjective(7 * count + 12)
    problem += 26 * count >= least, "tonnes"
    return problem


def endless() -> pulp.LpProblem:
    """The more tonnes, the less it costs, and there is no end of tonnes."""
    problem = pulp.LpProblem("endless", pulp.LpMinimize)
    tonnes = problem.add_variable("tonnes", 0)
    problem.setObjective(-1 * tonnes)
    problem += tonnes >= 1, "some"
    return problem


def test_a_finished_solve_has_its_objective_and_a_bound() -> None:
    answer = solver.solve(boxes(155), another())
    assert answer.finished
    assert answer.objective == pytest.approx(54)
    assert answer.bound == pytest.approx(54)


def test_a_finished_solve_with_a_time_limit_has_them_too() -> None:
    answer = solver.solve(boxes(155), another(), time_limit=60.0)
    assert answer.finished
    assert answer.bound == pytest.approx(answer.objective) == 54


def test_an_infeasible_problem_is_an_error_and_no_objective() -> None:
    with pytest.raises(SolverError, match=r"ended with (Infeasible|Undefined)"):
        solver.solve(boxes(155, most=2), another())
    with pytest.raises(SolverError, match=r"ended with (Infeasible|Undefined)"):
        solver.relax(boxes(155, most=2), another())


def test_whole_numbers_that_cannot_be_are_an_error_although_the_relaxation_is_feasible() -> None:
    problem = boxes(13)
    problem += 26 * problem.variables()[0] <= 25, "less than a box"
    assert solver.relax(problem, another()).objective == pytest.approx(15.5)
    with pytest.raises(SolverError, match=r"ended with (Infeasible|Undefined)"):
        solver.solve(problem, another())


def test_an_unbounded_problem_is_an_error() -> None:
    with pytest.raises(SolverError, match=r"ended with (Unbounded|Infeasible|Undefined)"):
        solver.relax(endless(), another())


class Stopped(pulp.LpSolver):  # type: ignore[misc]
    """A solver that finishes the relaxation and is stopped on its way to whole numbers, as PuLP tells it."""

    boxes_found: float | None = None

    def actualSolve(self, lp: pulp.LpProblem, **_: Any) -> Any:  # noqa: N802
        """Leave six boxes, the relaxation's, or nothing."""
        count = 155 / 26 if not self.mip else self.boxes_found
        lp.assignVarsVals({"c0": count or 0.0})
        if hasattr(pulp, "LpSolveStats"):
            status = pulp.LpSolveStatus.TimeLimit if self.mip else pulp.LpSolveStatus.Optimal
            return pulp.LpSolveStats(status=status, has_solution=count is not None)
        if not self.mip:
            lp.assignStatus(pulp.LpStatusOptimal)
        elif count is None:
            lp.assignStatus(pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound)
        else:  # as for CBC that stopped on time
            lp.assignStatus(pulp.LpStatusOptimal, pulp.LpSolutionIntegerFeasible)
        return lp.status


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> type[Stopped]:
    """Whatever solver is asked for, in this process, it is one that is stopped."""

    class This(Stopped):
        pass

    class Here:
        def ask(self, commands: Sequence[tuple[Any, ...]], *_: Any, **__: Any) -> Reply:
            return Reply(other.solve(*commands[-1][1:]))

    monkeypatch.setattr(pulp, "getSolver", lambda name, *, mip=True, **options: This(mip=mip))
    monkeypatch.setattr(in_pulp, "process", Here)
    return This


def test_a_solve_stopped_on_time_proves_no_more_than_its_relaxation(stopped: type[Stopped]) -> None:
    """Long before the limit by the clock, since the solver may count its time otherwise."""
    stopped.boxes_found = 7.0
    answer = solver.solve(boxes(155), "Another", time_limit=3600.0)
    assert not answer.finished
    assert answer.objective == pytest.approx(61)
    assert answer.bound == pytest.approx(12 + 7 * 155 / 26)


def test_a_solve_stopped_with_nothing_found_has_no_objective(stopped: type[Stopped]) -> None:
    answer = solver.solve(boxes(155), "Another", time_limit=3600.0)
    assert (stopped.boxes_found, answer.objective, answer.finished) == (None, None, False)
