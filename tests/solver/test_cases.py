"""Programmes that HiGHS up to 1.15.1 never ended with, limit or not, or that took its process down."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import highspy
import numpy as np
import pytest

import tariffs
from optimizer.options import Engine, Options
from optimizer.planning import plan
from optimizer.solver import Programme

CASES = Path(__file__).with_name("cases")


def test_an_integer_programme_that_highs_hung_on_ends_in_time() -> None:
    stored = np.load(CASES / "hangs.npz")
    programme = Programme()
    for cost, lower, upper, kind in zip(*(stored[key].tolist() for key in "cluk"), strict=True):
        assert lower == 0
        programme.column(cost, upper, whole=kind > 0)
    ends = [*stored["s"].tolist()[1:], stored["i"].size][: stored["rl"].size]
    terms = list(zip(stored["i"].tolist(), stored["v"].tolist(), strict=True))
    for start, end, least, most in zip(stored["s"].tolist(), ends, stored["rl"], stored["ru"], strict=False):
        programme.row(float(least), terms[start:end], float(most))
    started = time.monotonic()
    found = programme.search(5e-10, 5.0)
    assert time.monotonic() - started < 10
    assert found.values is not None
    assert found.bound <= np.array(programme.cost) @ found.values + 1e-6


def test_one_with_what_is_too_heavy_ends_with_and_without_presolve() -> None:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.readModel(str(CASES / "too_heavy.mps"))
    lp = highs.getLp()
    highs.setOptionValue("presolve", "off")
    highs.setOptionValue("time_limit", 60.0)
    matrix = lp.a_matrix_
    assert matrix.format_ == highspy.MatrixFormat.kColwise
    programme = Programme()
    for cost, upper, kind in zip(lp.col_cost_, lp.col_upper_, lp.integrality_, strict=True):
        programme.column(cost, upper, whole=kind != highspy.HighsVarType.kContinuous)
    rows: list[list[tuple[int, float]]] = [[] for _ in lp.row_lower_]
    for column, (start, end) in enumerate(zip(matrix.start_[:-1], matrix.start_[1:], strict=True)):
        for at in range(start, end):
            rows[matrix.index_[at]].append((column, matrix.value_[at]))
    for terms, least, most in zip(rows, lp.row_lower_, lp.row_upper_, strict=True):
        programme.row(least, terms, most)
    found = programme.search(0.0, 20.0)
    highs.run()
    assert found.finished
    assert found.bound == pytest.approx(highs.getInfo().objective_function_value)


@pytest.mark.parametrize("name", ["hangs.xlsx", "crashes.xlsx"])
def test_a_world_whose_plan_never_came_is_planned(name: str) -> None:
    given = tariffs.load(CASES / name)
    made = plan(given.book, given.portfolio, Options(gap=Decimal("1e-9"), engine=Engine.COLUMNS, time_limit=30))
    assert made.bound <= made.cost
    assert made.bookings
