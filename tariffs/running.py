"""Which rows of ``Tariffs`` run on a day, and with what capacity: their schedules, and what ``Departures`` changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date

from tariffs.book import CANCELLED, EXTRA, DepartureChange, Tariff


class Running:
    """The schedules of a book with its changes by date."""

    def __init__(self, changes: Iterable[DepartureChange]) -> None:
        self._on: dict[date, list[DepartureChange]] = defaultdict(list)
        for change in changes:
            self._on[change.day].append(change)

    def about(self, rows: Sequence[Tariff]) -> Running:
        """The same for these rows alone, with what changes for any of them."""
        every = (change for changes in self._on.values() for change in changes)
        return Running(change for change in every if any(map(change.matches, rows)))

    @property
    def days(self) -> Collection[date]:
        """The days on which anything changes."""
        return self._on.keys()

    def changes(self, row: Tariff, day: date) -> list[DepartureChange]:
        """What changes for a row on a day."""
        return [change for change in self._on.get(day, ()) if change.matches(row)]

    def runs(self, row: Tariff, day: date) -> bool:
        """Whether a row has a departure on a day; one that is cancelled has none, though it be extra as well."""
        changes = {change.change for change in self.changes(row, day)}
        if CANCELLED in changes:
            return False
        return day in row.validity if EXTRA in changes else row.runs_on(day)

    def on(self, rows: Sequence[Tariff], day: date) -> tuple[Tariff, ...]:
        """Those rows of a leg that run on a day, all with the capacity of that day."""
        if day not in self._on:  # as on most days, of which there are very many
            return tuple([row for row in rows if row.runs_on(day)])
        running = tuple([row for row in rows if self.runs(row, day)])
        stated = (change.capacity for row in running for change in self.changes(row, day))
        capacity = next((amount for amount in stated if amount is not None), None)
        return running if capacity is None else tuple([replace(row, capacity=capacity) for row in running])

    def extra_days(self) -> list[date]:
        """The days on which some row may run beside its schedule, in order."""
        return sorted(day for day, changes in self._on.items() if any(change.change == EXTRA for change in changes))
