"""The one room that names a solver: programmes in, answers out, by a child process that a wall clock holds."""

from optimizer.solver.child_process import process
from optimizer.solver.in_pulp import Answer, available, relax, solve, solver_name, value
from optimizer.solver.model import Floats, Model, Searched
from optimizer.solver.programme import Programme

__all__ = [
    "Answer",
    "Floats",
    "Model",
    "Programme",
    "Searched",
    "available",
    "process",
    "relax",
    "solve",
    "solver_name",
    "value",
]
