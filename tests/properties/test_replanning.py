"""What holds for planning again, in any world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer import planning
from optimizer.errors import OutOfTimeError, RebateError
from optimizer.kept import Keep
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from optimizer.planning import plan
from optimizer.replan.reading import kept_plan
from optimizer.solution import pays_back
from optimizer.stopping import Stop, nothing_to_check
from tests.building.sheets_of_rows import Cell
from tests.explain.test_reasons_hold import LACKING, with_more_room
from tests.properties.drawing import FIRST, World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import EXACT, examples, rounding, solved
from tests.replan.plain import least

#: Within it of the least cost is near enough.
TOLERANCE = Decimal("0.0001")

#: A solver's tolerance, base currency.
SLACK = Decimal("0.01")


def again(world: World, before: Plan, as_of: date, change_cost: int, options: Options = EXACT) -> Plan:
    """The plan of a world that keeps another."""
    keep = Keep(kept_plan(before), as_of, Decimal(change_cost))
    return plan(*book_and_portfolio(world), options, keep=keep)


def unpriced_t(made: Plan) -> Decimal:
    """What is left behind for want of a penalty, t."""
    return sum((left.tonnes for left in made.unserved if left.shipment.penalty_per_t is None), Decimal(0))


days = st.integers(-1, 16).map(lambda number: FIRST + timedelta(days=number))
costs = st.sampled_from((0, 30, 400, 100_000))


@examples(12)
@given(worlds(), days, costs)
def test_an_unchanged_world_costs_no_more_than_the_kept_plan_and_what_departed_stays(
    world: World, as_of: date, change_cost: int
) -> None:
    """At any day and any cost of a change; the audit, which is part of planning, finds nothing."""
    before = solved(world)
    made = again(world, before, as_of, change_cost)
    assert unpriced_t(made) <= unpriced_t(before)
    assert unpriced_t(made) < unpriced_t(before) or made.paid <= before.cost + rounding(made, before)
    now = {booking.name: booking for booking in made.bookings}
    for booking in before.bookings:
        departed = [d.key for d in booking.itinerary.departures if d.departs < as_of]
        if departed:
            assert [d.key for d in now[booking.name].itinerary.departures][: len(departed)] == departed
            assert sorted(map(str, now[booking.name].loads)) == sorted(map(str, booking.loads))
    assert made.bound <= made.paid


@examples(6)
@given(worlds())
def test_a_plan_that_may_change_everything_for_nothing_is_the_best_plan(world: World) -> None:
    """Before the first day, at no cost of a change."""
    before = solved(world)
    made = again(world, before, FIRST - timedelta(days=9), 0)
    assert unpriced_t(made) == unpriced_t(before)
    assert abs(made.cost - before.cost) <= rounding(made, before) + SLACK


def with_a_change(world: World, before: Plan, as_of: date, which: int, kind: str) -> World:
    """A morning's news: a departure that is cancelled, more cargo, a row of tariffs that costs twice as much."""
    later = sorted(
        {d.key for booking in before.bookings for d in booking.itinerary.departures if d.departs >= as_of}, key=str
    )
    if kind == "cancelled" and later:
        key, day = later[which % len(later)]
        row: dict[str, Cell] = {name: value for name, value in key._asdict().items() if value}
        return {**world, "Departures": [*world.get("Departures", []), {**row, "date": str(day), "change": "cancelled"}]}
    if kind == "cargo":
        rows = world["Cargo"]
        return {**world, "Cargo": [*rows, {**rows[which % len(rows)], "shipment": "News"}]}
    rows = list(world["Tariffs"])
    dearer = rows[which % len(rows)]
    amounts = [name for name in (*(str(c["container"]) for c in world["Containers"]), "rate") if dearer.get(name)]
    rows[which % len(rows)] = {**dearer, **{name: float(str(dearer[name])) * 2 for name in amounts}}
    return {**world, "Tariffs": rows}


@examples(25)
@given(
    st.one_of(worlds(most_legs=6, most_shipments=2, most_days=8), worlds(most_places=3, most_days=9)),
    days,
    costs,
    st.integers(0, 20),
    st.sampled_from(("nothing", "cancelled", "cargo", "dearer")),
)
def test_a_plain_programme_with_every_itinerary_finds_the_same(
    world: World, as_of: date, change_cost: int, which: int, kind: str
) -> None:
    """Whatever is kept and whatever has changed: the least cost, and no bound above it."""
    before = solved(world)
    changed = world if kind == "nothing" else with_a_change(world, before, as_of, which, kind)
    made = again(changed, before, as_of, change_cost)
    answer = least(*book_and_portfolio(changed), _in(changed, before), as_of, change_cost)
    assume(answer is not None)
    assert answer is not None
    assert unpriced_t(made) * 1000 == answer.unpriced_kg
    slack = float(rounding(made) + SLACK) + 1e-6 * abs(answer.cost)
    assert made.status is Status.OPTIMAL
    assert abs(float(made.paid) - answer.cost) <= slack
    assert float(made.bound) <= answer.cost + slack


