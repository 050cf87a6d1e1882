"""From what an engine found beside a kept plan to the bookings of the new one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from optimizer.bookings import Bookings
from optimizer.explain.reasons import Reason
from optimizer.kept import KeptBooking, KeptLoad, Way
from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.replan.going_on import Going
from optimizer.solution import BookedLoad
from tariffs.book import Portfolio, Shipment
from tariffs.rating import Load
from tariffs.timetable import Departure, Itinerary

#: Less than a cent: what costs the same is to stay as it was.
A_TRIFLE = Decimal("0.001")

#: How the number of a booking ends its name.
NUMBER = re.compile(r"(\d+)$")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The bookings of a plan beside those of the one that is kept.

    Attributes
    ----------
    bookings
        All of them. One that stays, goes on, or takes the place of a kept one has its name.
    loads
        Theirs, with what each uses of capacities that still bind.
    fixed
        Names of those under way, which nothing but this planning moves.
    as_booked
        Names of those that are as they were.
    fees
        By the name of such a one, what it would cost to change it, base currency.
    stranded
        By kept booking under way that nothing takes on, why.
    """

    bookings: tuple[Booking, ...]
    loads: tuple[BookedLoad, ...]
    fixed: frozenset[str]
    as_booked: frozenset[str]
    fees: Mapping[str, Decimal]
    stranded: Mapping[str, str]


def apart(going: Going, loads: Iterable[BookedLoad]) -> tuple[list[BookedLoad], list[BookedLoad]]:
    """The loads of new bookings, and those of kept ones that stay or go on."""
    new: list[BookedLoad] = []
    held: list[BookedLoad] = []
    for load in loads:
        (new if going.kept_of(load.itinerary) is None else held).append(load)
    return new, held


def stay_where_it_costs_nothing(going: Going, plan: Bookings) -> None:
    """Have kept bookings back in place of the new ones of a shipment, where that costs no more with what changes cost.

    Engines end near the least cost; what is as good as it was is to stay.
    """
    each = going.facts.keep.change_cost
    there = {kept.name for load in plan.held if (kept := going.kept_of(load.itinerary)) is not None}
    gone: dict[str, list[KeptBooking]] = defaultdict(list)
    for kept in going.facts.standing:
        if kept.name not in there and kept.name not in going.barred:
            gone[kept.shipment].append(kept)
    for name, of_shipment in gone.items():
        new, shipment = list(plan.of[name].values()), going.facts.rest[name]
        if sum(booking.tonnes for booking in new) == sum(kept.tonnes for kept in of_shipment):
            walks = [going.as_booked(kept.name) for kept in of_shipment]
            made = [Booking("", shipment, walk.itinerary, walk.loads, walk.rated) for walk in walks]
            plan.exchange(new, made, -each * len(made) - A_TRIFLE)


def outcome(going: Going, portfolio: Portfolio, plan: Bookings) -> Outcome:
    """The bookings of a plan, by the shipments and departures of the workbooks."""
    network, as_of = going.network, going.facts.keep.as_of
    together: dict[Itinerary, list[BookedLoad]] = defaultdict(list)
    new_loads, held = apart(going, plan.loads)
    new = [booking for booking in plan.all if going.kept_of(booking.itinerary) is None]
    for load in held:
        together[load.itinerary].append(load)
    kept_as: dict[str, Booking] = {}
    loads: list[BookedLoad] = []
    for itinerary, of_one in together.items():
        kept = going.kept_of(itinerary)
        assert kept is not None  # as `apart` found
        shipment, real = portfolio.shipments[kept.shipment], _by_the_book(network, itinerary)
        packed = tuple(load.load for load in of_one)
        rated = network.rater.booking(shipment, real, packed)
        kept_as[kept.name] = Booking(kept.name, shipment, real, packed, rated)
        loads += [BookedLoad(shipment, real, load.load, load.uses) for load in of_one]
    originals = [_rated_whole(network, booking, portfolio) for booking in new]
    loads += [replace(load, shipment=portfolio.shipments[load.shipment.name]) for load in new_loads]
    gone = [kept for kept in going.facts.bookings if kept.name not in kept_as]
    named = _named(going, gone, originals, kept_as)
    under_way = {kept.name for kept in going.facts.bookings if kept.departed(as_of)}
    lost = "there is no room for it on what goes on"
    stranded = {name: going.stranded.get(name, lost) for name in under_way if name not in kept_as}
    as_booked = {kept.name for kept in going.facts.bookings if kept.name in kept_as and _same(kept, kept_as[kept.name])}
    as_booked |= {b.name for b in named if any(k.name == b.name and _same(k, b) for k in gone)}
    return Outcome(
        tuple(sorted((*kept_as.values(), *named), key=lambda booking: _order(booking.name))),
        tuple(loads),
        frozenset(under_way & kept_as.keys()),
        frozenset(as_booked),
        dict.fromkeys(as_booked, going.facts.keep.change_cost),
        stranded,
    )


