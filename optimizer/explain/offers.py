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

from optimizer.listing.costs import containers_for
from optimizer.network import Network
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, units, units_of, usage
from tariffs.book import Container, LegKey, Shipment
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating import Component, Load, Rated
from tariffs.rating.charge import exact, to_cents
from tariffs.rating.lines import most_in, rounded_down
from tariffs.timetable import Departure, Itinerary

#: What customs take.
DUTY_AND_TAX = (Component.DUTY, Component.TAX)


class Shortage(NamedTuple):
    """A capacity that lacks room: what is left of it, and how much more is needed."""

    resource: Resource
    left: Fraction
    missing: Fraction

    def __str__(self) -> str:
        resource = self.resource
        of = f" ({resource.mode})" if resource.mode and resource.kind == "border" else ""
        period = {"departure": "", "pool": ""}.get(resource.kind, f" in {resource.period}")
        on = f" on {resource.period}" if resource.kind == "departure" else period
        room = f"{float(self.left):g} of {float(resource.amount):g} {resource.unit} left"
        return f"{resource.kind} {resource.name}{of} has {room}{on}, {float(self.missing):g} more would do"


@dataclass(frozen=True, slots=True)
class Offer:
    """Loads of a shipment on an itinerary, rated as a booking of their own."""

    itinerary: Itinerary
    loads: tuple[Load, ...]
    rated: Rated

    @property
    def tonnes(self) -> Decimal:
        """Cargo in all its loads, t."""
        return sum((load.tonnes for load in self.loads), Decimal(0))

    @property
    def per_tonne(self) -> Decimal:
        """What a tonne costs, base currency."""
        return self.rated.total / self.tonnes

    @property
    def duty_per_tonne(self) -> Decimal:
        """The duty and tax in that."""
        due = (charge.amount for charge in self.rated.charges if charge.item.component in DUTY_AND_TAX)
        return sum(due, Decimal(0)) / self.tonnes

    @property
    def boxes(self) -> str:
        """Its containers in words: ``2 TEU and 1 FEU``."""
        return " and ".join(f"{load.containers} {load.container.name}" for load in self.loads)


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
            counted = [load for load in offer.loads if resource.container in ("", load.container.name)]
            needed = units_of(resource.unit, counted) * times
            left = exact(resource.amount) - self.used.get(resource, Fraction(0))
            if needed > left:
                found.append(Shortage(resource, left, needed - left))
        return found

    def waiting(self, offer: Offer) -> list[Departure]:
        """The departures that would not have their minimum load with an offer on board."""

        def with_it(departure: Departure) -> Fraction:
            own = units_of(departure.terms.capacity_unit, offer.loads)
            return self._aboard.get(departure.key, Fraction(0)) + own

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

    @cached_property
    def _mixes(self) -> list[tuple[Load, ...]]:
        """All the tonnes in one type, or but for a last container of another; where split, few full ones."""
        shipment, tonnes = self._shipment, self._tonnes
        boxes = containers_for(self._network.book, shipment)
        most = {box.name: rounded_down(most_in(box, shipment)) for box in boxes}
        found: dict[tuple[Load, ...], None] = {}
        for box in boxes:
            for top in self._tops(box):
                full = int(tonnes / top)
                found[(Load(box, math.ceil(tonnes / top), tonnes),)] = None
                fewest = max(1, math.ceil(shipment.min_lot_t / top))
                if shipment.split and fewest <= full:
                    found[(Load(box, fewest, fewest * top),)] = None
                rest = tonnes - full * top
                if full and rest:
                    whole = Load(box, full, full * top)
                    found |= {
                        (whole, Load(last, 1, rest)): None for last in boxes if last != box and most[last.name] >= rest
                    }
        return list(found)

    def _tops(self, box: Container) -> list[Decimal]:
        """The most that one container takes in each range of loads, t."""
        most = most_in(box, self._shipment)
        ends = {min(segment.high, most) for segment in self._network.segments(self._shipment, box)}
        return [top for top in map(rounded_down, sorted(ends)) if top > 0]
