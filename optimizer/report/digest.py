"""A plan in about ten lines, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from optimizer.kept import Replanned
from optimizer.plan import Budget, CapacityUse, Plan
from optimizer.report.capacities import capacity_use_table, tight
from optimizer.report.problem_list import Json, how_many, problem_as_json
from optimizer.report.summary import Summary
from optimizer.report.table import CENT, Cell, number
from optimizer.report.words import (
    budget,
    capacity_name,
    counted,
    fullness,
    heaviest_left,
    kept_on_time,
    money,
    or_more,
    saving,
    stated_groups,
    status,
    tonnes,
)
from optimizer.version import version
from tariffs.fraction import Fraction
from tariffs.problems import Severity

#: How many shipments left behind and how many capacities are named.
FEW = 3


def lines(plan: Plan) -> Iterator[str]:
    """What was found, for a person at a terminal."""
    summary = Summary.of(plan)
    currency = plan.book.settings.base_currency
    scenario = f", scenario {plan.scenario}" if plan.scenario else ""
    yield f"Logistics cost  {plan.cost:,.2f} {currency}{scenario}"
    yield from (f"Changed         {edit}" for edit in plan.edits)
    yield f"  of which      {', '.join(f'{name} {amount:,.2f}' for name, amount in stated_groups(summary))}"
    yield f"  per unit      {_per_unit(plan, summary)}"
    if changes := plan.paid - plan.cost:
        yield f"With changes    {plan.paid:,.2f} {currency}, of which {changes:,.2f} for the changes of the kept plan"
    yield f"Could be saved  {saving(plan)}"
    yield f"Status          {status(plan)}"
    if plan.on_time is not None:
        yield f"On time         {kept_on_time(plan, plan.on_time)}"
    yield f"Delivered       {_cargo(plan, summary)}"
    modes = ", ".join(f"{mode} {float(share):.1%}" for mode, share in summary.shares.items())
    yield f"Tonne-km        {modes or 'none on legs that state a distance'}"
    if plan.budget is not None:
        yield f"CO2e            {budget(plan)}"
    yield from _left_behind(plan, summary)
    yield from _tight(plan, currency)
    if plan.replanned is not None:
        made, what = plan.replanned, "no part of the logistics cost"
        kept = f"{made.changed} of {counted(len(made.bookings), 'kept booking')}"
        yield f"As of {made.keep.as_of}  {kept} changed, at {money(made.cost, currency)}, {what}; see the sheet Changes"
    if plan.warnings:
        yield f"Warnings        {how_many(plan.warnings, Severity.WARNING)}, in the sheet Problems"


def _per_unit(plan: Plan, summary: Summary) -> str:
    landed = f"landed cost {plan.cost + summary.goods_value:,.2f}"
    per = ((summary.delivered_t, "tonne"), (summary.teu, "TEU"))
    each = [f"{float(Fraction(plan.cost) / Fraction(of)):,.2f} a {unit}" for of, unit in per if of]
    return ", ".join([*each, landed])


def _cargo(plan: Plan, summary: Summary) -> str:
    asked = sum((k.weight_t for k in plan.portfolio.shipments.values()), Decimal(0))
    boxes = " and ".join(f"{count:,} {name}" for name, count in summary.containers.items())
    packed = f" in {boxes}, {counted(len(plan.bookings), 'booking')}" if boxes else ""
    return f"{tonnes(summary.delivered_t)} of {tonnes(asked)} t{packed}"


def _left_behind(plan: Plan, summary: Summary) -> Iterator[str]:
    if not plan.unserved:
        yield "Left behind     nothing"
        return
    count = len(plan.unserved)
    yield f"Left behind     {tonnes(summary.unserved_t)} t of {counted(count, 'shipment')}"
    for left in heaviest_left(plan)[:FEW]:
        yield f"  {left.shipment.name}: {tonnes(left.tonnes)} t, {left.reason}"
    if count > FEW:
        yield f"  and {count - FEW} more, in the sheet Unserved"


def _tight(plan: Plan, currency: str) -> Iterator[str]:
    """The capacities that are full at some time, or of which more would save something."""
    found = tight(capacity_use_table(plan))
    if not found:
        yield "Tight           nowhere"
        return
    yield f"Tight           {len(found)} capacit{'y' if len(found) == 1 else 'ies'}"
    for cells in found[:FEW]:
        worth = number(cells["worth"])
        each = "" if cells["per"] == "plan" else " in each"
        saved = f"about {money(worth, currency)}{or_more(plan, cells)}"
        more = f"; one more{each} would save {saved}" if worth >= CENT else ""
        yield f"  {capacity_name(cells)}: full in {fullness(cells)}{more}"
    if len(found) > FEW:
        yield f"  and {len(found) - FEW} more, in the sheet Capacity use"


def binding(plan: Plan) -> list[CapacityUse]:
    """The capacities with a shadow price, the dearest first.

    These bind where containers may be shared out in fractions; the plan, with whole ones, need not fill them.
    """
    priced = (use for use in plan.capacities if use.shadow_price > 0)
    return sorted(priced, key=lambda use: -use.shadow_price)


def as_json(plan: Plan) -> dict[str, Json]:
    """The summary as JSON: money, tonnes and shares as numbers, dates and names as text."""
    summary = Summary.of(plan)
    return {
        "status": plan.status.value,
        "logistics_cost": float(plan.cost),
        **{name.lower().replace(" ", "_"): float(amount) for name, amount in summary.groups.items()},
        "goods_value": float(summary.goods_value),
        "landed_cost": float(plan.cost + summary.goods_value),
        "lower_bound": float(plan.bound),
        "most_that_could_still_be_saved": float(plan.paid - plan.bound),
        "gap": float(plan.gap),
        "tolerance": float(plan.tolerance),
        "currency": plan.book.settings.base_currency,
        "components": {c.value: float(amount) for c, amount in plan.components.items()},
        "tonnes": float(summary.delivered_t),
        "unserved_tonnes": float(summary.unserved_t),
        "containers": dict(summary.containers),
        "teu": float(summary.teu),
        "bookings": len(plan.bookings),
        "tonne_km": _floats(summary.tonne_km),
        "share_of_tonne_km": _floats(summary.shares),
        "co2e_t": float(summary.co2_t),
        "recoverable_tax": float(summary.recoverable_tax),
        "unserved": [
            {"shipment": u.shipment.name, "tonnes": float(u.tonnes), "reason": u.reason} for u in plan.unserved
        ],
        "tight": [{name: _plain(cell) for name, cell in cells.items()} for cells in tight(capacity_use_table(plan))],
        "binding": [_capacity(use) for use in binding(plan)],
        "problems": [problem_as_json(problem) for problem in plan.warnings],
        **({} if plan.replanned is None else {**_replanned(plan.replanned), "cost_with_changes": float(plan.paid)}),
        **({} if plan.budget is None else _budget(plan.budget)),
        "scenario": plan.scenario,
        "engine": plan.engine,
        "solver": plan.solver,
        "version": version(),
        "inputs": [{"name": file.name, "sha256": file.sha256} for file in plan.files],
    }


def _budget(budgeted: Budget) -> dict[str, Json]:
    """How much CO2e the plan may emit, and what a tonne less costs there."""
    return {"co2e_budget_t": float(budgeted.co2_t), "co2e_price_per_t": float(budgeted.price_per_t)}


def _replanned(made: Replanned) -> dict[str, Json]:
    """What is kept of another plan, and what of it is changed."""
    return {
        "kept_plan": made.keep.plan.name,
        "as_of": made.keep.as_of.isoformat(),
        "kept_bookings": len(made.bookings),
        "changed_bookings": made.changed,
        "cost_of_changes": float(made.cost),
        "changes": [
            {
                **{"booking": change.booking, "shipment": change.shipment, "change": change.what},
                **{"differs": change.differs, "why": change.why, "before": change.before, "after": change.after},
                "cost_before": None if change.cost_before is None else float(change.cost_before),
                "cost_after": None if change.cost_after is None else float(change.cost_after),
                "change_cost": float(change.change_cost),
            }
            for change in made.changes
        ],
    }


def _floats(numbers: dict[str, Fraction]) -> dict[str, Json]:
    return {name: float(number) for name, number in numbers.items()}


def _plain(cell: Cell) -> Json:
    return cell if isinstance(cell, str | int) or cell is None else float(cell)  # type: ignore[arg-type]


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
