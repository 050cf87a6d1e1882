"""A plan to keep, from a plan in memory or a plan workbook."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from hashlib import sha256
from os import PathLike
from pathlib import Path

from optimizer.auditor import PlanRecord, read_plan
from optimizer.auditor.record import LoadRow
from optimizer.kept import KeptBooking, KeptLeg, KeptLoad, KeptPlan
from optimizer.plan import Plan
from tariffs.fraction import Fraction


def kept_plan(source: str | PathLike[str] | Plan) -> KeptPlan:
    """The bookings of a plan, to be kept.

    Parameters
    ----------
    source
        A plan, or the workbook of one.

    Raises
    ------
    InputError
        If it is no plan workbook, or one of another version.
    """
    if isinstance(source, Plan):
        weights = {name: shipment.weight_t for name, shipment in source.portfolio.shipments.items()}
        return _of(PlanRecord.of(source), weights)
    record = read_plan(source)
    path = Path(source)
    weights = {row.shipment: row.tonnes for row in record.shipments or ()}
    return _of(record, weights, path.name, sha256(path.read_bytes()).hexdigest())


def _of(record: PlanRecord, weights: dict[str, Decimal], name: str = "", digest: str = "") -> KeptPlan:
    legs: dict[str, list[KeptLeg]] = defaultdict(list)
    for leg in sorted(record.legs, key=lambda row: row.leg):
        legs[leg.booking].append(KeptLeg(leg.key, leg.carrier, leg.departs, leg.arrives))
    costs: dict[str, Decimal] = defaultdict(Decimal)
    for charge in record.charges:
        costs[charge.booking] += charge.amount
    loads: dict[str, list[KeptLoad]] = defaultdict(list)
    first: dict[str, LoadRow] = {}
    for row in record.loads:
        loads[row.booking].append(KeptLoad(row.container, row.containers, row.tonnes))
        first.setdefault(row.booking, row)
    bookings = (
        KeptBooking(
            booking, row.shipment, tuple(legs[booking]), tuple(sorted(loads[booking])), row.delivered, costs[booking]
        )
        for booking, row in first.items()
    )
    unserved: dict[str, Decimal] = defaultdict(Decimal)
    for left in record.unserved:
        unserved[left.shipment] += left.tonnes
    return KeptPlan(name, digest, tuple(bookings), weights, dict(unserved))


def scaled(amount: Decimal, part_t: Decimal, whole_t: Decimal) -> Decimal:
    """What a part of a shipment has of its volume or value."""
    share = Fraction(part_t) / Fraction(whole_t)
    exact = Fraction(amount) * share
    return Decimal(exact.numerator) / Decimal(exact.denominator)