def _order(name: str) -> tuple[int, str]:
    found = NUMBER.search(name)
    return (int(found[1]) if found else 0, name)


def _by_the_book(network: Network, itinerary: Itinerary) -> Itinerary:
    """An itinerary by the departures of the workbooks, whose limits a departure that has left is without."""
    departures: list[Departure] = []
    for departure in itinerary.departures:
        found = network.timetable.departure(*departure.key)
        assert found is not None  # it was found there
        departures.append(found)
    return Itinerary(tuple(departures), itinerary.handlings, itinerary.delivered)


def _rated_whole(network: Network, booking: Booking, portfolio: Portfolio) -> Booking:
    """A booking of what is left of a shipment, as one of the shipment."""
    shipment: Shipment = portfolio.shipments[booking.shipment.name]
    if shipment is booking.shipment:
        return booking
    rated = network.rater.booking(shipment, booking.itinerary, booking.loads)
    return replace(booking, shipment=shipment, rated=rated)


def _same(kept: KeptBooking, booking: Booking) -> bool:
    """Whether a booking is as it was: legs, the days on which they depart, containers and tonnes."""
    return kept.way == way_of(booking) and kept.loads == loads_of(booking.loads)


def way_of(booking: Booking) -> Way:
    """The legs of a booking and the days on which they depart."""
    return tuple((departure.leg.key, departure.departs) for departure in booking.itinerary.departures)


def loads_of(loads: Iterable[Load]) -> tuple[KeptLoad, ...]:
    """Loads as a kept plan has them."""
    return tuple(sorted(KeptLoad(load.container.name, load.containers, load.tonnes) for load in loads))


def _named(
    going: Going, gone: Sequence[KeptBooking], new: Sequence[Booking], kept_as: Mapping[str, Booking]
) -> list[Booking]:
    """New bookings with the names of those that they take the place of, and others with new ones."""
    as_of = going.facts.keep.as_of
    free = [kept for kept in gone if not kept.departed(as_of)]
    likeness = {
        (i, j): _likeness(kept, booking)
        for i, kept in enumerate(free)
        for j, booking in enumerate(new)
        if kept.shipment == booking.shipment.name
    }
    name_of: dict[int, str] = {}
    taken: set[int] = set()
    for i, j in sorted(likeness, key=lambda pair: likeness[pair], reverse=True):
        if i not in taken and j not in name_of:
            taken.add(i)
            name_of[j] = free[i].name
    names = {kept.name for kept in going.facts.keep.plan.bookings}
    number = max((_order(name)[0] for name in names), default=0)
    named = []
    for j, booking in enumerate(new):
        if j not in name_of:
            number += 1
            name_of[j] = f"B{number:04d}"
        named.append(replace(booking, name=name_of[j]))
    return named


def _likeness(kept: KeptBooking, booking: Booking) -> tuple[int, int, Decimal]:
    """How like a booking is to a kept one: the same in all, legs in common, tonnes in common."""
    way = way_of(booking)
    legs = {key for key, _ in kept.way} & {key for key, _ in way}
    return (int(_same(kept, booking)), len(legs), min(kept.tonnes, booking.tonnes))


def not_under_way(going: Going, done: Outcome, left: Iterable[tuple[Shipment, int]]) -> list[tuple[Shipment, int]]:
    """What of the kilograms left behind never departed, as the cargo that was planned."""
    stranded: dict[str, int] = defaultdict(int)
    for kept in going.facts.bookings:
        if kept.name in done.stranded:
            stranded[kept.shipment] += int(kept.tonnes * 1000)
    rest = ((shipment, kilograms - stranded[shipment.name]) for shipment, kilograms in left)
    return [(going.facts.rest[shipment.name], kilograms) for shipment, kilograms in rest if kilograms > 0]


def with_stranded(going: Going, done: Outcome, why: Mapping[str, Reason]) -> dict[str, Reason]:
    """The reasons why cargo stays behind, with those of what is stranded under way."""
    words: dict[str, list[str]] = {name: [reason.words] for name, reason in why.items()}
    for kept in going.facts.bookings:
        if kept.name in done.stranded:
            said = f"{kept.tonnes.normalize():f} t are under way in {kept.name}: {done.stranded[kept.name]}"
            words.setdefault(kept.shipment, []).append(said)
    lacks = {name: reason.lacks for name, reason in why.items()}
    return {name: Reason("; ".join(of_one), lacks.get(name, ())) for name, of_one in words.items()}
