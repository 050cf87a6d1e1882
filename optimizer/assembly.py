"""What a plan is put together from: rated bookings, departures that cost something, what stays behind, capacities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_FLOOR, Decimal

from optimizer.network import Network
from optimizer.plan import Booking, CapacityUse, DepartureCharge, Plan, Status, Unserved
from optimizer.resources import Resource
from optimizer.solution import BookedLoad, unserved_kilograms, usage
from tariffs.book import Portfolio, Shipment
from tariffs.rating import Charge, Rater
from tariffs.rating.charge import HALF_CENT
from tariffs.timetable import Itinerary


def rated_bookings(rater: Rater, loads: Iterable[BookedLoad]) -> tuple[Booking, ...]:
    """Loads as bookings, one for each shipment and itinerary, rated and named."""
    together: dict[tuple[str, Itinerary], list[BookedLoad]] = defaultdict(list)
    for booked in loads:
        together[booked.shipment.name, booked.itinerary].append(booked)
    bookings = []
    for chosen in together.values():
        shipment, itinerary = chosen[0].shipment, chosen[0].itinerary
        packed = tuple(booked.load for booked in chosen)
        bookings.append(Booking("", shipment, itinerary, packed, rater.booking(shipment, itinerary, packed)))
    return named(bookings)


def named(bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Bookings with the names that they go by in a plan, in order."""
    return tuple(replace(booking, name=f"B{number:04d}") for number, booking in enumerate(bookings, start=1))


def departure_charges(rater: Rater, bookings: Iterable[Booking]) -> tuple[DepartureCharge, ...]:
    """What the departures of bookings cost that cost something, once each."""
    used = {departure.key: departure for booking in bookings for departure in booking.itinerary.departures}
    return tuple(
        DepartureCharge(departure, Charge.of(rater.departure_cost(departure)))
        for departure in used.values()
        if departure.terms.departure_cost > 0
    )


def left_behind(
    rater: Rater, shipment: Shipment, kilograms: int, reason: str, lacks: tuple[Resource, ...] = ()
) -> Unserved:
    """Kilograms of a shipment that stay behind, with what they cost; ``lacks`` as in ``Unserved``."""
    tonnes = Decimal(kilograms).scaleb(-3)
    return Unserved(shipment, tonnes, reason, tuple(map(Charge.of, rater.unserved(shipment, tonnes))), lacks)


def paid(rater: Rater, portfolio: Portfolio, loads: Sequence[BookedLoad]) -> tuple[int, Decimal]:
    """The kilograms that a plan leaves behind for want of a penalty, and what it costs, base currency."""
    shipments = portfolio.shipments
    bookings = rated_bookings(rater, loads)
    left = unserved_kilograms(loads, shipments.values())
    unserved = (left_behind(rater, shipments[name], kilograms, "") for name, kilograms in left.items())
    charges = [charge for of_one in unserved for charge in of_one.charges]
    charges += [departure.charge for departure in departure_charges(rater, bookings)]
    unpriced = sum(kilograms for name, kilograms in left.items() if shipments[name].penalty_per_t is None)
    return unpriced, sum((b.rated.total for b in bookings), sum((c.amount for c in charges), Decimal(0)))


def as_bound(amount: float) -> Decimal:
    """What an engine proved, base currency: rounded down."""
    return Decimal(amount).quantize(Decimal("0.0001"), ROUND_FLOOR)


def with_status(made: Plan, *, served_first: bool) -> Plan:
    """Optimal only if the bound is within the tolerance, and that nothing more can be served is proven too."""
    made = replace(made, bound=min(made.bound, made.paid))
    rounding = HALF_CENT * sum(1 for _ in made.charges())
    within = made.paid - made.bound <= made.tolerance * abs(made.paid) + rounding
    return replace(made, status=Status.OPTIMAL if within and served_first else Status.FEASIBLE)


def capacity_use(
    network: Network, loads: Iterable[BookedLoad], duals: Mapping[Resource, float]
) -> tuple[CapacityUse, ...]:
    """Every capacity that loads use, with what one more unit of it would save, base currency."""
    uses = [
        CapacityUse(
            resource.kind,
            resource.name,
            resource.mode,
            resource.period,
            resource.unit,
            network.as_in_the_book(resource).amount,
            Decimal(used.numerator) / Decimal(used.denominator),
            Decimal(duals.get(resource, 0.0)).quantize(Decimal("0.0001")),
        )
        for resource, used in usage(loads).items()
    ]
    return tuple(sorted(uses, key=lambda use: (use.kind, use.name, use.mode, use.period)))
