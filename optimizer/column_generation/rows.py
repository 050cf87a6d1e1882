"""A whole-number programme as sparse rows, passed to HiGHS at once; and the search for its best plan."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import highspy
import numpy as np

from optimizer.column_generation.limits import Floats
from optimizer.interruptible import run


@dataclass(slots=True)
class Programme:
    """Columns with their cost and bounds, and rows between two bounds; to be minimised."""

    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(self, cost: float, upper: float = math.inf, *, whole: bool = False) -> int:
        """Add a column from 0 up; its number."""
        self.cost.append(cost)
        self.lower.append(0.0)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, least: float, terms: Iterable[tuple[int, float]], most: float) -> None:
        """Add ``least`` ≤ Σ value × column ≤ ``most``."""
        for number, value in terms:
            self.index.append(number)
            self.value.append(value)
        self.starts.append(len(self.index))
        self.row_lower.append(least)
        self.row_upper.append(most)

    def model(self) -> highspy.HighsLp:
        """As HiGHS takes it."""
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.row_lower)
        lp.col_cost_, lp.col_lower_, lp.col_upper_ = _array(self.cost), _array(self.lower), _array(self.upper)
        lp.row_lower_, lp.row_upper_ = _array(self.row_lower), _array(self.row_upper)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(self.starts, np.int32)
        lp.a_matrix_.index_ = np.array(self.index, np.int32)
        lp.a_matrix_.value_ = _array(self.value)
        kinds = highspy.HighsVarType
        lp.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self.whole]
        return lp


class Searched(NamedTuple):
    """What a search found: values by column, ``None`` if none; a bound on the least cost; and how it ended."""

    values: Floats | None
    bound: float
    status: str


def stated(model: highspy.HighsLp) -> highspy.Highs:
    """HiGHS with a model, on one thread and without a word."""
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy types its methods, not its constructor
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.passModel(model)
    return highs


def searched(
    highs: highspy.Highs, gap: float, seconds: float | None, nodes: int | None, enough: Callable[[], bool]
) -> Searched:
    """Search for whole numbers within ``gap`` of the least cost, in so much time and so many nodes.

    When ``enough`` says so, what is found by then must do.
    """
    highs.setOptionValue("mip_rel_gap", gap)
    if seconds is not None:
        highs.setOptionValue("time_limit", seconds)
    if nodes is not None:
        highs.setOptionValue("mip_max_nodes", nodes)
    run(highs, enough)
    info = highs.getInfo()
    feasible = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    values = np.array(highs.getSolution().col_value) if feasible else None
    return Searched(values, info.mip_dual_bound, highs.modelStatusToString(highs.getModelStatus()))


def _array(numbers: list[float]) -> Floats:
    return np.array(numbers, np.float64)