#: A world, and a larger one a part of which is under way on most days.
crowded = st.one_of(worlds(most_places=4), worlds(most_places=4, most_legs=7, most_shipments=6))


@examples(20)
@given(
    crowded,
    days,
    costs,
    st.integers(0, 20),
    st.sampled_from(("nothing", "cancelled", "cargo", "dearer")),
)
def test_the_engine_for_large_portfolios_finds_as_good_a_plan(
    world: World, as_of: date, change_cost: int, which: int, kind: str
) -> None:
    """It leaves nothing that the other carries, costs no more but for the tolerance, and states a bound that is one."""
    before = solved(world)
    changed = world if kind == "nothing" else with_a_change(world, before, as_of, which, kind)
    best = again(changed, before, as_of, change_cost)
    try:
        made = again(changed, before, as_of, change_cost, Options(gap=TOLERANCE, engine=Engine.COLUMNS))
    except RebateError:
        assume(False)
    slack = rounding(made, best) + SLACK
    assert unpriced_t(made) == unpriced_t(best)
    assert best.paid - slack <= made.paid <= best.paid * (1 + TOLERANCE) + slack
    assert made.bound <= best.paid + slack
    assert made.bound > 0 or best.paid <= slack
    if kind == "nothing":
        assert unpriced_t(made) == unpriced_t(before)
        assert made.paid <= before.cost * (1 + TOLERANCE) + rounding(made, before) + SLACK


@examples(12)
@given(crowded, days, costs, st.integers(0, 20), st.sampled_from(("nothing", "cancelled", "cargo", "dearer")))
def test_where_there_was_no_time_for_an_engine_the_plan_is_sound_and_its_bound_holds(
    world: World, as_of: date, change_cost: int, which: int, kind: str
) -> None:
    """What is under way goes on, what may stay stays, and the rest is inserted; the audit is part of planning."""
    before = solved(world)
    changed = world if kind == "nothing" else with_a_change(world, before, as_of, which, kind)
    assume(not pays_back(before.book))
    best = again(changed, before, as_of, change_cost)
    late = OutOfTimeError("the time is over")
    with (
        patch.object(planning, "_solved", side_effect=late),
        patch.object(Stop, "first_plan", return_value=nothing_to_check),
    ):
        hasty = again(changed, before, as_of, change_cost, replace(EXACT, time_limit=0.0))
    slack = rounding(hasty, best) + SLACK
    assert unpriced_t(hasty) >= unpriced_t(best)
    assert unpriced_t(hasty) > unpriced_t(best) or hasty.paid >= best.paid - slack
    assert hasty.bound <= best.paid + slack
    assert hasty.bound > 0 or best.paid <= slack or not hasty.bookings


@examples(12)
@given(
    worlds(most_places=3, most_legs=5, most_shipments=5),
    days,
    st.sampled_from((0, 30)),
    st.integers(0, 20),
    st.booleans(),
)
def test_more_room_cures_what_stays_behind_beside_a_kept_plan(
    world: World, as_of: date, change_cost: int, which: int, news: bool
) -> None:
    """With as much more of a capacity as is said would do, more is carried, or it costs less; by columns."""
    before, options = solved(world), Options(gap=TOLERANCE, engine=Engine.COLUMNS)
    changed = with_a_change(world, before, as_of, which, "cargo") if news else world
    try:
        made = again(changed, before, as_of, change_cost, options)
    except RebateError:
        assume(False)
    for left in made.unserved:
        if left.reason.startswith("no room") and LACKING.search(left.reason) and "at the earliest" not in left.reason:
            cured = again(with_more_room(changed, left.reason), before, as_of, change_cost, options)
            assert (unpriced_t(cured), cured.paid) < (unpriced_t(made), made.paid)


def _in(world: World, before: Plan) -> Plan:
    """A plan with its bookings of the shipments of a world."""
    _, portfolio = book_and_portfolio(world)
    bookings = (replace(b, shipment=portfolio.shipments[b.shipment.name]) for b in before.bookings)
    return replace(before, bookings=tuple(bookings))
