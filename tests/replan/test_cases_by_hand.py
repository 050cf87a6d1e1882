"""What is done when something changes, in a small world: every cost below is worked out by hand from ``small.py``.

By either engine.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from optimizer import planning
from optimizer.plan import Plan, Status
from tariffs.problems import InputError
from tests.building.sheets_of_rows import Cell
from tests.replan.small import (
    World,
    again,
    changed,
    changes,
    planned,
    shipment,
    small_world,
    ways,
    with_rows,
)

Row = dict[str, Cell]

#: The first leg has left on the Monday; the second has not on the Tuesday.
TUESDAY = "2025-03-04"


@pytest.fixture(autouse=True, params=["listed", "columns"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine that everything here is planned with."""
    monkeypatch.setattr(planning, "MOST_LISTED", 1000 if request.param == "listed" else 0)
    return str(request.param)


@pytest.fixture(scope="module")
def before() -> Plan:
    """By rail all the way, from the Monday."""
    made = planned(small_world())
    assert (ways(made), made.cost) == ({"B0001": ["T1 03-03", "T2 03-05"]}, Decimal(300))
    return made


def of(service: str) -> object:
    """Whether a row is of a service."""
    return lambda row: row["service"] == service


def holds(made: Plan, cost: float, changes_cost: float, expected: dict[str, list[str]]) -> None:
    """A plan costs so much, is proven to be the least, and goes so; by columns maybe on days that cost as much."""
    assert made.replanned is not None
    assert (made.cost, made.replanned.cost) == (Decimal(cost), Decimal(changes_cost))
    assert made.status is Status.OPTIMAL
    assert made.bound == pytest.approx(made.paid, abs=Decimal("0.001"))
    assert ways(made) == expected or (made.engine == "column generation" and services(ways(made)) == services(expected))


def services(found: dict[str, list[str]]) -> dict[str, list[str]]:
    """By booking, the services alone."""
    return {name: [one.split()[0] for one in of_one] for name, of_one in found.items()}


@pytest.mark.parametrize("as_of", ["2025-03-03", TUESDAY, "2025-03-06", "2025-04-01"])
def test_nothing_changes_where_nothing_has_changed(before: Plan, as_of: str, tmp_path: Path) -> None:
    """Whatever day it is: nobody pays for a change that saves nothing."""
    made = again(before, small_world(), as_of, 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 0, {"B0001": ["T1 03-03", "T2 03-05"]})
    assert changes(made) == {}


def test_the_next_best_of_what_stays_has_the_cost_of_the_change_in_it(before: Plan) -> None:
    """By road it costs 200 more, on Thursday's train as much; and 50 to change."""
    for plan, change_cost in ((before, 0), (again(before, small_world(), "2025-03-03", 50), 50)):
        assert plan.alternatives["S1"].extra == 200 + change_cost
        assert plan.next_dates["S1"].extra == change_cost


def test_what_is_under_way_has_no_next_best(before: Plan) -> None:
    """It is looked at by planning alone."""
    assert again(before, small_world(), TUESDAY, 50).alternatives == {}


def test_new_cargo_takes_the_place_of_what_can_wait(tmp_path: Path) -> None:
    """One TEU fits on each train. S2 is due before Thursday's train could deliver it; S1 waits until then, for 50."""
    world = changed(small_world(), "Tariffs", of("T1"), capacity=1, capacity_unit="teu")
    urgent = with_rows(world, "Cargo", shipment("S2", due="2025-03-08"))
    made = again(planned(world), urgent, "2025-03-03", 50, path=tmp_path / "plan.xlsx")
    holds(made, 600, 50, {"B0001": ["T1 03-06", "T2 03-08"], "B0002": ["T1 03-03", "T2 03-05"]})
    assert "made room for S2 on departure T1 rail Alpha – Beta of 2025-03-03" in changes(made)["B0001"].why
    assert (changes(made)["B0002"].what, changes(made)["B0002"].why) == ("new", "new cargo")


