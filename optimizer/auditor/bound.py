"""What a plan says of itself: cost, bound and gap, and whether it may be called optimal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from optimizer.auditor.difference import Findings
from optimizer.auditor.record import Figure
from optimizer.tables import CO2E_BUDGET, CO2E_PRICE, CO2E_WORTH
from tariffs.fraction import Fraction
from tariffs.rating import Component, Rated

#: What the rounding of one charge may shift the cost against the bound.
HALF_CENT = Decimal("0.005")

#: The figures of a budget of CO2e.
BUDGET = (CO2E_BUDGET, CO2E_PRICE, CO2E_WORTH)


def number(figures: Mapping[str, Figure], name: str, findings: Findings) -> Decimal | None:
    """A figure of the summary; its absence is noted."""
    value = figures.get(name)
    if isinstance(value, Decimal):
        return value
    findings.add("Summary", name, "a number", value)
    return None


def costs_hold(figures: Mapping[str, Figure], sums: Mapping[Component, Decimal], findings: Findings) -> None:
    """Each component is the sum of its charges, and the logistics cost the sum of all of them."""
    for component in Component:
        stated = number(figures, component.value, findings)
        if stated is not None:
            findings.near("Summary", component.value, sums.get(component, Decimal(0)), stated)
    stated = number(figures, "logistics cost", findings)
    if stated is not None:
        findings.near("Summary", "logistics cost", sum(sums.values(), Decimal(0)), stated)


def bound_holds(figures: Mapping[str, Figure], cost: Decimal, charges: int, findings: Findings) -> None:
    """The bound is not above the cost, the gap follows, and ``optimal`` is within the tolerance.

    ``cost`` is with what changes of a kept plan cost. ``charges`` is their number: half a cent of rounding is allowed
    for each.
    """
    bound = number(figures, "lower bound", findings)
    gap = number(figures, "gap", findings)
    tolerance = number(figures, "tolerance", findings)
    status = figures.get("status")
    if status not in ("optimal", "feasible"):
        findings.add("Summary", "status", "optimal or feasible", status)
    if bound is None or gap is None or tolerance is None:
        return
    allowed = HALF_CENT * charges
    if bound > cost + allowed:
        findings.add("Summary", "lower bound", f"at most the cost of {cost}, changes included", bound)
    saving = number(figures, "most that could still be saved", findings)
    if saving is not None:
        findings.near("Summary", "most that could still be saved", cost - bound, saving, max(abs(cost), abs(bound)))
    expected = (Fraction(cost) - Fraction(bound)) / abs(Fraction(cost)) if cost else Fraction(0)
    findings.near("Summary", "gap", expected, gap)
    if status == "optimal" and Fraction(cost - bound) > Fraction(tolerance * abs(cost) + allowed):
        findings.add("Summary", "status", f"feasible with a gap above {tolerance}", "optimal")


def budget_holds(figures: Mapping[str, Figure], rated: Iterable[Rated], findings: Findings) -> None:
    """What the bookings emit is within the budget of CO2e, if one is stated, whose price is no less than nothing."""
    if figures.keys().isdisjoint(BUDGET):
        return
    budget, price, worth = (number(figures, name, findings) for name in BUDGET)
    emitted = sum((booking.co2_t for booking in rated), Fraction(0))
    if budget is not None and emitted > Fraction(budget):
        findings.add("Summary", CO2E_BUDGET, f"at least what the bookings emit, {float(emitted):,.6f} t", budget)
    if price is not None and price < 0:
        findings.add("Summary", CO2E_PRICE, "0 or more", price)
    if budget is not None and price is not None and worth is not None:
        findings.near("Summary", CO2E_WORTH, budget * price, worth)
