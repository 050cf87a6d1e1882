"""Capacities, minimum loads and pools: what a plan uses, counted booking by booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from optimizer.audit.bookings import Entry, Journey
from optimizer.audit.difference import Findings, near, said
from optimizer.audit.record import CapacityRow, LoadRow, PlanRecord
from tariffs.book import Capacity, Container, TariffBook
from tariffs.calendar import Period

ZERO = Decimal(0)

#: What tells one limit from another: the row of the book (by identity) or the leg, and the period.
Identity: TypeAlias = tuple[object, ...]


@dataclass(slots=True)
class Tally:
    """What is used of one limit: ``capacity`` (``None``: only a minimum) and ``least`` bound it."""

    kind: str
    name: str
    mode: str
    period: str
    unit: str
    capacity: Decimal | None
    least: Decimal = ZERO
    used: Decimal = ZERO

    def __str__(self) -> str:
        return " ".join(part for part in (self.kind, self.name, self.mode, self.period) if part)


@dataclass(slots=True)
class Tallies:
    """All limits that some booking of a plan meets."""

    book: TariffBook
    by_identity: dict[Identity, Tally] = field(default_factory=dict)

    def count(self, entry: Entry, journey: Journey) -> None:
        """Add what a booking uses."""
        for identity, limit in self._limits(journey):
            tally = self.by_identity.setdefault(identity, limit)
            for load in entry.loads:
                tally.used += _measure(tally.unit, load, self.book.containers[load.container])
        start = journey.rides[0].key.origin
        for load in entry.loads:
            available = self.book.pool.get((start, load.container))
            if available is None:
                continue
            name = f"{start} {load.container}"
            pool = Tally("pool", name, "", "plan", "containers", Decimal(available))
            self.by_identity.setdefault(("pool", start, load.container), pool).used += load.containers

    def _limits(self, journey: Journey) -> Iterator[tuple[Identity, Tally]]:
        """The departures, borders and transfers on a way, each as often as it is used."""
        for ride, change in zip(journey.rides, journey.changes[:-1], strict=True):
            terms, mode, name = ride.terms, ride.key.mode, str(ride.key)
            yield (
                (ride.key, ride.departs),
                Tally(
                    "departure",
                    name,
                    mode,
                    ride.departs.isoformat(),
                    terms.capacity_unit,
                    terms.capacity,
                    terms.min_load,
                ),
            )
            for border, day in ride.crossed:
                if border.capacity is not None:
                    yield _in_period(border, border.capacity, "border", border.name, border.mode, day)
            if change.row is not None and change.row.capacity is not None:
                modes = f"{change.row.from_mode} to {change.row.to_mode}"
                place = change.row.location
                yield _in_period(change.row, change.row.capacity, "transfer", place, modes, ride.departs)
        last = journey.changes[-1].row
        if last is not None and last.capacity is not None:
            modes = f"{last.from_mode} to {last.to_mode}"
            arrives = journey.rides[-1].arrives
            yield _in_period(last, last.capacity, "transfer", last.location, modes, arrives)


def _in_period(row: object, capacity: Capacity, kind: str, name: str, mode: str, day: date) -> tuple[Identity, Tally]:
    period = _period(capacity.per, day)
    tally = Tally(kind, name, mode, period, capacity.unit, capacity.amount)
    return (id(row), period), tally


def _period(per: Period, day: date) -> str:
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
        if tally.capacity is not None and tally.used > tally.capacity:
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
    if not near(share, row.utilisation):
        findings.add(where, "utilisation", share, row.utilisation)