def test_new_cargo_goes_otherwise_where_a_change_is_dearer(tmp_path: Path) -> None:
    """By road it costs 200 more than on the train, and to change the booking that is on it 201."""
    world = changed(small_world(), "Tariffs", of("T1"), capacity=1, capacity_unit="teu")
    urgent = with_rows(world, "Cargo", shipment("S2", due="2025-03-08"))
    made = again(planned(world), urgent, "2025-03-03", 201, path=tmp_path / "plan.xlsx")
    holds(made, 800, 0, {"B0001": ["T1 03-03", "T2 03-05"], "B0002": ["L3 03-03"]})


def test_a_cancelled_train_is_followed_by_the_next(before: Plan, tmp_path: Path) -> None:
    """Thursday's, at the same cost, and the change is paid once."""
    cancelled = with_rows(small_world(), "Departures", {"service": "T1", "date": "2025-03-03", "change": "cancelled"})
    made = again(before, cancelled, "2025-03-03", 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 50, {"B0001": ["T1 03-06", "T2 03-08"]})
    change = changes(made)["B0001"]
    assert change.why == "the train of 3 Mar (T1 rail Alpha – Beta) is cancelled"
    assert (change.what, change.differs, change.change_cost) == ("changed", "dates, delivery", Decimal(50))


def test_what_is_under_way_goes_on_a_day_later_where_its_second_train_is_cancelled(
    before: Plan, tmp_path: Path
) -> None:
    """Its first leg stays."""
    cancelled = with_rows(small_world(), "Departures", {"service": "T2", "date": "2025-03-05", "change": "cancelled"})
    made = again(before, cancelled, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 50, {"B0001": ["T1 03-03", "T2 03-06"]})


@pytest.mark.parametrize(
    ("rate", "cost", "paid", "on"),
    [(449, 549, 0, "T2 03-05"), (451, 500, 50, "L2 03-05")],
)
def test_a_dearer_rate_moves_what_is_under_way_only_if_that_saves_more_than_a_change_costs(
    before: Plan, rate: int, cost: int, paid: int, on: str, tmp_path: Path
) -> None:
    """From Beta it could go by road for 400, and the change costs 50."""
    dearer = changed(small_world(), "Tariffs", of("T2"), TEU=rate)
    made = again(before, dearer, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, cost, paid, {"B0001": ["T1 03-03", on]})
    change = changes(made)["B0001"]
    assert (change.cost_before, change.cost_after) == (Decimal(300), Decimal(cost))
    assert change.what == ("changed" if paid else "as booked")
    assert ("551.00, 51.00 dearer than" in change.why) == bool(paid)


def test_what_has_departed_stays_however_dear_it_has_become(before: Plan, tmp_path: Path) -> None:
    """A first train of 10,000 is a fact, which nothing saves any more."""
    dearer = changed(small_world(), "Tariffs", of("T1"), TEU=10_000)
    made = again(before, dearer, TUESDAY, 0, path=tmp_path / "plan.xlsx")
    holds(made, 10_200, 0, {"B0001": ["T1 03-03", "T2 03-05"]})


@pytest.mark.parametrize("as_of", ["2025-03-03", TUESDAY])
def test_a_closed_border_is_gone_round(as_of: str, tmp_path: Path) -> None:
    """Closed to rail beyond Beta from the Thursday on: by road from there, 200 more, whether it is under way or not."""
    world = with_rows(small_world(), "Borders", {"border": "Line", "closed_from": None, "closed_to": None})
    for service in ("T2", "L3"):
        world = changed(world, "Tariffs", of(service), borders="Line@1")
    closed = changed(world, "Borders", lambda _: True, closed_from="2025-03-05")
    made = again(planned(world), closed, as_of, 50, path=tmp_path / "plan.xlsx")
    holds(made, 500, 50, {"B0001": ["T1 03-03", "L2 03-05"]})
    assert "cannot cross Line: it is closed from 6 Mar on" in changes(made)["B0001"].why


