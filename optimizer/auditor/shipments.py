"""The sheet ``Shipments``: tonnes, costs, goods and tax of each shipment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from optimizer.auditor.balance import delivered
from optimizer.auditor.bookings import Entry
from optimizer.auditor.difference import Findings
from optimizer.auditor.record import PlanRecord, ShipmentRow
from optimizer.tables import COST_GROUPS
from tariffs.book import Portfolio
from tariffs.fraction import Fraction
from tariffs.rating import Rated, Rater, to_cents

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Account:
    """What a plan comes to for one shipment; money in the base currency, tonnes delivered.

    ``tax`` is the recoverable tax, ``None`` where a booking could not be rated.
    """

    tonnes: Decimal
    delivered: Decimal
    cost: Decimal
    transport: Decimal
    duty_and_tax: Decimal
    customer: str
    goods: Decimal
    tax: Decimal | None


def accounts(
    record: PlanRecord,
    entries: tuple[Entry, ...],
    rated: Mapping[str, Rated],
    portfolio: Portfolio,
    rater: Rater,
) -> dict[str, Account]:
    """What the charges of a plan and the rating of its bookings come to, by shipment."""
    costs: dict[str, Decimal] = defaultdict(Decimal)
    groups: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    group_of = {component.value: group for group, components in COST_GROUPS.items() for component in components}
    for charge in record.charges:
        costs[charge.shipment] += charge.amount
        groups[charge.shipment, group_of.get(charge.component, "")] += charge.amount
    taxes: dict[str, Decimal] = defaultdict(Decimal)
    unknown = {entry.shipment for entry in entries if entry.name not in rated}
    for entry in entries:
        if entry.name in rated:
            taxes[entry.shipment] += rated[entry.name].recoverable_tax
    carried = delivered(entries)
    found = {}
    for name, shipment in portfolio.shipments.items():
        tonnes = carried.get(name, ZERO)
        goods = to_cents(rater.goods_value(shipment, Fraction(tonnes)))
        tax = None if name in unknown else taxes[name]
        found[name] = Account(
            tonnes=shipment.weight_t,
            delivered=tonnes,
            cost=costs[name],
            transport=groups[name, "transport cost"],
            duty_and_tax=groups[name, "duty and tax"],
            customer=shipment.customer,
            goods=goods,
            tax=tax,
        )
    return found


def shipments_as_written(record: PlanRecord, by_name: Mapping[str, Account], findings: Findings) -> None:
    """The row of each shipment; there is one for each, and no other."""
    rows = record.shipments or ()
    names = sorted(row.shipment for row in rows)
    findings.same("Shipments", "shipments", sorted(by_name), names)
    for row in rows:
        account = by_name.get(row.shipment)
        if account is None:
            continue
        where = f"Shipments, {row.shipment}"
        findings.same(where, "tonnes", account.tonnes, row.tonnes)
        findings.same(where, "delivered", account.delivered, row.delivered)
        findings.same(where, "unserved", account.tonnes - account.delivered, row.unserved)
        findings.same(where, "cost", account.cost, row.cost)
        findings.same(where, "customer", account.customer, row.customer)
        findings.same(where, "transport_cost", account.transport, row.transport_cost)
        findings.same(where, "duty_and_tax", account.duty_and_tax, row.duty_and_tax)
        findings.same(where, "goods_value", account.goods, row.goods_value)
        if account.tax is not None:
            findings.same(where, "recoverable_tax", account.tax, row.recoverable_tax)
        _per_tonne(where, account, (row.cost_per_tonne, row.landed_cost_per_tonne), findings)
        _next_best(row, where, findings)


def _per_tonne(where: str, account: Account, stated: tuple[Decimal | None, Decimal | None], findings: Findings) -> None:
    """The cost and the landed cost of a tonne delivered; blank where nothing is."""
    names = ("cost_per_tonne", "landed_cost_per_tonne")
    wholes = (account.cost, account.cost + account.goods)
    for what, whole, found in zip(names, wholes, stated, strict=True):
        expected = Fraction(whole) / Fraction(account.delivered) if account.delivered > 0 else None
        if expected is None or found is None:
            findings.same(where, what, expected, found)
        else:
            findings.near(where, what, expected, found)


def _next_best(row: ShipmentRow, where: str, findings: Findings) -> None:
    """What a change would cost more is the model's to say; that a figure stands beside it, 0 or more, can be seen."""
    stated = ("next_best", row.next_best, row.next_best_extra), ("next_date", row.next_date, row.next_date_extra)
    for name, text, extra in stated:
        if bool(text) != (extra is not None):
            findings.add(where, f"{name}_extra", "a figure" if text else f"blank, as {name} is", extra)
        elif extra is not None and extra < 0:
            findings.add(where, f"{name}_extra", "0 or more", extra)
