"""Which chains of legs lead a shipment to its destination, and how soon, whatever the capacities."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from optimizer.listing.costs import containers_for
from optimizer.network import Network
from optimizer.stopping import nothing_to_check
from tariffs.book import LegKey, Shipment, Tariff
from tariffs.chains import Link, first_chain
from tariffs.problems import UnratedError
from tariffs.rating.carriage import carrying, row_of
from tariffs.rating.charge import exact
from tariffs.rating.lines import Segment, most_in
from tariffs.timetable import Departure, Timetable

#: For how many days after the last day of the plan departures are looked for.
LOOKAHEAD_DAYS = 400

#: Stands before the names of places behind a departure that a chain has to have.
BEHIND = "\0"


class Running:
    """The departures of the plan's days and of ``LOOKAHEAD_DAYS`` more.

    Attributes
    ----------
    network, timetable, legs_from
        Where they are, and the legs that start at a location, those included that run on none of these days.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self.timetable: Timetable = network.timetable
        self.first_later_day = network.last + timedelta(days=1)
        self.last = network.last + timedelta(days=LOOKAHEAD_DAYS)
        self.legs_from: dict[str, list[LegKey]] = defaultdict(list)
        for key in self.timetable.legs:
            self.legs_from[key.origin].append(key)
        self._later: dict[LegKey, list[Departure]] = {}

    def since(self, key: LegKey, first: date) -> Iterator[Departure]:
        """The departures of a leg from ``first`` on, in order of date; the later ones are looked for last."""
        for part in (self.within, self.later):
            found = part(key)
            yield from found[bisect.bisect_left(found, first, key=_departs) :]

    def within(self, key: LegKey) -> list[Departure]:
        """Those of the plan's days."""
        return self.network.departures.get(key, [])

    def later(self, key: LegKey) -> list[Departure]:
        """Those after the plan's days."""
        if key not in self._later:
            self._later[key] = self.timetable.departures(key, days(self.first_later_day, self.last))
        return self._later[key]


def _departs(departure: Departure) -> date:
    return departure.departs