def test_a_late_train_is_met_by_a_later_one(before: Plan, tmp_path: Path) -> None:
    """Arriving on the Friday, it goes on that day."""
    late = changed(small_world(), "Tariffs", of("T1"), transit_days=4)
    made = again(before, late, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 50, {"B0001": ["T1 03-03", "T2 03-07"]})
    assert "arrives in Beta on 7 Mar, too late for the train of 5 Mar" in changes(made)["B0001"].why


def tight() -> World:
    """Due on the Saturday, when the train of Monday just makes it."""
    return changed(small_world(), "Cargo", lambda _: True, due="2025-03-08")


def test_what_cannot_be_in_time_any_more_goes_as_soon_as_it_can(tmp_path: Path) -> None:
    """By road, though rail is cheaper: a day late rather than two; and that is said as a problem."""
    late = changed(tight(), "Tariffs", of("T1"), transit_days=4)
    made = again(planned(tight()), late, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 500, 50, {"B0001": ["T1 03-03", "L2 03-07"]})
    assert "1 day after 2025-03-08" in changes(made)["B0001"].why
    assert ["delivered on 2025-03-09, after 2025-03-08" in problem.text for problem in made.warnings] == [True]


def test_what_has_arrived_late_stays(tmp_path: Path) -> None:
    """No change, and no cost of one: it is late, which is said."""
    late = changed(tight(), "Tariffs", of("T2"), transit_days=5)
    made = again(planned(tight()), late, "2025-03-06", 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 0, {"B0001": ["T1 03-03", "T2 03-05"]})
    assert (changes(made)["B0001"].what, changes(made)["B0001"].differs) == ("as booked", "delivery")
    assert len(made.warnings) == 1


def test_what_nothing_takes_on_is_stranded(before: Plan, tmp_path: Path) -> None:
    """Its 20 t are unserved at 1,000 each, with the reason, and that is a problem."""
    suspended = changed(small_world(), "Tariffs", lambda row: row["origin"] == "Beta", status="suspended")
    made = again(before, suspended, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 20_000, 50, {})
    assert changes(made)["B0001"].what == "stranded"
    assert [left.reason for left in made.unserved] == [
        "20 t are under way in B0001: nothing takes it on from Beta within 90 days"
    ]
    assert len(made.warnings) == 1


def test_what_stands_before_a_border_that_closed_behind_its_departure_is_stranded(tmp_path: Path) -> None:
    """The train left on the Monday, and would have crossed on the Tuesday."""
    world = with_rows(small_world(), "Borders", {"border": "Line", "closed_from": None, "closed_to": None})
    world = changed(world, "Tariffs", of("T1"), borders="Line@1")
    closed = changed(world, "Borders", lambda _: True, closed_from="2025-03-04")
    made = again(planned(world), closed, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 20_000, 50, {})
    assert "cannot cross Line: it is closed from 4 Mar on" in changes(made)["B0001"].why


def test_more_cargo_is_a_booking_of_its_own(before: Plan, tmp_path: Path) -> None:
    """What is booked stays, also where the rest goes by the same trains."""
    more = changed(small_world(), "Cargo", lambda _: True, weight_t=40)
    made = again(before, more, "2025-03-03", 50, path=tmp_path / "plan.xlsx")
    assert (made.cost, made.paid, len(made.bookings)) == (Decimal(600), Decimal(600), 2)
    assert changes(made)["B0002"].why == "more cargo: 40 t, and 20 t before"


def test_less_cargo_changes_its_booking(before: Plan, tmp_path: Path) -> None:
    """15 t in the same container on the same trains: the tonnes are others, which costs a change."""
    less = changed(small_world(), "Cargo", lambda _: True, weight_t=15)
    made = again(before, less, "2025-03-03", 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 50, {"B0001": ["T1 03-03", "T2 03-05"]})
    assert changes(made)["B0001"].differs == "tonnes"


def test_cargo_that_is_withdrawn_costs_a_change(before: Plan, tmp_path: Path) -> None:
    """Its booking has to be cancelled."""
    other = {**small_world(), "Cargo": [shipment("S2")]}
    made = again(before, other, "2025-03-03", 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 50, {"B0002": ["T1 03-03", "T2 03-05"]})
    assert (changes(made)["B0001"].what, changes(made)["B0001"].why) == ("dropped", "S1 is not in Cargo any more")


