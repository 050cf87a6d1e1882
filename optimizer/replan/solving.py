"""Keeping a plan with the engine for large portfolios, and where no engine had the time.

Column generation plans what is under way with all the rest. Where its plan is not near enough to the bound, a programme
over the kept bookings and the itineraries at hand chooses anew, in which a booking that stays may have another beside
it on the same departures.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal

from optimizer.assembly import paid
from optimizer.bookings import Bookings
from optimizer.errors import OutOfTimeError
from optimizer.insertion.bound import at_least
from optimizer.insertion.construction import insert
from optimizer.listing.candidates import Candidate, candidates, held_loads
from optimizer.replan.going_on import Going
from optimizer.resources import Resource
from optimizer.solution import MOST_BACK, BookedLoad, Solution, pays_back, unserved_kilograms, usage
from optimizer.stopping import nothing_to_check
from tariffs.book import Portfolio, Shipment
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tariffs.timetable import Departure, Itinerary


@dataclass(frozen=True, slots=True)
class Among:
    """What each shipment may do: what kept bookings may, and the itineraries at hand, by its name."""

    going: Going
    at_hand: Mapping[str, Sequence[Itinerary]]

    def of(
        self, shipment: Shipment, limited: Callable[[Resource], bool], minimums: frozenset[Departure]
    ) -> list[Candidate]:
        """See ``optimizer.listed.KeptOptions``: nothing else is listed."""
        found = self.going.of(shipment, limited, minimums)
        for itinerary in self.at_hand.get(shipment.name, ()):
            search = self.going.lister.search(shipment, limited=limited, minimums=minimums)
            search.pinned = itinerary.departures
            found += candidates(self.going.network, search.whole, search.itineraries(), minimums)
        return found

    @staticmethod
    def is_all(_shipment: Shipment) -> bool:
        """See ``optimizer.listed.KeptOptions``."""
        return True


def at_hand(going: Going, loads: Iterable[BookedLoad], others: Mapping[str, Iterable[Itinerary]]) -> Among:
    """The choice among the itineraries of some loads, those of kept bookings, and others, by shipment."""
    found: dict[str, dict[object, Itinerary]] = defaultdict(dict)
    for load in loads:
        if going.kept_of(load.itinerary) is None:
            found[load.shipment.name][load.itinerary.key] = load.itinerary
    for kept in going.facts.standing:
        if kept.name not in going.barred:
            itinerary = going.as_booked(kept.name).itinerary
            found[kept.shipment].setdefault(itinerary.key, itinerary)
    for name, itineraries in others.items():
        for itinerary in itineraries:
            found[name].setdefault(itinerary.key, itinerary)
    return Among(going, {name: list(of_one.values()) for name, of_one in found.items()})


def paid_with_changes(going: Going, cargo: Portfolio, loads: Sequence[BookedLoad]) -> tuple[int, Decimal]:
    """The kilograms that a plan leaves for want of a penalty, and what it costs with what changes cost."""
    left, cost = paid(going.network.rater, cargo, loads)
    stay = {kept.name for load in loads if (kept := going.stays(load.itinerary)) is not None}
    return left, cost + going.facts.keep.change_cost * (len(going.facts.bookings) - len(stay))


def better_of(going: Going, cargo: Portfolio, found: Solution, chosen: Solution, beyond: float | None) -> Solution:
    """The better plan of what column generation found, and of what was chosen among the itineraries at hand.

    ``beyond`` is what no plan costs less than that uses any other itinerary, if that is known.
    """
    of_chosen, of_found = (paid_with_changes(going, cargo, one.loads) for one in (chosen, found))
    # The better one leaves no more than what was found, so what is proven of plans that leave as little holds.
    bound = found.bound if beyond is None else max(found.bound, min(chosen.bound, beyond))
    return replace(found, loads=chosen.loads if of_chosen <= of_found else found.loads, bound=bound)


def _none(_resource: Resource) -> bool:
    return False


def as_it_was(going: Going, cargo: Portfolio, check: Callable[[], None]) -> Solution:
    """What can be said at once: what is under way goes on, what is kept stays, as far as there is room.

    Then the rest is inserted, and a bound is looked for, until ``check`` raises ``OutOfTimeError``.
    """
    before, going.lister.check = going.lister.check, nothing_to_check  # it has to go on, however late it is
    try:
        loads = _kept_loads(going, cargo)
        going.lister.check = check
        loads += _inserted(going, loads, check)
        bound, served_first = _proven(going, cargo, loads, check)
        return Solution("insertion", tuple(loads), bound, {}, served_first)
    finally:
        going.lister.check = before


def _kept_loads(going: Going, cargo: Portfolio) -> list[BookedLoad]:
    """The loads of what goes on and what stays, each in the room that those before leave."""
    used: dict[Resource, Fraction] = defaultdict(Fraction)
    loads: list[BookedLoad] = []
    for shipment in sorted(cargo.shipments.values(), key=lambda k: not going.is_under_way(k)):
        if going.is_under_way(shipment):
            every = going.ways_on(shipment, _none, frozenset())
            loads += next((taken for c in every if (taken := _taken(list(held_loads(c)), used)) is not None), [])
        else:
            kept = [load for c in going.may_stay(shipment) for load in held_loads(c)]
            loads += kept if not _waits(kept) and _taken(kept, used) is not None else []
    return loads


def _inserted(going: Going, loads: Sequence[BookedLoad], check: Callable[[], None]) -> list[BookedLoad]:
    """Loads of what is left, beside others."""
    plan = Bookings(going.network, held=tuple(loads))
    with suppress(OutOfTimeError):
        insert(going.lister, plan, [shipment for shipment in going.facts.rest.values() if plan.left(shipment)], check)
    return [load for booking in plan.all for load in plan.loads_of(booking)]


def _proven(
    going: Going, cargo: Portfolio, loads: Sequence[BookedLoad], check: Callable[[], None]
) -> tuple[float, bool]:
    """What no plan costs less than that leaves no more than some loads do, and whether none leaves less."""
    if pays_back(going.network.book):
        return -MOST_BACK, False
    found = at_least(going.lister, going.facts.rest.values(), check)
    with suppress(OutOfTimeError):
        for piece in going.facts.pieces.values():
            check()
            ways = (way.held for way in going.ways_on(piece.shipment, _none, frozenset()))
            costs = (held.cost + held.change_cost * held.changed for held in ways if held is not None)
            found.look_at_whole(piece.shipment, min(costs, default=math.inf))
    unpriced = {name: k for name, k in cargo.shipments.items() if k.penalty_per_t is None}
    left = unserved_kilograms((load for load in loads if load.shipment.name in unpriced), unpriced.values())
    left_t = sum(left.values()) / 1000
    return found.of_plans_that_leave(left_t), found.serves_first(left_t)


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
