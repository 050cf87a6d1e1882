"""What holds for the plan of any world."""

from __future__ import annotations

from hypothesis import given

from optimizer.auditor import PlanRecord, audit
from optimizer.options import Options
from optimizer.plan import Status
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import engine, examples, rounding, solved
from tests.properties.use_of_capacities import loaded, used


@examples(40)
@given(worlds())
def test_the_plan_is_audited_optimal_within_its_bound_and_within_every_capacity(world: World) -> None:
    """The audit finds nothing, bound and gap allow what the status says, no limit is exceeded and no minimum missed."""
    options = Options()
    made = solved(world, options)
    assert [str(difference) for difference in audit(PlanRecord.of(made), made.book, made.portfolio)] == []
    assert made.bound <= made.cost
    assert made.status is Status.OPTIMAL
    assert made.cost - made.bound <= options.gap * made.cost + rounding(made)
    assert {limit: amount for limit, amount in used(made).items() if amount > limit.most} == {}
    assert {name: amount for (name, least), amount in loaded(made).items() if amount < least} == {}


@examples(20)
@given(worlds())
def test_the_bound_as_the_engine_states_it_is_not_above_the_cost(world: World) -> None:
    """Nor is it anywhere near the cost only because a plan never states more than that."""
    stated = engine(world).run().bound
    made = solved(world)
    assert stated <= float(made.cost + rounding(made)) + 1e-6


@examples(15)
@given(worlds())
def test_every_tonne_is_carried_or_left_behind(world: World) -> None:
    """Booked and unserved tonnes make each shipment, one not to be split goes whole on one itinerary or stays."""
    made = solved(world, Options())
    for name, shipment in made.portfolio.shipments.items():
        bookings = made.bookings_of.get(name, [])
        left = [unserved for unserved in made.unserved if unserved.shipment.name == name]
        assert sum(b.tonnes for b in bookings) + sum(u.tonnes for u in left) == shipment.weight_t
        assert all(unserved.reason for unserved in left)
        assert all(booking.tonnes >= shipment.min_lot_t for booking in bookings)
        assert shipment.split or (len(bookings), len(left)) in ((1, 0), (0, 1))
        assert all(booking.itinerary.delivered <= shipment.last_day for booking in bookings)
