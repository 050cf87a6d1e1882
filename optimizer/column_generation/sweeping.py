"""One block priced at given prices: the task that executors share out.

A worker needs the arrays only, which ``Work`` and ``Round`` hold, and nothing of the tariff book.
"""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.answer import Answer, answer_for
from optimizer.column_generation.asking import price
from optimizer.column_generation.blocks import Asks
from optimizer.column_generation.limits import Counted, Floats, Prices, Rooms
from optimizer.column_generation.points import points_of
from optimizer.column_generation.rooms import Left, own
from optimizer.column_generation.routes import Ground, Nodes, follow_all, nodes_for
from optimizer.column_generation.sweep import Terms, of_lanes, room_for, sweep
from optimizer.column_generation.timeline import Flags

#: A load plan has so many loads on average, at most; and so many more fit in the room for the answers of a block.
LOADS, SPARE = 8, 64


class Work(NamedTuple):
    """What is the same in all rounds."""

    terms: Terms
    counted: Counted
    asks: tuple[Asks, ...]


class Round(NamedTuple):
    """What a round asks: prices, and what room there is, by row and as ``Rooms``.

    By case the penalty of a tonne, and less than what a load plan must cost.
    Cases that are ``settled`` are not asked about.
    """

    prices: Prices
    room: Floats
    rooms: Rooms
    penalties: Floats
    than: Floats
    settled: Flags


class Priced(NamedTuple):
    """What each case of a block costs at least that is not settled; load plans; what ``follow`` says of their loads."""

    least: Floats
    answer: Answer
    followed: Floats


class _Room(NamedTuple):
    """What a thread works in."""

    swept: Floats
    answer: Answer
    nodes: Nodes


_local = threading.local()


def price_block(work: Work, asked: Round, number: int) -> Priced:
    """Price the block of a number."""
    asks = work.asks[number]
    wanted = np.flatnonzero(~asked.settled[asks.numbers])
    asks = asks.only(points_of(asks.points, wanted))
    room = _room(work)
    left = _left(work, asked)
    ground = sweep_for(work, asked.prices, left.rooms, asks)
    least = np.empty(asks.numbers.size)
    penalties, than = asked.penalties[asks.numbers], asked.than[asks.numbers]
    count = price(ground, asks.points, wanted, penalties, than, left, least, room.nodes, room.answer)
    answer = Answer(*(array[:count].copy() for array in room.answer))
    followed = np.empty((count, 5))
    follow_all(work.terms, asks.target, asks.points.values, *answer, followed)
    return Priced(least, answer, followed)


def ground_of(work: Work, prices: Prices, rooms: Rooms, number: int) -> Ground:
    """Sweep the lanes of a block; what is returned holds until the thread's next sweep."""
    return sweep_for(work, prices, rooms, work.asks[number])


def sweep_for(work: Work, prices: Prices, rooms: Rooms, asks: Asks) -> Ground:
    """Sweep the lanes of what is asked of a block, or of some of it; see ``ground_of``."""
    swept = of_lanes(_room(work).swept, work.terms, asks.lanes.tonnes.size)
    sweep(work.terms, prices, asks.lanes, asks.target, asks.earliest, swept)
    return Ground(work.terms, prices, rooms, asks.target, asks.earliest, swept)


def nodes_of(work: Work) -> Nodes:
    """Room for the searches of this thread."""
    return _room(work).nodes


def _room(work: Work) -> _Room:
    """The room of this thread, made anew for other work."""
    if getattr(_local, "work", None) is not work:
        graph = work.terms.graph
        cases = max((asks.numbers.size for asks in work.asks), default=0)
        lanes = max((asks.lanes.tonnes.size for asks in work.asks), default=0)
        _local.work = work
        _local.room = _Room(
            room_for(work.terms, lanes),
            answer_for(LOADS * cases + SPARE),
            nodes_for(graph.place.size, graph.epoch.size),
        )
    room: _Room = _local.room
    return room


def _left(work: Work, asked: Round) -> Left:
    """What is left in a round, for this thread: whatever is put somewhere there is taken away again."""
    if getattr(_local, "asked", None) is not asked:
        _local.asked, _local.left = asked, own(work.counted, asked.room, asked.rooms)
    left: Left = _local.left
    return left
