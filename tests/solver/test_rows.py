"""What is stated is what is solved."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.errors import SolverError
from optimizer.solver import Programme
from optimizer.solver.model import Model


def test_a_column_that_comes_twice_in_a_row_counts_twice() -> None:
    """HiGHS takes no rows at all if one names a column twice, and then called 0 the least, and proven."""
    programme = Programme()
    box = programme.column(-1.0, 10.0, whole=True)
    programme.row(-np.inf, [(box, 1.0), (box, 1.0)], 5.0)
    found = programme.search(0.0)
    assert found.values is not None
    assert (found.values[box], found.bound) == (2.0, -2.0)


def test_rows_that_are_refused_are_an_error() -> None:
    model, none = Model(), np.zeros(1, np.int32)
    model.add_columns(np.ones(1), np.zeros(1), np.ones(1), (none, np.empty(0, np.int32), np.empty(0)))
    twice = (none, np.zeros(2, np.int32), np.ones(2))
    model.add_rows(np.ones(1), np.ones(1), twice)
    with pytest.raises(SolverError):
        model.search(np.zeros(1, np.int32), 0.0)
