"""Swaps: two bookings exchange what takes them between the same two places, where one has no room without the other.

What is exchanged is one departure, several in a row, or all of them. Loads stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import TypeAlias

from optimizer.bookings import Bookings, conditional
from optimizer.plan import Booking
from optimizer.resources import Resource
from optimizer.solution import units_of
from tariffs.rating.charge import exact
from tariffs.timetable import Departure

#: Departures in a row.
Chain: TypeAlias = tuple[Departure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Departures of a booking in a row, from the one at ``first`` to before the one at ``end``."""

    booking: Booking
    first: int
    end: int

    @property
    def chain(self) -> Chain:
        """The departures."""
        return self.booking.itinerary.departures[self.first : self.end]

    @property
    def ends(self) -> tuple[str, str]:
        """The places between which they go."""
        chain = self.chain
        return chain[0].leg.key.origin, chain[-1].leg.key.destination

    def leaves_time_for(self, chain: Chain) -> bool:
        """Whether other departures are not before what comes before, nor after what comes after; no is certain."""
        departures = self.booking.itinerary.departures
        ready = departures[self.first - 1].arrives if self.first else self.booking.shipment.ready
        until = departures[self.end].departs if self.end < len(departures) else self.booking.shipment.last_day
        return ready <= chain[0].departs and chain[-1].arrives <= until


@dataclass(slots=True)
class Swaps:
    """Tries the swaps of a plan; a booking with other departures is made once."""

    plan: Bookings
    _made: dict[tuple[object, ...], Booking | None] = field(default_factory=dict)

    def run(self, check: Callable[[], None]) -> bool:
        """Make every swap that saves anything; whether one did. ``check`` raises what ends it before."""
        saving_between: dict[tuple[str, str], list[_Part]] = defaultdict(list)
        content_between: dict[tuple[str, str], list[_Part]] = defaultdict(list)
        for booking in self.plan.all:
            between = saving_between if self.plan.may_save(booking.shipment) else content_between
            for part in _parts(booking):
                between[part.ends].append(part)
        better = False
        for ends, saving in saving_between.items():
            content = content_between[ends]
            for one, other in (*combinations(saving, 2), *product(saving, content)):
                check()
                better |= self._swapped(one, other)
        return better

    def _swapped(self, one: _Part, other: _Part) -> bool:
        """Whether a swap saves anything; if so, it is made."""
        if one.booking.shipment is other.booking.shipment or one.chain == other.chain:
            return False
        if not (one.leaves_time_for(other.chain) and other.leaves_time_for(one.chain)):
            return False
        if not (self._there(one) and self._there(other)):  # one of them was swapped already
            return False
        on_condition = any(map(conditional, (*one.chain, *other.chain)))
        if not on_condition and self._has_room(one, other) and self._has_room(other, one):
            return False  # each could go there by itself
        made = self._with(one, other.chain), self._with(other, one.chain)
        found = [booking for booking in made if booking is not None]
        return len(found) == len(made) and self.plan.exchange([one.booking, other.booking], found)

    def _there(self, part: _Part) -> bool:
        booking = part.booking
        return self.plan.of[booking.shipment.name].get(booking.itinerary.key) is booking

    def _has_room(self, part: _Part, other: _Part) -> bool:
        """Whether there is room for a booking on the departures of another, with that on them."""
        own = set(self._resources(part))
        return all(
            self.plan.used[resource] + units_of(resource.unit, part.booking.loads) <= exact(resource.amount)
            for resource in self._resources(other)
            if resource not in own
        )

    def _resources(self, part: _Part) -> Iterator[Resource]:
        handlings = part.booking.itinerary.handlings[part.first : part.end]
        for departure, handling in zip(part.chain, handlings, strict=True):
            yield from self.plan.network.resources_on(departure, handling)
        last = part.booking.itinerary
        at_end = self.plan.network.transfer(last.handlings[-1], last.departures[-1].arrives)
        if at_end is not None and part.end == len(last.departures):
            yield at_end

    def _with(self, part: _Part, chain: Chain) -> Booking | None:
        """A booking with other departures in place of a part; ``None`` where it may not go so."""
        key = (part.booking.shipment.name, part.booking.itinerary.key, part.first, part.end, *(d.key for d in chain))
        if key not in self._made:
            self._made[key] = self._make(part, chain)
        return self._made[key]

    def _make(self, part: _Part, chain: Chain) -> Booking | None:
        booking, network = part.booking, self.plan.network
        shipment, departures = booking.shipment, booking.itinerary.departures
        itinerary = network.timetable.itinerary((*departures[: part.first], *chain, *departures[part.end :]))
        permitted = network.permitted(shipment)
        if (
            itinerary is None
            or itinerary.delivered > shipment.last_day
            or not network.timetable.ready_for(itinerary.departures[0], itinerary.handlings[0], shipment.ready)
            or len(set(itinerary.locations)) < len(itinerary.locations)
            or not all(map(permitted.departure, chain))
            or itinerary.key in self.plan.of[shipment.name]
        ):
            return None
        return self.plan.booking(shipment, itinerary, booking.loads)


def _parts(booking: Booking) -> Iterator[_Part]:
    places = range(len(booking.itinerary.departures) + 1)
    return (_Part(booking, first, end) for first, end in combinations(places, 2))
