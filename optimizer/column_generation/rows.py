"""A whole-number programme as sparse rows, passed to HiGHS at once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import highspy
import numpy as np

from optimizer.column_generation.limits import Floats


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


def _array(numbers: list[float]) -> Floats:
    return np.array(numbers, np.float64)
