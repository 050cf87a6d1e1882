"""Whether bookings are on time as often as their shipments ask, by draws of the auditor's own.

The plan was made by 10,000 draws of ``optimizer.risk``; here a booking goes its way 1,000 times, one after the other,
by the rows of the book and another generator of random numbers. What chance explains is not held against it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from optimizer.auditor.bookings import Entry, Journey, Replay
from optimizer.auditor.capacities import Tallies
from optimizer.auditor.charges import Rating
from optimizer.auditor.difference import Findings
from optimizer.auditor.runs import Change, Ride, Runs, days
from tariffs.book import Border, LegKey, Portfolio, Shipment
from tariffs.rating import Load, tariff_for

#: Draws of a booking here, and those that a plan is made by.
DRAWS, OF_THE_PLAN = 1000, 10_000

#: Standard errors that a share may be below what is asked for: chance does that once in 300,000 bookings.
ERRORS = 4.5

#: The standard normal is below this with probability 0.95.
Z95 = 1.645

#: What floats may add to a whole number of days.
ROUNDING_DAYS = 1e-9

ONE_DAY = timedelta(days=1)

#: Days on which another departure, or an open border, is looked for.
LOOKED_AHEAD = 366


def on_time_holds(
    replay: Replay, portfolio: Portfolio, tallies: Tallies, rating: Rating, runs: Runs, findings: Findings
) -> None:
    """Every booking is on time as often as its shipment asks, unless chance explains that it was not here."""
    for entry in replay.entries:
        shipment = portfolio.shipments[entry.shipment]
        asked = shipment.on_time_probability
        if not asked:
            continue
        goes = _Goes(entry, replay.journeys[entry.name], shipment, tallies, rating, runs)
        chance = Random(f"{entry.name} of {shipment.name}")
        arrivals = (goes.delivered(chance) for _ in range(DRAWS))
        share = sum(day is not None and day <= shipment.on_time_by for day in arrivals) / DRAWS
        # Where next to all is asked for, a few draws in ten thousand may still fail unseen.
        likely = min(float(asked), 1 - 5 / OF_THE_PLAN)
        error = math.sqrt(likely * (1 - likely) * (1 / DRAWS + 1 / OF_THE_PLAN))
        if share + ERRORS * error < asked:
            expected = f"a share of {asked.normalize():f} or more"
            findings.add(entry.name, f"on time by {shipment.on_time_by}", expected, f"{share:.3f} of {DRAWS} draws")


@dataclass(slots=True)
class _Goes:
    """A booking that goes its way."""

    entry: Entry
    journey: Journey
    shipment: Shipment
    tallies: Tallies
    rating: Rating
    runs: Runs
    _own: Mapping[int, Decimal] = field(init=False)
    _boarded: dict[tuple[int, date], Ride | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Count what it uses as it is planned."""
        self._own = self.tallies.used_by(self.entry, self.journey)

    def delivered(self, chance: Random) -> date | None:
        """The day of delivery in one draw; ``None`` for never."""
        there: date | None = self.shipment.ready
        for leg, change in enumerate(self.journey.changes[:-1]):
            assert there is not None
            there = _handled(change, there, chance)
            if (leg, there) not in self._boarded:
                self._boarded[leg, there] = self._board(leg, change, there)
            ride = self._boarded[leg, there]
            there = None if ride is None else self._ridden(ride, chance)
            if there is None:
                return None
        return _handled(self.journey.changes[-1], there, chance) if there else None

    def _board(self, leg: int, change: Change, there: date) -> Ride | None:
        """The planned departure, or the next of its leg that runs, takes the loads and has room."""
        planned = self.journey.rides[leg]
        if _in_time(planned, change, there):
            return planned
        first = max(there, planned.departs + ONE_DAY)
        for number in range(LOOKED_AHEAD):
            ride = self.runs.ride(planned.key, first + number * ONE_DAY, "", Findings())
            if ride is None or not _in_time(ride, change, there):
                continue
            if self._takes(ride.key, ride.departs) and self.tallies.has_room(ride, change, self.entry, self._own):
                return ride
        return None

    def _takes(self, key: LegKey, day: date) -> bool:
        departure = self.rating.timetable.departure(key, day)
        if departure is None:
            return False
        containers = self.rating.rater.book.containers
        loads = (Load(containers[row.container], row.containers, row.tonnes) for row in self.entry.loads)
        return all(tariff_for(departure, self.shipment, load) is not None for load in loads)

    def _ridden(self, ride: Ride, chance: Random) -> date | None:
        """When a ride arrives, its borders crossed; ``None`` where one cannot be."""
        terms = ride.terms
        time, late = _time(terms.transit_days, terms.transit_days_p95, chance), timedelta(0)
        for crossing in terms.crossings:
            share = (
                1.0 if crossing.offset_days is None else float(crossing.offset_days) / float(terms.transit_days or 1)
            )
            reached = ride.departs + _whole(time * share) + late
            border = self.runs.border(crossing.border, ride.key.mode, reached, "", Findings())
            opens = None if border is None else _opens(border, reached, chance)
            if border is None or opens is None:
                return None
            late += opens - reached + _whole(_time(border.dwell_days, border.dwell_days_p95, chance))
        return ride.departs + _whole(time) + late


def _handled(change: Change, since: date, chance: Random) -> date:
    row = change.row
    return since if row is None else since + _whole(_time(row.dwell_days, row.dwell_days_p95, chance))


def _in_time(ride: Ride, change: Change, there: date) -> bool:
    """Whether cargo that is ready there, but for the cut-off, makes a ride."""
    return there + (timedelta(0) if change.through else days(ride.terms.cutoff_days)) <= ride.departs


def _time(median: Decimal, p95: Decimal | None, chance: Random) -> float:
    """A time in days, not rounded yet."""
    if p95 is None or median == 0:
        return float(median)
    middle = float(median)
    return max(middle - 1, middle * math.exp(chance.gauss(0, math.log(float(p95) / middle) / Z95)))


def _whole(time: float) -> timedelta:
    return timedelta(days=math.ceil(time - ROUNDING_DAYS))


def _opens(border: Border, reached: date, chance: Random) -> date | None:
    """The first day on which a border is open, where each closure comes about with its probability."""
    shut = [span for span in border.announced if chance.random() < border.closed_probability]
    for number in range(LOOKED_AHEAD):
        day = reached + number * ONE_DAY
        if day.weekday() not in border.closures.weekdays and not any(day in span for span in shut):
            return day
    return None
