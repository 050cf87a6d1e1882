"""How much is left of what is limited, by row and by departure, while containers are put somewhere and taken away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import BOX, TONNE, Counted, Floats, Rooms
from optimizer.column_generation.routes import row_between
from optimizer.column_generation.sweep import Target, Terms
from optimizer.column_generation.timeline import Ints


class Left(NamedTuple):
    """What is left, by row and as ``Rooms``, which change together; each thread has its own."""

    counted: Counted
    room: Floats
    rooms: Rooms


def own(counted: Counted, room: Floats, rooms: Rooms) -> Left:
    """A copy of what is left, which may change."""
    return Left(counted, room.copy(), Rooms(rooms.departure.copy(), rooms.transfer.copy()))


@compiled
def leave(left: Left, row: int, amount: float) -> None:
    """Let so much of a row be left."""
    counted = left.counted
    left.room[row] = amount
    for x in range(counted.departure_starts[row], counted.departure_starts[row + 1]):
        look_at(left, counted.departures[x])
    for x in range(counted.transfer_starts[row], counted.transfer_starts[row + 1]):
        left.rooms.transfer[counted.units[row], counted.transfers[x], counted.days[x]] = amount


@compiled
def look_at(left: Left, i: int) -> None:
    """Take note of the room on a departure."""
    left.rooms.departure[:, i] = np.inf
    for x in range(left.counted.starts[i], left.counted.starts[i + 1]):
        row = left.counted.on_departure[x]
        unit = left.counted.units[row]
        left.rooms.departure[unit, i] = min(left.rooms.departure[unit, i], left.room[row])


@compiled
def rows_on(left: Left, terms: Terms, target: Target, container: int, path: Ints) -> Ints:
    """The rows that a container uses on an itinerary, each as often as it does."""
    graph, counted = terms.graph, left.counted
    most = 2 + path.size
    for i in path:
        most += counted.starts[i + 1] - counted.starts[i] if i >= 0 else 0
    rows, count = np.empty(most, np.int64), 0
    stand, day = graph.place_from[graph.group[path[0]]], 0
    rows[0] = counted.at_start[stand, container]
    count = 1 if rows[0] >= 0 else 0
    for i in path:
        if i < 0:
            break
        for x in range(counted.starts[i], counted.starts[i + 1]):
            rows[count] = counted.on_departure[x]
            count += 1
        transfer = row_between(terms, stand, graph.group[i])
        if transfer >= 0 and counted.in_transfer[transfer, graph.departs[i]] >= 0:
            rows[count] = counted.in_transfer[transfer, graph.departs[i]]
            count += 1
        stand, day = graph.into[i], graph.arrives[i]
    transfer = target.row[stand]
    if transfer >= 0 and counted.in_transfer[transfer, day] >= 0:
        rows[count] = counted.in_transfer[transfer, day]
        count += 1
    return rows[:count]


@compiled
def used(left: Left, rows: Ints, row: int, teu: float, tonnes: float) -> float:
    """What one container uses of one of its rows."""
    unit, times = left.counted.units[row], 0
    for other in rows:
        times += 1 if other == row else 0
    each = teu
    if unit == BOX:
        each = 1.0
    elif unit == TONNE:
        each = tonnes
    return times * each


@compiled
def fitting(left: Left, rows: Ints, teu: float, tonnes: float, most: int) -> int:
    """How many of so many containers there is room for."""
    for row in rows:
        each = used(left, rows, row, teu, tonnes)
        if each * most > left.room[row]:
            most = max(int(left.room[row] / each), 0)
    return most


@compiled
def room_for_one(left: Left, rows: Ints, teu: float) -> float:
    """How many tonnes a single container may carry."""
    most = np.inf
    for row in rows:
        if left.counted.units[row] == TONNE:
            most = min(most, left.room[row] / used(left, rows, row, teu, 1.0))
        elif used(left, rows, row, teu, 1.0) > left.room[row]:
            return 0.0
    return most


@compiled
def close(left: Left, rows: Ints, teu: float, tonnes: float) -> None:
    """Leave nothing of rows with too little room for such a container: no search finds a way over them then."""
    for row in rows:
        if used(left, rows, row, teu, tonnes) > left.room[row]:
            leave(left, row, -1.0)


@compiled
def put(left: Left, rows: Ints, teu: float, tonnes: float, number: int) -> None:
    """Take the room of so many containers."""
    done = np.full(rows.size, -1, np.int64)
    for n in range(rows.size):
        row = rows[n]
        if not np.any(done == row):
            leave(left, row, left.room[row] - number * used(left, rows, row, teu, tonnes))
            done[n] = row
