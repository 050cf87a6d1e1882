"""Why a shipment goes as it does, in sentences and as a frame."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import optimizer
from optimizer.network import Network
from optimizer.report.explanation import Explained
from tests.report.worked import NAME, rich_plan

TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"
WORLD = optimizer.read(TINY)
PLAN = WORLD.plan()


def test_the_costs_add_up_to_what_the_shipment_costs() -> None:
    found = PLAN.explain("R1").frame
    assert found.loc[found["topic"] == "cost", "amount"].sum() == pytest.approx(PLAN.shipments["cost"].sum())
    by_component = found[found["topic"] == "cost"].groupby("component")["amount"].sum()
    assert by_component["duty"] == pytest.approx(PLAN.bookings["duty"].sum())


def test_what_binds_has_the_price_that_the_plan_states() -> None:
    found = PLAN.explain("R1").frame
    [row] = found[found["topic"] == "capacity"].itertuples()
    assert row.what == "border Taftan in 2025-W10: 2 of 2 containers"
    assert row.amount == PLAN.capacities["shadow_price"].max()


def test_the_next_best_is_that_of_the_sheet() -> None:
    found = PLAN.explain("R1").frame.set_index("topic")["amount"]
    stated = PLAN.shipments.iloc[0]
    assert found["next best"] == stated["next_best_extra"]
    assert found["next date"] == stated["next_date_extra"]


def test_the_sentences_say_route_cost_and_what_binds() -> None:
    told = " ".join(repr(PLAN.explain("R1")).split())
    for words in (
        "R1: 66.0 t of rice from Karachi to Moscow",
        "It costs 8,827.68 USD.",
        "B0002: 44.0 t in 2 TEU, Karachi –rail→ Zahedan –rail→ Moscow; 2025-03-03 to 2025-03-25",
        "duty EAEU, by value 2,519.89",
        "one more would save about 10.85 USD",
        "Next best on another route, 2,708.87 USD more: Karachi –road→ Moscow",
    ):
        assert words in told


def test_what_is_left_behind_has_its_reason_and_its_cost() -> None:
    plan = rich_plan()
    network = Network(plan.book, plan.portfolio)
    uses = {b.name: list(network.resources_of(b.itinerary)) for b in plan.bookings_of[NAME]}
    explained = Explained(plan, NAME, uses)
    assert "4.7 t stay behind: no connection." in list(explained.lines())
    rows = explained.table().rows
    assert [row[2] for row in rows if row[0] == "left behind"] == ["4.7 t: no connection"]
    costs = sum(row[4] for row in rows if row[0] == "cost")  # type: ignore[misc]
    left = sum(charge.amount for charge in plan.unserved[0].charges)
    assert costs == sum(b.rated.total for b in plan.bookings_of[NAME]) + left


def test_the_sentences_fit_the_screen() -> None:
    assert max(map(len, repr(PLAN.explain("R1", within=1)).splitlines())) <= 118


def test_alternatives_are_those_of_the_world_at_what_they_cost_more() -> None:
    """Nobody is beside R1, so the same stands in their way."""
    found = PLAN.explain("R1", within=10).frame
    found = found[found["topic"] == "alternative"]
    every = WORLD.alternatives("R1", within=10)
    assert found["amount"].tolist() == pytest.approx((every["cost"] - float(PLAN.cost)).tolist())
    assert found["in_the_way"].tolist() == every["in_the_way"].tolist()


def test_what_the_others_take_is_in_the_way(tmp_path: Path) -> None:
    """A second shipment crosses in the week in which R1 would."""
    book = load_workbook(TINY)
    sheet = book["Cargo"]
    sheet.append([cell.value for cell in sheet[2]])
    sheet.cell(3, 1).value = "R2"
    book.save(tmp_path / "two.xlsx")
    plan = optimizer.read(tmp_path / "two.xlsx").plan()
    for name, other in (("R1", "R2"), ("R2", "R1")):
        frame = plan.explain(name, within=0).frame
        [said] = frame.loc[frame["topic"] == "alternative", "in_the_way"]
        crossing = plan.legs[
            plan.legs["booking"].isin(plan.bookings.loc[plan.bookings["shipment"] == other, "booking"])
        ]
        taken = crossing.loc[crossing["borders"].str.contains("2025-03-07"), "TEU"].sum()
        assert f"border Taftan has {2 - taken} of 2 containers left in 2025-W10" in said


def test_a_shipment_that_nobody_knows_is_said() -> None:
    with pytest.raises(optimizer.RequestError, match='no shipment "R9"'):
        PLAN.explain("R9")
