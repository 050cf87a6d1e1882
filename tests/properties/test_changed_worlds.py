"""What a change of a world may do to the cost: all tonnes left behind have a price."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from tariffs.rating import Rater
from tests.properties.changes import (
    limits,
    with_a_shipment_cut,
    with_another_service,
    with_more_room,
    with_setting,
    without_setting,
)
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples, rounding, solved

WORLDS = worlds(penalty=True, most_legs=7)


@examples(25)
@given(st.data(), WORLDS)
def test_another_service_never_raises_the_cost(data: st.DataObject, world: World) -> None:
    """A plan without it is still a plan."""
    before, after = solved(world), solved(data.draw(with_another_service(world)))
    assert after.cost <= before.cost + rounding(before, after)


@examples(25)
@given(st.data(), WORLDS)
def test_more_room_never_raises_the_cost(data: st.DataObject, world: World) -> None:
    """Of a departure, a border, a transfer or a pool: a plan that needs less is still a plan."""
    assume(limits(world))
    before, after = solved(world), solved(data.draw(with_more_room(world)))
    assert after.cost <= before.cost + rounding(before, after)


@examples(25)
@given(st.data(), WORLDS)
def test_cutting_a_shipment_never_lowers_the_cost(data: st.DataObject, world: World) -> None:
    """What the halves do, bookings of the whole can do, with a fee once and the greater of two duties once.

    But for least lots: a half that is smaller may go by itself.
    """
    assume(any("split" not in row for row in world["Cargo"]))
    world = without_setting("min_lot_t")(world)
    before, after = solved(world), solved(data.draw(with_a_shipment_cut(world)))
    assert after.cost >= before.cost - rounding(before, after)


@examples(8)
@given(WORLDS, st.sampled_from((2, 5, 12.5)))
def test_a_greater_least_lot_never_lowers_the_cost(world: World, least: float) -> None:
    """What keeps it keeps a lesser one."""
    lesser, greater = (solved(with_setting(world, "min_lot_t", tonnes)) for tonnes in (least, 2 * least))
    assert greater.cost >= lesser.cost - rounding(lesser, greater)


@examples(8)
@given(WORLDS)
def test_duty_on_what_is_left_behind_never_lowers_the_cost(world: World) -> None:
    """It costs no more than the duty on what the plan without it leaves."""
    free, bearing = (solved(with_setting(world, "unserved_bears_duty", answer)) for answer in ("no", "yes"))
    rater = Rater(bearing.book)
    duty = sum(
        Fraction(left.tonnes) * (rater.unserved_per_t(left.shipment) - Fraction(left.shipment.penalty_per_t or 0))
        for left in free.unserved
    )
    cents = rounding(free, bearing)
    assert Fraction(free.cost - cents) <= Fraction(bearing.cost) <= Fraction(free.cost + cents) + duty
