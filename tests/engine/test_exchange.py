"""The exchange of load plans, held to sums done plainly and to all the choices there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import TypeAlias

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optimizer.column_generation.primal.exchange import Choice, Pool, exchange

#: A load plan: what it costs, and what it uses of each of three rows.
Plan: TypeAlias = tuple[float, tuple[int, int, int]]

PLANS = st.tuples(st.integers(1, 50).map(float), st.tuples(*[st.integers(0, 3)] * 3))
CASES = st.lists(st.lists(PLANS, min_size=1, max_size=4, unique=True), min_size=1, max_size=5)


@st.composite
def markets(draw: st.DrawFn) -> tuple[list[list[Plan]], list[float], list[float], list[float]]:
    """The load plans of each case, of which one uses nothing; and of each row the most, the least, and what it costs.

    The third is of a departure that need not run.
    """
    cases = [[(100.0, (0, 0, 0)), *of_case] for of_case in draw(CASES)]
    most = [float(draw(st.integers(0, 6))) for _ in range(3)]
    return cases, most, [0.0, 0.0, float(draw(st.integers(0, 4)))], [0.0, 0.0, float(draw(st.integers(0, 60)))]


def laid_out(cases: Sequence[Sequence[Plan]], most: list[float], least: list[float], once: list[float]) -> Pool:
    """As the kernel reads it."""
    every = [(number, *of) for number, of_case in enumerate(cases) for of in sorted(of_case)]
    terms = [(n, row, float(amount)) for n, of in enumerate(every) for row, amount in enumerate(of[2]) if amount]
    users = [[n for n, row, _ in terms if row == wanted] for wanted in range(3)]
    return Pool(
        np.cumsum([0, *map(len, cases)]),
        np.array([number for number, _, _ in every], np.int64),
        np.array([cost for _, cost, _ in every]),
        np.zeros(len(every)),
        np.cumsum([0, *(sum(n == of for of, _, _ in terms) for n in range(len(every)))]),
        np.array([row for _, row, _ in terms], np.int64),
        np.array([amount for _, _, amount in terms]),
        np.cumsum([0, *map(len, users)]),
        np.array([n for of_row in users for n in of_row], np.int64),
        np.array(most),
        np.array(least),
        np.array(once),
        np.array([2], np.int64),
    )


def nothing_chosen(pool: Pool, cases: Sequence[Sequence[Plan]]) -> Choice:
    """Every case with the load plan that uses nothing."""
    chosen = np.array([int(pool.of_case[n]) + sorted(of).index((100.0, (0, 0, 0))) for n, of in enumerate(cases)])
    figures = np.array([100.0 * len(cases), 0.0, 100.0 * len(cases)])
    return Choice(chosen, chosen.copy(), np.zeros(3), figures, np.array([7], np.uint64))


def summed(plans: Sequence[Plan], most: list[float], least: list[float], once: list[float]) -> tuple[float, float]:
    """What load plans cost together, ``inf`` where they do not fit; and what is missing of minimum loads."""
    used = [sum(uses[row] for _, uses in plans) for row in range(3)]
    if any(use > most[row] for row, use in enumerate(used)):
        return math.inf, 0.0
    cost = sum(cost for cost, _ in plans) + sum(once[row] for row in range(3) if used[row])
    return cost, sum(max(least[row] - used[row], 0.0) for row in range(3) if used[row])


def plans_of(pool: Pool, chosen: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[Plan]:
    """Load plans by their numbers."""
    found = []
    for n in chosen.tolist():
        uses = [0, 0, 0]
        for at in range(pool.starts[n], pool.starts[n + 1]):
            uses[pool.rows[at]] += int(pool.amounts[at])
        found.append((float(pool.cost[n]), (uses[0], uses[1], uses[2])))
    return found


@given(markets(), st.floats(0.5, 80), st.floats(0, 50))
def test_what_it_has_chosen_fits_and_adds_up(
    market: tuple[list[list[Plan]], list[float], list[float], list[float]], heat: float, missing: float
) -> None:
    """However hot it is; and the best of it misses no minimum load."""
    cases, *rows = market
    pool = laid_out(cases, *rows)
    choice = nothing_chosen(pool, cases)
    for _ in range(5):
        exchange(pool, choice, 100, heat, missing)
        chosen = plans_of(pool, choice.chosen)
        assert np.allclose(choice.used, [sum(uses[row] for _, uses in chosen) for row in range(3)])
        assert np.allclose(choice.figures[:2], summed(chosen, *rows))
        assert summed(plans_of(pool, choice.best), *rows) == (choice.figures[2], 0.0)


@given(markets())
def test_as_it_cools_it_finds_the_cheapest_choice_of_all(
    market: tuple[list[list[Plan]], list[float], list[float], list[float]],
) -> None:
    """Of some hundred there are."""
    cases, *rows = market
    pool = laid_out(cases, *rows)
    choice = nothing_chosen(pool, cases)
    for heat in np.geomspace(100, 0.5, 60):
        exchange(pool, choice, 500, float(heat), 0.5 if heat > 10 else 50.0)
    every = (summed(plans, *rows) for plans in product(*cases))
    assert choice.figures[2] == min(cost for cost, short in every if not short)


def test_the_same_numbers_are_drawn_in_every_run() -> None:
    cases = [[(100.0, (0, 0, 0)), (float(n), (1, n % 2, 0))] for n in range(1, 9)]
    pool, found = laid_out(cases, [3.0, 2.0, 9.0], [0.0] * 3, [0.0] * 3), []
    for _ in range(2):
        choice = nothing_chosen(pool, cases)
        exchange(pool, choice, 200, 30.0, 0.0)
        found.append((choice.chosen.tolist(), choice.random.tolist()))
    assert found[0] == found[1]
