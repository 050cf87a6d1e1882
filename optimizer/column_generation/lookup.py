"""Itineraries in order of cost for many loads of a block at once, with room or anywhere: what explanations ask.

A worker needs arrays only: ``Work`` is what it prices with too, ``Inquiry`` what is asked of every block.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.curves import bundle_of
from optimizer.column_generation.in_order import search
from optimizer.column_generation.limits import Floats, Prices, Rooms
from optimizer.column_generation.points import Points, points_asked, windows_of
from optimizer.column_generation.rooms import Left, leave, look_at, own
from optimizer.column_generation.routes import MOST_LEGS, Ground
from optimizer.column_generation.steps import weigh
from optimizer.column_generation.sweeping import Work, sweep_for
from optimizer.column_generation.timeline import Flags, Ints

#: How many departures a search looks at.
PATIENCE = 50_000

#: How far above the bound itineraries are looked for, as a share of it, until there are enough: far above it there are
#: very many, which are only looked at if they must be.
NEARBY = (0.03, 0.3, math.inf)


@dataclass(frozen=True, slots=True)
class Question:
    """Which itineraries cost the loads of a case least.

    Attributes
    ----------
    case
        Its position in the block.
    loads
        By load its range among those of the block, how many containers, and t in each.
    most
        How many itineraries are sought.
    freed
        By row of the limits what the case itself uses, which counts as room; ``None`` to ask for no room anywhere.
    closed
        The departures that may not be used.
    """

    case: int
    loads: Sequence[tuple[int, int, float]]
    most: int
    freed: Mapping[int, float] | None = None
    closed: Sequence[int] = ()


class Questions(NamedTuple):
    """``Question`` as arrays; what there is several of has the numbers of the first of each question in ``_starts``."""

    cases: Ints
    most: Ints
    anywhere: Flags
    load_starts: Ints
    ranges: Ints
    numbers: Floats
    tonnes: Floats
    freed_starts: Ints
    freed: Ints
    amounts: Floats
    closed_starts: Ints
    closed: Ints


class Inquiry(NamedTuple):
    """What is asked at given prices: by block its questions; and what room the plan leaves, by row and as ``Rooms``."""

    prices: Prices
    room: Floats
    rooms: Rooms
    questions: Mapping[int, Questions]


class Found(NamedTuple):
    """By question how many itineraries there are, a cost that none of the others is below, their costs and departures.

    In order of cost; departures are −1 after the last.
    """

    counts: Ints
    beyond: Floats
    costs: Floats
    paths: Ints


def together(questions: Sequence[Question]) -> Questions:
    """Questions of one block as arrays."""
    loads = [load for question in questions for load in question.loads]
    freed = [pair for question in questions for pair in (question.freed or {}).items()]
    return Questions(
        np.array([question.case for question in questions], np.int64),
        np.array([question.most for question in questions], np.int64),
        np.array([question.freed is None for question in questions], np.bool_),
        _starts(len(question.loads) for question in questions),
        np.array([of for of, _, _ in loads], np.int64),
        np.array([count for _, count, _ in loads], np.float64),
        np.array([tonnes for _, _, tonnes in loads], np.float64),
        _starts(len(question.freed or {}) for question in questions),
        np.array([row for row, _ in freed], np.int64),
        np.array([amount for _, amount in freed], np.float64),
        _starts(len(question.closed) for question in questions),
        np.array([number for question in questions for number in question.closed], np.int64),
    )


def _starts(sizes: Iterable[int]) -> Ints:
    return np.array(list(accumulate(sizes, initial=0)), np.int64)


def look_up_block(work: Work, asked: Inquiry, number: int) -> Found:
    """Answer the questions that are asked of the block of a number."""
    asks, questions = work.asks[number], asked.questions[number]
    cases = np.repeat(questions.cases, np.diff(questions.load_starts))
    asks = asks.only(points_asked(asks.points, cases, questions.ranges))
    points, ground = asks.points, sweep_for(work, asked.prices, asked.rooms, asks)
    windows = np.diff(points.window_starts)[questions.cases]
    size, most = questions.cases.size, int((questions.most * windows).max())
    found = Found(
        np.empty(size, np.int64), np.empty(size), np.empty((size, most)), np.empty((size, most, MOST_LEGS), np.int64)
    )
    left = own(work.counted, asked.room, asked.rooms)
    _answer(ground._replace(rooms=left.rooms), points, left, questions, found)
    return found


@compiled
def _answer(ground: Ground, points: Points, left: Left, questions: Questions, found: Found) -> None:
    """Answer questions one after the other; ``left``, whose rooms are those of ``ground``, is as before then."""
    for q in range(questions.cases.size):
        freed = questions.freed[questions.freed_starts[q] : questions.freed_starts[q + 1]]
        amounts = questions.amounts[questions.freed_starts[q] : questions.freed_starts[q + 1]]
        closed = questions.closed[questions.closed_starts[q] : questions.closed_starts[q + 1]]
        before = left.room[freed]
        for n in range(freed.size):
            leave(left, freed[n], left.room[freed[n]] + amounts[n])
        for i in closed:
            left.rooms.departure[:, i] = -1.0
        found.counts[q], found.beyond[q] = _nearby(ground, points, questions, q, found.costs[q], found.paths[q])
        for n in range(freed.size):
            leave(left, freed[n], before[n])
        for i in closed:
            look_at(left, i)


@compiled
def _nearby(
    ground: Ground, points: Points, questions: Questions, q: int, costs: Floats, paths: Ints
) -> tuple[int, float]:
    """Fill in the cheapest itineraries in order; how many, and a cost that none of the others is below."""
    case, most = questions.cases[q], questions.most[q]
    loads = slice(questions.load_starts[q], questions.load_starts[q + 1])
    ranges, numbers, tonnes = questions.ranges[loads], questions.numbers[loads], questions.tonnes[loads]
    origin, ready = points.origins[case], points.readies[case]
    windows = windows_of(points, case)
    least, ahead = np.inf, ground.swept.ahead[origin, ready]
    for window in range(windows):
        bundle = bundle_of(ground, points, case, ranges, numbers, tonnes, 0, window)
        if ground.earliest[origin, ready] <= bundle.closes:
            least = min(least, bundle.at_delivery + weigh(bundle, ahead))
    count, beyond = 0, np.inf
    for share in NEARBY:
        limit = least + share * abs(least) if least != 0.0 and share < np.inf else np.inf
        count, beyond = 0, np.inf
        for window in range(windows):
            bundle = bundle_of(ground, points, case, ranges, numbers, tonnes, 0, window)
            for unit in range(3):
                bundle.needs[unit] = -np.inf if questions.anywhere[q] else bundle.counts[unit]
            more, rest = search(
                ground, bundle, origin, ready, limit, paths[count : count + most], costs[count : count + most], PATIENCE
            )
            count, beyond = count + more, min(beyond, rest)
        if count >= most or beyond == np.inf:
            break
    order = np.argsort(costs[:count])
    costs[:count], paths[:count] = costs[:count][order], paths[:count][order]
    return count, beyond
