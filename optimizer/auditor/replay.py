"""The audit: a plan is replayed from the tariff book; what does not follow from it is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from optimizer.auditor.balance import splits_hold, tonnes_balance
from optimizer.auditor.bookings import Entry, Replay, journey
from optimizer.auditor.bound import bound_holds, budget_holds, costs_hold
from optimizer.auditor.capacities import Tallies, capacities_as_written, limits_hold
from optimizer.auditor.charges import Rating
from optimizer.auditor.derived import derived_as_written
from optimizer.auditor.difference import Difference, Findings
from optimizer.auditor.kept import Kept, cost_of_changes, kept_holds, kept_of
from optimizer.auditor.ledger import booking_holds, by_booking, charges_hold
from optimizer.auditor.loads import loads_hold
from optimizer.auditor.on_time import on_time_holds
from optimizer.auditor.record import ChargeRow, LegRow, LoadRow, PlanRecord
from optimizer.auditor.runs import Runs
from optimizer.auditor.shipments import accounts, shipments_as_written
from optimizer.auditor.shown import costs_on_loads
from optimizer.auditor.summary import summary_as_written
from optimizer.auditor.totals import totals_as_written
from tariffs.book import Portfolio, TariffBook
from tariffs.collecting import seldom_collected
from tariffs.rating import Component

#: The charges of a plan by booking.
Charges: TypeAlias = Mapping[str, Sequence[ChargeRow]]


@seldom_collected()
def audit(record: PlanRecord, book: TariffBook, portfolio: Portfolio) -> list[Difference]:
    """Replay every booking of a plan against the workbooks that it was made from.

    Nothing of the model is used: days and capacities are worked out again from the rows of the book, charges are
    rated again, sums are added up again.

    Parameters
    ----------
    record
        The plan, from memory or as read from a plan workbook.
    book, portfolio
        What the workbooks say, under the plan's scenario.

    Returns
    -------
    list of Difference
        Everything that does not follow from the workbooks, in the order of the plan; empty if the plan stands.
    """
    findings = Findings()
    rating = Rating.of(book)
    charges = by_booking(record.charges)
    kept = kept_of(record, findings)
    replay = _replayed(record, portfolio, rating, charges, kept, findings)
    kept_holds(record, kept, replay.entries, findings)
    splits_hold(replay.entries, portfolio.shipments, kept, findings)
    tonnes_balance(record, replay.entries, portfolio, findings)
    tallies = Tallies(book, kept.as_of)
    for entry in replay.entries:
        if entry.name in replay.journeys:
            tallies.count(entry, replay.journeys[entry.name], len(kept.departed(entry.name)))
    limits_hold(tallies, findings)
    if len(replay.journeys) == len(replay.entries):  # else what the others use is not known
        capacities_as_written(record, tallies, findings)
        on_time_holds(replay, portfolio, tallies, rating, Runs(book), findings)
    charges_hold(charges, replay, portfolio, rating, findings)
    sums = _sums(record)
    costs_hold(record.figures, sums, findings)
    paid = sum(sums.values(), Decimal(0)) + cost_of_changes(record)
    bound_holds(record.figures, paid, len(record.charges), findings)
    budget_holds(record.figures, replay.rated.values(), findings)
    if record.written:
        _as_written(record, replay, portfolio, rating, charges, kept.as_of, findings)
    return findings.found


def _sums(record: PlanRecord) -> dict[Component, Decimal]:
    """The written cents of each component; a word that is none of them is noted with its charge."""
    components = {component.value: component for component in Component}
    sums: dict[Component, Decimal] = defaultdict(Decimal)
    for row in record.charges:
        if row.component in components:
            sums[components[row.component]] += row.amount
    return sums


def _as_written(  # noqa: PLR0913, PLR0917 - all that a plan workbook is held against
    record: PlanRecord,
    replay: Replay,
    portfolio: Portfolio,
    rating: Rating,
    charges: Charges,
    since: date,
    findings: Findings,
) -> None:
    """What only a plan workbook has: costs on loads, the shipments, total rows, the whole summary."""
    for entry in replay.entries:
        costs_on_loads(entry, charges.get(entry.name, ()), findings)
    by_name = accounts(record, replay.entries, replay.rated, portfolio, rating.rater)
    shipments_as_written(record, by_name, findings)
    if len(replay.rated) == len(replay.entries):  # else what follows from the others is not known
        derived_as_written(record, replay, portfolio, rating, since, findings)
    totals_as_written(record, findings)
    summary_as_written(record, by_name, replay.rated, rating.rater.book, findings)


def _entries(record: PlanRecord, findings: Findings) -> tuple[Entry, ...]:
    """The rows of the plan by booking; legs without a load, and mixed shipments, are noted."""
    loads: dict[str, list[LoadRow]] = defaultdict(list)
    legs: dict[str, list[LegRow]] = defaultdict(list)
    for load in record.loads:
        loads[load.booking].append(load)
    for leg in record.legs:
        legs[leg.booking].append(leg)
    for name in legs:
        if name not in loads:
            findings.add(name or "a leg without a booking", "loads", "at least one", "none")
    entries = tuple(Entry(name, tuple(rows), tuple(legs[name])) for name, rows in loads.items())
    for entry in entries:
        for row in entry.loads:
            findings.same(entry.name, "shipment", entry.shipment, row.shipment)
    return entries


def _replayed(
    record: PlanRecord, portfolio: Portfolio, rating: Rating, charges: Charges, kept: Kept, findings: Findings
) -> Replay:
    book = rating.rater.book
    runs = Runs(book)
    replay = Replay(_entries(record, findings))
    for entry in replay.entries:
        shipment = portfolio.shipments.get(entry.shipment)
        if shipment is None:  # noted where tonnes are balanced
            continue
        departed = len(kept.departed(entry.name))
        way = journey(entry, shipment, runs, departed, findings)
        if way is None or not loads_hold(entry, shipment, way.rides, book, departed, findings):
            continue
        replay.journeys[entry.name] = way
        rated = rating.rate(entry, way, shipment, departed, findings)
        if rated is not None:
            booking_holds(entry, rated.charges, charges.get(entry.name, ()), replay.charged)
            replay.rated[entry.name] = replace(rated, charges=())
            for row in entry.loads:
                findings.same(entry.name, "flags", "; ".join(rated.flags), "; ".join(row.flags))
    return replay
