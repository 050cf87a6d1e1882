"""Capacities, minimum loads and pools: what a plan uses, counted booking by booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from optimizer.auditor.bookings import Entry, Journey
from optimizer.auditor.difference import Findings, said
from optimizer.auditor.record import CapacityRow, LoadRow, PlanRecord
from optimizer.auditor.runs import Change, Ride
from tariffs.book import Capacity, Container, TariffBook
from tariffs.calendar import Period
from tariffs.fraction import Fraction

ZERO = Decimal(0)

#: What tells one limit from another: the row of the book (by identity) or the leg, and the period.
Identity: TypeAlias = tuple[object, ...]


@dataclass(slots=True)
class Tally:
    """What is used of one limit: ``capacity`` (``None``: only a minimum) and ``least`` bound it.

    ``departed`` is what is used by what had left before, which no limit holds back any more.
    """

    kind: str
    name: str
    mode: str
    period: str
    unit: str
    capacity: Decimal | None
    least: Decimal = ZERO
    used: Decimal = ZERO
    departed: Decimal = ZERO

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.name, self.mode, self.period) if part)


@dataclass(slots=True)
class Tallies:
    """All limits that some booking of a plan meets; those of departures before ``since`` are past."""

    book: TariffBook
    since: date = date.min
    by_identity: dict[Identity, Tally] = field(default_factory=dict)
    _rides: dict[Identity, tuple[Tally, ...]] = field(default_factory=dict)

    def count(self, entry: Entry, journey: Journey, departed: int = 0) -> None:
        """Add what a booking uses, whose first ``departed`` legs had left."""
        for tally, past in self._met(journey, departed):
            for load in entry.loads:
                amount = _measure(tally.unit, load, self.book.containers[load.container])
                tally.used += amount
                tally.departed += amount if past else ZERO
        start = journey.rides[0].key.origin
        for load in entry.loads:
            available = self.book.pool.get((start, load.container))
            if available is None:
                continue
            name = f"{start} {load.container}"
            pool = Tally("pool", name, "", "plan", "containers", Decimal(available))
            tally = self.by_identity.setdefault(("pool", start, load.container), pool)
            tally.used += load.containers
            tally.departed += load.containers if departed else 0

    def used_by(self, entry: Entry, journey: Journey) -> dict[int, Decimal]:
        """What a booking uses, by the identity of the tally; pools apart."""
        found: dict[int, Decimal] = defaultdict(Decimal)
        for tally, _ in self._met(journey, 0):
            for load in entry.loads:
                found[id(tally)] += _measure(tally.unit, load, self.book.containers[load.container])
        return found

    def has_room(self, ride: Ride, change: Change, entry: Entry, own: Mapping[int, Decimal]) -> bool:
        """Whether a booking, which leaves what is its own, could take another ride, and somebody runs it."""
        departure, *borders = self._on(ride)
        if departure.least > 0 and departure.used == 0:
            return False
        needed: dict[int, Decimal] = defaultdict(Decimal)
        tallies = [departure, *borders, *self._in_transfer(change, ride.departs)]
        for tally in tallies:
            for load in entry.loads:
                needed[id(tally)] += _measure(tally.unit, load, self.book.containers[load.container])
        return all(
            tally.capacity is None or tally.used - own.get(id(tally), ZERO) + needed[id(tally)] <= tally.capacity
            for tally in tallies
        )

    def _met(self, journey: Journey, departed: int) -> Iterator[tuple[Tally, bool]]:
        """The departures, borders and transfers on a way, as often as it uses each; whether by what had departed."""
        for number, (ride, change) in enumerate(zip(journey.rides, journey.changes[:-1], strict=True)):
            for tally in (*self._on(ride), *self._in_transfer(change, ride.departs)):
                yield tally, number < departed
        for tally in self._in_transfer(journey.changes[-1], journey.rides[-1].arrives):
            yield tally, len(journey.rides) == departed

    def _on(self, ride: Ride) -> tuple[Tally, ...]:
        """A departure and the borders that it crosses; the same for every booking on it."""
        ridden = (ride.key, ride.departs)
        if ridden not in self._rides:
            terms = ride.terms
            period, bounds = ride.departs.isoformat(), (terms.capacity_unit, terms.capacity, terms.min_load)
            tally = Tally("departure", str(ride.key), ride.key.mode, period, *bounds)
            past = ride.departs < self.since
            self._rides[ridden] = (
                *(() if past else (self.by_identity.setdefault(ridden, tally),)),
                *(
                    self._in_period(border, border.capacity, ("border", border.name, border.mode), day)
                    for border, day in ride.crossed
                    if border.capacity is not None
                ),
            )
        return self._rides[ridden]

    def _in_transfer(self, change: Change, day: date) -> Iterator[Tally]:
        row = change.row
        if row is not None and row.capacity is not None:
            which = ("transfer", row.location, f"{row.from_mode} to {row.to_mode}")
            yield self._in_period(row, row.capacity, which, day)

    def _in_period(self, row: object, capacity: Capacity, which: tuple[str, str, str], day: date) -> Tally:
        period = period_of(capacity.per, day)
        return self.by_identity.setdefault((id(row), period), Tally(*which, period, capacity.unit, capacity.amount))


def period_of(per: Period, day: date) -> str:
    """The day, the ISO week, the calendar month, or the plan as a whole."""
    if per is Period.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return {Period.DAY: str(day), Period.MONTH: str(day)[:7], Period.PLAN: "plan"}[per]


def _measure(unit: str, load: LoadRow, container: Container) -> Decimal:
    """What a load uses of a capacity; a vehicle carries one container."""
    if unit == "tonnes":
        return load.tonnes
    return container.teu * load.containers if unit == "teu" else Decimal(load.containers)


def limits_hold(tallies: Tallies, findings: Findings) -> None:
    """No capacity is exceeded, and every departure has its minimum."""
    for tally in tallies.by_identity.values():
        if tally.capacity is not None and tally.used > max(tally.capacity, tally.departed):
            findings.add(str(tally), f"{tally.unit} used", f"at most {said(tally.capacity)}", tally.used)
        if 0 < tally.used < tally.least:
            findings.add(str(tally), f"{tally.unit} used", f"{said(tally.least)} or more", tally.used)


def capacities_as_written(record: PlanRecord, tallies: Tallies, findings: Findings) -> None:
    """The capacities that a plan states: those used, each with its use, at no negative price."""
    expected: dict[tuple[str, ...], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    names: dict[tuple[str, ...], str] = {}
    for tally in tallies.by_identity.values():
        if tally.capacity is not None and tally.used:
            which = (tally.kind, tally.name, tally.mode, tally.period, tally.unit)
            expected[which].append((tally.capacity, tally.used))
            names[which] = f"Capacities, {tally}"
    found: dict[tuple[str, ...], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for row in record.capacities:
        identity: tuple[str, ...] = (row.kind, row.name, row.mode, row.period, row.unit)
        where = f"Capacities, {' '.join(part for part in identity[:4] if part)}"
        names[identity] = where
        if row.used:
            found[identity].append((row.capacity, row.used))
        _ratios(row, where, findings)
    for identity, where in names.items():
        mine, its = sorted(expected[identity]), sorted(found[identity])
        if mine != its:
            findings.add(where, f"{identity[-1]} used of capacity", _of(mine), _of(its))


def _of(pairs: list[tuple[Decimal, Decimal]]) -> str:
    return "; ".join(f"{said(used)} of {said(capacity)}" for capacity, used in pairs) or "none"


def _ratios(row: CapacityRow, where: str, findings: Findings) -> None:
    if row.shadow_price < 0:
        findings.add(where, "shadow_price", "0 or more", row.shadow_price)
    if row.utilisation is None:
        return
    share = Fraction(row.used) / Fraction(row.capacity) if row.capacity else Fraction(0)
    findings.near(where, "utilisation", share, row.utilisation)
