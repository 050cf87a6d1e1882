"""Tonnes: every shipment delivered, or left behind with a reason and at its price."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from optimizer.auditor.bookings import Entry
from optimizer.auditor.difference import Findings
from optimizer.auditor.kept import Kept
from optimizer.auditor.record import PlanRecord
from tariffs.book import Portfolio, Shipment

ZERO = Decimal(0)


def delivered(entries: Sequence[Entry]) -> dict[str, Decimal]:
    """Tonnes in the bookings of each shipment."""
    tonnes: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for load in entry.loads:
            tonnes[entry.shipment] += load.tonnes
    return dict(tonnes)


def left_behind(entries: Sequence[Entry], portfolio: Portfolio) -> dict[str, Decimal]:
    """Tonnes of each shipment that its bookings leave behind; only those that do."""
    carried = delivered(entries)
    left = {name: shipment.weight_t - carried.get(name, ZERO) for name, shipment in portfolio.shipments.items()}
    return {name: tonnes for name, tonnes in left.items() if tonnes}


def tonnes_balance(record: PlanRecord, entries: Sequence[Entry], portfolio: Portfolio, findings: Findings) -> None:
    """What is delivered and what is left behind make up each shipment, and there is no other."""
    carried, left = delivered(entries), left_behind(entries, portfolio)
    stated: dict[str, Decimal] = defaultdict(Decimal)
    for row in record.unserved:
        stated[row.shipment] += row.tonnes
        where = f"Unserved, {row.shipment}"
        if row.tonnes <= 0:
            findings.add(where, "tonnes", "more than 0", row.tonnes)
        if not row.reason:
            findings.add(where, "reason", "given", "")
    for name, times in Counter(row.shipment for row in record.unserved).items():
        if times > 1:
            findings.add(f"Unserved, {name}", "rows", 1, times)
    for name in dict.fromkeys([*portfolio.shipments, *carried, *stated]):
        shipment = portfolio.shipments.get(name)
        if shipment is None:
            findings.add(name or "a shipment without a name", "shipment", "one of Cargo", name)
        elif left.get(name, ZERO) < 0:
            findings.add(name, "tonnes delivered", f"at most {shipment.weight_t}", carried[name])
        else:
            findings.same(name, "tonnes unserved", left.get(name, ZERO), stated.get(name, ZERO))


def splits_hold(entries: Sequence[Entry], shipments: Mapping[str, Shipment], kept: Kept, findings: Findings) -> None:
    """Shipments not to be split go whole and one way, others in their least lots; no way is booked twice by one.

    A booking of a plan that is kept, which stays as it was, may have another beside it. What is under way is apart:
    what holds of a shipment holds of the rest of it, which goes in one booking where it is no more than a lot.
    """
    by_shipment: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if not kept.departed(entry.name):
            by_shipment[entry.shipment].append(entry)
    for name, bookings in by_shipment.items():
        shipment = shipments.get(name)
        if shipment is None:
            continue
        under_way = sum((legs[0].tonnes for legs in kept.under_way(name)), ZERO)
        _booked_once(bookings, kept, findings)
        rest, tonnes = shipment.weight_t - under_way, ZERO
        for entry in bookings:
            carried = sum((load.tonnes for load in entry.loads), ZERO)
            tonnes += carried
            if carried < min(shipment.min_lot_t, rest):
                findings.add(entry.name, "tonnes in the booking", f"at least {shipment.min_lot_t}", carried)
        if shipment.split:
            continue
        ways = {_way(entry) for entry in bookings}
        if len(ways) > 1:
            findings.add(name, "itineraries of a shipment not to be split", "1", len(ways))
        if tonnes != rest:
            findings.add(name, "tonnes delivered of a shipment not to be split", f"{rest} or nothing", tonnes)


def _way(entry: Entry) -> tuple[object, ...]:
    return tuple((leg.key, leg.departs) for leg in entry.legs)


def _booked_once(bookings: Sequence[Entry], kept: Kept, findings: Findings) -> None:
    """No way is booked twice by a shipment, but beside a kept booking that stays."""
    first: dict[object, str] = {}
    for entry in bookings:
        if kept.is_as_booked(entry):
            continue
        other = first.setdefault(_way(entry), entry.name)
        if other != entry.name:
            findings.add(entry.name, "itinerary", f"another than that of {other}", "the same")
