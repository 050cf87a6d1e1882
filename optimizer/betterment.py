"""Single moves that better a plan, at exact charges: no plan that this is done with is bettered by one of them.

The moves:

- a booking, one of its loads, or one container of a load goes on another itinerary or another date;
- tonnes of a load go into another load of the shipment, so that containers fall away;
- a load goes with fewer containers;
- tonnes left behind go into containers that are booked for their shipment (``optimizer.filling``);
- two shipments swap departures between the same two places, of which one is full (``optimizer.swaps``).

Capacities, minimum loads and least lots hold throughout. Itineraries are found by the guide of the engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

from optimizer.bookings import Bookings, Loads, Moved
from optimizer.errors import OutOfTimeError
from optimizer.explain.alternatives import Alternatives
from optimizer.explain.guide import Change, Guide
from optimizer.filling import fillings
from optimizer.listing.labels import ItineraryKey
from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.solution import BookedLoad
from optimizer.stopping import nothing_to_check
from optimizer.swaps import Swaps
from tariffs.book import Shipment
from tariffs.rating import Load
from tariffs.rating.charge import HALF_CENT, exact
from tariffs.rating.lines import most_in, rounded_down
from tariffs.timetable import Itinerary

#: Gives a guide for the plan of some loads.
GuideFor: TypeAlias = Callable[[Sequence[BookedLoad]], Guide]

#: No shipment is known to cost a least.
NOTHING_KNOWN: Mapping[str, float] = MappingProxyType({})

#: Bookings to be, by the key of their itinerary.
New: TypeAlias = dict[ItineraryKey, tuple[Itinerary, Loads]]


def bettered(
    network: Network,
    bookings: Sequence[Booking],
    guide_for: GuideFor,
    check: Callable[[], None] = nothing_to_check,
    least: Mapping[str, float] = NOTHING_KNOWN,
    held: Sequence[BookedLoad] = (),
) -> Bookings:
    """The bookings of a plan that no single move betters.

    Parameters
    ----------
    bookings
        Those of the plan; each name once.
    guide_for
        Gives a guide for the plan of some loads.
    check
        Raises ``OutOfTimeError`` when time is up: what is bettered by then is returned.
    least
        By shipment, what it costs at least, whatever becomes of the others (``Solution.least``): one that costs no more
        but for the rounding of its charges is left as it is.
    held
        Loads of other bookings, which stay.
    """
    plan = Bookings(network, least=least, held=tuple(held))
    for booking in bookings:
        plan.add(booking)
    with suppress(OutOfTimeError):
        better = True
        while better:
            better = _filled(plan, check)
            better |= _with_fewer_containers(plan, check)
            better |= Swaps(plan).run(check)
            better |= _elsewhere(plan, guide_for, check)
    return plan


def _moved(plan: Bookings, gone: Sequence[Booking], new: New) -> bool:
    """Whether it saves anything to have other bookings of a shipment in place of some; if so, they are there."""
    made = [plan.booking(gone[0].shipment, itinerary, loads) for itinerary, loads in new.values()]
    rated = [booking for booking in made if booking is not None]
    return len(rated) == len(made) and plan.exchange(gone, rated)


def _filled(plan: Bookings, check: Callable[[], None]) -> bool:
    """Put what is left behind into containers that are booked, as long as that saves anything."""
    better = False
    for shipment in [next(iter(bookings.values())).shipment for bookings in plan.of.values() if bookings]:
        check()
        while plan.left(shipment) > 0 and any(plan.exchange(*fuller) for fuller in _fuller(plan, shipment)):
            better = True
    return better


def _fuller(plan: Bookings, shipment: Shipment) -> Iterator[tuple[list[Booking], list[Booking], Decimal]]:
    """Exchanges of a booking for a fuller one, those first that save most a tonne; of equals those of most tonnes."""
    left, found = plan.left(shipment), []
    for booking in plan.of[shipment.name].values():
        for loads in fillings(plan.network, booking, min(left, plan.room_t(booking.itinerary))):
            made = plan.booking(shipment, booking.itinerary, loads)
            if made is not None:
                more = made.tonnes - booking.tonnes
                dearer = made.rated.exact - booking.rated.exact
                found.append((dearer / exact(more), -more, booking, made))
    for _, more, booking, made in sorted(found, key=lambda one: one[:2]):
        yield [booking], [made], plan.worth(shipment, left + more) - plan.worth(shipment, left)


def _with_fewer_containers(plan: Bookings, check: Callable[[], None]) -> bool:
    """Shift tonnes between the loads of each shipment, and let empty containers go."""
    better = False
    for name in list(plan.of):
        check()
        shipment = next(iter(plan.of[name].values())).shipment
        while plan.may_save(shipment) and any(_moved(plan, *move) for move in _shifts(list(plan.of[name].values()))):
            better = True
    return better


def _shifts(bookings: Sequence[Booking]) -> Iterator[tuple[list[Booking], New]]:
    """The bookings of a shipment without some tonnes or containers of one load, and with them in another."""
    places = [(booking, n) for booking in bookings for n in range(len(booking.loads))]
    for giving, n in places:
        load, shipment = giving.loads[n], giving.shipment
        most = most_in(load.container, shipment)
        fewest = math.ceil(exact(load.tonnes) / most)
        if fewest < load.containers:
            yield [giving], _changed({(id(giving), n): replace(load, containers=fewest)}, [giving])
        for taking, m in places:
            if (giving is taking and n == m) or (giving is not taking and not shipment.split):
                continue
            other = taking.loads[m]
            room = rounded_down(most_in(other.container, shipment) * other.containers) - other.tonnes
            for tonnes in {min(room, load.tonnes), load.tonnes - rounded_down(most * (load.containers - 1))}:
                if 0 < tonnes <= min(room, load.tonnes):
                    left = load.tonnes - tonnes
                    rest = replace(load, containers=math.ceil(exact(left) / most), tonnes=left)
                    more = replace(other, tonnes=other.tonnes + tonnes)
                    gone = [giving] if giving is taking else [giving, taking]
                    yield gone, _changed({(id(giving), n): rest, (id(taking), m): more}, gone)


def _changed(loads: Mapping[tuple[int, int], Load], bookings: Sequence[Booking]) -> New:
    """Bookings with other loads in place of some; one of which nothing is left is gone."""
    found = {}
    for booking in bookings:
        new = tuple(loads.get((id(booking), n), load) for n, load in enumerate(booking.loads))
        kept = tuple(load for load in new if load.tonnes > 0)
        if kept:
            found[booking.itinerary.key] = (booking.itinerary, kept)
    return found


def _elsewhere(plan: Bookings, guide_for: GuideFor, check: Callable[[], None]) -> bool:
    """Move bookings, loads and single containers to other itineraries where that saves anything.

    What could not be bettered before is asked about again only if it might use what moves have freed since.
    """
    bookings = plan.all
    alternatives = Alternatives(plan.network, bookings, plan.used)
    guide = guide_for(plan.loads)
    moved, plan.since = plan.since, Moved()
    if moved is not None:
        may_use = guide.may_use(moved.resources, moved.departures)
        bookings = [b for b in bookings if b.shipment.name in moved.shipments or may_use(b.shipment)]
    bookings = [b for b in bookings if plan.may_save(b.shipment)]
    asked = [
        (booking, rest, alternatives.change(replace(booking, loads=moving)))
        for booking in bookings
        for moving, rest in _parts(booking).items()
    ]
    guide.expect([change for _, _, change in asked], (), check)
    better = False
    for booking, rest, change in asked:
        check()
        better |= _moved_elsewhere(plan, booking, rest, change, guide)
    return better


def _parts(booking: Booking) -> dict[Loads, Loads]:
    """What of a booking may move by itself, and what then stays: all of it, a load, a container."""
    found: dict[Loads, Loads] = {booking.loads: ()}
    for n, load in enumerate(booking.loads) if booking.shipment.split else ():
        others = booking.loads[:n] + booking.loads[n + 1 :]
        if others:
            found.setdefault((load,), others)
        if load.containers > 1:
            tonnes = rounded_down(load.tonnes_each)
            rest = replace(load, containers=load.containers - 1, tonnes=load.tonnes - tonnes)
            found.setdefault((replace(load, containers=1, tonnes=tonnes),), (*others, rest))
    return found


def _moved_elsewhere(plan: Bookings, booking: Booking, rest: Loads, change: Change, guide: Guide) -> bool:
    """Move some loads of a booking while the rest stays, if that saves anything."""
    shipment, moving = booking.shipment, change.booking.loads
    mine, rater = plan.of[shipment.name], plan.network.rater
    in_order = guide.in_order(change)
    if mine.get(booking.itinerary.key) is not booking:  # it was moved already
        return False
    for other in list(mine.values()):
        joined = {**_on(booking.itinerary, rest), **_on(other.itinerary, (*other.loads, *moving))}
        if other is not booking and _moved(plan, [booking, other], joined):
            return True
    saved = float(booking.rated.total + plan.most_saved_on_departures([booking]))
    saved -= float(rater.booking(shipment, booking.itinerary, rest).total) if rest else 0.0
    slack = float(HALF_CENT) * len(booking.rated.charges)
    for bound, itinerary in in_order:
        if bound >= saved + slack:
            return False
        if itinerary is not None and itinerary.key not in mine:
            apart = {**_on(booking.itinerary, rest), **_on(itinerary, moving)}
            if _moved(plan, [booking], apart):
                return True
    return False


def _on(itinerary: Itinerary, loads: Loads) -> New:
    """Loads on an itinerary, if there are any."""
    return {itinerary.key: (itinerary, loads)} if loads else {}
