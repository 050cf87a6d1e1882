"""Tonnes: every shipment delivered, or left behind with a reason and at its price."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from optimizer.auditor.bookings import Entry
from optimizer.auditor.difference import Findings
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


def splits_hold(entries: Sequence[Entry], shipments: Mapping[str, Shipment], findings: Findings) -> None:
    """Shipments not to be split go whole and one way, others in their least lots; no way is booked twice by one."""
    by_shipment: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_shipment[entry.shipment].append(entry)
    for name, bookings in by_shipment.items():
        shipment = shipments.get(name)
        if shipment is None:
            continue
        first: dict[object, str] = {}
        for entry in bookings:
            way = tuple((leg.key, leg.departs) for leg in entry.legs)
            other = first.setdefault(way, entry.name)
            if other != entry.name:
                findings.add(entry.name, "itinerary", f"another than that of {other}", "the same")
            carried = sum((load.tonnes for load in entry.loads), ZERO)
            if carried < shipment.min_lot_t:
                findings.add(entry.name, "tonnes in the booking", f"at least {shipment.min_lot_t}", carried)
        if shipment.split:
            continue
        tonnes = sum((load.tonnes for entry in bookings for load in entry.loads), ZERO)
        if len(first) > 1:
            findings.add(name, "itineraries of a shipment not to be split", "1", len(first))
        if tonnes != shipment.weight_t:
            expected = f"{shipment.weight_t} or nothing"
            findings.add(name, "tonnes delivered of a shipment not to be split", expected, tonnes)
