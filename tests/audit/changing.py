"""One-line changes of a record, a book or a shipment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from optimizer.auditor import PlanRecord
from tariffs.book import Border, Capacity, Portfolio, Shipment, TariffBook, Transfer
from tariffs.calendar import Period


def march(day: int) -> date:
    return date(2025, 3, day)


def with_leg(record: PlanRecord, number: int, **changes: Any) -> PlanRecord:
    return replace(record, legs=_with(record.legs, number, changes))


def with_load(record: PlanRecord, number: int, **changes: Any) -> PlanRecord:
    return replace(record, loads=_with(record.loads, number, changes))


def with_charge(record: PlanRecord, of: str, **changes: Any) -> PlanRecord:
    """The first charge of a component changed."""
    number = next(n for n, row in enumerate(record.charges) if row.component == of)
    return replace(record, charges=_with(record.charges, number, changes))


def with_capacity(record: PlanRecord, number: int, **changes: Any) -> PlanRecord:
    return replace(record, capacities=_with(record.capacities, number, changes))


def with_figure(record: PlanRecord, name: str, value: Any) -> PlanRecord:
    return replace(record, figures={**record.figures, name: value})


def with_bound(record: PlanRecord, bound: Decimal, cost: Decimal) -> PlanRecord:
    """Another bound, and what follows from it."""
    figures = {"lower bound": bound, "most that could still be saved": cost - bound, "gap": (cost - bound) / cost}
    return replace(record, figures={**record.figures, **figures})


def without_charge(record: PlanRecord, component: str) -> PlanRecord:
    number = next(n for n, row in enumerate(record.charges) if row.component == component)
    return replace(record, charges=(*record.charges[:number], *record.charges[number + 1 :]))


def _with(rows: tuple[Any, ...], number: int, changes: dict[str, Any]) -> tuple[Any, ...]:
    return (*rows[:number], replace(rows[number], **changes), *rows[number + 1 :])


def with_border(book: TariffBook, **changes: Any) -> TariffBook:
    border: Border = book.borders[0]
    return replace(book, borders=(replace(border, **changes),))


def with_transfer(book: TariffBook, **changes: Any) -> TariffBook:
    transfer: Transfer = book.transfers[0]
    return replace(book, transfers=(replace(transfer, **changes),))


def with_goods(portfolio: Portfolio, **changes: Any) -> Portfolio:
    """The commodity of the one shipment changed."""
    shipment = next(iter(portfolio.shipments.values()))
    return with_shipment(portfolio, commodity=replace(shipment.commodity, **changes))


def with_shipment(portfolio: Portfolio, **changes: Any) -> Portfolio:
    """The one shipment changed."""
    shipment: Shipment = next(iter(portfolio.shipments.values()))
    return Portfolio({shipment.name: replace(shipment, **changes)})


def capacity(amount: int, unit: str, per: Period) -> Capacity:
    return Capacity(Decimal(amount), unit, per)
