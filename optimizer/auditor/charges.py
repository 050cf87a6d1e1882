"""Charges: every row of a plan against the rating of the same loads on the same departures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from optimizer.auditor.bookings import Entry, Journey
from optimizer.auditor.difference import CELL, Findings
from optimizer.auditor.record import ChargeRow
from tariffs.book import LegKey, Shipment, TariffBook
from tariffs.problems import UnratedError
from tariffs.rating import Load, Rated, Rater
from tariffs.timetable import Departure, Itinerary, Timetable

#: What tells charges of a booking apart; those that are alike are then matched by their amounts.
Identity: TypeAlias = tuple[str, str, str, int | None]


@dataclass(frozen=True, slots=True)
class Rating:
    """What the auditor asks for charges: rating, and the timetable that it reads the days from."""

    timetable: Timetable
    rater: Rater
    _confirmed: dict[tuple[LegKey, date], Departure] = field(default_factory=dict)

    @staticmethod
    def of(book: TariffBook) -> Rating:
        """The rating of a book."""
        return Rating(Timetable(book), Rater(book))

    def rate(
        self, entry: Entry, journey: Journey, shipment: Shipment, departed: int, findings: Findings
    ) -> Rated | None:
        """The charges of a booking by the book; ``None``, with the reason noted, if none.

        The first ``departed`` of its legs had left when it was planned.
        """
        itinerary = self._itinerary(entry, journey, departed, findings)
        if itinerary is None:
            return None
        containers = self.rater.book.containers
        loads = [Load(containers[row.container], row.containers, row.tonnes) for row in entry.loads]
        try:
            return self.rater.booking(shipment, itinerary, loads)
        except UnratedError as unrated:
            findings.add(entry.name, "charges", "such as the book gives", f"unrated: {unrated}")
            return None

    def _itinerary(self, entry: Entry, journey: Journey, departed: int, findings: Findings) -> Itinerary | None:
        """The timetable's view of a way; it must be the one that the auditor walked."""
        departures: list[Departure] = []
        for position, ride in enumerate(journey.rides, start=1):
            ridden = (ride.key, ride.departs)
            known = self._confirmed.get(ridden)  # the ride of a leg on a day is one and the same
            if known is not None:
                departures.append(known)
                continue
            departure = self.timetable.departure(*ridden)
            found = (
                None
                if departure is None
                else (
                    departure.arrives,
                    tuple((passage.border.name, passage.crossed) for passage in departure.passages),
                )
            )
            mine = (ride.arrives, tuple((border.name, day) for border, day in ride.crossed))
            where = f"{entry.name}, leg {position}"
            if findings.same(where, "arrival and crossings by the timetable", mine, found) and departure:
                departures.append(departure)
                self._confirmed[ridden] = departure
        if len(departures) < len(journey.rides):
            return None
        return self.timetable.itinerary(tuple(departures), departed)


def booked(row: ChargeRow) -> Identity:
    """What tells a charge from the others of its booking."""
    return row.component, row.what, row.container, row.load


def compare(where: str, expected: Iterable[ChargeRow], found: Iterable[ChargeRow], findings: Findings) -> None:
    """Match charges by what they are for; note those missing or too many, and every wrong figure.

    A charge of nothing may be left out.
    """
    expected, found = list(expected), list(found)
    if expected == found:  # to the last figure and in one order: there is nothing to match
        return
    mine: dict[Identity, list[ChargeRow]] = defaultdict(list)
    its: dict[Identity, list[ChargeRow]] = defaultdict(list)
    for row in expected:
        mine[booked(row)].append(row)
    for row in found:
        its[booked(row)].append(row)
    for identity in dict.fromkeys([*mine, *its]):
        pairs, missing, extra = _paired(mine[identity], its[identity])
        for wanted, written in pairs:
            _figures(_place(where, written), wanted, written, findings)
        for row in missing:
            if row.amount:
                findings.add(_place(where, row), "charge", row.amount, "missing")
        for row in extra:
            findings.add(_place(where, row), "charge", "none", row.amount)


def _paired(
    expected: Sequence[ChargeRow], found: Sequence[ChargeRow]
) -> tuple[list[tuple[ChargeRow, ChargeRow]], list[ChargeRow], list[ChargeRow]]:
    """Pairs of charges, those of equal amounts first; and what is left over on either side."""
    left, extra, pairs = list(expected), [], []
    for row in found:
        same = next((other for other in left if other.amount == row.amount), None)
        if same is None:
            extra.append(row)
        else:
            left.remove(same)
            pairs.append((same, row))
    together = min(len(left), len(extra))
    pairs += zip(left[:together], extra[:together], strict=True)
    return pairs, left[together:], extra[together:]


def _place(where: str, row: ChargeRow) -> str:
    load = f"load {row.load}, " if row.load is not None else ""
    return f"{where}, {load}{row.component} ({row.what})"


def _figures(where: str, expected: ChargeRow, found: ChargeRow, findings: Findings) -> None:
    """Each figure of one charge."""
    findings.same(where, "amount", expected.amount, found.amount)
    findings.same(where, "currency", expected.currency, found.currency)
    findings.same(where, "shipment", expected.shipment, found.shipment)
    findings.same(where, "source", expected.source, found.source)
    for what, mine, its in (
        ("quantity", expected.quantity, found.quantity),
        ("rate", expected.rate, found.rate),
        ("fx", expected.fx, found.fx),
    ):
        if mine != its and abs(mine - its) > CELL * max(abs(mine), abs(its)):
            findings.add(where, what, mine, its)
