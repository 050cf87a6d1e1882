"""What it would cost to serve the tonnes that a plan leaves behind, and what there is no room for."""

from __future__ import annotations

import contextlib
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from optimizer.filling import fillings
from optimizer.listing.costs import containers_for
from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, units, units_of, usage
from tariffs.book import Container, LegKey, Shipment
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating import Component, Load, Rated
from tariffs.rating.charge import HALF_CENT, exact, to_cents
from tariffs.rating.lines import most_in, rounded_down
from tariffs.timetable import Departure, Itinerary

#: The period of what is limited for all of the plan.
WHOLE = "plan"

#: What customs take.
DUTY_AND_TAX = (Component.DUTY, Component.TAX)


class Shortage(NamedTuple):
    """A capacity that lacks room: what is left of it, and how much more is needed."""

    resource: Resource
    left: Fraction
    missing: Fraction

    def __str__(self) -> str:
        resource = self.resource
        of = f" ({resource.mode})" if resource.mode and resource.kind != "departure" else ""
        on = " on" if len(resource.period) == len("2025-03-01") else " in"
        period = "" if resource.period == WHOLE else f"{on} {resource.period}"
        room = f"{_plain(self.left)} of {_plain(exact(resource.amount))} {resource.unit} left{period}"
        return f"{resource.kind} {resource.name}{of} has {room}, {_plain(self.missing)} more would do"


def _plain(amount: Fraction) -> str:
    """An amount to its last digit, without idle zeros: one that is rounded down would not do."""
    return f"{(Decimal(amount.numerator) / Decimal(amount.denominator)).normalize():f}"


@dataclass(frozen=True, slots=True)
class Offer:
    """Loads of a shipment on an itinerary, rated as a booking of their own.

    Or those of a booking with more in its containers, beside ``already``, which is that booking as it is: only what is
    more counts then.
    """

    itinerary: Itinerary
    loads: tuple[Load, ...]
    rated: Rated
    already: Booking | None = None

    @property
    def tonnes(self) -> Decimal:
        """Cargo in all its loads, t."""
        there = self.already.tonnes if self.already else Decimal(0)
        return sum((load.tonnes for load in self.loads), -there)

    @property
    def cost(self) -> Decimal:
        """What it costs, base currency; of what is more in containers already booked, before rounding to cents."""
        if self.already is None:
            return self.rated.total
        more = self.rated.exact - self.already.rated.exact
        return Decimal(more.numerator) / Decimal(more.denominator)

    @property
    def rounding(self) -> Decimal:
        """What rounding to cents may change in that."""
        there = len(self.already.rated.charges) if self.already else 0
        return HALF_CENT * (len(self.rated.charges) + there)

    @property
    def per_tonne(self) -> Decimal:
        """What a tonne costs, base currency."""
        return self.cost / self.tonnes

    @property
    def duty_per_tonne(self) -> Decimal:
        """The duty and tax in that."""
        due = _duty_and_tax(self.rated) - (_duty_and_tax(self.already.rated) if self.already else 0)
        return Decimal(due.numerator) / Decimal(due.denominator) / self.tonnes

    @property
    def boxes(self) -> str:
        """Its containers in words: ``2 TEU and 1 FEU``, or ``2 TEU already booked`` for those that carry more."""
        before = self.already.loads if self.already else (None,) * len(self.loads)
        used = [load for load, was in zip(self.loads, before, strict=True) if load != was]
        words = " and ".join(f"{load.containers} {load.container.name}" for load in used)
        return f"{words} already booked" if self.already else words

    def units(self, unit: str, container: str = "") -> Fraction:
        """What it counts for in a capacity unit; if ``container`` is not blank, only containers of that type do."""

        def counted(loads: Iterable[Load]) -> Fraction:
            return units_of(unit, (load for load in loads if container in ("", load.container.name)))

        return counted(self.loads) - (counted(self.already.loads) if self.already else 0)


def _duty_and_tax(rated: Rated) -> Fraction:
    items = (charge.item for charge in rated.charges if charge.item.component in DUTY_AND_TAX)
    return sum((item.amount for item in items), Fraction(0))


