"""What becomes of kept bookings where no engine had the time to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from optimizer.listing.candidates import Candidate
from optimizer.replan.going_on import Going
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, Solution, usage
from tariffs.book import Portfolio
from tariffs.fraction import Fraction
from tariffs.rating import Load
from tariffs.rating.charge import exact


def as_it_was(going: Going, cargo: Portfolio) -> Solution:
    """What is kept, as far as it can stay or go on in the capacity that there is; no other cargo goes."""
    used: dict[Resource, Fraction] = defaultdict(Fraction)
    loads: list[BookedLoad] = []
    for shipment in sorted(cargo.shipments.values(), key=lambda k: not going.is_under_way(k)):
        if going.is_under_way(shipment):
            found = [*going.ways_on(shipment, lambda _resource: False, frozenset())]
            loads += next((taken for c in found if (taken := _taken(c, used)) is not None), [])
        else:
            for candidate in going.candidates(shipment, frozenset()):
                needs_others = any(d.terms.min_load > 0 for d in candidate.itinerary.departures)
                loads += [] if needs_others else _taken(candidate, used) or []
    return Solution("listed", tuple(loads), 0.0, {}, served_first=False)


def _taken(candidate: Candidate, used: dict[Resource, Fraction]) -> list[BookedLoad] | None:
    """The loads of a kept booking, if there is room for it beside what is used; it is used then."""
    loads = list(loads_of(candidate))
    more = usage(loads)
    if any(used[resource] + amount > exact(resource.amount) for resource, amount in more.items()):
        return None
    for resource, amount in more.items():
        used[resource] += amount
    return loads


def loads_of(candidate: Candidate) -> Iterator[BookedLoad]:
    """The loads of a kept booking, as an engine gives them."""
    assert candidate.held is not None  # it is of a kept booking
    for piece, count in zip(candidate.pieces, candidate.held.containers, strict=True):
        kilograms = int(piece.high * count * 1000)
        load = Load(piece.container, count, Decimal(kilograms).scaleb(-3))
        yield BookedLoad(candidate.shipment, candidate.itinerary, load, candidate.uses)
