"""How much is left of what is limited, by row and by departure, while containers are put somewhere and taken away."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from optimizer.column_generation.compiled import compiled
from optimizer.column_generation.limits import Counted, Floats, Rooms


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
        left.rooms.transfer[counted.transfers[x], counted.days[x], counted.units[row]] = amount


@compiled
def look_at(left: Left, i: int) -> None:
    """Take note of the room on a departure."""
    left.rooms.departure[i] = np.inf
    for x in range(left.counted.starts[i], left.counted.starts[i + 1]):
        row = left.counted.on_departure[x]
        unit = left.counted.units[row]
        left.rooms.departure[i, unit] = min(left.rooms.departure[i, unit], left.room[row])
