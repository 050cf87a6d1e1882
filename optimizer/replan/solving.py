"""Keeping a plan with the engine for large portfolios, and where no engine had the time.

Column generation plans what is not under way, as if nothing else used a capacity. Then a programme over its itineraries
and the kept bookings chooses among them: what is under way goes on, and what is kept stays where that pays.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from optimizer.errors import OutOfTimeError
from optimizer.listing.candidates import Candidate, candidates
from optimizer.replan.going_on import Going
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, Solution, pays_back, unserved_kilograms, usage
from optimizer.stopping import nothing_to_check
from tariffs.book import Portfolio, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Load
from tariffs.rating.charge import exact
from tariffs.timetable import Departure, Itinerary

#: So many ways on are looked at of a booking under way that can go on as planned.
FEW = 3


@dataclass(slots=True)
class Among:
    """What each shipment may do: what kept bookings may, and the itineraries that column generation chose."""

    going: Going
    loads: tuple[BookedLoad, ...]
    _chosen: dict[str, dict[object, Itinerary]] = field(default_factory=lambda: defaultdict(dict))

    def __post_init__(self) -> None:
        """Gather the itineraries by shipment; those on which something was booked, too."""
        for load in self.loads:
            self._chosen[load.shipment.name][load.itinerary.key] = load.itinerary
        for kept in self.going.facts.standing:
            if kept.name not in self.going.barred:
                itinerary = self.going.as_booked(kept.name).itinerary
                self._chosen[kept.shipment].setdefault(itinerary.key, itinerary)

    def of(
        self, shipment: Shipment, limited: Callable[[Resource], bool], minimums: frozenset[Departure]
    ) -> list[Candidate]:
        """See ``optimizer.listed.KeptOptions``: nothing else is listed."""
        if self.going.is_under_way(shipment):
            found = [candidate for _, candidate in self.going.cheapest_ways_on(shipment, FEW) if candidate is not None]
            if minimums or not found or found[0].held is None or found[0].held.changed:
                return self.going.of(shipment, limited, minimums)
            return found
        found = list(self.going.staying(shipment, minimums))
        lister = self.going.lister
        for itinerary in self._chosen[shipment.name].values():
            search = lister.search(shipment, limited=limited, minimums=minimums)
            search.pinned = itinerary.departures
            found += candidates(lister.network, search.whole, search.itineraries(), minimums)
        return found

    @staticmethod
    def is_all(_shipment: Shipment) -> bool:
        """See ``optimizer.listed.KeptOptions``."""
        return True


def beside(going: Going, free: Solution, chosen: Solution, cargo: Portfolio) -> Solution:
    """The plan that was chosen, with what is proven of any.

    ``free`` is for what is not under way, with every capacity to itself and every change for nothing: its bound, and
    the least that each booking under way can cost, are below any plan. That is so of plans that leave as little for
    want of a penalty as ``free`` does: of one that leaves more nothing is known.
    """
    rest = going.facts.rest
    unpriced = [k for k in cargo.shipments.values() if k.penalty_per_t is None]
    left = unserved_kilograms((b for b in chosen.loads if b.shipment.penalty_per_t is None), unpriced)
    free_left = unserved_kilograms((b for b in free.loads if b.shipment.penalty_per_t is None), _unpriced(rest))
    as_little = sum(left.values()) <= sum(free_left.values())
    bound = free.bound + sum(least_of(going, name) for name in going.facts.pieces) if as_little else 0.0
    proven = free.served_first and as_little
    return replace(chosen, engine=free.engine, bound=bound, duals=free.duals, served_first=proven, serving=None)


def _unpriced(shipments: Mapping[str, Shipment]) -> list[Shipment]:
    return [shipment for shipment in shipments.values() if shipment.penalty_per_t is None]


def _none(_resource: Resource) -> bool:
    return False


def least_of(going: Going, cargo: str) -> float:
    """What a booking under way costs at least with a change of it, whatever else goes; 0 if there is no time to see."""
    piece = going.facts.pieces[cargo]
    shipment, change = piece.shipment, float(going.facts.keep.change_cost)
    if pays_back(going.network.book):  # a fee may be below zero
        every = going.of(shipment, _none, frozenset())
        return min((c.held.cost + change * c.held.changed for c in every if c.held is not None), default=math.inf)
    planned = going.barred.get(piece.kept.name) is None
    try:
        bounds = [bound for bound, _ in going.cheapest_ways_on(shipment, 1)]
    except OutOfTimeError:
        return 0.0
    return min([*bounds[:planned], *(bound + change for bound in bounds[planned:])], default=math.inf)


def as_it_was(going: Going, cargo: Portfolio, others: Iterable[BookedLoad] = ()) -> Solution:
    """What can be said at once: what is under way goes on, and what is kept stays, as far as there is room.

    ``others`` is what else was found: it goes in place of what is kept where it carries more of a shipment.
    """
    check, going.lister.check = going.lister.check, nothing_to_check  # it has to go on, however late it is
    used: dict[Resource, Fraction] = defaultdict(Fraction)
    loads: list[BookedLoad] = []
    of_shipment: dict[str, list[BookedLoad]] = defaultdict(list)
    for load in others:
        of_shipment[load.shipment.name].append(load)
    for shipment in sorted(cargo.shipments.values(), key=lambda k: not going.is_under_way(k)):
        if going.is_under_way(shipment):
            every = going.ways_on(shipment, _none, frozenset())
            loads += next((taken for c in every if (taken := _taken(list(loads_of(c)), used)) is not None), [])
            continue
        kept = [load for c in going.staying(shipment, frozenset()) for load in loads_of(c)]
        found = sorted((kept, of_shipment[shipment.name]), key=lambda some: -sum(b.kilograms for b in some))
        loads += next((some for some in found if not _waits(some) and _taken(some, used) is not None), [])
    going.lister.check = check
    return Solution("listed", tuple(loads), 0.0, {}, served_first=False)


def _waits(loads: Iterable[BookedLoad]) -> bool:
    """Whether some loads go only with others, which may not come."""
    return any(d.terms.min_load > 0 for load in loads for d in load.itinerary.departures)


def _taken(loads: list[BookedLoad], used: dict[Resource, Fraction]) -> list[BookedLoad] | None:
    """Loads, if there is room for all of them beside what is used; it is used then."""
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
