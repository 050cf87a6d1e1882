"""When things run, worked out from the rows of the book one by one.

The auditor does not take the dates of a plan from the timetable that the plan was made with. It
looks at the rows again, and says of each that does not hold why not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from optimizer.auditor.difference import Findings
from tariffs.book import (
    ANY,
    CANCELLED,
    DESTINATION,
    EXTRA,
    ORIGIN,
    Border,
    DepartureChange,
    LegKey,
    Tariff,
    TariffBook,
    Transfer,
)

#: What a row of ``Departures`` may be restricted to.
FILTERS = ("service", "carrier", "mode", "origin", "destination")
#: All the days of a week.
WEEK = 7


@dataclass(frozen=True, slots=True)
class Ride:
    """A leg on a day: its rows that may be used, its arrival, and when it crosses which border."""

    key: LegKey
    rows: tuple[Tariff, ...]
    departs: date
    arrives: date
    crossed: tuple[tuple[Border, date], ...]

    @property
    def terms(self) -> Tariff:
        """Any of the rows: what a departure has once is the same in all of them."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Change:
    """What passes between two legs, or at an end: the row of ``Transfers``, if any, and its days.

    ``through`` is cargo that stays on its named service.
    """

    row: Transfer | None = None
    dwell_days: int = 0
    through: bool = False


def days(duration: Decimal) -> timedelta:
    """A duration, rounded up to whole days by itself."""
    return timedelta(days=math.ceil(duration))


