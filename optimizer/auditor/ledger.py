"""All charges of a plan: of bookings, of departures, and of tonnes left behind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from optimizer.auditor.balance import left_behind
from optimizer.auditor.bookings import Entry, Journey, Replay
from optimizer.auditor.charges import Rating, compare
from optimizer.auditor.difference import Findings
from optimizer.auditor.record import ChargeRow
from tariffs.book import Portfolio
from tariffs.problems import UnratedError
from tariffs.rating import Charge


def by_booking(charges: Iterable[ChargeRow]) -> dict[str, list[ChargeRow]]:
    """The charges of each booking; those that have none under a blank."""
    found: dict[str, list[ChargeRow]] = defaultdict(list)
    for row in charges:
        found[row.booking].append(row)
    return found


def booking_holds(entry: Entry, charges: Iterable[Charge], found: Sequence[ChargeRow], findings: Findings) -> None:
    """Every charge of one booking, as rated and as the plan has it."""
    compare(entry.name, [ChargeRow.of(charge, entry.name, entry.shipment) for charge in charges], found, findings)


def charges_hold(
    found: Mapping[str, Sequence[ChargeRow]], replay: Replay, portfolio: Portfolio, rating: Rating, findings: Findings
) -> None:
    """Every charge of bookings, of departures and of tonnes left behind."""
    findings.found.extend(replay.charged.found)
    known = {entry.name for entry in replay.entries}
    for name, rows in found.items():
        if name and name not in known:
            compare(name, (), rows, findings)
    departures = _departure_costs(replay.journeys.values(), rating, findings)
    unserved = _left_behind(replay.entries, portfolio, rating)
    compare("no booking", [*departures, *unserved], found.get("", ()), findings)


def _departure_costs(journeys: Iterable[Journey], rating: Rating, findings: Findings) -> list[ChargeRow]:
    """The cost of each departure that carries anything, once."""
    used = {(ride.key, ride.departs): ride for way in journeys for ride in way.rides}
    rows = []
    for key, ride in used.items():
        departure = rating.timetable.departure(*key)
        if departure is None or not ride.terms.departure_cost:
            continue
        try:
            rows.append(ChargeRow.of(Charge.of(rating.rater.departure_cost(departure))))
        except UnratedError as unrated:
            findings.add("no booking", "departure costs", "such as the book gives", f"unrated: {unrated}")
    return rows


def _left_behind(entries: tuple[Entry, ...], portfolio: Portfolio, rating: Rating) -> list[ChargeRow]:
    """What the tonnes cost that the bookings of each shipment leave behind."""
    return [
        ChargeRow.of(Charge.of(item), shipment=name)
        for name, tonnes in left_behind(entries, portfolio).items()
        if tonnes > 0
        for item in rating.rater.unserved(portfolio.shipments[name], tonnes)
    ]
