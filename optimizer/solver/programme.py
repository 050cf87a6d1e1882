"""A programme as sparse rows: a linear one, or with whole numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from optimizer.solver.model import Floats, Ints, Model, Searched
from optimizer.stopping import never


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

    def column(self, cost: float, upper: float = math.inf, *, lower: float = 0.0, whole: bool = False) -> int:
        """Add a column; its number."""
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, least: float, terms: Iterable[tuple[int, float]], most: float) -> None:
        """Add ``least`` ≤ Σ value × column ≤ ``most``; a column that comes twice counts twice."""
        values: dict[int, float] = {}
        for number, value in terms:
            values[number] = values.get(number, 0.0) + value
        self.index.extend(values)
        self.value.extend(values.values())
        self.starts.append(len(self.index))
        self.row_lower.append(least)
        self.row_upper.append(most)

    def model(self) -> Model:
        """It as the child process holds it, with whole numbers relaxed."""
        made, none = Model(), np.zeros(len(self.cost), np.int32)
        lower, upper = _array(self.lower), _array(self.upper)
        made.add_columns(_array(self.cost), lower, upper, (none, np.empty(0, np.int32), np.empty(0)))
        starts, index = np.array(self.starts[:-1], np.int32), np.array(self.index, np.int32)
        made.add_rows(_array(self.row_lower), _array(self.row_upper), (starts, index, _array(self.value)))
        return made

    @property
    def integers(self) -> Ints:
        """The numbers of the whole columns."""
        return np.flatnonzero(self.whole).astype(np.int32)

    def search(
        self,
        gap: float,
        seconds: float | None = None,
        *,
        nodes: int | None = None,
        enough: Callable[[], bool] = never,
    ) -> Searched:
        """Search for the best solution; see ``Model.search``."""
        return self.model().search(self.integers, gap, seconds, nodes=nodes, enough=enough)


def _array(numbers: list[float]) -> Floats:
    return np.array(numbers, np.float64)
