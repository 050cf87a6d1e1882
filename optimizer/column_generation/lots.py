"""Load plans whose bookings are too small: what went on a trip of its own goes with others, or stays behind.

Containers that are priced each by itself know of no least lot; ``pricing/bookings.py`` has the load plans that do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from optimizer.column_generation.cases import Case
from optimizer.column_generation.plans import Packed
from optimizer.column_generation.trips import Trip


def kilograms_by_trip(loads: Sequence[Packed]) -> dict[Trip, int]:
    """What a booking on each trip of some loads carries."""
    carried: dict[Trip, int] = {}
    for load in loads:
        carried[load.trip] = carried.get(load.trip, 0) + load.kilograms
    return carried


def mended(case: Case, loads: Sequence[Packed]) -> Iterator[list[Packed]]:
    """Loads like some whose bookings are too small, in lots where what they move to takes them: that is not known.

    The small bookings made up with tonnes of others; left behind; moved to the trip of another; and all on one trip.
    """
    carried = kilograms_by_trip(loads)
    small = [trip for trip, kilograms in carried.items() if not case.in_lots([kilograms])]
    kept = [load for load in loads if load.trip not in small]
    moving = [load for load in loads if load.trip in small]
    made_up = _made_up(case, loads, small)
    if made_up is not None:
        yield made_up
    if kept:
        yield kept
    for trip in dict.fromkeys(load.trip for load in kept):
        yield [*kept, *(replace(load, trip=trip) for load in moving)]
    for trip in carried:
        yield [replace(load, trip=trip) for load in loads]


def _made_up(case: Case, loads: Sequence[Packed], small: Sequence[Trip]) -> list[Packed] | None:
    """The loads with what small bookings lack moved to them, each from the trip that carries the most."""
    changed, least = list(loads), int(case.shipment.min_lot_t * 1000)
    for trip in small:
        carried = kilograms_by_trip(changed)
        lacking = least - carried[trip]
        giver = max(carried, key=lambda other: carried[other])
        from_load = max((n for n, load in enumerate(changed) if load.trip is giver), key=lambda n: changed[n].kilograms)
        to_load = max((n for n, load in enumerate(changed) if load.trip is trip), key=lambda n: changed[n].kilograms)
        given, taken = _with(case, changed[from_load], -lacking), _with(case, changed[to_load], lacking)
        if carried[giver] - lacking < least or given is None or taken is None:
            return None
        changed[from_load], changed[to_load] = given, taken
    return changed


def _with(case: Case, load: Packed, more: int) -> Packed | None:
    """A load with kilograms more or less; ``None`` if its containers cannot carry that."""
    kilograms = load.kilograms + more
    segment = case.segment_of(load.segment, load.containers, kilograms)
    of_case = next(r for r in case.whole_ranges if r.segment == segment)
    holds = of_case.least(load.containers) <= kilograms <= of_case.most(load.containers)
    return replace(load, segment=segment, kilograms=kilograms) if holds else None
