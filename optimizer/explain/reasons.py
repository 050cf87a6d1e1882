"""Why tonnes are left behind: the first reason that is true, in the order of the contract, and what would cure it."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from optimizer.errors import OutOfTimeError
from optimizer.explain.connections import Connections, Running
from optimizer.explain.guide import Guide
from optimizer.explain.lifted import Lifted
from optimizer.explain.offers import InUse, Offer, Offers
from optimizer.explain.refused import Refused
from optimizer.explain.wishes import Wish, named, wishes, without_any
from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.resources import Resource
from optimizer.solution import BookedLoad
from optimizer.stopping import nothing_to_check
from tariffs.book import Shipment
from tariffs.fraction import Fraction
from tariffs.rating import to_cents
from tariffs.timetable import Departure, Itinerary

#: What is said where the time was over before a reason was found.
NO_TIME = "the time was over before the reason was looked for"

#: What is said where every leg takes some load of it, and no whole containers of such loads make up its weight.
NO_ITINERARY = "no single itinerary within the limits takes a container of it"

#: What is said where all that was found for it would be on time too seldom.
TOO_LATE = "none that was found is on time as often as is asked"


class Reason(NamedTuple):
    """A reason in words, and the capacities that it says there is too little of."""

    words: str
    lacks: tuple[Resource, ...] = ()


def reasons(
    guide: Guide,
    network: Network,
    left: Iterable[tuple[Shipment, int]],
    loads: Sequence[BookedLoad],
    check: Callable[[], None] = nothing_to_check,
    bookings: Iterable[Booking] = (),
) -> dict[str, Reason]:
    """The reason of each shipment of which so many kilograms are ``left`` behind, by name.

    ``loads`` are those of the plan, ``bookings`` those of it whose containers may carry more, and ``guide`` is ready to
    be asked for the shipments. ``check`` says when the time is over; the others get ``NO_TIME`` then.
    """
    running, in_use = Running(network), InUse(network, loads)
    lifted = Lifted(running)
    booked: dict[str, list[Booking]] = defaultdict(list)
    for booking in bookings:
        booked[booking.shipment.name].append(booking)
    found: dict[str, Reason] = {}
    for shipment, kilograms in left:
        found[shipment.name] = Reason(NO_TIME)
        with contextlib.suppress(OutOfTimeError):
            check()
            tonnes = Decimal(kilograms).scaleb(-3)
            itineraries, mine = guide.itineraries(shipment, kilograms), booked[shipment.name]
            found[shipment.name] = (
                _InTime(in_use, shipment, tonnes, itineraries, check, mine).reason()
                if itineraries or mine
                else Reason(_NotInTime(in_use, running, lifted, shipment, tonnes, check).reason())
            )
    return found


class _InTime:
    """One shipment that some itinerary delivers in time, were there room."""

    def __init__(
        self,
        in_use: InUse,
        shipment: Shipment,
        tonnes: Decimal,
        itineraries: Iterable[Itinerary],
        check: Callable[[], None],
        booked: Iterable[Booking] = (),
    ) -> None:
        self._in_use, self._shipment = in_use, shipment
        self._tonnes = tonnes if shipment.split else shipment.weight_t
        made = Offers(in_use.network, shipment, tonnes, check)
        offers = [*made.in_booked(booked), *made.on(itineraries)]
        allow = in_use.network.cuts.allow
        self._offers = [offer for offer in offers if allow(shipment, offer.itinerary, offer.loads)]
        self._nothing = TOO_LATE if offers else NO_ITINERARY
        #: What a tonne left behind costs; ``None`` where serving comes first.
        self._behind = (
            None if shipment.penalty_per_t is None else to_cents(in_use.network.rater.unserved_per_t(shipment))
        )

    def reason(self) -> Reason:
        """What stands in the way of what would save most, or that all costs more than to stay behind."""
        best = self._best
        if best is None:
            return Reason(self._not_worth())
        in_the_way = self._in_the_way(best)
        if in_the_way is None:
            by = f"{self._at(best)} by {best.itinerary.route}"
            return Reason(f"no room: none that this search found, and a longer one may carry it: {by}")
        lacks = tuple(short.resource for short in self._in_use.short(best))
        return Reason(f"no room: {in_the_way}", lacks)

    def obstacle(self) -> str | None:
        """What keeps it from being carried so, in words; ``None`` if nothing does."""
        return self._not_worth() if self._best is None else self._in_the_way(self._best)

    @property
    def part(self) -> str:
        """Of how many tonnes that is true, where not of all."""
        best = self._best
        if best is None or best.tonnes == self._tonnes:
            return ""
        return f"for {tonnes_of(best.tonnes)} t of the {tonnes_of(self._tonnes)} t"

    @cached_property
    def _best(self) -> Offer | None:
        """What would save most; ``None`` if nothing would save anything."""
        return min(filter(self._is_worth, self._offers), key=self._order, default=None)

    def _not_worth(self) -> str:
        return self._too_dear(min(self._offers, key=lambda offer: offer.per_tonne)) if self._offers else self._nothing

    def _order(self, offer: Offer) -> tuple[Decimal, Decimal, Fraction]:
        """Offers that save most come first; of equals, those that lack least room."""
        missing = sum((short.missing for short in self._in_use.short(offer)), Fraction(0))
        if self._behind is None:
            return -offer.tonnes, offer.cost, missing
        return offer.cost - self._behind * offer.tonnes, Decimal(0), missing

    def _is_worth(self, offer: Offer, beside: Decimal = Decimal(0)) -> bool:
        """Whether an offer, with what else it costs, is better than to leave its tonnes behind, rounding apart."""
        return self._behind is None or offer.cost + beside + offer.rounding < self._behind * offer.tonnes

    def _at(self, offer: Offer) -> str:
        """What an offer would cost, the departures that would run for it alone included."""
        per_tonne = offer.per_tonne + self._in_use.cost_of_running(offer) / offer.tonnes
        return f"{offer.boxes} with {tonnes_of(offer.tonnes)} t would cost {per_tonne:,.2f} a tonne{self._against}"

    def _in_the_way(self, offer: Offer) -> str | None:
        """What stands in the way of an offer; ``None`` if nothing does."""
        running, least_t = self._in_use.cost_of_running(offer), self._shipment.min_lot_t
        if offer.already is None and offer.tonnes < min(least_t, self._shipment.weight_t):
            return f"{tonnes_of(offer.tonnes)} t are less than the least lot, min_lot_t {least_t.normalize():f}"
        if waiting := self._in_use.waiting(offer):
            names = "; ".join(f"{d} needs {d.terms.min_load} {d.terms.capacity_unit}" for d in waiting)
            return f"the minimum load is not reached: {names}"
        if running and not self._is_worth(offer, running):
            alone = f"{running / offer.tonnes:,.2f} of it to run that"
            return f"what it could go on does not run for it alone: {self._at(offer)}, {alone}"
        if short := self._in_use.short(offer):
            part = f", {self.part}" if self.part else ""
            return f"{'; '.join(map(str, short))}{part} ({self._at(offer)})"
        return None

    @property
    def _against(self) -> str:
        """What it costs to stay behind, in words."""
        penalty = self._shipment.penalty_per_t
        if penalty is None or self._behind is None:
            return ""
        due = self._behind - penalty
        return f" against {penalty:,.2f}" + (f" and {due:,.2f} of duty and tax on the goods" if due else "")

    def _too_dear(self, offer: Offer) -> str:
        duty = offer.duty_per_tonne
        apart = f", of which {duty:,.2f} duty and tax," if duty else ""
        return (
            f"serving costs more than the penalty: {offer.per_tonne:,.2f} a tonne{apart} in {offer.boxes}"
            f"{self._against}"
        )


def tonnes_of(weight: Decimal) -> str:
    """Tonnes, without idle zeros."""
    return f"{weight.normalize():f}"


class _NotInTime:
    """One shipment that nothing delivers in time, whatever the capacities."""

    def __init__(
        self,
        in_use: InUse,
        running: Running,
        lifted: Lifted,
        shipment: Shipment,
        tonnes: Decimal,
        check: Callable[[], None],
    ) -> None:
        self._in_use, self._running, self._lifted, self._check = in_use, running, lifted, check
        self.shipment, self._tonnes = shipment, tonnes
        self._way = f"from {shipment.origin} to {shipment.destination}"

    def reason(self) -> str:
        """The first that is true."""
        fastest = self._connections(self._running, self.shipment).fastest()
        if fastest is not None:
            return self._too_slow(*fastest)
        return self._ended() or self._refused()

    def _connections(self, running: Running, shipment: Shipment) -> Connections:
        return Connections(running, shipment, self._check)

    def _by(self, departures: Sequence[Departure], delivered: date) -> _InTime:
        """The tonnes on some departures, were it in time to be delivered then."""
        itinerary = self._in_use.network.timetable.itinerary(tuple(departures))
        shipment = replace(self.shipment, last_day=max(delivered, self.shipment.last_day))
        return _InTime(self._in_use, shipment, self._tonnes, [itinerary] if itinerary else [], self._check)

    def _too_slow(self, delivered: date, departures: Sequence[Departure]) -> str:
        shipment = self.shipment
        days, allowed = (delivered - shipment.ready).days, (shipment.last_day - shipment.ready).days
        if days <= allowed:
            return NO_ITINERARY
        more = f"{days - allowed} {'day' if days - allowed == 1 else 'days'} more"
        cured = self._by(departures, delivered)
        obstacle, part = cured.obstacle(), f" {cured.part}" if cured.part else ""
        enough = f"at the earliest, and there {obstacle}" if obstacle else f"would be enough{part}"
        cures = [f"{more} {enough}", *self._cures()]
        return f"the fastest connection takes {days} days against {allowed} allowed: {', or '.join(cures)}"

    def _cures(self) -> list[str]:
        """What else would deliver it in time."""
        last = self.shipment.last_day
        lifted = self._connections(self._lifted, self.shipment).fastest(last)
        ended = [] if lifted is None else self._lifted.ended(lifted[1])
        rates = []
        if lifted is not None and all(end.valid_to for end in ended):
            until = " and ".join(str(end.valid_to) for end in ended)
            in_time = f"would be in time{self._but(*lifted)}"
            rates = [f"{' and '.join(end.words for end in ended)}, and valid to {until} {in_time}"]
        wanted = self._in_the_way(self._running, last)
        return rates + ([f"without {named(wanted)} it would be in time"] if wanted else [])

    def _but(self, delivered: date, departures: Sequence[Departure]) -> str:
        """What would still keep all of it from going by some departures, in words; blank if nothing would."""
        cured = self._by(departures, delivered)
        obstacle = cured.obstacle()
        return f", but there {obstacle}" if obstacle else cured.part and f" {cured.part}"

    def _ended(self) -> str | None:
        """That what led there has ended."""
        found = self._connections(self._lifted, self.shipment).fastest()
        if found is None:
            return None
        delivered, departures = found
        ended = self._lifted.ended(departures)
        told = f"nothing runs any more {self._way}: {' and '.join(end.words for end in ended)}"
        cures = []
        if delivered <= self.shipment.last_day and all(end.valid_to for end in ended):
            until = " and ".join(str(end.valid_to) for end in ended)
            cures.append(f"valid to {until}, it would be delivered on {delivered}{self._but(*found)}")
        if wanted := self._in_the_way(self._running, self.shipment.last_day):
            cures.append(f"without {named(wanted)} it could go")
        return "; ".join([told, *cures])

    def _in_the_way(self, running: Running, until: date | None = None) -> list[Wish]:
        """The wishes without which alone it would be delivered."""
        return [
            wish
            for wish in wishes(self.shipment)
            if self._connections(running, wish.without).fastest(until) is not None
        ]

    def _refused(self) -> str:
        """That no carriage accepts it, that nothing leads there, or that no container type goes all the way."""
        shipment = self.shipment
        free = without_any(shipment)
        if free != shipment and self._connections(self._lifted, free).fastest() is not None:
            every = list(wishes(shipment))
            single = self._in_the_way(self._lifted)
            told = f"no carriage accepts it with {named(single) if single else ' and '.join(w.words for w in every)}"
            in_time = self._in_the_way(self._running, shipment.last_day)
            return f"{told}: without {named(in_time)} it could go" if in_time else told
        return Refused(self._connections(self._lifted, free)).reason()
