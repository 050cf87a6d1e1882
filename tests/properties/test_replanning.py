"""What holds for planning again, in any world."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.errors import RebateError
from optimizer.kept import Keep
from optimizer.options import Engine, Options
from optimizer.plan import Plan, Status
from optimizer.planning import plan
from optimizer.replan.reading import kept_plan
from tests.building.sheets_of_rows import Cell
from tests.properties.drawing import FIRST, World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import EXACT, examples, rounding, solved
from tests.replan.plain import least

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


@examples(12)
@given(
    worlds(most_places=4),
    days,
    costs,
    st.integers(0, 20),
    st.sampled_from(("nothing", "cancelled", "cargo", "dearer")),
)
def test_the_engine_for_large_portfolios_states_no_bound_that_is_none(
    world: World, as_of: date, change_cost: int, which: int, kind: str
) -> None:
    """Its plan costs no less than the least, its bound no more; where nothing has changed it keeps what is as good."""
    before = solved(world)
    changed = world if kind == "nothing" else with_a_change(world, before, as_of, which, kind)
    best = again(changed, before, as_of, change_cost)
    try:
        made = again(changed, before, as_of, change_cost, replace(EXACT, engine=Engine.COLUMNS))
    except RebateError:
        assume(False)
    slack = rounding(made, best) + SLACK
    assert unpriced_t(made) >= unpriced_t(best)
    if unpriced_t(made) == unpriced_t(best):
        assert made.paid >= best.paid - slack
        assert made.bound <= best.paid + slack
    if kind == "nothing":
        assert unpriced_t(made) == unpriced_t(before)
        assert made.paid <= before.cost + rounding(made, before) + SLACK


def _in(world: World, before: Plan) -> Plan:
    """A plan with its bookings of the shipments of a world."""
    _, portfolio = book_and_portfolio(world)
    bookings = (replace(b, shipment=portfolio.shipments[b.shipment.name]) for b in before.bookings)
    return replace(before, bookings=tuple(bookings))
