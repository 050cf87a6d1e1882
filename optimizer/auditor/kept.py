"""A plan that is kept: what of it had departed is in the new one, and every change is counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from optimizer.auditor.bookings import Entry
from optimizer.auditor.bound import number
from optimizer.auditor.difference import Findings
from optimizer.auditor.record import ChangeRow, KeptRow, LoadRow, PlanRecord

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Kept:
    """The bookings of a plan that is kept, by name, each with its legs in order.

    ``as_of`` is the day before which what has departed stays; the first of all days where no plan is kept.
    """

    as_of: date = date.min
    bookings: Mapping[str, tuple[KeptRow, ...]] = field(default_factory=dict)

    def departed(self, booking: str) -> tuple[KeptRow, ...]:
        """The legs of a booking that departed before."""
        return tuple(leg for leg in self.bookings.get(booking, ()) if leg.departs < self.as_of)

    def under_way(self, shipment: str) -> list[tuple[KeptRow, ...]]:
        """The bookings of a shipment of which a leg departed before."""
        return [legs for name, legs in self.bookings.items() if legs[0].shipment == shipment and self.departed(name)]

    def is_as_booked(self, entry: Entry) -> bool:
        """Whether a booking is as it was: legs, days of departure, containers and tonnes."""
        legs = self.bookings.get(entry.name, ())
        return bool(legs) and (
            legs[0].shipment == entry.shipment
            and [(leg.key, leg.departs) for leg in legs] == [(leg.key, leg.departs) for leg in entry.legs]
            and legs[0].loads == in_words(entry.loads)
        )


def in_words(loads: Sequence[LoadRow]) -> str:
    """Loads as the sheet of kept bookings writes them."""
    found = sorted((load.container, load.containers, load.tonnes) for load in loads)
    return "; ".join(f"{count} × {container} with {tonnes.normalize():f} t" for container, count, tonnes in found)


def kept_of(record: PlanRecord, findings: Findings) -> Kept:
    """The plan that a record keeps; the day and the sheets go together."""
    stated = record.figures.get("as of")
    if record.kept is None and record.changes is None and stated is None:
        return Kept()
    try:
        as_of = date.fromisoformat(str(stated))
    except ValueError:
        findings.add("Summary", "as of", "a day", stated)
        return Kept()
    legs: dict[str, list[KeptRow]] = defaultdict(list)
    for row in record.kept or ():
        legs[row.booking].append(row)
        findings.same(f"Kept, {row.booking}, leg {row.leg}", "departed", _yes(row.departs < as_of), row.departed)
    return Kept(as_of, {name: tuple(sorted(rows, key=lambda row: row.leg)) for name, rows in legs.items()})


def _yes(holds: bool) -> str:
    return "yes" if holds else ""


def kept_holds(record: PlanRecord, kept: Kept, entries: Sequence[Entry], findings: Findings) -> None:
    """What had departed is as it was, nothing else departs before, and changes are counted and priced once each."""
    by_name = {entry.name: entry for entry in entries}
    if record.kept is None and record.changes is None and "as of" not in record.figures:
        return
    for entry in entries:
        departed = kept.departed(entry.name)
        for leg in entry.legs[len(departed) :]:
            if leg.departs < kept.as_of:
                findings.add(f"{entry.name}, leg {leg.leg}", "departs", f"{kept.as_of} or later", leg.departs)
    stranded = _stranded(record)
    changed = 0
    for name, legs in kept.bookings.items():
        now, departed = by_name.get(name), kept.departed(name)
        if departed and now is not None:
            _under_way_holds(now, legs, departed, findings)
        elif departed and name not in stranded:
            findings.add(name, "booking under way", "in the plan, or stranded", "neither")
        changed += now is None or not kept.is_as_booked(now)
    _figures_hold(record, changed, findings)
    _changes_hold(record, kept, by_name, findings)
    _stranded_holds(record, kept, stranded, findings)


def cost_of_changes(record: PlanRecord) -> Decimal:
    """What a plan says that its changes cost: held against their number elsewhere."""
    stated = record.figures.get("cost of changes")
    return stated if isinstance(stated, Decimal) else ZERO


def _under_way_holds(entry: Entry, legs: Sequence[KeptRow], departed: Sequence[KeptRow], findings: Findings) -> None:
    """A booking under way: its shipment, containers and tonnes, and the legs that had departed."""
    findings.same(entry.name, "shipment of a booking under way", legs[0].shipment, entry.shipment)
    findings.same(entry.name, "loads of a booking under way", legs[0].loads, in_words(entry.loads))
    for number_of, leg in enumerate(departed):
        where = f"{entry.name}, leg {leg.leg}"
        if number_of >= len(entry.legs):
            findings.add(where, "leg that had departed", f"{leg.key} on {leg.departs}", "none")
            continue
        now = entry.legs[number_of]
        findings.same(where, "leg that had departed", str(leg.key), str(now.key))
        findings.same(where, "departs", leg.departs, now.departs)


def _figures_hold(record: PlanRecord, changed: int, findings: Findings) -> None:
    """How many bookings are changed, and what that costs."""
    stated = number(record.figures, "changed bookings", findings)
    each = number(record.figures, "cost of a change", findings)
    cost = number(record.figures, "cost of changes", findings)
    whole = number(record.figures, "cost with changes", findings)
    if stated is not None:
        findings.near("Summary", "changed bookings", Decimal(changed), stated)
    if each is None or cost is None or whole is None:
        return
    if each < 0:
        findings.add("Summary", "cost of a change", "0 or more", each)
    findings.near("Summary", "cost of changes", each * changed, cost)
    paid = sum((charge.amount for charge in record.charges), ZERO)
    findings.near("Summary", "cost with changes", paid + each * changed, whole)


def _changes_hold(record: PlanRecord, kept: Kept, by_name: Mapping[str, Entry], findings: Findings) -> None:
    """A row for each booking that is not as it was, and for each new one, with its costs; and none for others."""
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for charge in record.charges:
        totals[charge.booking] += charge.amount
    each = record.figures.get("cost of a change")
    rows: dict[str, ChangeRow] = {}
    for row in record.changes or ():
        if row.booking in rows:
            findings.add(f"Changes, {row.booking}", "rows", 1, 2)
        rows[row.booking] = row
    for name in dict.fromkeys([*kept.bookings, *by_name, *rows]):
        legs, now = kept.bookings.get(name), by_name.get(name)
        as_booked = now is not None and kept.is_as_booked(now)
        before = legs[0].cost if legs else None
        after = totals[name] if now is not None else None
        late = as_booked and legs is not None and now is not None and legs[0].delivered != now.loads[0].delivered
        due = (not as_booked or before != after or late) and (legs is not None or now is not None)
        found = rows.get(name)
        where = f"Changes, {name}"
        if (found is not None) != due:
            findings.add(where, "rows", int(due), int(found is not None))
        if found is None or not due:
            continue
        findings.same(where, "cost_before", before, found.cost_before)
        findings.same(where, "cost_after", after, found.cost_after)
        findings.same(where, "difference", (after or ZERO) - (before or ZERO), found.difference)
        findings.same(where, "change_cost", ZERO if as_booked or legs is None else each, found.change_cost)
        departed = bool(kept.departed(name))
        what = _word(as_booked=as_booked, was=legs is not None, is_now=now is not None, departed=departed)
        findings.same(where, "change", what, found.change)


def _word(*, as_booked: bool, was: bool, is_now: bool, departed: bool) -> str:
    if as_booked:
        return "as booked"
    if was and is_now:
        return "changed"
    if was:
        return "stranded" if departed else "dropped"
    return "new"


def _stranded(record: PlanRecord) -> frozenset[str]:
    return frozenset(row.booking for row in record.changes or () if row.change == "stranded")


def _stranded_holds(record: PlanRecord, kept: Kept, stranded: frozenset[str], findings: Findings) -> None:
    """What is stranded is among what stays behind of its shipment."""
    tonnes: dict[str, Decimal] = defaultdict(Decimal)
    for name in stranded & kept.bookings.keys():
        tonnes[kept.bookings[name][0].shipment] += kept.bookings[name][0].tonnes
    unserved: dict[str, Decimal] = defaultdict(Decimal)
    for row in record.unserved:
        unserved[row.shipment] += row.tonnes
    for shipment, amount in tonnes.items():
        if unserved[shipment] < amount:
            findings.add(f"Unserved, {shipment}", "tonnes", f"{amount} or more, which are stranded", unserved[shipment])
