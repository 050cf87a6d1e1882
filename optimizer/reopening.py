"""A plan read back from its workbook: bookings rated again, and what it says of capacities and cargo left behind."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

from optimizer.assembly import departure_charges, left_behind
from optimizer.auditor import PlanRecord
from optimizer.kept import Change, Keep, KeptBooking, KeptLeg, KeptLoad, KeptPlan, Replanned
from optimizer.plan import Booking, Budget, CapacityUse, Plan, Status
from optimizer.tables import CO2E_BUDGET, CO2E_PRICE
from tariffs.book import LegKey
from tariffs.loading import Input
from tariffs.problems import InputError, Kind, Problem, Severity
from tariffs.rating import Load, Rater
from tariffs.timetable import Itinerary, Timetable


def reopened(record: PlanRecord, given: Input, path: Path) -> Plan:
    """The plan of a workbook, of the input that it was made of and that it agrees with.

    What only its making found is not in it: next best itineraries, trains that do not run, load plans.

    Raises
    ------
    InputError
        If a booking cannot go by these workbooks, or the charges come to another cost than is written.
    """
    rater, figures = Rater(given.book), record.figures
    bookings = _Bookings(record, given, path).all(rater)
    shipments = given.portfolio.shipments
    unserved = (
        left_behind(rater, shipments[row.shipment], _kilograms(row.tonnes), row.reason) for row in record.unserved
    )
    made = Plan(
        given.book,
        given.portfolio,
        Status(str(figures["status"])),
        _amount(record, "lower bound"),
        _amount(record, "tolerance"),
        bookings,
        departure_charges(rater, bookings),
        tuple(unserved),
        tuple(
            CapacityUse(c.kind, c.name, c.mode, c.period, c.unit, c.capacity, c.used, c.shadow_price)
            for c in record.capacities
        ),
        warnings=given.problems,
        files=given.files,
        scenario=given.scenario or "",
        edits=given.edits,
        replanned=_replanned(record),
        budget=Budget(_amount(record, CO2E_BUDGET), _amount(record, CO2E_PRICE)) if CO2E_BUDGET in figures else None,
    )
    if made.cost != figures["logistics cost"]:
        raise disagrees(path, "", f"its charges come to {made.cost}, not {figures['logistics cost']}")
    return made


def _kilograms(tonnes: Decimal) -> int:
    return int(tonnes.scaleb(3))


def _amount(record: PlanRecord, name: str) -> Decimal:
    found = record.figures[name]
    assert isinstance(found, Decimal)
    return found


def disagrees(path: Path, booking: str, what: str) -> InputError:
    """That a plan workbook does not follow from other workbooks."""
    cure = "give the workbooks that it was made of"
    return InputError([Problem(Kind.CONFLICT, Severity.ERROR, path.name, "Bookings", "", booking, what, cure)])


class _Bookings:
    """The bookings of a record by the rows of a book."""

    def __init__(self, record: PlanRecord, given: Input, path: Path) -> None:
        self.record, self.given, self.path = record, given, path
        self.timetable = Timetable(given.book)
        self.legs: dict[str, list[tuple[LegKey, date]]] = defaultdict(list)
        for leg in sorted(record.legs, key=lambda row: row.leg):
            self.legs[leg.booking].append((leg.key, leg.departs))
        as_of = record.figures.get("as of")
        self.since = date.fromisoformat(str(as_of)) if as_of else date.min

    def all(self, rater: Rater) -> tuple[Booking, ...]:
        """All of them, in order, rated."""
        containers, loads = self.given.book.containers, defaultdict[str, list[Load]](list)
        shipment_of = {row.booking: row.shipment for row in self.record.loads}
        for row in self.record.loads:
            loads[row.booking].append(Load(containers[row.container], row.containers, row.tonnes))
        bookings = []
        for name, packed in loads.items():
            shipment = self.given.portfolio.shipments.get(shipment_of[name])
            itinerary = self._itinerary(name)
            if shipment is None or itinerary is None:
                raise disagrees(self.path, name, f"booking {name} cannot go by these workbooks")
            rated = rater.booking(shipment, itinerary, tuple(packed))
            bookings.append(Booking(name, shipment, itinerary, tuple(packed), rated))
        return tuple(bookings)

    def _itinerary(self, booking: str) -> Itinerary | None:
        legs = self.legs[booking]
        found = [self.timetable.departure(key, day) for key, day in legs]
        departures = tuple(departure for departure in found if departure is not None)
        departed = sum(day < self.since for _, day in legs)
        return self.timetable.itinerary(departures, departed) if len(departures) == len(legs) else None


def _loads(words: str) -> tuple[KeptLoad, ...]:
    """Loads from how ``KeptLoad`` writes them: ``3 × 40HC with 73.84 t; …``."""
    found = (re.fullmatch(r"(\d+) × (.*) with (\S+) t", one) for one in words.split("; "))
    return tuple(KeptLoad(one[2], int(one[1]), Decimal(one[3])) for one in found if one)


def _replanned(record: PlanRecord) -> Replanned | None:
    """What it keeps of another plan, and what it changes."""
    if record.kept is None:
        return None
    legs: dict[str, list[KeptLeg]] = defaultdict(list)
    for row in record.kept:
        legs[row.booking].append(KeptLeg(row.key, row.carrier, row.departs, row.arrives))
    first = {row.booking: row for row in record.kept}
    bookings = tuple(
        KeptBooking(name, row.shipment, tuple(legs[name]), _loads(row.loads), row.delivered, row.cost)
        for name, row in first.items()
    )
    changes = tuple(
        Change(
            *(row.booking, row.shipment, row.change, row.before, row.after, row.differs, row.why),
            *(row.cost_before, row.cost_after, row.change_cost),
        )
        for row in record.changes or ()
    )
    keep = Keep(
        KeptPlan("", "", bookings),
        date.fromisoformat(str(record.figures["as of"])),
        _amount(record, "cost of a change"),
    )
    stranded = frozenset(row.booking for row in record.changes or () if row.change == "stranded")
    return Replanned(keep, bookings, stranded, int(_amount(record, "changed bookings")), changes)
