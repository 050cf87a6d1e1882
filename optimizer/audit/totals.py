"""The total rows: every figure is the sum of its column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from optimizer.audit.difference import Findings
from optimizer.audit.record import PlanRecord
from optimizer.audit.shipments import Account, per_tonne

ZERO = Decimal(0)


def totals_as_written(record: PlanRecord, by_name: Mapping[str, Account], findings: Findings) -> None:
    """The total rows that there are; each has every sum of its sheet, and nothing else."""
    sums = {
        "Bookings": _bookings(record),
        "Charges": {"amount": _sum(row.amount for row in record.charges)},
        "Shipments": _shipments(record),
        "Unserved": {"tonnes": _sum(row.tonnes for row in record.unserved)},
    }
    for sheet, totals in record.totals.items():
        stated = dict(totals)
        where = f"{sheet}, Total"
        if sheet == "Shipments":
            pair = (stated.pop("cost_per_tonne", None), stated.pop("landed_cost_per_tonne", None))
            per_tonne(where, _together(by_name), pair, findings)
        expected = sums.get(sheet, {})
        for column in dict.fromkeys([*expected, *stated]):
            findings.same(where, column, expected.get(column), stated.get(column))


def _sum(figures: Iterable[Decimal]) -> Decimal:
    return sum(figures, ZERO)


def _bookings(record: PlanRecord) -> dict[str, Decimal]:
    """The sums of the loads; components as far as the loads show any."""
    components = record.loads[0].shown if record.loads else ()
    return {
        "containers": _sum(Decimal(row.containers) for row in record.loads),
        "tonnes": _sum(row.tonnes for row in record.loads),
        **{name: _sum(row.shown[name] for row in record.loads) for name in components},
        "total": _sum(row.total or ZERO for row in record.loads),
    }


def _shipments(record: PlanRecord) -> dict[str, Decimal]:
    rows = record.shipments or ()
    sums = {
        "tonnes": _sum(row.tonnes for row in rows),
        "delivered": _sum(row.delivered for row in rows),
        "unserved": _sum(row.unserved for row in rows),
        "cost": _sum(row.cost for row in rows),
        "recoverable_tax": _sum(row.recoverable_tax for row in rows),
    }
    goods = [row.goods_value for row in rows if row.goods_value is not None]
    return sums | ({"goods_value": _sum(goods)} if goods else {})


def _together(by_name: Mapping[str, Account]) -> Account:
    """All shipments as one, but for the tax, which has no figure per tonne."""
    every = by_name.values()
    return Account(
        _sum(account.tonnes for account in every),
        _sum(account.delivered for account in every),
        _sum(account.cost for account in every),
        _sum(account.goods for account in every),
        None,
    )
