"""One booking against the book: its legs, its days, and what its shipment allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from optimizer.auditor.difference import Findings
from optimizer.auditor.record import LegRow, LoadRow
from optimizer.auditor.runs import Change, Ride, Runs, days
from tariffs.book import Shipment
from tariffs.rating import Rated


@dataclass(frozen=True, slots=True)
class Entry:
    """The rows of a plan that make up one booking. ``loads`` is never empty."""

    name: str
    loads: tuple[LoadRow, ...]
    legs: tuple[LegRow, ...]

    @property
    def shipment(self) -> str:
        """The shipment that it carries; its loads are held against this."""
        return self.loads[0].shipment


@dataclass(frozen=True, slots=True)
class Journey:
    """A booking's way as the book gives it: rides, and the changes before each and at the end."""

    rides: tuple[Ride, ...]
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Replay:
    """What became of each booking when it was replayed; the mappings lack those that cannot be.

    The charges of ``rated`` are held against those of the plan at once and let go, since a large plan has a million of
    them; ``charged`` is what differs.
    """

    entries: tuple[Entry, ...]
    journeys: dict[str, Journey] = field(default_factory=dict)
    rated: dict[str, Rated] = field(default_factory=dict)
    charged: Findings = field(default_factory=Findings)


def journey(entry: Entry, shipment: Shipment, runs: Runs, departed: int, findings: Findings) -> Journey | None:
    """Walk a booking from origin to destination; ``None`` if a part of its way does not exist.

    The first ``departed`` legs had left when it was planned: they are what they are, and it may be late.
    """
    late = bool(departed)
    rides = [_ride(entry, leg, shipment, runs, late, findings) for leg in entry.legs]
    if not _chained(entry, shipment, findings):
        return None
    known = tuple(ride for ride in rides if ride is not None)
    if len(known) < len(rides):
        return None
    changes = _changes(entry, known, shipment, runs, departed, findings)
    for leg, ride in zip(entry.legs, known, strict=True):
        _leg_as_written(entry, leg, ride, findings)
    _filters(entry, known, shipment, runs, departed, findings)
    if changes is None:
        return None
    delivered = known[-1].arrives + timedelta(days=changes[-1].dwell_days)
    if delivered > shipment.last_day and not late:
        expected = f"on or before {shipment.last_day}"
        findings.add(entry.name, f"delivery of {shipment.name}", expected, delivered)
    for row in entry.loads:
        findings.same(entry.name, "departs", known[0].departs, row.departs)
        findings.same(entry.name, "delivered", delivered, row.delivered)
        findings.same(entry.name, "transit_days", (delivered - known[0].departs).days, row.transit_days)
        findings.same(entry.name, "days_from_ready", (delivered - shipment.ready).days, row.days_from_ready)
        findings.same(entry.name, "due", shipment.due, row.due)
        findings.same(entry.name, "latest", shipment.last_day, row.latest)
        findings.same(entry.name, "mode", _longest(known).key.mode, row.mode)
        if row.corridor is not None:
            findings.same(entry.name, "corridor", _corridor(known, runs), row.corridor)
        findings.same(entry.name, "route", _route(known), row.route)
    return Journey(known, changes)


def _ride(
    entry: Entry,
    leg: LegRow,
    shipment: Shipment,
    runs: Runs,
    late: bool,
    findings: Findings,
) -> Ride | None:
    where = f"{entry.name}, leg {leg.leg}"
    if leg.departs > shipment.last_day and not late:  # however late, it would be found; no calendar goes on for ever
        findings.add(where, "departs", f"{shipment.last_day} or earlier", leg.departs)
        return None
    return runs.ride(leg.key, leg.departs, where, findings)


def _route(rides: Sequence[Ride]) -> str:
    steps = (f" –{ride.key.mode}→ {ride.key.destination}" for ride in rides)
    return rides[0].key.origin + "".join(steps)


def _longest(rides: Sequence[Ride]) -> Ride:
    """The ride that takes longest, the first of equals."""
    longest = rides[0]
    for ride in rides[1:]:
        if ride.arrives - ride.departs > longest.arrives - longest.departs:
            longest = ride
    return longest


def _corridor(rides: Sequence[Ride], runs: Runs) -> str:
    """The countries on the way, one that follows itself once."""
    countries: list[str] = []
    for place in (rides[0].key.origin, *(ride.key.destination for ride in rides)):
        country = runs.book.locations[place].country
        if countries[-1:] != [country]:
            countries.append(country)
    return "–".join(countries)