class InUse:
    """What a plan uses of capacities, and which departures with a minimum load or a cost run."""

    def __init__(self, network: Network, loads: Sequence[BookedLoad]) -> None:
        self.network = network
        self.used: Mapping[Resource, Fraction] = usage(loads)
        self._aboard: dict[tuple[LegKey, object], Fraction] = defaultdict(Fraction)
        for booked in loads:
            for departure in booked.itinerary.departures:
                self._aboard[departure.key] += units(departure.terms.capacity_unit, booked.load)

    def runs(self, departure: Departure) -> bool:
        """Whether a departure carries anything."""
        return departure.key in self._aboard

    def short(self, offer: Offer) -> list[Shortage]:
        """The capacities that have no room for an offer, a capacity that is used twice counted so."""
        found = []
        for resource, times in Counter(self.network.resources_of(offer.itinerary)).items():
            needed = offer.units(resource.unit, resource.container) * times
            left = exact(resource.amount) - self.used.get(resource, Fraction(0))
            if needed > left:
                found.append(Shortage(resource, left, needed - left))
        return found

    def waiting(self, offer: Offer) -> list[Departure]:
        """The departures that would not have their minimum load with an offer on board."""

        def with_it(departure: Departure) -> Fraction:
            return self._aboard.get(departure.key, Fraction(0)) + offer.units(departure.terms.capacity_unit)

        departures = offer.itinerary.departures
        return [departure for departure in departures if with_it(departure) < exact(departure.terms.min_load)]

    def cost_of_running(self, offer: Offer) -> Decimal:
        """What the departures cost that would run for an offer alone."""
        idle = [departure for departure in offer.itinerary.departures if not self.runs(departure)]
        costs = (self.network.rater.departure_cost(d).amount for d in idle if d.terms.departure_cost > 0)
        return sum(map(to_cents, costs), Decimal(0))


class Offers:
    """The offers for so many tonnes of a shipment; ``check`` raises what ends them before all are made."""

    def __init__(self, network: Network, shipment: Shipment, tonnes: Decimal, check: Callable[[], None]) -> None:
        self._network, self._shipment, self._check = network, shipment, check
        self._tonnes = tonnes if shipment.split else shipment.weight_t

    def on(self, itineraries: Iterable[Itinerary]) -> Iterator[Offer]:
        """Every one, with the most and with the fewest containers that make sense."""
        for itinerary in itineraries:
            for loads in self._mixes:
                self._check()
                with contextlib.suppress(UnratedError):  # where a departure does not take such a container so full
                    yield Offer(itinerary, loads, self._network.rater.booking(self._shipment, itinerary, loads))

    def in_booked(self, bookings: Iterable[Booking]) -> Iterator[Offer]:
        """Every one of more of the shipment in the containers of its bookings."""
        for booking in bookings:
            for loads in fillings(self._network, booking, self._tonnes):
                self._check()
                with contextlib.suppress(UnratedError):
                    rated = self._network.rater.booking(booking.shipment, booking.itinerary, loads)
                    yield Offer(booking.itinerary, loads, rated, booking)

    @cached_property
    def _mixes(self) -> list[tuple[Load, ...]]:
        """All the tonnes in one type, or but for a last one of another; where split, those that fill containers."""
        shipment, tonnes = self._shipment, self._tonnes
        boxes = containers_for(self._network.book, shipment)
        most = {box.name: rounded_down(most_in(box, shipment)) for box in boxes}
        found: dict[tuple[Load, ...], None] = {}
        for box in boxes:
            for top in self._tops(box):
                found[(Load(box, math.ceil(exact(tonnes) / top), tonnes),)] = None
                full = math.floor(exact(tonnes) / top)
                whole = Load(box, full, rounded_down(full * top))
                rest = tonnes - whole.tonnes
                if not full or not rest:
                    continue
                if shipment.split and whole.tonnes >= shipment.min_lot_t:
                    found[(whole,)] = None
                found |= {
                    (whole, Load(last, 1, rest)): None for last in boxes if last != box and most[last.name] >= rest
                }
        return list(found)

    def _tops(self, box: Container) -> list[Fraction]:
        """The most that one container takes in each range of loads, t."""
        most = most_in(box, self._shipment)
        ends = {min(segment.high, most) for segment in self._network.segments(self._shipment, box)}
        return sorted(end for end in ends if rounded_down(end) > 0)
