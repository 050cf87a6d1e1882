"""The bookings of a plan, exchanged for others one move at a time, at exact charges and within what is limited."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from optimizer.listing.labels import ItineraryKey
from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, units_of, usage
from tariffs.book import Shipment
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating import Load
from tariffs.rating.charge import HALF_CENT, exact, to_cents
from tariffs.rating.lines import most_in, rounded_down
from tariffs.timetable import Departure, Itinerary

#: What goes on an itinerary.
Loads: TypeAlias = tuple[Load, ...]

#: What a tonne is worth that is to be served first, base currency: more than any carriage costs.
SERVED_FIRST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves changed: shipments, resources that were used, departures whose minimum or cost may bind otherwise."""

    shipments: set[str] = field(default_factory=set)
    resources: set[Resource] = field(default_factory=set)
    departures: set[Departure] = field(default_factory=set)


@dataclass(slots=True)
class Bookings:
    """The bookings of a plan.

    Attributes
    ----------
    of
        By shipment, and by the key of their itinerary.
    used, aboard
        What they use of each capacity, and of each departure that has a minimum load or a cost.
    since
        What exchanges changed since it was set.
    least
        By shipment, what it costs at least, whatever becomes of the others; it may lack any.
    held
        Loads of bookings that nothing moves, which take capacity beside them.
    """

    network: Network
    of: dict[str, dict[ItineraryKey, Booking]] = field(default_factory=lambda: defaultdict(dict))
    used: dict[Resource, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    aboard: dict[Departure, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    since: Moved | None = None
    least: Mapping[str, float] = field(default_factory=dict)
    held: tuple[BookedLoad, ...] = ()
    _uses: dict[ItineraryKey, tuple[Resource, ...]] = field(default_factory=dict)
    _held_t: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def __post_init__(self) -> None:
        """Take the capacity of what is held."""
        for resource, amount in usage(self.held).items():
            self.used[resource] += amount
        for booked in self.held:
            self._held_t[booked.shipment.name] += booked.load.tonnes
            for departure in filter(conditional, booked.itinerary.departures):
                self.aboard[departure] += units_of(departure.terms.capacity_unit, (booked.load,))

    @property
    def all(self) -> list[Booking]:
        """Every booking."""
        return [booking for of_shipment in self.of.values() for booking in of_shipment.values()]

    @property
    def loads(self) -> tuple[BookedLoad, ...]:
        """Every load, as an engine gives it."""
        return (*self.held, *(load for booking in self.all for load in self.loads_of(booking)))

    def left(self, shipment: Shipment) -> Decimal:
        """Tonnes of a shipment that are not booked."""
        booked = sum((booking.tonnes for booking in self.of[shipment.name].values()), self._held_t[shipment.name])
        return shipment.weight_t - booked

    def room_t(self, itinerary: Itinerary) -> Decimal:
        """Tonnes for which the capacities in tonnes on an itinerary have room yet; infinite where there is none."""
        in_tonnes = Counter(r for r in self.network.resources_of(itinerary) if r.unit == "tonnes")
        left = ((exact(r.amount) - self.used[r]) / times for r, times in in_tonnes.items())
        return min(map(rounded_down, left), default=Decimal("inf"))

    def worth(self, shipment: Shipment, tonnes: Decimal) -> Decimal:
        """What it saves not to leave tonnes behind, base currency."""
        items = self.network.rater.unserved(shipment, tonnes)
        saved = sum((to_cents(item.amount) for item in items), Decimal(0))
        return saved if shipment.penalty_per_t is not None else saved + tonnes * SERVED_FIRST

    def may_save(self, shipment: Shipment) -> bool:
        """Whether another way for a shipment might save more than the rounding of its charges; no is certain."""
        bookings = list(self.of[shipment.name].values())
        if self.left(shipment) > 0:
            return True
        if any(
            departure.terms.departure_cost > 0 for booking in bookings for departure in booking.itinerary.departures
        ):
            return True
        rounding = HALF_CENT * sum(len(booking.rated.charges) for booking in bookings)
        paid = sum((booking.rated.total for booking in bookings), Decimal(0))
        return float(paid - rounding) > self.least.get(shipment.name, -math.inf)

    def add(self, booking: Booking) -> None:
        """Take the capacity of a booking."""
        self.of[booking.shipment.name][booking.itinerary.key] = booking
        self._count(booking, 1)

    def remove(self, booking: Booking) -> None:
        """Give back the capacity of a booking."""
        del self.of[booking.shipment.name][booking.itinerary.key]
        self._count(booking, -1)

    def _count(self, booking: Booking, sign: int) -> None:
        for resource, amount in usage(self.loads_of(booking)).items():
            self.used[resource] += sign * amount
        for departure in booking.itinerary.departures:
            if conditional(departure):
                self.aboard[departure] += sign * units_of(departure.terms.capacity_unit, booking.loads)

    def loads_of(self, booking: Booking) -> list[BookedLoad]:
        """A booking as an engine gives it."""
        key = booking.itinerary.key
        if key not in self._uses:
            self._uses[key] = self.network.resources_of(booking.itinerary)
        return [BookedLoad(booking.shipment, booking.itinerary, load, self._uses[key]) for load in booking.loads]

    def booking(self, shipment: Shipment, itinerary: Itinerary, loads: Loads) -> Booking | None:
        """A booking with its charges; ``None`` where a departure does not take a load, it is no lot, or is cut off."""
        if not _sound(shipment, loads) or not self.network.cuts.allow(shipment, itinerary, loads):
            return None
        try:
            rated = self.network.rater.booking(shipment, itinerary, loads)
        except UnratedError:
            return None
        return Booking("", shipment, itinerary, loads, rated)

    def exchange(self, gone: Sequence[Booking], made: Sequence[Booking], worse: Decimal = Decimal(0)) -> bool:
        """Whether it saves anything to have some bookings in place of others; if so, they are there.

        ``worse`` is what it costs beside, by what then stays behind; below zero if less does.
        """
        saved = sum(old.rated.total for old in gone) - sum(booking.rated.total for booking in made) - worse
        if saved + self.most_saved_on_departures(gone) <= 0:
            return False
        before = self._cost_of_departures([*gone, *made])
        for old in gone:
            self.remove(old)
        for booking in made:
            self.add(booking)
        after = self._cost_of_departures([*gone, *made])
        if after is not None and before is not None and saved + before - after > 0 and self._within(made):
            self._note(gone, made)
            return True
        for booking in made:
            self.remove(booking)
        for old in gone:
            self.add(old)
        return False

    def _note(self, gone: Sequence[Booking], made: Sequence[Booking]) -> None:
        """Take note of what an exchange changed."""
        if self.since is None:
            return
        self.since.shipments.update(booking.shipment.name for booking in (*gone, *made))
        self.since.resources.update(usage(load for old in gone for load in self.loads_of(old)))
        departures = (departure for booking in (*gone, *made) for departure in booking.itinerary.departures)
        self.since.departures.update(filter(conditional, departures))

    def _within(self, made: Sequence[Booking]) -> bool:
        """Whether no capacity that some bookings use is exceeded."""
        touched = {resource for booking in made for load in self.loads_of(booking) for resource in load.uses}
        return all(self.used[resource] <= exact(resource.amount) for resource in touched)

    def most_saved_on_departures(self, gone: Iterable[Booking]) -> Decimal:
        """What the departures of some bookings cost, which may be saved if nothing else is on them."""
        costs = self.network.rater.departure_cost
        departures = {departure for booking in gone for departure in booking.itinerary.departures}
        return sum((to_cents(costs(d).amount) for d in departures if d.terms.departure_cost > 0), Decimal(0))

    def _cost_of_departures(self, bookings: Iterable[Booking]) -> Decimal | None:
        """What the departures of some bookings cost as they are; ``None`` if one misses its minimum load."""
        total, cost = Decimal(0), self.network.rater.departure_cost
        for departure in {d for booking in bookings for d in booking.itinerary.departures if conditional(d)}:
            load = self.aboard[departure]
            if 0 < load < exact(departure.terms.min_load):
                return None
            if load > 0 and departure.terms.departure_cost > 0:
                total += to_cents(cost(departure).amount)
        return total


def conditional(departure: Departure) -> bool:
    """Whether it matters how much a departure carries, its capacity apart."""
    return departure.terms.min_load > 0 or departure.terms.departure_cost > 0


def _sound(shipment: Shipment, loads: Loads) -> bool:
    """Whether loads of a booking are a lot, and fit into their containers."""
    return sum(load.tonnes for load in loads) >= shipment.min_lot_t and all(
        exact(load.tonnes) <= most_in(load.container, shipment) * load.containers for load in loads
    )
