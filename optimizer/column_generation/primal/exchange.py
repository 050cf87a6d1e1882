"""The exchange of load plans in machine code: one takes its place, those in its way leave, and come back elsewhere.

All that may be chosen is at hand, so that a turn takes a microsecond or two. Which turns are kept is decided as in
simulated annealing (Kirkpatrick, Gelatt and Vecchi, 1983).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.timeline import Ints

#: Sums of amounts that are whole kilograms or parts of a teu are exact to this.
EXACT = 1e-7

#: Of the load plans that fit, one in so many is passed over, so that what comes back does not always go the same way.
PASSED_OVER = 0.03

#: Where there are departures that need not run, one turn in so many is theirs.
OF_DEPARTURES = 0.02

#: A turn that costs so many times the heat more is never kept.
HOPELESS = 20.0


class Pool(NamedTuple):
    """The load plans at hand, case after case, in each the cheapest at the duals first.

    Attributes
    ----------
    of_case, cases
        Those of case k are ``of_case[k]`` to ``of_case[k + 1]``; the case of each.
    cost, worth
        What each costs, and what all that it uses costs at the duals.
    starts, rows, amounts
        Of each, what it uses: ``starts[p]`` to ``starts[p + 1]`` of rows and amounts.
    of_row, users
        Those that use row r are ``users[of_row[r]]`` to ``users[of_row[r + 1]]``.
    most, least
        Of each row the most of it, and the least if any is used at all.
    once
        Of each row what it costs to use any.
    conditional
        One row of each departure that need not run.
    """

    of_case: Ints
    cases: Ints
    cost: Floats
    worth: Floats
    starts: Ints
    rows: Ints
    amounts: Floats
    of_row: Ints
    users: Ints
    most: Floats
    least: Floats
    once: Floats
    conditional: Ints


class Choice(NamedTuple):
    """A load plan for each case, as it is and at its best.

    Attributes
    ----------
    chosen, best
        By case, the load plan now and in the best plan so far.
    used
        Of each row, what is used now.
    figures
        What it costs now, what is missing of minimum loads, and what the best plan costs, in which nothing is.
    random
        The state of the numbers drawn.
    """

    chosen: Ints
    best: Ints
    used: Floats
    figures: Floats
    random: np.ndarray[tuple[int], np.dtype[np.uint64]]


class Turn(NamedTuple):
    """Which cases have left their load plan in a turn, what it was, and how many they are."""

    cases: Ints
    before: Ints
    size: Ints


@compiled
def drawn(random: np.ndarray[tuple[int], np.dtype[np.uint64]]) -> float:
    """A number from 0 up to 1 (Marsaglia's xorshift, 2003, of 64 bits)."""
    x = random[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    random[0] = x
    return float(x >> np.uint64(11)) / 9007199254740992.0


@compiled
def put(pool: Pool, choice: Choice, plan: int, sign: float) -> None:
    """Take what a load plan uses and costs, or with −1 give it back."""
    choice.figures[0] += sign * pool.cost[plan]
    for n in range(pool.starts[plan], pool.starts[plan + 1]):
        row = pool.rows[n]
        before = choice.used[row]
        after = before + sign * pool.amounts[n]
        choice.used[row] = after
        if pool.once[row] != 0.0 or pool.least[row] > 0.0:
            if before > EXACT:
                choice.figures[0] -= pool.once[row]
                choice.figures[1] -= max(pool.least[row] - before, 0.0)
            if after > EXACT:
                choice.figures[0] += pool.once[row]
                choice.figures[1] += max(pool.least[row] - after, 0.0)


@compiled
def extra(pool: Pool, choice: Choice, plan: int, closed: int, missing: float) -> float:
    """What a load plan costs where it is, with what it adds to departures; ``inf`` where it does not fit."""
    cost = float(pool.cost[plan])
    for n in range(pool.starts[plan], pool.starts[plan + 1]):
        row = pool.rows[n]
        before = choice.used[row]
        after = before + pool.amounts[n]
        if after > pool.most[row] + EXACT or row == closed:
            return math.inf
        if before <= EXACT:
            cost += pool.once[row] + missing * max(pool.least[row] - after, 0.0)
        elif before < pool.least[row]:
            cost -= missing * (min(after, pool.least[row]) - before)
    return cost


@compiled
def uses(pool: Pool, plan: int, row: int) -> bool:
    """Whether a load plan uses a row."""
    found = False
    for n in range(pool.starts[plan], pool.starts[plan + 1]):
        found = found or pool.rows[n] == row
    return found


@compiled
def user(pool: Pool, choice: Choice, row: int, beside: int) -> int:
    """A case that uses a row, other than one; −1 if there is none."""
    first, count = pool.of_row[row], pool.of_row[row + 1] - pool.of_row[row]
    at = int(count * drawn(choice.random))
    for n in range(count):
        plan = pool.users[first + (at + n) % count]
        case = pool.cases[plan]
        if case != beside and choice.chosen[case] == plan:
            return int(case)
    return -1


@compiled
def cheapest(pool: Pool, choice: Choice, case: int, closed: int, share: float, missing: float) -> int:
    """The load plan of a case that fits and costs least, at a share of the duals; −1 if none fits."""
    found, least = -1, math.inf
    for plan in range(pool.of_case[case], pool.of_case[case + 1]):
        if pool.cost[plan] + share * pool.worth[plan] >= least or drawn(choice.random) < PASSED_OVER:
            continue
        cost = extra(pool, choice, plan, closed, missing) + share * pool.worth[plan]
        if cost < least:
            found, least = plan, cost
    return found


@compiled
def change(pool: Pool, choice: Choice, turn: Turn, case: int, plan: int) -> None:
    """Give a case another load plan, or none with −1, and take note of the one it had."""
    old = choice.chosen[case]
    turn.cases[turn.size[0]], turn.before[turn.size[0]] = case, old
    turn.size[0] += 1
    put(pool, choice, old, -1.0)
    choice.chosen[case] = plan
    if plan >= 0:
        put(pool, choice, plan, 1.0)


@compiled
def take_back(pool: Pool, choice: Choice, turn: Turn) -> None:
    """Have the load plans again that there were before a turn."""
    for n in range(turn.size[0]):
        plan = choice.chosen[turn.cases[n]]
        if plan >= 0:
            put(pool, choice, plan, -1.0)
    for n in range(turn.size[0]):
        choice.chosen[turn.cases[n]] = turn.before[n]
        put(pool, choice, turn.before[n], 1.0)


@compiled
def come_back(pool: Pool, choice: Choice, turn: Turn, first: int, closed: int, missing: float) -> bool:
    """Have those come back that left, in an order that is drawn; whether all of them could."""
    share, count = drawn(choice.random), turn.size[0]
    for n in range(first, count):
        swapped = n + int((count - n) * drawn(choice.random))
        case, before = turn.cases[swapped], turn.before[swapped]
        turn.cases[swapped], turn.before[swapped] = turn.cases[n], turn.before[n]
        turn.cases[n], turn.before[n] = case, before
        found = cheapest(pool, choice, case, closed, share, missing)
        if found < 0:
            return False
        choice.chosen[case] = found
        put(pool, choice, found, 1.0)
    return True


@compiled
def one_moves(pool: Pool, choice: Choice, turn: Turn, case: int, plan: int, missing: float) -> bool:
    """A case takes a load plan, and those in its way go elsewhere; whether they could."""
    change(pool, choice, turn, case, plan)
    for n in range(pool.starts[plan], pool.starts[plan + 1]):
        row = pool.rows[n]
        while choice.used[row] > pool.most[row] + EXACT:
            other = user(pool, choice, row, case)
            if other < 0:
                return False
            change(pool, choice, turn, other, -1)
    return come_back(pool, choice, turn, 1, -1, missing)


@compiled
def all_leave(pool: Pool, choice: Choice, turn: Turn, row: int, missing: float) -> bool:
    """All that use a row go elsewhere; whether they could."""
    for n in range(pool.of_row[row], pool.of_row[row + 1]):
        plan = pool.users[n]
        if choice.chosen[pool.cases[plan]] == plan:
            change(pool, choice, turn, pool.cases[plan], -1)
    return come_back(pool, choice, turn, 0, row, missing)


@compiled
def those_who_gain_come(pool: Pool, choice: Choice, turn: Turn, row: int) -> bool:
    """A row is used by those who gain by it, what it costs to use it at all left out; whether there are any."""
    first, count = pool.of_row[row], pool.of_row[row + 1] - pool.of_row[row]
    at = int(count * drawn(choice.random))
    for n in range(count):
        plan = pool.users[first + (at + n) % count]
        case = pool.cases[plan]
        old = choice.chosen[case]
        if pool.cost[plan] >= pool.cost[old] or uses(pool, old, row):
            continue
        if extra(pool, choice, plan, -1, 0.0) < math.inf:
            change(pool, choice, turn, case, plan)
    return bool(turn.size[0] > 0)


@compiled
def exchange(pool: Pool, choice: Choice, turns: int, heat: float, missing: float) -> None:
    """So many turns at one heat, where a unit that is missing of a minimum load costs ``missing``."""
    cases, figures = pool.of_case.size - 1, choice.figures
    # Whoever leaves comes back before it leaves again.
    turn = Turn(np.empty(cases, np.int64), np.empty(cases, np.int64), np.zeros(1, np.int64))
    for _ in range(turns):
        cost, lacking = figures[0], figures[1]
        turn.size[0] = 0
        if pool.conditional.size and drawn(choice.random) < OF_DEPARTURES:
            row = pool.conditional[int(pool.conditional.size * drawn(choice.random))]
            if choice.used[row] > EXACT:
                possible = all_leave(pool, choice, turn, row, missing)
            else:
                possible = those_who_gain_come(pool, choice, turn, row)
        else:
            case = int(cases * drawn(choice.random))
            first, count = pool.of_case[case], pool.of_case[case + 1] - pool.of_case[case]
            plan = first + int(count * drawn(choice.random) ** 2)  # the cheap ones more often
            old = choice.chosen[case]
            if plan == old or pool.cost[plan] - pool.cost[old] > HOPELESS * heat:
                continue
            possible = one_moves(pool, choice, turn, case, plan, missing)
        worse = figures[0] - cost + missing * (figures[1] - lacking)
        if not possible or (worse > 0.0 and drawn(choice.random) >= math.exp(-worse / heat)):
            take_back(pool, choice, turn)
            figures[0], figures[1] = cost, lacking
        elif figures[1] < EXACT and figures[0] < figures[2] - EXACT:
            figures[2] = figures[0]
            choice.best[:] = choice.chosen
