"""Listing drops itineraries that others outdo, and limits only the capacities that bind: no plan is lost by it."""

from __future__ import annotations

from hypothesis import assume, given

from tests.engine.exhaustive import Exhaustive
from tests.engine.plainly import Plainly
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples, rounding, solved

#: No more itineraries than this, so that the long way ends.
MOST = 250
#: Whole kilograms may cost more than any share of one, and solvers stop somewhere.
ROUNDED = 0.01


@examples(40)
@given(worlds(most_legs=6, most_shipments=2, most_days=7))
def test_the_plan_costs_what_the_best_of_all_itineraries_do(world: World) -> None:
    """With every itinerary that runs, every capacity and every minimum load in one model."""
    book, portfolio = book_and_portfolio(world)
    everything = Exhaustive.of(book, portfolio, MOST)
    assume(everything is not None)
    assert everything is not None
    made = solved(world)
    least, bound = Plainly(everything).least_cost()
    allowed = float(rounding(made)) + ROUNDED
    assert abs(float(made.cost) - least) <= allowed
    assert float(made.bound) <= least + allowed
    assert bound <= float(made.cost) + allowed
