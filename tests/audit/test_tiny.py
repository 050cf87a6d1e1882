"""The tiny world, whose every charge was worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

import tariffs
from optimizer.auditor import PlanRecord, audit
from tests.audit.tiny import BOOK, FIRST_TRAINS, PORTFOLIO, R1, SECOND_TRAINS, best_plan, booking, load

#: What one TEU with 22 t costs on Monday's train, by hand.
PER_TEU = {
    "freight": "1441.00",
    "border": "42.00",
    "transfer": "75.00",
    "insurance": "41.4414",
    "duty": "1259.9441",
    "inventory": "79.5616",
}


def by_component(legs: tuple[tuple[object, object], ...]) -> dict[str, Fraction]:
    """What one full TEU costs on these trains, not rounded."""
    rated = booking("B1", R1, legs, [load(BOOK, "TEU", 1, "22")]).rated  # type: ignore[arg-type]
    sums: dict[str, Fraction] = {}
    for charge in rated.charges:
        name = charge.item.component.value
        sums[name] = sums.get(name, Fraction(0)) + charge.item.amount
    return sums


def test_a_full_teu_on_the_first_train_costs_what_it_does_by_hand() -> None:
    """Each component to the fourth decimal, and nothing but these."""
    assert {name: f"{float(cost):.4f}" for name, cost in by_component(FIRST_TRAINS).items()} == {
        name: f"{float(cost):.4f}" for name, cost in PER_TEU.items()
    }


@pytest.mark.parametrize(("legs", "cost"), [(FIRST_TRAINS, "2938.9472"), (SECOND_TRAINS, "2949.7965")])
def test_a_full_teu_comes_to_what_it_does_by_hand(legs: tuple[tuple[object, object], ...], cost: str) -> None:
    """The sum of its components, on the first train and on the second."""
    assert f"{float(sum(by_component(legs).values())):.4f}" == cost


def test_the_freight_of_the_first_leg_is_in_rupees() -> None:
    """126,000 PKR at 0.0035 are 441.00, said with quantity, rate, currency and rate of exchange."""
    first = booking("B1", R1, FIRST_TRAINS, [load(BOOK, "TEU", 2, "44")]).rated.charges[0]
    item = first.item
    assert (item.currency, str(item.fx)) == ("PKR", str(Fraction(35, 10000)))
    assert (int(item.quantity), int(item.rate)) == (2, 126000)
    assert str(first.amount) == "882.00"


def test_recoverable_tax_is_stated_and_not_charged() -> None:
    """10 % of customs value and duty: 1,385.94 on one TEU, in no charge."""
    rated = booking("B1", R1, FIRST_TRAINS, [load(BOOK, "TEU", 1, "22")]).rated
    assert str(rated.recoverable_tax) == "1385.94"
    assert "tax" not in by_component(FIRST_TRAINS)


def test_the_plan_by_hand_is_delivered_when_it_is_by_hand() -> None:
    """Two TEU cross Taftan on the 7th and arrive after 22 days; the third does all that three days later."""
    first, second = best_plan().bookings
    assert [str(p.crossed) for b in (first, second) for p in b.itinerary.departures[0].passages] == [
        "2025-03-07",
        "2025-03-10",
    ]
    assert [(str(b.itinerary.delivered), b.transit_days, b.days_from_ready) for b in (first, second)] == [
        ("2025-03-25", 22, 22),
        ("2025-03-28", 22, 25),
    ]


def test_the_plan_by_hand_passes_the_audit() -> None:
    """Nothing is found in a plan that follows from the book, and it costs 8,827.69 but for rounding."""
    plan = best_plan()
    assert abs(plan.cost - plan.bound) < sum(1 for _ in plan.charges()) * 0.005
    assert [str(difference) for difference in audit(PlanRecord.of(plan), BOOK, PORTFOLIO)] == []


def test_the_plan_by_hand_passes_against_the_workbook() -> None:
    """The book as read from ``tiny.xlsx`` is the one by hand, as far as the plan can tell."""
    read = tariffs.load(Path(__file__).parents[1] / "worlds" / "tiny.xlsx")
    record = PlanRecord.of(best_plan(read.book, read.portfolio.shipments["R1"]))
    assert [str(difference) for difference in audit(record, read.book, read.portfolio)] == []
    assert [str(difference) for difference in audit(PlanRecord.of(best_plan()), read.book, read.portfolio)] == []
