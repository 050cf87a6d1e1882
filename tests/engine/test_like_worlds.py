"""Load plans of one world as a start for another: they save rounds, and change no bound."""

from __future__ import annotations

import pytest

import optimizer
from optimizer import Plan, World
from tests.api.test_surface import ROOT

#: A world of a few shipments that compete, planned by column generation.
FEW = ROOT / "tests/worlds/world_1006.xlsx"


@pytest.fixture(scope="module")
def world() -> World:
    return optimizer.read(FEW)


@pytest.fixture(scope="module")
def planned(world: World) -> Plan:
    return world.plan(engine="columns")


def test_the_same_world_takes_over_all_and_prices_no_more_often(world: World, planned: Plan) -> None:
    again = world.plan(engine="columns", start=planned)
    at_hand = sum(map(len, planned.details.load_plans.values()))
    assert (again.details.taken_over, again.cost, again.status) == (at_hand, planned.cost, planned.status)
    assert at_hand > 0
    assert again.details.rounds <= planned.details.rounds


def test_what_does_not_run_any_more_is_not_taken_over(world: World, planned: Plan) -> None:
    """Where a leg of the plan is closed, no load plan with it is: the outcome is that of a fresh start."""
    leg = planned.details.bookings[0].itinerary.departures[0].leg.key
    match = f"origin={leg.origin}; destination={leg.destination}; mode={leg.mode}"
    closed = world.with_change("Tariffs", match, status="closed")
    started, fresh = closed.plan(engine="columns", start=planned), closed.plan(engine="columns")
    at_hand = sum(map(len, planned.details.load_plans.values()))
    assert 0 < started.details.taken_over < at_hand
    assert started.cost == fresh.cost
    assert float(started.bound) == pytest.approx(float(fresh.bound), abs=0.05)


def test_cargo_that_became_less_takes_no_load_plan_that_carries_more(world: World, planned: Plan) -> None:
    shipment = planned.details.bookings[0].shipment.name
    less = world.with_change("Cargo", f"shipment={shipment}", weight_t=("times", 0.5))
    assert less.plan(engine="columns", start=planned).cost == less.plan(engine="columns").cost


def test_a_plan_by_listing_has_none_to_hand_on(world: World) -> None:
    listed = world.plan(engine="listed")
    assert (listed.details.load_plans, listed.details.rounds) == ({}, 0)
    assert world.plan(engine="columns", start=listed).details.taken_over == 0
