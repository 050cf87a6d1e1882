"""A plan in about ten lines, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from optimizer.plan import CapacityUse, Plan, Status
from optimizer.report.problem_list import Json, how_many, problem_as_json
from optimizer.report.summary import Summary
from optimizer.version import version
from tariffs.fraction import Fraction
from tariffs.problems import Severity

#: How many shipments left behind and how many capacities are named.
FEW = 3

CENT, LEAST_PERCENT = Decimal("0.01"), Decimal("0.0001")


def lines(plan: Plan) -> Iterator[str]:
    """What was found, for a person at a terminal."""
    summary = Summary.of(plan)
    currency = plan.book.settings.base_currency
    landed = plan.cost + summary.goods_value
    words = {Status.OPTIMAL: "optimal", Status.FEASIBLE: "feasible, not proven optimal"}
    scenario = f", scenario {plan.scenario}" if plan.scenario else ""
    yield f"Status          {words[plan.status]}{scenario}"
    yield f"Logistics cost  {plan.cost:,.2f} {currency}, landed {landed:,.2f} {currency}"
    gap, tolerance = in_percent(plan.gap), in_percent(plan.tolerance)
    bound = plan.bound.quantize(CENT, ROUND_FLOOR)  # rounded up it would say more than is proven
    yield f"Lower bound     {bound:,.2f} {currency}, gap {gap} % (asked for: {tolerance} %)"
    yield f"Delivered       {_cargo(plan, summary)}"
    modes = ", ".join(f"{mode} {float(share):.1%}" for mode, share in summary.shares.items())
    yield f"Tonne-km        {modes or 'none on legs that state a distance'}"
    yield from _unserved(plan, summary)
    yield from _binding(plan, currency)
    if plan.warnings:
        yield f"Warnings        {how_many(plan.warnings, Severity.WARNING)}, in the sheet Problems"


def in_percent(share: Decimal) -> str:
    """A share as percent to four digits after the point; never rounded down to nothing."""
    percent = share * 100
    if 0 < percent < LEAST_PERCENT:
        return f"under {LEAST_PERCENT}"
    return f"{percent.quantize(LEAST_PERCENT, ROUND_HALF_UP).normalize():f}"


def _cargo(plan: Plan, summary: Summary) -> str:
    asked = sum((k.weight_t for k in plan.portfolio.shipments.values()), Decimal(0))
    boxes = " and ".join(f"{count:,} {name}" for name, count in summary.containers.items())
    bookings = f"{len(plan.bookings)} booking{'' if len(plan.bookings) == 1 else 's'}"
    packed = f" in {boxes}, {bookings}" if boxes else ""
    return f"{tonnes(summary.delivered_t)} of {tonnes(asked)} t{packed}"


def tonnes(weight: Decimal) -> str:
    """A weight in tonnes, to the kilogram where it is not whole."""
    return f"{weight:,.0f}" if weight == weight.to_integral_value() else f"{weight:,.3f}"


def _unserved(plan: Plan, summary: Summary) -> Iterator[str]:
    if not plan.unserved:
        yield "Unserved        nothing"
        return
    count = len(plan.unserved)
    shipments = f"{count} shipment{'' if count == 1 else 's'}"
    yield f"Unserved        {tonnes(summary.unserved_t)} t of {shipments}"
    for left in plan.unserved[:FEW]:
        yield f"  {left.shipment.name}: {tonnes(left.tonnes)} t, {left.reason}"
    if count > FEW:
        yield f"  and {count - FEW} more, in the sheet Unserved"


def binding(plan: Plan) -> list[CapacityUse]:
    """The capacities with a shadow price, the dearest first.

    These bind where containers may be shared out in fractions; the plan, with whole ones, need not fill them.
    """
    priced = (use for use in plan.capacities if use.shadow_price > 0)
    return sorted(priced, key=lambda use: -use.shadow_price)


def _binding(plan: Plan, currency: str) -> Iterator[str]:
    found = binding(plan)
    if not found:
        yield "Binding         no capacity"
        return
    yield f"Binding         {len(found)} capacit{'y' if len(found) == 1 else 'ies'}, if containers could be shared out"
    for use in found[:FEW]:
        mode = "" if use.mode in use.name.split() else use.mode  # departures have it in their names
        name = " ".join(part for part in (use.kind, use.name, mode, use.period) if part)
        share = f"{_plain(use.used)} of {_plain(use.capacity)} {use.unit}"
        yield f"  {name}: {share}; one more would then save {use.shadow_price:,.2f} {currency}"
    if len(found) > FEW:
        yield f"  and {len(found) - FEW} more, in the sheet Capacities"


def _plain(number: Decimal) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if number % 1 else f"{number:.0f}"


def as_json(plan: Plan) -> dict[str, Json]:
    """The summary as JSON: money, tonnes and shares as numbers, dates and names as text."""
    summary = Summary.of(plan)
    return {
        "status": plan.status.value,
        "logistics_cost": float(plan.cost),
        "landed_cost": float(plan.cost + summary.goods_value),
        "lower_bound": float(plan.bound),
        "gap": float(plan.gap),
        "tolerance": float(plan.tolerance),
        "currency": plan.book.settings.base_currency,
        "components": {c.value: float(amount) for c, amount in plan.components.items()},
        "tonnes": float(summary.delivered_t),
        "unserved_tonnes": float(summary.unserved_t),
        "containers": dict(summary.containers),
        "bookings": len(plan.bookings),
        "tonne_km": _floats(summary.tonne_km),
        "share_of_tonne_km": _floats(summary.shares),
        "co2e_t": float(summary.co2_t),
        "recoverable_tax": float(summary.recoverable_tax),
        "unserved": [
            {"shipment": u.shipment.name, "tonnes": float(u.tonnes), "reason": u.reason} for u in plan.unserved
        ],
        "binding": [_capacity(use) for use in binding(plan)],
        "problems": [problem_as_json(problem) for problem in plan.warnings],
        "scenario": plan.scenario,
        "engine": plan.engine,
        "solver": plan.solver,
        "version": version(),
        "inputs": [{"name": file.name, "sha256": file.sha256} for file in plan.files],
    }


def _floats(numbers: dict[str, Fraction]) -> dict[str, Json]:
    return {name: float(number) for name, number in numbers.items()}


def _capacity(use: CapacityUse) -> dict[str, Json]:
    return {
        "kind": use.kind,
        "name": use.name,
        "mode": use.mode,
        "period": use.period,
        "unit": use.unit,
        "capacity": float(use.capacity),
        "used": float(use.used),
        "shadow_price": float(use.shadow_price),
    }
