"""The rows of ``Departures``: what differs on one date from the rows of ``Tariffs``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import combinations

from tariffs.book import CANCELLED, EXTRA, DepartureChange, LegKey, Tariff
from tariffs.building.filters import Filters, settled
from tariffs.building.lexicon import Lexicon
from tariffs.building.stations import note_zero_capacity
from tariffs.building.tariffs import usable
from tariffs.folding import fold
from tariffs.problems import Kind
from tariffs.rows import Desk, Row
from tariffs.running import Running

Changes = list[tuple[Row, DepartureChange]]


def departure_changes(desk: Desk, lexicon: Lexicon, tariffs: Sequence[Tariff], *, review: bool) -> Changes:
    """The changes by date, each with its row.

    Two capacities for one departure are noted as an error, a row that changes nothing as a warning. ``review`` is
    whether rows of ``Tariffs`` under review may be used.
    """
    whole = desk.holds("Tariffs", len(tariffs))
    filters = Filters(tariffs, lexicon, whole=whole)
    running = [row for row in tariffs if usable(row) and (review or row.compliance != "review")]
    found = [(row, change) for row in desk.rows("Departures") if (change := _change(row, lexicon))]
    by_day: dict[date, Changes] = defaultdict(list)
    for row, change in found:
        if not filters.note_unmatched(row, change, "nothing changes") and not row.faulty:
            by_day[change.day].append((row, change))
    for changes in by_day.values():
        legs = _legs(running, changes)
        _note_two_capacities(changes, legs)
        _note_too_small(changes, legs)
        if whole:
            _note_idle(changes, legs)
    return [(row, change) for row, change in found if not row.faulty]


def _change(row: Row, lexicon: Lexicon) -> DepartureChange | None:
    """The change that a row makes, ``None`` where its date cannot be read."""
    change, capacity, day = row.text("change"), row.maybe_number("capacity"), row.day("date")
    if not change and capacity is None and not row.unread("change", "capacity"):
        row.error(
            Kind.BLANK,
            "change",
            "neither a change nor a capacity is given",
            f"write {CANCELLED} or {EXTRA}, or the capacity of that departure",
        )
    if change == CANCELLED and capacity is not None:
        row.warn(
            Kind.IGNORED,
            "capacity",
            f"capacity {capacity} has no effect on a departure that is {CANCELLED}",
            "clear the capacity, or the change",
        )
    elif capacity == 0:
        note_zero_capacity(row, "capacity")
    origin, destination = (lexicon.locations.resolve(row, column) for column in ("origin", "destination"))
    if day is None:
        return None
    return DepartureChange(
        where=row.where,
        day=day,
        change=change,
        capacity=capacity,
        service=settled(lexicon.services, row.text("service")),
        carrier=settled(lexicon.carriers, row.text("carrier")),
        mode=fold(row.text("mode")),
        origin=origin,
        destination=destination,
    )


def _legs(tariffs: Sequence[Tariff], changes: Changes) -> dict[LegKey, list[Tariff]]:
    """The rows of each leg that some change is about."""
    touched = {row.leg_key for row in tariffs if any(change.matches(row) for _, change in changes)}
    legs: dict[LegKey, list[Tariff]] = defaultdict(list)
    for row in tariffs:
        if row.leg_key in touched:
            legs[row.leg_key].append(row)
    return legs


def _note_two_capacities(changes: Changes, legs: dict[LegKey, list[Tariff]]) -> None:
    """Note each row that gives a capacity to a departure that has another one of that day."""
    stated = [(row, change) for row, change in changes if change.capacity is not None]
    running = Running(change for _, change in changes)
    for (earlier, first), (row, second) in combinations(stated, 2):
        for key, rows in legs.items():
            run = running.on(rows, second.day)
            if row.faulty or not (any(map(first.matches, run)) and any(map(second.matches, run))):
                continue
            row.error(
                Kind.CONFLICT,
                "capacity",
                f"capacity is {second.capacity} here and {first.capacity} in {earlier.seen_from(row)} "
                f"for the same departure ({key} on {second.day})",
                "a departure has one capacity: delete one of the two rows, or tell them apart by their filters",
            )


def _note_too_small(changes: Changes, legs: dict[LegKey, list[Tariff]]) -> None:
    """Warn of each capacity that is below the minimum load of a departure, which then cannot run."""
    for row, change in changes:
        for key, rows in legs.items():
            least = max((tariff.min_load for tariff in rows if change.matches(tariff)), default=0)
            if change.capacity is not None and 0 < change.capacity < least:
                row.warn(
                    Kind.CONFLICT,
                    "capacity",
                    f"capacity {change.capacity} is less than min_load {least} of {key}",
                    f"the departure cannot run: correct the capacity, or write {CANCELLED} as the change",
                )


def _note_idle(changes: Changes, legs: dict[LegKey, list[Tariff]]) -> None:
    """Warn of each row without which all departures of its day would be the same; of two alike, the later one."""
    kept = list(changes)
    for row, change in reversed(changes):
        others = [pair for pair in kept if pair[1] is not change]
        if _departures(kept, legs, change.day) != _departures(others, legs, change.day):
            continue
        kept = others
        row.warn(
            Kind.DOUBT,
            "change" if change.change else "capacity",
            f"the row changes nothing on {change.day}: {_why_idle(change, others, legs)}",
            "correct the date or the filters, or delete the row",
        )


def _departures(changes: Changes, legs: dict[LegKey, list[Tariff]], day: date) -> list[tuple[Tariff, ...]]:
    """What runs of each leg on a day."""
    running = Running(change for _, change in changes)
    return [running.on(rows, day) for rows in legs.values()]


def _why_idle(change: DepartureChange, others: Changes, legs: dict[LegKey, list[Tariff]]) -> str:
    """Why a row changes nothing."""
    day, running = change.day, Running(other for _, other in others)
    rows = [row for leg in legs.values() for row in leg if change.matches(row)]
    if not any(day in row.validity for row in rows):
        return "no active row of Tariffs that it matches is valid then"
    if any(running.runs(row, day) for row in rows):
        return "all that it matches departs so anyhow"
    cancelled = next((r for r, other in others if other.change == CANCELLED and any(map(other.matches, rows))), None)
    if change.change == EXTRA and cancelled is not None:
        return f"the departure is {CANCELLED} in row {cancelled.record.row}"
    return "nothing that it matches departs then"
