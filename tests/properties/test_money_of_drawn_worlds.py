"""What money does to the plan of any world."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tariffs.rating import Component
from tests.properties.changes import WITHOUT, money_columns, with_money_times
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples, rounding, solved

SEVEN = 7


@examples(25)
@given(worlds(most_legs=7))
def test_seven_times_the_money_is_seven_times_the_plan(world: World) -> None:
    """Cost and bound, give or take the cents."""
    once, often = solved(world), solved(with_money_times(world, SEVEN))
    cents = SEVEN * rounding(once) + rounding(often)
    assert abs(often.cost - SEVEN * once.cost) <= cents
    assert abs(often.bound - SEVEN * once.bound) <= cents + Decimal("0.001")


def test_all_that_is_money_is_multiplied() -> None:
    """The columns that the test above multiplies, beside those of containers, are these and no others."""
    assert money_columns() == {
        ("Borders", "fee_per_t"),
        ("Borders", "rate"),
        ("Cargo", "unserved_penalty_per_t"),
        ("Cargo", "value"),
        ("Duties", "specific_per_t"),
        ("Settings", "co2_price_per_t"),
        ("Settings", "unserved_penalty_per_t"),
        ("Storage", "rate_per_day"),
        ("Surcharges", "amount"),
        ("Tariffs", "departure_cost"),
        ("Tariffs", "minimum_charge"),
        ("Tariffs", "rate"),
        ("Transfers", "rate"),
    }


@examples(40)
@given(worlds(), st.lists(st.sampled_from(tuple(WITHOUT)), min_size=1, unique=True))
def test_a_component_at_zero_disappears(world: World, gone: list[str]) -> None:
    """Where its rates are zero there is no such charge, and the component is 0."""
    for component in gone:
        world = WITHOUT[component](world)
    made = solved(world)
    assert {name for name in gone if made.components[Component(name)]} == set()
    assert [charge for _, charge in made.charges() if charge.item.component.value in gone] == []


@examples(15)
@given(worlds(penalty=True, most_legs=7), st.sampled_from([name for name in WITHOUT if name != "surcharge"]))
def test_a_component_at_zero_never_raises_the_cost(world: World, gone: str) -> None:
    """Where no surcharge is a discount, all that is left costs no more than it did with the component."""
    world = {
        **world,
        "Surcharges": [
            row
            for row in world.get("Surcharges", ())
            if all(not isinstance(cell, int | float) or cell >= 0 for cell in row.values())
        ],
    }
    before, after = solved(world), solved(WITHOUT[gone](world))
    assert after.cost <= before.cost + rounding(before, after)
