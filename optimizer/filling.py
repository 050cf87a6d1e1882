"""Bookings with more of their shipment in the containers that they have: what is left behind may have room there.

By the tonnes in one of its loads, what a booking costs is a straight line between the ends of ranges of loads, and
turns once between two of them where the greater of two duties is due. So of all ways to fill one load that is best
which goes up to such a point, or carries all that is left. Loads are filled together, too, since they may owe a fee
together: each up to a point that it has by itself, and one of them with what the others leave.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, pairwise

from optimizer.network import Network
from optimizer.plan import Booking
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating import Load
from tariffs.rating.lines import most_in

#: Ways to fill a booking that are looked at, at most: three loads with ten points each, three times.
MOST_WAYS = 3000


def fillings(network: Network, booking: Booking, tonnes: Decimal) -> Iterator[tuple[Load, ...]]:
    """The loads of a booking with more in them, whole kilograms and ``tonnes`` in all at most; whatever that costs.

    Its containers hold them, by weight and by volume; whether a leg takes them, and what limits tonnes, is not known.
    """
    loads, given = booking.loads, set[tuple[int, ...]]()
    points = [_points(network, booking, position, tonnes) for position, _ in enumerate(loads)]
    for last in range(len(loads)):
        order = [*range(last), *range(last + 1, len(loads)), last]
        for shares in islice(_shares([points[n] for n in order], int(tonnes * 1000)), MOST_WAYS):
            more = tuple(kilograms for _, kilograms in sorted(zip(order, shares, strict=True)))
            if any(more) and more not in given:
                given.add(more)
                yield tuple(_with(load, kilograms) for load, kilograms in zip(loads, more, strict=True))


def _shares(points: Sequence[Sequence[int]], kilograms: int) -> Iterator[tuple[int, ...]]:
    """How much more each load may have: up to one of its points, or all that is left."""
    if not points:
        yield ()
        return
    for more in dict.fromkeys(min(point, kilograms) for point in points[0]):
        for others in _shares(points[1:], kilograms - more):
            yield (more, *others)


def _points(network: Network, booking: Booking, position: int, tonnes: Decimal) -> list[int]:
    """Kilograms more in a load: none, up to each end of a range of loads, just beyond it, and where the cost turns."""
    load = booking.loads[position]

    def room_up_to(each: Fraction) -> int:
        return math.floor(1000 * each * load.containers) - int(load.tonnes * 1000)

    most = min(room_up_to(most_in(load.container, booking.shipment)), int(tonnes * 1000))
    ends = [room_up_to(segment.high) for segment in network.segments(booking.shipment, load.container)]
    found = {0}
    for low, high in pairwise([0, *sorted({end for end in ends if 0 < end < most} | {most})]):
        if low < high:
            found |= {low + 1, high, *_turns(network, booking, position, low + 1, high)}
    return sorted(found)


def _turns(network: Network, booking: Booking, position: int, low: int, high: int) -> set[int]:
    """The kilograms more about the point between two others where the cost of a booking turns, if it does."""

    def cost(more: int) -> Fraction:
        loads = list(booking.loads)
        loads[position] = _with(loads[position], more)
        return network.rater.booking(booking.shipment, booking.itinerary, loads).exact

    if high - low < 3:  # noqa: PLR2004 - too near each other for a turn of its own
        return set(range(low, high))
    try:
        before, after = cost(low), cost(high)
        first, last = cost(low + 1) - before, after - cost(high - 1)
    except UnratedError:  # no leg takes it so full
        return set()
    if first == last:
        return set()
    turn = (after - last * high - before + first * low) / (first - last)
    return {math.floor(turn), math.ceil(turn)}


def _with(load: Load, kilograms: int) -> Load:
    """A load with so much more in it."""
    return replace(load, tonnes=load.tonnes + Decimal(kilograms).scaleb(-3))
