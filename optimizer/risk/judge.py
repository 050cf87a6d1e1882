"""Whether an itinerary of a shipment can be on time often enough, whatever the rest of the plan is.

Two answers. ``at_most`` is a bound on the share of draws in which it is on time: no plan, whatever room it leaves, has
a greater one. ``with_room`` is that share if every later departure had room, which a plan seldom does better than.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np

from optimizer.cuts import Key
from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.risk.draws import Draws, has_spread
from optimizer.risk.journey import NEVER, Journey, Outcome
from optimizer.risk.room import LOOKED_AHEAD_DAYS, Boarding, cutoff
from tariffs.book import LegKey
from tariffs.calendar import whole_days
from tariffs.timetable import Handling

#: A shipment and an itinerary of it.
Of: TypeAlias = tuple[str, Key]


@dataclass(slots=True)
class Judge:
    """Judges itineraries by the same draws, and remembers what it found; ``quick`` are the first of the ``draws``."""

    network: Network
    draws: Draws
    quick: Draws
    _at_most: dict[Of, float] = field(default_factory=dict)
    _quickly: dict[Of, float] = field(default_factory=dict)
    _with_room: dict[Of, float] = field(default_factory=dict)

    def at_most(self, booking: Booking) -> float:
        """No more than this share of the draws are on time in any plan.

        Where nothing is missed all is decided by the draws. Where a departure is missed, the booking is taken to be on
        time if it might be, were all that follows as quick as it can be.
        """
        self._look(booking)
        return self._at_most[booking.shipment.name, booking.itinerary.key]

    def with_room(self, booking: Booking) -> float:
        """The share of draws in which it is on time if every later departure has room."""
        self._look(booking)
        return self._with_room[booking.shipment.name, booking.itinerary.key]

    def quickly(self, booking: Booking) -> float:
        """As ``with_room``, by the quick draws, if it is not known by all."""
        of = (booking.shipment.name, booking.itinerary.key)
        if of in self._with_room:
            return self._with_room[of]
        if of not in self._quickly:
            on_time = self._simulated(booking, self.quick).delivered <= booking.shipment.on_time_by.toordinal()
            self._quickly[of] = float(on_time.mean())
        return self._quickly[of]

    def _simulated(self, booking: Booking, draws: Draws) -> Outcome:
        outcome = Journey(self.network, booking, draws, Boarding(self.network, booking, None)).outcome()
        draws.forget()
        return outcome

    def likeliest(self, shipment: str) -> float:
        """The greatest share of all itineraries of a shipment that were judged, with room on every later departure."""
        known = self._quickly | self._with_room
        return max((share for (name, _), share in known.items() if name == shipment), default=0.0)

    def _look(self, booking: Booking) -> None:
        of = (booking.shipment.name, booking.itinerary.key)
        if of in self._at_most:
            return
        outcome = self._simulated(booking, self.draws)
        on_time = outcome.delivered <= booking.shipment.on_time_by.toordinal()
        possible, made = on_time.copy(), np.ones(on_time.size, np.bool_)
        for leg, missed in enumerate(outcome.missed):
            first = missed & made  # what came before was as planned, so the day on which it came here is certain
            for day in np.unique(outcome.since[leg][first]).tolist():
                if day < NEVER:
                    possible[first & (outcome.since[leg] == day)] = self._may_be_on_time(booking, leg, day)
            made &= ~missed
        self._at_most[of] = float(possible.mean())
        self._with_room[of] = float(on_time.mean())

    def _may_be_on_time(self, booking: Booking, leg: int, since: int) -> bool:
        """Whether cargo that is at the start of a leg since a day, and misses it, might be in time all the same."""
        departures, handlings = booking.itinerary.departures, booking.itinerary.handlings
        there = since
        for number in range(leg, len(departures)):
            planned = departures[number]
            first = planned.departs.toordinal() + (1 if number == leg else 0)
            there = max(there + _least_dwell(handlings[number]), first)
            departs = self._departs(planned.leg.key, there, handlings[number])
            if departs is None:
                return False
            there = departs + self._least_days(planned.leg.key)
        return there + _least_dwell(handlings[-1]) <= booking.shipment.on_time_by.toordinal()

    def _departs(self, key: LegKey, there: int, handling: Handling) -> int | None:
        """The first day from one on when a leg departs that cargo can catch which is ready on it."""
        first = date.fromordinal(there)
        for number in range(LOOKED_AHEAD_DAYS + 1):
            found = self.network.timetable.departure(key, first + timedelta(days=number))
            if found is not None and there + cutoff(found, handling) <= found.departs.toordinal():
                return found.departs.toordinal()
        return None

    def _least_days(self, key: LegKey) -> int:
        """The fewest days that a leg ever takes, its borders left out."""
        rows = self.network.timetable.legs[key].tariffs
        spreads = [has_spread(row.transit_days, row.transit_days_p95) for row in rows]
        return min(_least(whole_days(row.transit_days), one) for row, one in zip(rows, spreads, strict=True))


def _least_dwell(handling: Handling) -> int:
    """The fewest days that a transfer ever takes."""
    row = handling.transfer
    return _least(handling.dwell_days, row is not None and has_spread(row.dwell_days, row.dwell_days_p95))


def _least(days: int, spreads: bool) -> int:
    """The fewest days of a time of so many that may be a day less: max(m − 1, …) rounded up."""
    return max(days - 1, 0) if spreads else days
