"""A plan in a few lines, and as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from optimizer.plan import Status
from optimizer.report.digest import as_json, lines
from optimizer.report.words import in_percent, tonnes
from tests.audit.tiny import best_plan, taftan
from tests.engine.rice import cargo, leg, rice
from tests.properties.solving import solved
from tests.report.worked import NAME, empty_plan, rich_plan, use


def test_the_tiny_plan_is_told_in_a_few_lines() -> None:
    plan = replace(best_plan(), bound=Decimal("8827.6799"))
    assert list(lines(plan)) == [
        "Logistics cost  8,827.68 USD",
        "  of which      transport cost 4,798.32, duty and tax 3,779.83, capital tied up 249.53",
        "  per unit      133.75 a tonne, 2,942.56 a TEU, landed cost 41,827.68",
        "Could be saved  at most 0.0000012 % (0.01 USD): no plan can cost less than 8,827.67 USD",
        "Status          optimal: proven to be within 0.01 % of the least possible",
        "Delivered       66.0 of 66.0 t in 3 TEU, 2 bookings",
        "Tonne-km        rail 100.0%",
        "Left behind     nothing",
        "Tight           1 capacity",
        "  border Taftan: full in 1 of 5 weeks; one more in each would save about 10.85 USD",
    ]


def test_what_one_more_would_save_is_that_or_more_where_a_whole_shipment_waits_for_it() -> None:
    """Of two trains of three boxes one lacks room for 22 t, the other for all of a shipment of 88 t."""
    train = leg("rail", "2025-03-04; 2025-03-09", TEU=100, capacity=3)
    parts = cargo("S0", 88, due="2025-03-06")
    whole = cargo("S1", 88, ready="2025-03-07", split="no")
    told = {}
    for name, shipments in (("both", [parts, whole]), ("parts", [parts])):
        world = rice(train, boxes=0, Cargo=shipments)
        plan = solved(world)
        told[name] = list(lines(plan))[-1].partition("; ")[2]
        larger = solved({**world, "Tariffs": [train | {"capacity": 4}]})
        assert plan.cost - larger.cost == {"both": 65_900 + 263_600, "parts": 65_900}[name]
    # The relaxation knows nothing of the one that goes whole or not at all.
    assert told["both"] == "one more in each would save about 65,900 USD or more"
    assert told["parts"] == "one more in each would save about 65,900 USD"


def test_a_plan_at_its_bound_has_nothing_to_be_saved() -> None:
    plan = replace(best_plan(), bound=best_plan().cost)
    assert list(lines(plan))[3] == "Could be saved  nothing: no plan can cost less"


@pytest.mark.parametrize(("used", "told"), [("1.8", True), ("1.79", False), ("0.1", False)])
def test_a_capacity_that_is_not_full_is_never_said_to_be_and_is_tight_only_if_nearly_so(used: str, told: bool) -> None:
    """Its price is that of the relaxation, which fills it, though the plan may use little of it."""
    plan = replace(best_plan(), capacities=(replace(taftan("2025-W10", 1, "8.26"), used=Decimal(used)),))
    tight = "  border Taftan: full in none of 5 weeks; one more in each would save about 8.26 USD"
    assert list(lines(plan))[-1] == (tight if told else "Tight           nowhere")


def test_a_price_of_less_than_a_cent_is_none() -> None:
    plan = replace(best_plan(), capacities=(replace(taftan("2025-W10", 1, "0.003"), used=Decimal("1.9")),))
    assert list(lines(plan))[-1] == "Tight           nowhere"
    full = replace(plan, capacities=(taftan("2025-W10", 2, "0.003"),))
    assert list(lines(full))[-1] == "  border Taftan: full in 1 of 5 weeks"


@pytest.mark.parametrize(("tolerance", "asked"), [("0.0001", "0.01 %"), ("0.000001", "0.0001 %"), ("0", "0 %")])
def test_the_tolerance_is_told_as_it_was_asked_and_what_could_be_saved_as_finely(tolerance: str, asked: str) -> None:
    plan = best_plan()
    close = replace(plan, bound=plan.cost * (1 - Decimal("0.0000123")), tolerance=Decimal(tolerance))
    told = list(lines(close))
    assert told[4].endswith(f"within {asked} of the least possible")
    assert " 0.0013 % " in told[3]


def test_what_stays_behind_is_told_with_its_reason() -> None:
    told = list(lines(rich_plan()))
    assert "Left behind     4.7 t of 1 shipment" in told
    assert f"  {NAME}: 4.7 t, no connection" in told
    assert told[0].endswith(" USD, scenario =Taftan shut")
    assert "Status          feasible: not proven to be within 0.01 % of the least possible" in told
    assert told[-1] == "Warnings        1, in the sheet Problems"


def test_of_many_only_the_first_few_are_told_and_the_dearest_capacities_first() -> None:
    plan = rich_plan()
    crossings = tuple(use(f"Taftan {n}", "", "2025-W11", "10", str(n)) for n in range(1, 6))
    told = list(lines(replace(plan, unserved=plan.unserved * 5, capacities=crossings)))
    assert "  and 2 more, in the sheet Unserved" in told
    assert "  and 2 more, in the sheet Capacity use" in told
    assert [line[:18] for line in told if line.startswith("  border")] == [
        "  border Taftan 5:",
        "  border Taftan 4:",
        "  border Taftan 3:",
    ]


def test_a_plan_without_anything_is_told_too() -> None:
    told = "\n".join(lines(replace(empty_plan(), status=Status.OPTIMAL)))
    assert "0.0 of 0.0 t" in told
    assert "Tight           nowhere" in told


@pytest.mark.parametrize(
    ("share", "percent"),
    [("0", "0 %"), ("0.0001", "0.01 %"), ("0.123401", "12.35 %"), ("0.00000105", "0.00011 %"), ("1", "100 %")],
)
def test_what_could_be_saved_is_never_rounded_down(share: str, percent: str) -> None:
    assert in_percent(Decimal(share)) == percent


def test_tonnes_are_told_to_a_tenth_and_less_than_that_to_the_kilogram() -> None:
    assert [tonnes(Decimal(weight)) for weight in ("1234.000", "0.56", "0.075", "0")] == [
        "1,234.0",
        "0.6",
        "0.075",
        "0.0",
    ]


def test_the_json_holds_the_figures_of_the_summary_and_survives_a_round_trip() -> None:
    plan = rich_plan()
    found = as_json(plan)
    assert json.loads(json.dumps(found)) == found
    assert found["logistics_cost"] == float(plan.cost)
    assert sum(found["components"].values()) == pytest.approx(found["logistics_cost"])  # type: ignore[union-attr, arg-type]
    groups = ("transport_cost", "duty_and_tax", "capital_tied_up", "price_of_co2", "penalties")
    assert sum(found[name] for name in groups) == pytest.approx(found["logistics_cost"])  # type: ignore[misc, arg-type]
    assert found["most_that_could_still_be_saved"] == float(plan.cost - plan.bound)
    assert found["containers"] == {"TEU": 6, "FEU": 1}
    assert found["unserved"] == [{"shipment": NAME, "tonnes": 4.667, "reason": "no connection"}]
    assert found["inputs"] == [{"name": "tariffs.xlsx", "sha256": "a" * 64}, {"name": "cargo.xlsx", "sha256": "b" * 64}]
    assert [capacity["shadow_price"] for capacity in found["binding"]] == [10.8493]  # type: ignore[union-attr, call-overload, index]
