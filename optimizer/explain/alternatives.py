"""The next best route and the next date of each shipment: the cheapest changes that the rest of the plan allows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from optimizer.bookings import conditional
from optimizer.errors import OutOfTimeError
from optimizer.explain.guide import Change, Guide, Route, route_of
from optimizer.listing.labels import ItineraryKey
from optimizer.network import Network
from optimizer.plan import Alternative, Booking
from optimizer.resources import Resource
from optimizer.solution import units_of
from optimizer.stopping import nothing_to_check
from tariffs.fraction import Fraction
from tariffs.rating.charge import HALF_CENT, exact, to_cents
from tariffs.timetable import Departure, Itinerary

#: No change costs anything beside.
NO_FEES: Mapping[str, Decimal] = MappingProxyType({})

#: By shipment, its cheapest change.
ByShipment: TypeAlias = dict[str, Alternative]


class Alternatives:
    """The cheapest changes of one booking of each shipment: to another route, and to other dates on the same.

    A route is a chain of legs; another is one that no booking of the shipment takes. Dates are the days of departure
    and of delivery; others are those of no booking of it on that route. The loads stay as they are, and so does every
    other booking; the capacities and minimum loads of the plan hold.

    Parameters
    ----------
    fixed
        Names of bookings that cannot change.
    fees
        By the name of a booking, what any change of it costs beside.

    Attributes
    ----------
    changes
        What a guide will be asked for.
    """

    def __init__(
        self,
        network: Network,
        bookings: Sequence[Booking],
        used: Mapping[Resource, Fraction],
        fixed: Collection[str] = (),
        fees: Mapping[str, Decimal] = NO_FEES,
    ) -> None:
        self._network, self._used, self._fees = network, used, fees
        self._plan = _Loads(bookings)
        self._booked: dict[str, list[Itinerary]] = defaultdict(list)
        self._taken: dict[str, set[ItineraryKey]] = defaultdict(set)
        self._routes: dict[str, set[Route]] = defaultdict(set)
        for booking in (b for b in bookings if b.name not in fixed):
            self._booked[booking.shipment.name].append(booking.itinerary)
            self._taken[booking.shipment.name].add(booking.itinerary.key)
            self._routes[booking.shipment.name].add(route_of(booking.itinerary))
        leaving = [b for b in bookings if b.name not in fixed and self._plan.may_leave(b)]
        self._other_routes = [self._to_other_routes(booking) for booking in leaving]
        self._other_dates = [self._to_other_dates(booking) for booking in leaving]
        self.changes = [*self._other_routes, *self._other_dates]

    def of_each(self, guide: Guide, check: Callable[[], None] = nothing_to_check) -> tuple[ByShipment, ByShipment]:
        """By shipment, the cheapest changes to another route and to another date; shipments without one are absent.

        ``guide`` expects the changes. When ``check`` says that the time is over, no more are looked for, and a shipment
        only partly looked at has none. A change that would save something is left out: a plan that there was no time
        to better knows of no next best.
        """
        routes = self._each(self._other_routes, guide, self._routes, check)
        return routes, self._each(self._other_dates, guide, {}, check)

    def _each(
        self,
        changes: Sequence[Change],
        guide: Guide,
        passed_over: Mapping[str, Collection[Route]],
        check: Callable[[], None],
    ) -> ByShipment:
        """By shipment, the cheapest of its changes; ``passed_over`` are routes that it is not to take."""
        found: ByShipment = {}
        for number, change in enumerate(changes):
            name = change.booking.shipment.name
            try:
                other = self._cheapest(guide, change, passed_over.get(name, ()), found.get(name), check)
            except OutOfTimeError:
                for left in changes[number:]:
                    found.pop(left.booking.shipment.name, None)
                break
            if other is not None:
                found[name] = other
        return {name: other for name, other in found.items() if other.extra >= 0}

    def _to_other_routes(self, booking: Booking) -> Change:
        """The change of a booking to routes that its shipment does not take."""
        routes = tuple(sorted(self._routes[booking.shipment.name], key=str))
        return replace(self.change(booking), keep=3, off=routes)

    def _to_other_dates(self, booking: Booking) -> Change:
        """The change of a booking to other dates on its route."""
        change, route = self.change(booking), route_of(booking.itinerary)
        others = [itinerary for itinerary in self._booked[booking.shipment.name] if route_of(itinerary) == route]
        days = {_days(itinerary) for itinerary in others}
        return replace(change, on=route, fits=lambda other: _days(other) not in days and change.fits(other))

    def change(self, booking: Booking) -> Change:
        """The change of a booking, or of some loads of one, to whatever itinerary."""
        resources_of = self._network.resources_of
        freed: Counter[Resource] = Counter()

        def full(resource: Resource, times: int = 1) -> bool:
            if not freed:
                freed.update(resources_of(booking.itinerary))
            counted = (load for load in booking.loads if resource.container in ("", load.container.name))
            needed = units_of(resource.unit, counted)
            more = times - freed[resource]
            return self._used.get(resource, Fraction(0)) + needed * more > exact(resource.amount)

        def closed(departure: Departure) -> bool:
            return not self._plan.may_join(booking, departure)

        def fits(itinerary: Itinerary) -> bool:
            return not any(full(resource, times) for resource, times in Counter(resources_of(itinerary)).items())

        return Change(booking, full, closed, fits, len(self._taken[booking.shipment.name]) + 1)

    def _cheapest(
        self,
        guide: Guide,
        change: Change,
        passed_over: Collection[Route],
        best: Alternative | None,
        check: Callable[[], None],
    ) -> Alternative | None:
        """The cheapest itinerary that is not taken, in the room that the others leave; some routes passed over.

        ``best`` is what is known already.
        """
        booking, network, plan = change.booking, self._network, self._plan
        taken = self._taken[booking.shipment.name]
        fee = self._fees.get(booking.name, Decimal(0))
        saved = float(plan.cost_of_departures_alone(network, booking) - fee)
        # Those that cost the same but for the rounding of charges are no better.
        rounding = float(HALF_CENT) * len(booking.rated.charges)
        check()
        for bound, itinerary in guide.in_order(change):
            check()
            if best is not None and bound - saved >= float(booking.rated.total + best.extra) - rounding:
                break
            if itinerary is None or itinerary.key in taken or route_of(itinerary) in passed_over:
                continue
            if not network.cuts.allow(booking.shipment, itinerary, booking.loads):
                continue
            rated = network.rater.booking(booking.shipment, itinerary, booking.loads)
            extra = (
                rated.total - booking.rated.total + plan.change_of_departure_costs(network, booking, itinerary) + fee
            )
            if best is None or extra < best.extra:
                best = Alternative(booking.name, itinerary, extra)
        return best


class _Loads:
    """What each departure of a plan carries that has a minimum load or a cost."""

    def __init__(self, bookings: Sequence[Booking]) -> None:
        self._on: dict[tuple[object, ...], Fraction] = defaultdict(Fraction)
        for booking in bookings:
            for departure in booking.itinerary.departures:
                if conditional(departure):
                    self._on[departure.key] += _own(departure, booking)

    def _without(self, departure: Departure, booking: Booking) -> Fraction:
        """What is on a departure beside a booking."""
        on_it = departure.key in {other.key for other in booking.itinerary.departures}
        return self._on[departure.key] - (_own(departure, booking) if on_it else 0)

    def may_leave(self, booking: Booking) -> bool:
        """Whether every departure of a booking keeps its minimum load, or runs for nobody, without it."""
        departures = (departure for departure in booking.itinerary.departures if departure.terms.min_load > 0)
        rest = ((departure, self._without(departure, booking)) for departure in departures)
        return all(load == 0 or load >= exact(departure.terms.min_load) for departure, load in rest)

    def may_join(self, booking: Booking, departure: Departure) -> bool:
        """Whether a departure has its minimum load with a booking on it."""
        if departure.terms.min_load == 0:
            return True
        load = self._without(departure, booking) + _own(departure, booking)
        return load >= exact(departure.terms.min_load)

    def change_of_departure_costs(self, network: Network, booking: Booking, itinerary: Itinerary) -> Decimal:
        """What the departures that now run or no longer run cost."""
        moved = self._cost_alone(network, booking, itinerary)
        return moved - self.cost_of_departures_alone(network, booking)

    def cost_of_departures_alone(self, network: Network, booking: Booking) -> Decimal:
        """What the departures cost that run for a booking alone."""
        return self._cost_alone(network, booking, booking.itinerary)

    def _cost_alone(self, network: Network, booking: Booking, itinerary: Itinerary) -> Decimal:
        costly = (departure for departure in itinerary.departures if departure.terms.departure_cost > 0)
        alone = (departure for departure in costly if self._without(departure, booking) == 0)
        return sum((to_cents(network.rater.departure_cost(d).amount) for d in alone), Decimal(0))


def _days(itinerary: Itinerary) -> tuple[date, date]:
    """The days of departure and of delivery."""
    return itinerary.departures[0].departs, itinerary.delivered


def _own(departure: Departure, booking: Booking) -> Fraction:
    """What a booking counts for on a departure."""
    return units_of(departure.terms.capacity_unit, booking.loads)
