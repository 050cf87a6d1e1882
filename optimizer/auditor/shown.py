"""The costs shown on loads: their own charges, and their shares of what is charged per booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from optimizer.auditor.bookings import Entry
from optimizer.auditor.difference import Findings
from optimizer.auditor.record import ChargeRow
from optimizer.tables import COST_GROUPS
from tariffs.fraction import Fraction
from tariffs.rating import Component, to_cents

ZERO = Decimal(0)
CENT = Decimal("0.01")


def costs_on_loads(entry: Entry, charges: Sequence[ChargeRow], findings: Findings) -> None:
    """Each component of each load, and the total of each load.

    What is charged per booking is shared out by tonnes, each share rounded up or down to the cent; over the loads of a
    booking a component adds up to its charges.
    """
    sums: dict[tuple[str, int | None], Decimal] = defaultdict(Decimal)
    for row in charges:
        sums[row.component, row.load] += row.amount
    for component in entry.loads[0].shown:
        own = [sums[component, number] for number in range(1, len(entry.loads) + 1)]
        _component(entry, component, own, sums[component, None], findings)
    for number, load in enumerate(entry.loads, start=1):
        where = f"{entry.name}, load {number}"
        carried, taken = COST_GROUPS["transport cost"], COST_GROUPS["duty and tax"]
        for what, components, stated in (
            ("total", tuple(Component), load.total),
            ("transport cost", carried, load.transport_cost),
            ("duty and tax", taken, load.duty_and_tax),
        ):
            expected = sum((load.shown.get(component.value, ZERO) for component in components), ZERO)
            findings.near(where, what, expected, stated or ZERO)


def _component(entry: Entry, component: str, own: Sequence[Decimal], once: Decimal, findings: Findings) -> None:
    whole = sum((load.tonnes for load in entry.loads), ZERO)
    if whole <= 0:  # noted where the loads are checked
        return
    for number, load in enumerate(entry.loads, start=1):
        found = load.shown[component]
        if not once and found == own[number - 1]:
            continue
        expected = Fraction(own[number - 1]) + Fraction(once) * Fraction(load.tonnes) / Fraction(whole)
        if found % CENT or abs(Fraction(found) - expected) >= Fraction(CENT):
            findings.add(f"{entry.name}, load {number}", component, to_cents(expected), found)
    shown = sum((load.shown[component] for load in entry.loads), ZERO)
    findings.same(f"{entry.name}, all loads", component, sum(own, once), shown)
