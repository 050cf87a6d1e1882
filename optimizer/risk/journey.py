"""One booking under way, in all draws at once: when each leg departs and arrives, and when the cargo is delivered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from optimizer.plan import Booking
from optimizer.risk.draws import Draws, Floats, has_spread
from optimizer.risk.room import Boarding, cutoff
from tariffs.book import Border, Crossing
from tariffs.calendar import WEEKDAYS, Validity, whole_days
from tariffs.timetable import Departure

Days: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

#: The day, as an ordinal, of what never happens: later than any calendar day.
NEVER = date.max.toordinal() + 1


class Cause(NamedTuple):
    """What may take longer than planned: a leg, the crossing of a border on it, or the transfer before it.

    ``leg`` counts from 0; the transfer at the destination comes before the leg that would follow the last. ``crossing``
    counts the borders of the leg from 0, and is −1 for the others.
    """

    kind: str
    leg: int
    crossing: int = -1


#: What floats may add to a whole number of days, such as m − 1.
ROUNDING_DAYS = 1e-9

#: As many days as sixteen bits count.
FEW_DAYS = 2**16

#: Nothing is kept to its plan.
NOTHING = Cause("", -1)


@dataclass(slots=True)
class Outcome:
    """What became of a booking in each draw.

    Attributes
    ----------
    delivered
        The day of delivery; ``NEVER`` if it is not delivered.
    missed
        By leg, whether its planned departure was missed.
    since
        By leg, and for the destination: when the cargo came to where it begins.
    """

    delivered: Days
    missed: list[Flags]
    since: list[Days]


@dataclass(slots=True)
class Journey:
    """A booking that goes as planned but for what is drawn, and takes the next departure that ``boarding`` finds."""

    network: Network
    booking: Booking
    draws: Draws
    boarding: Boarding

    @property
    def causes(self) -> Iterator[Cause]:
        """All that has a spread, or may be shut, in the order in which it happens."""
        itinerary = self.booking.itinerary
        for number, handling in enumerate(itinerary.handlings):
            row = handling.transfer
            if row is not None and has_spread(row.dwell_days, row.dwell_days_p95):
                yield Cause("transfer", number)
            if number == len(itinerary.departures):
                return
            terms = itinerary.departures[number].terms
            if has_spread(terms.transit_days, terms.transit_days_p95):
                yield Cause("leg", number)
            for position, crossing in enumerate(terms.crossings):
                if any(_uncertain(border) for border in self.network.book.borders if border.name == crossing.border):
                    yield Cause("border", number, position)

    def outcome(self) -> Outcome:
        """What becomes of it in all draws."""
        draws = np.arange(self.draws.count)
        since = [np.full(draws.size, self.booking.shipment.ready.toordinal(), np.int64)]
        missed = []
        for number, planned in enumerate(self.booking.itinerary.departures):
            departs = self._boarded(number, planned, self._handled(number, since[-1], draws, NOTHING))
            missed.append(departs > planned.departs.toordinal())
            since.append(self._arrived(number, departs, draws, NOTHING))
        return Outcome(self._handled(len(missed), since[-1], draws, NOTHING), missed, since)

    def delivered_without(self, cause: Cause, outcome: Outcome, draws: Days) -> Days:
        """The day of delivery in some of the draws if one cause kept to its plan, all else as it was."""
        there, departures = outcome.since[cause.leg][draws], self.booking.itinerary.departures
        for number in range(cause.leg, len(departures)):
            departs = self._boarded(number, departures[number], self._handled(number, there, draws, cause))
            there = self._arrived(number, departs, draws, cause)
        return self._handled(len(departures), there, draws, cause)

    def _handled(self, number: int, since: Days, draws: Days, kept: Cause) -> Days:
        """When the dwell before a leg, or after the last, is over."""
        handling = self.booking.itinerary.handlings[number]
        row = handling.transfer
        if row is None or kept == ("transfer", number, -1) or not has_spread(row.dwell_days, row.dwell_days_p95):
            return _later(since, handling.dwell_days)
        found = np.full_like(since, NEVER)
        for day, here in by_day(since):
            name = ("transfer", row.location, row.from_mode, row.to_mode, day)
            share = self.draws.share(row.dwell_days, row.dwell_days_p95, *name)[draws[here]]
            found[here] = day + _rounded_up(float(row.dwell_days) * share)
        return found

    def _boarded(self, number: int, planned: Departure, there: Days) -> Days:
        """When a leg departs with the cargo: as planned, or later where that was missed."""
        handling, departs = self.booking.itinerary.handlings[number], planned.departs.toordinal()
        found = np.full_like(there, departs)
        late = np.flatnonzero(there + cutoff(planned, handling) > departs)
        for day, here in by_day(there[late]):
            other = self.boarding.after(number, day)
            found[late[here]] = NEVER if other is None else other.departs.toordinal()
        found[there >= NEVER] = NEVER
        return found

    def _arrived(self, number: int, departs: Days, draws: Days, kept: Cause) -> Days:
        """When a leg arrives, its borders crossed."""
        key = self.booking.itinerary.departures[number].leg.key
        found = np.full_like(departs, NEVER)
        for day, here in by_day(departs):
            departure = self.network.timetable.departure(key, date.fromordinal(day))
            assert departure is not None  # it was boarded
            terms, of = departure.terms, draws[here]
            share = np.ones(of.size)
            if kept != ("leg", number, -1) and has_spread(terms.transit_days, terms.transit_days_p95):
                share = self.draws.share(terms.transit_days, terms.transit_days_p95, "departure", *key, day)[of]
            spent = np.zeros(of.size, np.int64)
            for position, crossing in enumerate(terms.crossings):
                reached = day + _rounded_up(_offset(departure, crossing) * share) + spent
                as_planned = kept == ("border", number, position)
                spent += self._crossed(crossing.border, key.mode, reached, of, as_planned=as_planned) - reached
            found[here] = np.minimum(day + _rounded_up(float(terms.transit_days) * share) + spent, NEVER)
        return found

    def _crossed(self, name: str, mode: str, reached: Days, draws: Days, *, as_planned: bool) -> Days:
        """When a border is behind the cargo: the wait for an open day, and the dwell."""
        found = np.full_like(reached, NEVER)
        for first, start in by_day(reached):
            row = self.network.timetable.border_row(name, mode, date.fromordinal(first))
            waiting: dict[int, list[Days]] = {} if row is None else {first: [start]}
            while waiting and row is not None:
                day = min(waiting)
                here = np.concatenate(waiting.pop(day))
                if date.fromordinal(day).weekday() in row.closures.weekdays:
                    if len(row.closures.weekdays) < len(WEEKDAYS):
                        waiting.setdefault(day + 1, []).append(here)
                    continue
                for span in row.closures.spans if as_planned else row.announced:
                    if date.fromordinal(day) in span:
                        shut = self._shut(row, span, draws[here], as_planned=as_planned)
                        if span.end is not None and span.end < date.max:
                            waiting.setdefault(span.end.toordinal() + 1, []).append(here[shut])
                        here = here[~shut]
                if here.size:
                    found[here] = day + self._dwell_at(row, day, draws[here], as_planned=as_planned)
        return found

    def _shut(self, row: Border, span: Validity, draws: Days, *, as_planned: bool) -> Flags:
        """In which draws a closure comes about."""
        if as_planned or row.closed_probability == 1:
            return np.ones(draws.size, np.bool_)
        found: Flags = self.draws.uniform("closure", row.name, span.start)[draws] < float(row.closed_probability)
        return found

    def _dwell_at(self, row: Border, day: int, draws: Days, *, as_planned: bool) -> Days:
        if as_planned or not has_spread(row.dwell_days, row.dwell_days_p95):
            return np.full(draws.size, whole_days(row.dwell_days), np.int64)
        share = self.draws.share(row.dwell_days, row.dwell_days_p95, "border", row.name, day)[draws]
        return _rounded_up(float(row.dwell_days) * share)


def _uncertain(border: Border) -> bool:
    """Whether a border may take another time than is planned: its dwell has a spread, or it may be shut or open."""
    doubtful = bool(border.announced) and 0 < border.closed_probability < 1
    return doubtful or has_spread(border.dwell_days, border.dwell_days_p95)


def _offset(departure: Departure, crossing: Crossing) -> float:
    """Days from departure to a border, without the days at earlier ones; on arrival if not said."""
    offset = departure.terms.transit_days if crossing.offset_days is None else crossing.offset_days
    return float(offset)


def _rounded_up(days: Floats) -> Days:
    return np.ceil(days - ROUNDING_DAYS).astype(np.int64)


def _later(since: Days, days: int) -> Days:
    return np.where(since < NEVER, since + days, NEVER)


def by_day(days: Days) -> Iterator[tuple[int, Days]]:
    """Each day (not ``NEVER``) in order, with the positions at which it stands."""
    here = np.flatnonzero(days < NEVER)
    if not here.size:
        return
    first = int(days[here].min())
    later = days[here] - first
    # Few days apart, as they are but for closures of centuries: sixteen bits are sorted by counting.
    order = np.argsort(later.astype(np.uint16) if later.max() < FEW_DAYS else later, kind="stable")
    found, starts = np.unique(later[order], return_index=True)
    ends = np.append(starts[1:], order.size)
    for after, start, end in zip(found.tolist(), starts.tolist(), ends.tolist(), strict=True):
        yield first + after, here[order[start:end]]
