"""Load plans whose bookings are too small: what went on a trip of its own goes with others, or stays behind.

Pricing does not know of least lots, so that its bound is one for plans that keep them, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from optimizer.column_generation.plans import Packed
from optimizer.column_generation.trips import Trip


def kilograms_by_trip(loads: Sequence[Packed]) -> dict[Trip, int]:
    """What a booking on each trip of some loads carries."""
    carried: dict[Trip, int] = {}
    for load in loads:
        carried[load.trip] = carried.get(load.trip, 0) + load.kilograms
    return carried


def without(loads: Sequence[Packed], small: Sequence[Trip]) -> Iterator[list[Packed]]:
    """The loads with those on trips with ``small`` bookings left behind or moved to one of the other trips.

    Then all loads on one trip, for each trip: whether it takes them, and whether they are a lot there, is not known.
    """
    kept = [load for load in loads if load.trip not in small]
    moving = [load for load in loads if load.trip in small]
    if kept:
        yield kept
    for trip in dict.fromkeys(load.trip for load in kept):
        yield [*kept, *(replace(load, trip=trip) for load in moving)]
    for trip in dict.fromkeys(load.trip for load in loads):
        yield [replace(load, trip=trip) for load in loads]