def _chained(entry: Entry, shipment: Shipment, findings: Findings) -> bool:
    """Whether the legs lead from origin to destination; a place visited twice is noted too."""
    at, sound = shipment.origin, bool(entry.legs)
    visited = Counter([at])
    if not entry.legs:
        findings.add(entry.name, "legs", "at least one", "none")
    for position, leg in enumerate(entry.legs, start=1):
        where = f"{entry.name}, leg {leg.leg}"
        sound &= findings.same(where, "leg", position, leg.leg)
        sound &= findings.same(where, "origin", at, leg.origin)
        at = leg.destination
        visited[at] += 1
    sound &= findings.same(entry.name, "end of the last leg", shipment.destination, at)
    for place, times in visited.items():
        if times > 1:
            findings.add(entry.name, f"visits of {place}", "at most 1", times)
    return sound


def _changes(
    entry: Entry, rides: Sequence[Ride], shipment: Shipment, runs: Runs, departed: int, findings: Findings
) -> tuple[Change, ...] | None:
    """The changes from leg to leg; days that are too short for them are noted."""
    changes: list[Change] = []
    since, before = shipment.ready, None
    for position, (leg, ride) in enumerate(zip(entry.legs, rides, strict=True)):
        where = f"{entry.name}, leg {leg.leg}"
        change = runs.change(ride.key.origin, before, ride.key)
        if change is None:
            words = f"from {before.mode if before else ''} to {ride.key.mode}"
            findings.add(where, f"transfer at {ride.key.origin}", f"a row {words}", "none")
            return None
        cutoff = timedelta(0) if change.through else days(ride.terms.cutoff_days)
        earliest = since + timedelta(days=change.dwell_days) + cutoff
        if position < departed:  # it made it, whatever is asked of others now
            earliest = ride.departs if before is None else since
        if ride.departs < earliest:
            findings.add(where, "departs", f"{earliest} or later", ride.departs)
        changes.append(change)
        since, before = ride.arrives, ride.key
    last = runs.change(rides[-1].key.destination, before, None)
    return None if last is None else (*changes, last)


def _leg_as_written(entry: Entry, leg: LegRow, ride: Ride, findings: Findings) -> None:
    """The written arrival, crossings and container counts of a leg."""
    where = f"{entry.name}, leg {leg.leg}"
    findings.same(where, "arrives", ride.arrives, leg.arrives)
    crossings = tuple((border.name, day) for border, day in ride.crossed)
    if crossings != leg.crossings:
        findings.add(where, "borders", _dated(crossings), _dated(leg.crossings))
    carried: Counter[str] = Counter()
    for load in entry.loads:
        carried[load.container] += load.containers
    for container in sorted({*carried, *leg.containers}):
        found = leg.containers.get(container, 0)
        findings.same(where, f"count of {container}", carried[container], found)


def _dated(crossings: Sequence[tuple[str, object]]) -> str:
    return "; ".join(f"{name} {day}" for name, day in crossings) or "none"


def _filters(
    entry: Entry, rides: Sequence[Ride], shipment: Shipment, runs: Runs, departed: int, findings: Findings
) -> None:
    """What the shipment allows and avoids: modes, services, borders, countries, places; not of what had departed."""
    avoid, none = shipment.avoid, f"none that {shipment.name} avoids"
    for leg, ride in list(zip(entry.legs, rides, strict=True))[departed:]:
        where = f"{entry.name}, leg {leg.leg}"
        _allowed(where, "mode", shipment.modes, ride.key.mode, findings)
        _allowed(where, "service", shipment.services, ride.key.service, findings)
        for border, _ in ride.crossed:
            if border.name in avoid.borders:
                findings.add(where, "border", none, border.name)
        for country, by in runs.passed(ride):
            if country in avoid.countries:
                findings.add(where, "country", none, f"{country} ({by})")
    places = (shipment.origin, *(ride.key.destination for ride in rides))
    for place in places[departed + 1 :] if departed else places:
        if place in avoid.locations:
            findings.add(entry.name, "location", none, place)
        country = runs.book.locations[place].country
        if country in avoid.countries:
            findings.add(entry.name, "country", none, f"{country} ({place})")


def _allowed(where: str, what: str, wanted: frozenset[str] | None, found: str, findings: Findings) -> None:
    """Note a mode or service that is not among those wanted; none named are all."""
    if wanted is not None and found not in wanted:
        findings.add(where, what, " or ".join(sorted(wanted)), found)
