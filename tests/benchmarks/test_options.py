"""An option more never makes a plan dearer, whatever the family."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from benchmarks.families import FAMILIES
from benchmarks.worlds import given
from optimizer.options import Engine, Options
from optimizer.plan import Plan
from optimizer.planning import plan
from tariffs.book import LegKey

#: What plans of the two worlds are proven to, as a share of their cost.
HOW = Options(engine=Engine.COLUMNS, gap=Decimal("0.005"))


def most_used(made: Plan) -> LegKey:
    """The leg that carries most, one whose departures need not run before all others."""
    carried: Counter[LegKey] = Counter()
    for booking in made.bookings:
        for departure in booking.itinerary.departures:
            needs_cargo = departure.terms.min_load or departure.terms.departure_cost
            carried[departure.leg.key] += booking.tonnes * (1000 if needs_cargo else 1)
    return max(carried, key=lambda key: (carried[key], str(key)))


@pytest.mark.parametrize("family", FAMILIES)
def test_no_plan_is_dearer_than_without_the_leg_that_it_uses_most(family: str) -> None:
    """But for what the bound leaves open where it is optimal within the tolerance, and cents of rounding."""
    world = given(FAMILIES[family](10, 3))
    made = plan(world.book, world.portfolio, HOW)
    key = most_used(made)
    without = replace(world.book, legs=tuple(leg for leg in world.book.legs if leg.key != key))
    other = plan(without, world.portfolio, HOW)
    assert made.cost <= other.cost * (1 + HOW.gap)
    assert made.bound <= other.cost
