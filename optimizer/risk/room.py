"""Whether cargo that misses its departure may board a later one: what room a plan leaves, and what runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, usage
from tariffs.calendar import whole_days
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tariffs.timetable import Departure, Handling

#: Days beyond the planned departure on which another one is looked for; cargo that finds none is never delivered.
LOOKED_AHEAD_DAYS = 366


class Room:
    """What a set of bookings leaves of every capacity, and which departures with a minimum load they run."""

    def __init__(self, network: Network, bookings: Iterable[Booking]) -> None:
        self.network = network
        self.used: dict[Resource, Fraction] = {}
        self.running = set()
        for booking in bookings:
            for resource, amount in self.own(booking).items():
                self.used[resource] = self.used.get(resource, Fraction(0)) + amount
            self.running |= {departure.key for departure in booking.itinerary.departures}

    def own(self, booking: Booking) -> Mapping[Resource, Fraction]:
        """What a booking uses as it is planned."""
        uses = self.network.resources_of(booking.itinerary)
        return usage(BookedLoad(booking.shipment, booking.itinerary, load, uses) for load in booking.loads)


class Boarding:
    """The departures that one booking may take in place of those that it missed.

    ``room`` is what the plan leaves; ``None`` asks for no capacity, as if there were room on all that runs.
    """

    def __init__(self, network: Network, booking: Booking, room: Room | None) -> None:
        self.network, self.booking, self.room = network, booking, room
        self._own = room.own(booking) if room else {}
        self._permitted = network.permitted(booking.shipment)
        self._next: dict[tuple[int, int], Departure | None] = {}

    def after(self, leg: int, there: int) -> Departure | None:
        """The next departure of a leg (by position) for cargo that is ready there on a day; ``None`` if none is left.

        ``there`` is the day (an ordinal) on which the dwell is over; the cut-off is still to pass.
        """
        if (leg, there) not in self._next:
            self._next[leg, there] = self._after(leg, there)
        return self._next[leg, there]

    def _after(self, leg: int, there: int) -> Departure | None:
        itinerary = self.booking.itinerary
        planned, handling = itinerary.departures[leg], itinerary.handlings[leg]
        first = max(date.fromordinal(there), planned.departs + timedelta(days=1))
        last = planned.departs + timedelta(days=LOOKED_AHEAD_DAYS)
        for number in range((last - first).days + 1):
            found = self.network.timetable.departure(planned.leg.key, first + timedelta(days=number))
            if found is None or there + cutoff(found, handling) > found.departs.toordinal():
                continue
            if self._may_board(found, handling):
                return found
        return None

    def _may_board(self, departure: Departure, handling: Handling) -> bool:
        """Whether a departure takes the booking's loads, runs in the plan, and has room for them."""
        shipment, rater = self.booking.shipment, self.network.rater
        if not self._permitted.departure(departure):
            return False
        if any(rater.leg(departure, shipment, load) is None for load in self.booking.loads):
            return False
        if self.room is None:
            return True
        if departure.terms.min_load > 0 and departure.key not in self.room.running:
            return False
        wanted = self.network.resources_on(departure, handling)
        needed = usage(BookedLoad(shipment, self.booking.itinerary, load, tuple(wanted)) for load in self.booking.loads)
        none = Fraction(0)
        return all(
            self.room.used.get(resource, none) - self._own.get(resource, none) + amount <= exact(resource.amount)
            for resource, amount in needed.items()
        )


def cutoff(departure: Departure, handling: Handling) -> int:
    """Days between readiness and a departure; none for cargo that stays on its named service."""
    return 0 if handling.through else whole_days(departure.terms.cutoff_days)
