"""The least lot of a shipment in several bookings, by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.options import Engine, Options
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.engine.three import outcome
from tests.properties.changes import with_setting
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples, solved

ENGINES = [Engine.LISTED, Engine.COLUMNS]


def rail_and_road(least_lot: Cell, *, penalty: int = 3000, tonnes: float = 30) -> World:
    """One container of up to 22 t by rail for 500, all others by road for 50 a tonne."""
    rail, road = leg("rail", "2025-03-04", TEU=500, capacity=1), leg("road", "2025-03-04", TEU=50, basis="tonne")
    world = rice(rail, road, boxes=0)
    world["Settings"] = [
        {"setting": "unserved_penalty_per_t", "value": penalty},
        {"setting": "min_lot_t", "value": least_lot},
    ]
    world["Cargo"] = [cargo("S", tonnes)]
    return world


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("least_lot", "cost"),
    [
        (None, 500 + 8 * 50),
        (8, 900),
        (8.0005, 500 + 8.001 * 50),
        (10, 1000),
        (15, 500 + 15 * 50),
        (16, 30 * 50),
        (31, 1500),
    ],
)
def test_each_booking_of_a_shipment_carries_the_least_lot_or_all(engine: Engine, least_lot: Cell, cost: float) -> None:
    """22 and 8 t without; then from rail to road, in whole kilograms; with 16 t and more, all in one booking."""
    made = solved(rail_and_road(least_lot), Options(engine=engine))
    assert (float(made.cost), made.status) == (cost, "optimal")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_stays_behind_is_no_booking(engine: Engine) -> None:
    """22 t by rail, and 8 behind at 40 a tonne, whatever the least lot up to 22 t."""
    made = solved(rail_and_road(22, penalty=40), Options(engine=engine))
    assert (made.cost, [booking.tonnes for booking in made.bookings]) == (820, [22])
    nothing = solved(rail_and_road(23, penalty=40), Options(engine=engine))
    assert (nothing.cost, nothing.bookings) == (1200, ())


@pytest.mark.parametrize("engine", ENGINES)
def test_all_loads_on_one_itinerary_are_one_booking(engine: Engine) -> None:
    """40 t in two containers, neither of which is a lot of 30 t."""
    made = solved(rail_and_road(30, tonnes=40), Options(engine=engine))
    assert (made.cost, len(made.bookings)) == (2000, 1)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("rate", "cost"), [(700, 1400), (800, 1500)])
def test_a_load_dearer_than_its_penalty_makes_up_a_lot(engine: Engine, rate: int, cost: int) -> None:
    """30 t at 50 a tonne behind, in lots of 25: a second container with 8 t is dear, and the first alone is no lot."""
    world = rail_and_road(25, penalty=50)
    world["Tariffs"] = [leg("rail", "2025-03-04", TEU=rate)]
    assert solved(world, Options(engine=engine)).cost == cost


def test_the_reason_names_the_least_lot() -> None:
    """22 t by road; rail would take the other 8 for little, and they are no lot."""
    world = rail_and_road(20, penalty=70)
    world["Tariffs"] = [
        leg("rail", "2025-03-04", TEU=100, capacity=1, max_payload_t=10),
        leg("road", "2025-03-04", TEU=300, capacity=1),
    ]
    made = solved(world)
    assert made.cost == 300 + 8 * 70
    assert made.unserved[0].reason == "no room: 8 t are less than the least lot, min_lot_t 20"


@examples(20)
@given(worlds(most_legs=6, most_shipments=2, most_days=7), st.sampled_from((2, 5, 8, 12.5, 20)))
def test_three_engines_agree_on_lots(world: World, least_lot: float) -> None:
    """Whatever the world, with every itinerary and without dominance."""
    assert outcome(with_setting(world, "min_lot_t", least_lot), plain=True).faults == ()
