"""Column generation beside a kept plan: it prices with the capacity that is taken, and what is kept may make room.

In the world of ``small.py`` one TEU a week crosses the Gate on the way from Beta to Gamma by rail.
"""

from __future__ import annotations

from decimal import Decimal
from unittest.mock import patch

import pytest

from optimizer import planning
from optimizer.errors import OutOfTimeError
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from optimizer.stopping import Stop, nothing_to_check
from tests.building.sheets_of_rows import Cell
from tests.replan.small import World, again, changed, changes, planned, shipment, small_world, ways, with_rows

#: Both engines, to the last cent.
ENGINES = [Options(gap=Decimal(0), engine=engine) for engine in (Engine.LISTED, Engine.COLUMNS)]

#: S1 has left Alpha on the Monday, and is to leave Beta on this day.
WEDNESDAY = "2025-03-05"


def gated(per: str = "week") -> World:
    """The world with the Gate."""
    world = changed(small_world(), "Tariffs", lambda row: row["service"] == "T2", borders="Gate@0")
    gate: dict[str, Cell] = {"border": "Gate", "capacity": 1, "capacity_unit": "containers", "capacity_per": per}
    return with_rows(world, "Borders", gate)


def unpriced(world: World) -> World:
    """The world without a penalty: serving comes first."""
    return {**world, "Settings": []}


def new(world: World, **cells: Cell) -> World:
    """The world with a new shipment."""
    return with_rows(world, "Cargo", shipment("S2", **cells))  # type: ignore[arg-type]


@pytest.mark.parametrize("options", ENGINES, ids=["listed", "columns"])
@pytest.mark.parametrize("priced", [True, False], ids=["priced", "unpriced"])
@pytest.mark.parametrize("change_cost", [0, 50])
def test_new_cargo_takes_a_later_departure_where_what_is_under_way_has_the_room(
    options: Options, priced: bool, change_cost: int
) -> None:
    """The first week's crossing is S1's; the second week's is as cheap for S2, which is left behind by neither."""
    world = gated() if priced else unpriced(gated())
    made = again(planned(world), new(world), "2025-03-06", change_cost, options=options)
    assert (made.paid, made.status, made.unserved) == (600, Status.OPTIMAL, ())
    assert made.bound == pytest.approx(Decimal(600), abs=Decimal("0.001"))
    assert ways(made)["B0001"] == ["T1 03-03", "T2 03-05"]
    assert ways(made)["B0002"][-1] >= "T2 03-10"


@pytest.mark.parametrize("options", ENGINES, ids=["listed", "columns"])
@pytest.mark.parametrize(("change_cost", "paid", "moved"), [(0, 600, 1), (50, 650, 1), (199, 799, 1), (300, 800, 0)])
def test_what_is_under_way_makes_room_where_that_pays(
    options: Options, change_cost: int, paid: int, moved: int
) -> None:
    """S2 has to cross in the first week, or goes by road for 200 more; S1 can wait for the price of a change."""
    made = again(planned(gated()), new(gated(), due="2025-03-12"), WEDNESDAY, change_cost, options=options)
    assert made.replanned is not None
    assert (made.paid, made.replanned.changed, made.status) == (paid, moved, Status.OPTIMAL)
    assert made.bound == pytest.approx(Decimal(paid), abs=Decimal("0.001"))


@pytest.mark.parametrize("options", ENGINES, ids=["listed", "columns"])
def test_a_reason_beside_a_kept_plan_is_true_and_its_cure_cures(options: Options) -> None:
    """There is one crossing in all, which S1 has: one more would do, and does."""
    world = gated("plan")
    before, after = planned(world), new(world, modes="rail")
    made = again(before, after, "2025-03-06", options=options)
    [left] = made.unserved
    assert "no room: border Gate has 0 of 1 containers left, 1 more would do" in left.reason
    cured = again(before, changed(after, "Borders", lambda _: True, capacity=2), "2025-03-06", options=options)
    assert (cured.unserved, cured.paid) == ((), 600)


@pytest.mark.parametrize("options", ENGINES, ids=["listed", "columns"])
def test_more_of_a_shipment_goes_beside_what_is_booked_of_it(options: Options) -> None:
    """A second TEU of S1 is a booking of its own, where to change the first one would cost more than anything."""
    world, before = small_world(), planned(small_world())
    heavier = changed(world, "Cargo", lambda _: True, weight_t=40)
    for as_of in ("2025-03-03", "2025-03-06"):
        made = again(before, heavier, as_of, 10_000, options=options)
        assert (made.paid, made.status, set(changes(made))) == (600, Status.OPTIMAL, {"B0002"})


def test_what_is_near_enough_stays_as_it_was() -> None:
    """A change that saves less than the tolerance is not made, though it would cost nothing."""
    world = small_world()
    cheaper = changed(world, "Tariffs", lambda row: row["service"] == "L3", TEU=299)
    before = planned(world)
    within, beyond = (
        again(before, cheaper, "2025-03-03", options=Options(gap=gap, engine=Engine.COLUMNS))
        for gap in (Decimal("0.01"), Decimal(0))
    )
    assert (within.paid, changes(within)) == (300, {})
    assert (beyond.paid, set(changes(beyond))) == (299, {"B0001"})


def hasty(before: Plan, world: World, as_of: str, change_cost: float = 0) -> Plan:
    """The plan that there is where no engine had the time."""
    late = OutOfTimeError("the time is over")
    with (
        patch.object(planning, "_solved", side_effect=late),
        patch.object(Stop, "first_plan", return_value=nothing_to_check),
    ):
        return again(before, world, as_of, change_cost, options=Options(gap=Decimal(0), time_limit=0.0))


@pytest.mark.parametrize("priced", [True, False], ids=["priced", "unpriced"])
def test_without_time_for_an_engine_new_cargo_is_inserted_beside_what_stays_and_the_bound_is_proven(
    priced: bool,
) -> None:
    """Both go by rail, for 300 each, and neither could for less."""
    world = gated() if priced else unpriced(gated())
    made = hasty(planned(world), new(world), "2025-03-06")
    assert (made.paid, made.unserved, made.engine) == (600, (), "insertion")
    assert made.bound == pytest.approx(Decimal(600), abs=Decimal("0.001"))


def test_a_booking_that_is_late_is_looked_after_without_time_too() -> None:
    """Its last day is put off before anything is planned; that had ended the command."""
    before, as_of = planned(small_world()), "2025-03-06"
    late = changed(small_world(), "Cargo", lambda _: True, due="2025-03-07")
    made = hasty(before, late, as_of)
    assert [booking.itinerary.delivered.isoformat() for booking in made.bookings] == ["2025-03-08"]