class Runs:
    """The rows of a book by what they are asked for."""

    def __init__(self, book: TariffBook) -> None:
        self.book = book
        self._legs: dict[LegKey, list[Tariff]] = defaultdict(list)
        for leg in book.legs:
            for row in leg.tariffs:
                self._legs[row.leg_key].append(row)
        self._borders: dict[str, list[Border]] = defaultdict(list)
        for border in book.borders:
            self._borders[border.name].append(border)
        self._transfers: dict[str, list[Transfer]] = defaultdict(list)
        for transfer in book.transfers:
            self._transfers[transfer.location].append(transfer)
        self._changed_on: dict[date, list[DepartureChange]] = defaultdict(list)
        for change in book.departures:
            self._changed_on[change.day].append(change)
        self._ridden: dict[tuple[LegKey, date], Ride] = {}
        self._changed: dict[tuple[str, LegKey | None, LegKey | None], Change | None] = {}

    def may_use(self, compliance: str) -> bool:
        """Whether rows marked so may be used under the settings of the book."""
        return compliance == "ok" or (compliance == "review" and self.book.settings.allow_review)

    def ride(self, key: LegKey, day: date, where: str, findings: Findings) -> Ride | None:
        """The leg on that day; ``None``, with the reason among the findings, if it does not run.

        One that runs is the same for every booking on it, and is worked out once.
        """
        known = self._ridden.get((key, day))
        if known is not None:
            return known
        found = self._ride(key, day, where, findings)
        if found is not None:
            self._ridden[key, day] = found
        return found

    def _ride(self, key: LegKey, day: date, where: str, findings: Findings) -> Ride | None:
        rows = self._rows(key, day, where, findings)
        if not rows:
            return None
        terms, late, crossed = rows[0], timedelta(0), []
        for crossing in terms.crossings:
            offset = terms.transit_days if crossing.offset_days is None else crossing.offset_days
            reached = day + days(offset) + late
            border = self.border(crossing.border, key.mode, reached, where, findings)
            if border is None:
                return None
            opens = _first_open(border, reached)
            if opens is None:
                what = f"border {border.name}"
                findings.add(where, what, f"open on a day from {reached} on", "closed for good")
                return None
            crossed.append((border, opens))
            late += opens - reached + days(border.dwell_days)
        arrives = day + days(terms.transit_days) + late
        return Ride(key, tuple(rows), day, arrives, tuple(crossed))

    def _rows(self, key: LegKey, day: date, where: str, findings: Findings) -> list[Tariff]:
        """The rows of a leg that run on a day and may be used; if none, the reason is noted."""
        rows = self._legs.get(key, [])
        if not rows:
            findings.add(where, "leg", "one of Tariffs", str(key))
            return []
        active = [row for row in rows if row.status == "active"]
        if not active:
            findings.add(where, f"status of {key}", "active", rows[0].status)
            return []
        usable = [row for row in active if self.may_use(row.compliance)]
        if not usable:
            words = "ok or review" if self.book.settings.allow_review else "ok"
            findings.add(where, f"compliance of {key}", words, active[0].compliance)
            return []
        running = [row for row in usable if self._runs(row, day)]
        if not running:
            findings.add(where, "departs", f"a day on which {key} runs", f"{day:%a} {day}")
        stated = [change.capacity for row in running for change in self._changes(row, day)]
        capacities = [capacity for capacity in stated if capacity is not None]
        return [replace(row, capacity=capacities[0]) for row in running] if capacities else running

    def _changes(self, row: Tariff, day: date) -> list[DepartureChange]:
        """What the rows of ``Departures`` say of a row of ``Tariffs`` on a day: each filter is blank or its own."""
        return [
            change
            for change in self._changed_on[day]
            if all(getattr(change, name) in ("", getattr(row, name)) for name in FILTERS)
        ]

    def _runs(self, row: Tariff, day: date) -> bool:
        """Whether a row runs on a day: valid, not cancelled, and extra or by its schedule."""
        changes = [change.change for change in self._changes(row, day)]
        if day not in row.validity or CANCELLED in changes:
            return False
        return EXTRA in changes or row.schedule.runs_on(day)

    def border(self, name: str, mode: str, day: date, where: str, findings: Findings) -> Border | None:
        """The row of a border that applies when it is reached; ``None``, with the reason noted, if there is none."""
        valid = [row for row in self._borders.get(name, ()) if day in row.validity]
        rows = [row for row in valid if row.mode == mode] or [row for row in valid if not row.mode]
        if not rows:
            found = f"without a row for {mode} on {day}"
            findings.add(where, f"border {name}", "one of Borders that is valid when reached", found)
            return None
        if not self.may_use(rows[0].compliance):
            findings.add(where, f"border {name}", "one that may be used", rows[0].compliance)
            return None
        return rows[0]

    def passed(self, ride: Ride) -> Iterator[tuple[str, str]]:
        """The countries that a leg passes between its ends, each with what says so."""
        for border, _ in ride.crossed:
            meeting = {country for row in self._borders[border.name] for country in row.between}
            yield from ((country, f"border {border.name}") for country in sorted(meeting))
        yield from ((country, "transit") for country in sorted(ride.terms.transit_countries))

    def change(self, location: str, before: LegKey | None, after: LegKey | None) -> Change | None:
        """What it takes from one leg to the next; ``None`` if there is no transfer between them.

        ``before`` is ``None`` at the origin, ``after`` at the destination.
        """
        ends = (location, before, after)
        if ends not in self._changed:
            self._changed[ends] = self._change(*ends)
        return self._changed[ends]

    def _change(self, location: str, before: LegKey | None, after: LegKey | None) -> Change | None:
        if before and after and before.service and before.service == after.service:
            return Change(through=True)
        ends = (before.mode if before else ORIGIN, after.mode if after else DESTINATION)
        candidates = [row for row in self._transfers[location] if _serves(row, ends)]
        if candidates:
            row = max(candidates, key=lambda row: (_exact(row, ends), row.from_mode == ends[0]))
            return Change(row, math.ceil(row.dwell_days))
        if before and after and before.mode != after.mode:
            return None
        return Change()


def _serves(row: Transfer, ends: tuple[str, str]) -> bool:
    """Whether a row is for these ends; ``any`` is any mode, but neither origin nor destination."""
    return all(
        word == end or (word == ANY and end not in (ORIGIN, DESTINATION))
        for word, end in zip((row.from_mode, row.to_mode), ends, strict=True)
    )


def _exact(row: Transfer, ends: tuple[str, str]) -> int:
    """How many of the words are exact."""
    return (row.from_mode == ends[0]) + (row.to_mode == ends[1])


def _first_open(border: Border, reached: date) -> date | None:
    """The first day from ``reached`` on when a border is open, trying one day after the other."""
    closures = border.closures
    ends = [span.end for span in closures.spans if span.end is not None]
    last = max([reached, *ends]) + timedelta(days=WEEK)
    day = reached
    while day <= last:  # after the last closure with an end only the weekdays matter, and a week shows all of them
        if day.weekday() not in closures.weekdays and not any(day in s for s in closures.spans):
            return day
        day += timedelta(days=1)
    return None
