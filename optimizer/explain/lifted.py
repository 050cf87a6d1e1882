"""What once ran and does not any more, as if it still did: rates and sailings that ended, borders that closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from optimizer.explain.connections import Running, days
from tariffs.book import Border, Leg, LegKey, Tariff
from tariffs.calendar import Closures, Schedule, Validity
from tariffs.timetable import Departure, Timetable


class Lifted(Running):
    """Departures as if what ends went on: rows of ``Tariffs`` to their last day and after it, and borders likewise.

    A row that departs on dates goes on daily when there are no more of them.
    """

    def __init__(self, running: Running) -> None:
        super().__init__(running.network)
        self._running = running
        self._within: dict[LegKey, list[Departure]] = {}

    @cached_property
    def _borders(self) -> dict[str, Border]:
        """The rows of borders that end or close for good, by address, each without that."""
        return {row.where: lifted for row, lifted in _lifted_borders(self.network.book.borders)}

    @cached_property
    def _open(self) -> Timetable:
        """The timetable were borders still open."""
        book = self.network.book
        return Timetable(replace(book, borders=tuple(self._borders.get(row.where, row) for row in book.borders)))

    @cached_property
    def _going_on(self) -> Timetable:
        """The timetable were borders still open, and rates still valid."""
        legs = tuple(Leg(leg.key, tuple(_lifted(leg.tariffs))) for leg in self.timetable.legs.values())
        return Timetable(replace(self._open.book, legs=legs))

    def within(self, key: LegKey) -> list[Departure]:
        """Those of the plan's days."""
        if key not in self._within:
            network = self.network
            self._within[key] = self._between(key, self._running.within(key), network.first, network.last)
        return self._within[key]

    def later(self, key: LegKey) -> list[Departure]:
        """Those after the plan's days."""
        if key not in self._later:
            found = self._running.later(key)
            self._later[key] = self._between(key, found, self.first_later_day, self.last)
        return self._later[key]

    def _between(self, key: LegKey, known: list[Departure], first: date, last: date) -> list[Departure]:
        end = last_day(self.timetable.legs[key].tariffs)
        names = {row.name for row in self._borders.values()}
        if any(crossing.border in names for row in self.timetable.legs[key].tariffs for crossing in row.crossings):
            known = self._open.departures(key, days(first, min(last, end)))
        if end >= last:
            return known
        after = max(first.toordinal(), end.toordinal() + 1)
        return known + self._going_on.departures(key, days(date.fromordinal(after), last))

    def ended(self, departures: Iterable[Departure]) -> list[Ended]:
        """What of these departures would run only if it had not ended."""
        found = (self._ended(departure) for departure in departures)
        return [end for end in found if end is not None]

    def _ended(self, departure: Departure) -> Ended | None:
        key = departure.leg.key
        rows = self.timetable.legs[key].tariffs
        end = last_day(rows)
        if departure.departs > end:
            last = [row for row in rows if _last_day(row) == end]
            by_date = any(row.validity.end != end for row in last)
            if by_date:
                return Ended(f"{key} last departs on {end}")
            addresses = " and ".join(row.where for row in last)
            return Ended(f"the rates of {key} ended on {end} ({addresses})", departure.departs)
        for passage in departure.passages:
            row = self.timetable.border_row(passage.border.name, key.mode, passage.reached)
            if row is None:
                return Ended(f"border {passage.border.name} has no row for {key.mode} on {passage.reached}")
            if row.closures.next_open(passage.reached) is None:
                return Ended(f"border {row.name} is closed until further notice")
        return None


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended, in words, and until when its rates would have to be valid; ``None`` where that is no cure."""

    words: str
    valid_to: date | None = None


def last_day(rows: Iterable[Tariff]) -> date:
    """The last day on which a leg may depart; ``date.max`` where it has none."""
    return max(map(_last_day, rows))


def _last_day(row: Tariff) -> date:
    return min(row.validity.end or date.max, max(row.schedule.dates, default=date.max))


def _lifted(rows: Sequence[Tariff]) -> Iterator[Tariff]:
    """The rows of a leg, the last of them valid on and on."""
    end = last_day(rows)
    for row in rows:
        if end == date.max or _last_day(row) != end:
            yield row
        else:
            schedule = Schedule() if row.validity.end != end else row.schedule
            yield replace(row, validity=Validity(row.validity.start, None), schedule=schedule)


def _lifted_borders(rows: Sequence[Border]) -> Iterator[tuple[Border, Border]]:
    last: dict[tuple[str, str], date] = {}
    for row in rows:
        key = row.name, row.mode
        last[key] = max(last.get(key, date.min), row.validity.end or date.max)
    for row in rows:
        ends = row.validity.end is not None and row.validity.end == last[row.name, row.mode]
        spans = tuple(span for span in row.closures.spans if span.end is not None)
        if not ends and spans == row.closures.spans:
            continue
        validity = Validity(row.validity.start, None) if ends else row.validity
        yield row, replace(row, validity=validity, closures=Closures(row.closures.weekdays, spans))