def test_the_rest_of_a_shipment_that_is_under_way_departs_from_now_on(before: Plan, tmp_path: Path) -> None:
    """20 t more on the Tuesday: Thursday's train is the next."""
    more = changed(small_world(), "Cargo", lambda _: True, weight_t=40)
    made = again(before, more, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 600, 0, {"B0001": ["T1 03-03", "T2 03-05"], "B0002": ["T1 03-06", "T2 03-08"]})


def test_a_capacity_that_shrinks_below_what_has_left_holds_back_only_what_has_not(tmp_path: Path) -> None:
    """Two TEU of S1 cross the Line on the Tuesday, of which one may cross a week now; S2 goes the other way round."""
    world = with_rows(
        small_world(),
        "Borders",
        {"border": "Line", "capacity": 9, "capacity_unit": "containers", "capacity_per": "week"},
    )
    world = changed(world, "Tariffs", of("T1"), borders="Line@1")
    world = changed(world, "Cargo", lambda _: True, weight_t=40)
    shrunk = with_rows(changed(world, "Borders", lambda _: True, capacity=1), "Cargo", shipment("S2", due="2025-03-11"))
    made = again(planned(world), shrunk, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 1100, 0, {"B0001": ["T1 03-03", "T2 03-05"], "B0002": ["L3 03-04"]})
    assert [(use.capacity, use.used) for use in made.capacities] == [(Decimal(1), Decimal(2))]


def test_a_minimum_load_is_past_once_its_departure_has_left(tmp_path: Path) -> None:
    """The train of Monday ran with one TEU; that trains now need two is nothing to it."""
    world = small_world()
    least = changed(world, "Tariffs", of("T1"), min_load=2, capacity=9, capacity_unit="teu")
    made = again(planned(world), least, TUESDAY, 50, path=tmp_path / "plan.xlsx")
    holds(made, 300, 0, {"B0001": ["T1 03-03", "T2 03-05"]})


@pytest.mark.parametrize(
    ("sheet", "cells", "words"),
    [
        ("Cargo", {"weight_t": 15}, "20.000 t of S1 are under way, and Cargo has 15.000 t"),
        ("Cargo", {"origin": "Beta"}, "has left Alpha, and Cargo has S1 start in Beta"),
        ("Cargo", {"shipment": "S9"}, 'is under way since 2025-03-03, and its shipment "S1" is not in Cargo'),
        ("Tariffs", {"departures": "Tue"}, "went by the train of 3 Mar (T1 rail Alpha – Beta), which does not run"),
        ("Tariffs", {"status": "suspended"}, "which may not be used: its rows in Tariffs are suspended"),
    ],
)
def test_workbooks_that_contradict_what_has_departed_are_refused(
    before: Plan, sheet: str, cells: Row, words: str
) -> None:
    """The message says which booking, and what of the workbooks is to be left as it was."""
    first = small_world()[sheet][0]
    with pytest.raises(InputError) as refused:
        again(before, changed(small_world(), sheet, lambda row: row == first, **cells), TUESDAY)
    assert words in str(refused.value)


def test_a_cancellation_after_the_fact_is_refused(before: Plan) -> None:
    """What has departed was not cancelled."""
    cancelled = with_rows(small_world(), "Departures", {"service": "T1", "date": "2025-03-03", "change": "cancelled"})
    with pytest.raises(InputError, match="is cancelled; what has departed stays"):
        again(before, cancelled, TUESDAY)


def test_what_was_delivered_before_may_have_left_the_cargo(before: Plan, tmp_path: Path) -> None:
    """It is left out, and that is said."""
    made = again(
        before,
        {**small_world(), "Cargo": [shipment("S2", due="2025-04-01")]},
        "2025-03-20",
        50,
        path=tmp_path / "p.xlsx",
    )
    holds(made, 300, 0, {"B0002": ["T1 03-20", "T2 03-22"]})
    assert len(made.warnings) == 1
