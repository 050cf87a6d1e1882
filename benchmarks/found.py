"""What a solve found, and within what limits."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import highspy


@dataclass(frozen=True, slots=True)
class Limits:
    """The relative gap to solve to, the seconds that a search may take, and the threads of a solver."""

    gap: float
    seconds: float
    threads: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a solve found.

    Attributes
    ----------
    cost, bound
        Of the best plan and proven for all, base currency; ``None`` where there is none.
    build_s, solve_s
        Seconds until the model was stated, and from there on; an engine, which does both at once, only solves.
    variables
        Of the stated model; ``None`` for an engine.
    """

    cost: float | None
    bound: float | None
    build_s: float
    solve_s: float
    variables: int | None = None

    @property
    def gap(self) -> float | None:
        """(cost − bound) ÷ cost; ``None`` where one of them is missing."""
        if self.cost is None or self.bound is None:
            return None
        return (self.cost - self.bound) / self.cost if self.cost else 0.0


@dataclass(slots=True)
class Stopwatch:
    """Seconds since it was made, or last asked."""

    _since: float = field(default_factory=time.perf_counter)

    def lap(self) -> float:
        """The seconds; and begin again."""
        now = time.perf_counter()
        passed, self._since = now - self._since, now
        return passed


def of_highs(highs: highspy.Highs) -> tuple[float | None, float | None]:
    """Cost and bound that HiGHS has after a solve with whole numbers."""
    info = highs.getInfo()
    feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    cost = float(info.objective_function_value) if feasible else None
    bound = float(info.mip_dual_bound)
    return cost, bound if math.isfinite(bound) else None