def days(first: date, last: date) -> list[date]:
    """The days from first to last, both inclusive."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


class Connections:
    """The chains of legs that lead one shipment from its origin to its destination.

    A kind of load is a container type with a range of weights in it that every row takes or refuses as a whole; the
    kinds are bits of a number.

    Attributes
    ----------
    kinds
        Those that can hold the shipment, whatever the legs take.
    """

    def __init__(self, running: Running, shipment: Shipment, check: Callable[[], None] = nothing_to_check) -> None:
        self.running, self.shipment, self._check = running, shipment, check
        self.network = running.network
        self.kinds = list(self._kinds())
        self._permitted = self.network.permitted(shipment)
        self._taken: dict[tuple[str, ...], int] = {}

    def _kinds(self) -> Iterator[Segment]:
        for container in containers_for(self.network.book, self.shipment):
            most = min(most_in(container, self.shipment), exact(self.shipment.weight_t))
            segments = self.network.segments(self.shipment, container)
            yield from (segment for segment in segments if segment.low < most)

    def taken(self, departure: Departure) -> int:
        """The kinds of load that the rows of a departure take."""
        key = tuple([row.where for row in departure.tariffs])
        if key not in self._taken:
            self._taken[key] = sum(1 << n for n, kind in enumerate(self.kinds) if self._takes(departure, kind))
        return self._taken[key]

    def _takes(self, departure: Departure, kind: Segment) -> bool:
        rows = carrying(departure, self.shipment, kind.container.name)
        try:
            return row_of(rows, departure, kind.inside[0]) is not None
        except UnratedError:  # two rates, which the book does not settle
            return False

    def taken_by(self, row: Tariff) -> int:
        """The kinds of load that a row takes on a day on which no other row of its leg holds."""
        leg = self.running.timetable.legs[row.leg_key]
        return self.taken(Departure(leg, date.min, date.min, (), (row,)))

    def permits(self, row: Tariff) -> bool:
        """Whether the shipment's wishes permit a row."""
        return self._permitted.row(row)

    def fastest(self, until: date | None = None) -> tuple[date, list[Departure]] | None:
        """The earliest delivery by ``until``, and by which departures; every one takes one and the same load."""
        last = until or self.running.last
        origin = self._start()

        def onward(link: Link) -> Iterator[Link]:
            for key in self.running.legs_from[link.place]:
                yield from self._departures(link, key, last)

        found = first_chain(origin, self.shipment.destination, onward, self._delivery)
        if found is None or found[0] > last.toordinal():
            return None
        departures = [link.departure for link in found[1].chain()]
        return date.fromordinal(found[0]), [departure for departure in departures if departure is not None]

    def soonest_at(self, place: str) -> date | None:
        """The earliest arrival at a place in any load; ``None`` if it is not reached by the shipment's last day."""
        found = first_chain(self._start(), place, self._onward, lambda _: 0)
        return None if found is None else date.fromordinal(found[0])

    def may_board(self, departure: Departure) -> bool:
        """Whether a departure takes it in any load, and its wishes permit that."""
        return bool(self.taken(departure)) and self._permitted.departure(departure)

    def can_take(self, departure: Departure) -> bool:
        """Whether it can be delivered in time by way of a departure, in a load that every leg takes.

        Places behind the departure are told apart from those before it, so that every chain has it. That a chain comes
        to a place both before and behind it is looked at only if the first one does.
        """
        end = BEHIND + self.shipment.destination
        for simple in (False, True):
            found = first_chain(
                self._start(),
                end,
                lambda link, simple=simple: self._by_way_of(departure, link, simple=simple),  # type: ignore[misc]
                lambda link: self._delivery(_bare(link)),
                simple=simple,
            )
            if found is None or found[0] > self.shipment.last_day.toordinal():
                return False
            places = [place.removeprefix(BEHIND) for place in found[1].places()]
            if len(places) == len(set(places)):
                return True
        return False

    def _by_way_of(self, departure: Departure, link: Link, *, simple: bool) -> Iterator[Link]:
        """The links on from one, of which only the departure leads from before it to behind it."""
        leg, behind, place = departure.leg.key, link.place.startswith(BEHIND), link.place.removeprefix(BEHIND)
        if not behind and place == leg.origin:
            longer = self._boarded(link, departure)
            if longer is not None:
                yield replace(longer, place=BEHIND + longer.place)
            return
        # Of these a chain comes to none before, and none behind.
        never = {self.shipment.origin, leg.origin} if behind else {self.shipment.destination, leg.destination}
        if simple:
            never |= {visited.removeprefix(BEHIND) for visited in link.places()}
        here = _bare(link) if behind else link
        for key in self.running.legs_from[place]:
            if key.destination not in never:
                for longer in self._departures(here, key, self.shipment.last_day):
                    yield replace(longer, place=BEHIND + longer.place, before=link) if behind else longer

    def _boarded(self, link: Link, departure: Departure) -> Link | None:
        """The link by one departure; ``None`` if it isn't to be had."""
        key, since = departure.leg.key, date.fromordinal(link.cost)
        handling = self.network.handling(link.place, link.leg, key)
        kinds = link.kinds & self.taken(departure)
        if handling is None or not kinds or departure.departs < since or not self._permitted.departure(departure):
            return None
        if not self.running.timetable.ready_for(departure, handling, since):
            return None
        return Link(key.destination, departure.arrives.toordinal(), kinds, key, departure, link)

    def _start(self) -> Link:
        return Link(self.shipment.origin, self.shipment.ready.toordinal(), (1 << len(self.kinds)) - 1)

    def _onward(self, link: Link) -> Iterator[Link]:
        for key in self.running.legs_from[link.place]:
            yield from self._departures(link, key, self.shipment.last_day)

    def _departures(self, link: Link, key: LegKey, last: date) -> Iterator[Link]:
        """The departures of a leg that any kind of load may need to arrive soonest."""
        self._check()
        since = date.fromordinal(link.cost)
        handling = self.network.handling(link.place, link.leg, key)
        if handling is None:
            return
        missing, latest = link.kinds, date.min
        for departure in self.running.since(key, since):
            if departure.departs > last or (not missing and departure.departs >= latest):
                return
            kinds = link.kinds & self.taken(departure)
            ready = self.running.timetable.ready_for(departure, handling, since)
            if not kinds or not ready or not self._permitted.departure(departure):
                continue
            if kinds & missing:
                latest = max(latest, departure.arrives)
            missing &= ~kinds
            yield Link(key.destination, departure.arrives.toordinal(), kinds, key, departure, link)

    def chain(self, weight: Callable[[LegKey], int | None], no_transfer: int | None = None) -> list[LegKey] | None:
        """The chain of the legs of least weight, whatever runs on which days; a leg of no weight is not used.

        Of chains that weigh the same, one of the fewest legs. Two legs without a transfer between them do not connect,
        unless ``no_transfer`` is what that weighs.
        """
        legs = len(self.running.timetable.legs) + 1

        def onward(link: Link) -> Iterator[Link]:
            for key in self.running.legs_from[link.place]:
                weighs = weight(key)
                handled = self.network.handling(link.place, link.leg, key) is not None
                between = 0 if handled else no_transfer
                if weighs is not None and between is not None:
                    yield Link(key.destination, link.cost + (weighs + between) * legs + 1, 1, key, None, link)

        found = first_chain(Link(self.shipment.origin, 0), self.shipment.destination, onward, self._delivery)
        return None if found is None else [link.leg for link in found[1].chain() if link.leg is not None]

    def _delivery(self, link: Link) -> int | None:
        handling = self.network.handling(link.place, link.leg, None)
        return None if handling is None else handling.dwell_days


def _bare(link: Link) -> Link:
    """A link whose place goes by its own name."""
    return replace(link, place=link.place.removeprefix(BEHIND))
