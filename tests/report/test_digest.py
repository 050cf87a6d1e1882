"""A plan in a few lines, and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from optimizer.plan import Status
from optimizer.report.digest import as_json, in_percent, lines, tonnes
from tests.audit.tiny import best_plan
from tests.report.worked import NAME, empty_plan, rich_plan, use


def test_the_tiny_plan_is_told_in_a_few_lines() -> None:
    plan = replace(best_plan(), bound=Decimal("8827.6799"))
    assert list(lines(plan)) == [
        "Status          optimal",
        "Logistics cost  8,827.68 USD, landed 41,827.68 USD",
        "Lower bound     8,827.67 USD, gap under 0.0001 % (asked for: 0.01 %)",
        "Delivered       66 of 66 t in 3 TEU, 2 bookings",
        "Tonne-km        rail 100.0%",
        "Unserved        nothing",
        "Binding         1 capacity, if containers could be shared out",
        "  border Taftan 2025-W10: 2 of 2 containers; one more would then save 10.85 USD",
    ]


def test_a_capacity_that_is_not_full_is_never_said_to_bind_the_plan_itself() -> None:
    """Its price is that of the relaxation, which fills it."""
    told = list(lines(replace(best_plan(), capacities=(use("Taftan", "", "2025-W10", "6.5", "8.26"),))))
    assert told[-2:] == [
        "Binding         1 capacity, if containers could be shared out",
        "  border Taftan 2025-W10: 6.5 of 10 vehicles; one more would then save 8.26 USD",
    ]


def test_what_stays_behind_is_told_with_its_reason() -> None:
    told = list(lines(rich_plan()))
    assert "Unserved        4.667 t of 1 shipment" in told
    assert f"  {NAME}: 4.667 t, no connection" in told
    assert told[0] == "Status          feasible, not proven optimal, scenario =Taftan shut"
    assert told[-1] == "Warnings        1, in the sheet Problems"


def test_of_many_only_the_first_few_are_told_and_the_dearest_capacities_first() -> None:
    plan = rich_plan()
    crossings = tuple(use("Taftan", "", f"2025-W1{n}", "10", str(n)) for n in range(1, 6))
    told = list(lines(replace(plan, unserved=plan.unserved * 5, capacities=crossings)))
    assert "  and 2 more, in the sheet Unserved" in told
    assert "  and 2 more, in the sheet Capacities" in told
    assert [line[:25] for line in told if line.startswith("  border")] == [
        "  border Taftan 2025-W15:",
        "  border Taftan 2025-W14:",
        "  border Taftan 2025-W13:",
    ]


def test_a_plan_without_anything_is_told_too() -> None:
    told = "\n".join(lines(replace(empty_plan(), status=Status.OPTIMAL)))
    assert "0 of 0 t" in told
    assert "Binding         no capacity" in told


@pytest.mark.parametrize(
    ("share", "percent"),
    [("0", "0"), ("0.0001", "0.01"), ("0.123456789", "12.3457"), ("0.00000000001", "under 0.0001"), ("1", "100")],
)
def test_a_gap_is_never_rounded_down_to_nothing(share: str, percent: str) -> None:
    assert in_percent(Decimal(share)) == percent


def test_tonnes_are_told_to_the_kilogram_where_they_are_not_whole() -> None:
    assert (tonnes(Decimal("1234.000")), tonnes(Decimal("0.5"))) == ("1,234", "0.500")


def test_the_json_holds_the_figures_of_the_summary_and_survives_a_round_trip() -> None:
    plan = rich_plan()
    found = as_json(plan)
    assert json.loads(json.dumps(found)) == found
    assert found["logistics_cost"] == float(plan.cost)
    assert sum(found["components"].values()) == pytest.approx(found["logistics_cost"])  # type: ignore[union-attr, arg-type]
    assert found["containers"] == {"TEU": 6, "FEU": 1}
    assert found["unserved"] == [{"shipment": NAME, "tonnes": 4.667, "reason": "no connection"}]
    assert found["inputs"] == [{"name": "tariffs.xlsx", "sha256": "a" * 64}, {"name": "cargo.xlsx", "sha256": "b" * 64}]
    assert [capacity["shadow_price"] for capacity in found["binding"]] == [10.8493]  # type: ignore[union-attr, call-overload, index]
