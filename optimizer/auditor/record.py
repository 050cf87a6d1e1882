"""A plan as plain data: the rows of the plan workbook, typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from optimizer.auditor.cells import Total
from optimizer.tables import CHANGE, CO2E_BUDGET, CO2E_PRICE, CO2E_WORTH
from tariffs.book import LegKey
from tariffs.collecting import seldom_collected
from tariffs.fraction import Fraction
from tariffs.rating import Charge, tariff_for
from tariffs.scenarios import Edit
from tariffs.timetable import Departure

if TYPE_CHECKING:
    from optimizer.kept import Replanned
    from optimizer.plan import Booking, Plan

#: What a figure of the summary can be.
Figure: TypeAlias = Decimal | date | str


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One load of a booking, with what is said of the booking beside it.

    ``flags`` are the things to confirm, ``latest`` is the last day of delivery allowed. ``shown`` is the cost by
    component, what is charged per booking being shared out by tonnes, and ``total`` their sum, base currency; they and
    what follows are empty for a plan that was never written down.
    """

    booking: str
    shipment: str
    container: str
    containers: int
    tonnes: Decimal
    departs: date
    delivered: date
    transit_days: int
    days_from_ready: int
    due: date | None
    route: str
    flags: tuple[str, ...]
    latest: date
    mode: str
    shown: Mapping[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    transport_cost: Decimal | None = None
    duty_and_tax: Decimal | None = None
    corridor: str | None = None


@dataclass(frozen=True, slots=True)
class LegRow:
    """One leg of a booking; ``leg`` counts from 1, ``containers`` is how many of each type."""

    booking: str
    leg: int
    service: str
    carrier: str
    mode: str
    origin: str
    destination: str
    departs: date
    arrives: date
    crossings: tuple[tuple[str, date], ...]
    containers: Mapping[str, int]

    @property
    def key(self) -> LegKey:
        """The leg of the tariff book that is meant."""
        carrier = "" if self.service else self.carrier
        return LegKey(self.service, carrier, self.mode, self.origin, self.destination)


# Not frozen, nor meant to change: there are very many, and a frozen one takes three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class ChargeRow:
    """One charge. ``load`` counts from 1; ``None`` for what is not charged on a load.

    ``source`` is the row of the book that it comes from.
    """

    booking: str
    shipment: str
    component: str
    what: str
    container: str
    load: int | None
    quantity: Fraction
    rate: Fraction
    currency: str
    fx: Fraction
    amount: Decimal
    source: str

    @staticmethod
    def of(charge: Charge, booking: str = "", shipment: str = "") -> ChargeRow:
        """A charge of a plan in memory as a row."""
        item = charge.item
        return ChargeRow(
            booking,
            shipment,
            item.component.value,
            item.what,
            charge.container,
            None if charge.load is None else charge.load + 1,
            item.quantity,
            item.rate,
            item.currency,
            item.fx,
            charge.amount,
            item.where,
        )


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """One capacity in one period; ``utilisation`` is ``None`` for a plan never written down."""

    kind: str
    name: str
    mode: str
    period: str
    unit: str
    capacity: Decimal
    used: Decimal
    shadow_price: Decimal
    utilisation: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """What is said of one shipment; figures that cannot be formed, or are not stated, ``None``."""

    shipment: str
    tonnes: Decimal
    delivered: Decimal
    unserved: Decimal
    cost: Decimal
    transport_cost: Decimal
    duty_and_tax: Decimal
    cost_per_tonne: Decimal | None
    landed_cost_per_tonne: Decimal | None
    customer: str
    goods_value: Decimal
    recoverable_tax: Decimal
    next_best: str
    next_best_extra: Decimal | None
    next_date: str
    next_date_extra: Decimal | None


@dataclass(frozen=True, slots=True)
class UnservedRow:
    """Tonnes of a shipment left behind, and why."""

    shipment: str
    tonnes: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A leg of a booking of the plan that is kept, with what is said of the booking beside it.

    ``departed`` is ``yes`` or blank; ``loads`` are its containers and tonnes in words.
    """

    booking: str
    shipment: str
    leg: int
    service: str
    carrier: str
    mode: str
    origin: str
    destination: str
    departs: date
    arrives: date
    departed: str
    loads: str
    tonnes: Decimal
    delivered: date
    cost: Decimal

    @property
    def key(self) -> LegKey:
        """The leg of the tariff book that is meant."""
        return LegKey(self.service, "" if self.service else self.carrier, self.mode, self.origin, self.destination)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What became of a booking of the plan that is kept, or a new one; the texts are the program's own."""

    booking: str
    shipment: str
    change: str
    differs: str
    why: str
    before: str
    after: str
    cost_before: Decimal | None
    cost_after: Decimal | None
    difference: Decimal
    change_cost: Decimal


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A whole plan as plain data.

    Attributes
    ----------
    figures
        The summary, by the name of the figure.
    loads, legs, charges, capacities, unserved
        The rows of the sheets, in their order.
    shipments
        The same; ``None`` for a plan that was never written down.
    derived
        The rows of the sheets that follow from the others, by sheet; each row by column.
    seals
        The fingerprints of the first sheet and of what the others state, by the figure that has to have them.
    totals
        The figures of the total rows.
    kept, changes
        The rows of the sheets on a plan that is kept; ``None`` where none is.
    """

    figures: Mapping[str, Figure]
    loads: tuple[LoadRow, ...]
    legs: tuple[LegRow, ...]
    charges: tuple[ChargeRow, ...]
    capacities: tuple[CapacityRow, ...] = ()
    unserved: tuple[UnservedRow, ...] = ()
    shipments: tuple[ShipmentRow, ...] | None = None
    derived: Mapping[str, tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
    totals: tuple[Total, ...] = ()
    kept: tuple[KeptRow, ...] | None = None
    changes: tuple[ChangeRow, ...] | None = None

    @property
    def written(self) -> bool:
        """Whether it was read from a plan workbook, and so has all that is written there."""
        return self.shipments is not None

    @property
    def scenario(self) -> str:
        """The scenario that the plan was made for; blank for the workbooks as they stand."""
        return str(self.figures.get("scenario", ""))

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The changes made in code beside it, in order."""
        texts = (str(text) for name, text in self.figures.items() if name.startswith(CHANGE))
        return tuple(map(Edit.from_json, texts))

    @staticmethod
    @seldom_collected()
    def of(plan: Plan) -> PlanRecord:
        """The record of a plan in memory."""
        figures: dict[str, Figure] = {
            "status": plan.status.value,
            "logistics cost": plan.cost,
            "lower bound": plan.bound,
            "most that could still be saved": plan.paid - plan.bound,
            "gap": plan.gap,
            "tolerance": plan.tolerance,
        }
        if plan.replanned is not None:
            figures |= {
                "as of": plan.replanned.keep.as_of.isoformat(),
                "cost of a change": plan.replanned.keep.change_cost,
                "changed bookings": Decimal(plan.replanned.changed),
                "cost of changes": plan.replanned.cost,
                "cost with changes": plan.paid,
            }
        if plan.budget is not None:
            budget = plan.budget
            figures |= {CO2E_BUDGET: budget.co2_t, CO2E_PRICE: budget.price_per_t, CO2E_WORTH: budget.worth}
        figures |= {component.value: amount for component, amount in plan.components.items()}
        capacities = (
            CapacityRow(c.kind, c.name, c.mode, c.period, c.unit, c.capacity, c.used, c.shadow_price)
            for c in plan.capacities
        )
        return PlanRecord(
            figures,
            tuple(row for booking in plan.bookings for row in _loads(booking)),
            tuple(row for booking in plan.bookings for row in _legs(booking)),
            tuple(_charges(plan)),
            tuple(capacities),
            tuple(UnservedRow(u.shipment.name, u.tonnes, u.reason) for u in plan.unserved),
            kept=None if plan.replanned is None else tuple(_kept(plan.replanned)),
            changes=None if plan.replanned is None else tuple(_changes(plan.replanned)),
        )


def _loads(booking: Booking) -> Iterator[LoadRow]:
    itinerary, shipment = booking.itinerary, booking.shipment
    for load in booking.loads:
        yield LoadRow(
            booking.name,
            shipment.name,
            load.container.name,
            load.containers,
            load.tonnes,
            itinerary.departures[0].departs,
            itinerary.delivered,
            booking.transit_days,
            booking.days_from_ready,
            shipment.due,
            itinerary.route,
            booking.rated.flags,
            shipment.last_day,
            booking.mode,
        )


def _legs(booking: Booking) -> Iterator[LegRow]:
    carried: Counter[str] = Counter()
    for load in booking.loads:
        carried[load.container.name] += load.containers
    for number, departure in enumerate(booking.itinerary.departures, start=1):
        key = departure.leg.key
        yield LegRow(
            booking.name,
            number,
            key.service,
            _carrier(departure, booking),
            key.mode,
            key.origin,
            key.destination,
            departure.departs,
            departure.arrives,
            tuple((passage.border.name, passage.crossed) for passage in departure.passages),
            carried,
        )


def _kept(made: Replanned) -> Iterator[KeptRow]:
    for booking in made.bookings:
        for number, leg in enumerate(booking.legs, start=1):
            key, departed = leg.key, "yes" if leg.departs < made.keep.as_of else ""
            yield KeptRow(
                *(booking.name, booking.shipment, number, key.service, leg.carrier, key.mode, key.origin),
                *(key.destination, leg.departs, leg.arrives, departed, booking.boxes, booking.tonnes),
                *(booking.delivered, booking.cost),
            )


def _changes(made: Replanned) -> Iterator[ChangeRow]:
    for change in made.changes:
        before, after = change.cost_before, change.cost_after
        yield ChangeRow(
            *(change.booking, change.shipment, change.what, change.differs, change.why, change.before, change.after),
            *(before, after, (after or Decimal(0)) - (before or Decimal(0)), change.change_cost),
        )


def _carrier(departure: Departure, booking: Booking) -> str:
    """Who carries the first load, since the rows of one service may name several."""
    row = tariff_for(departure, booking.shipment, booking.loads[0])
    return (row or departure.terms).carrier


def _charges(plan: Plan) -> Iterator[ChargeRow]:
    for booking in plan.bookings:
        for charge in booking.rated.charges:
            yield ChargeRow.of(charge, booking.name, booking.shipment.name)
    for departure in plan.departures:
        yield ChargeRow.of(departure.charge)
    for left in plan.unserved:
        for charge in left.charges:
            yield ChargeRow.of(charge, shipment=left.shipment.name)
