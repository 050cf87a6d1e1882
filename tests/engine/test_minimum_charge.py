"""A minimum charge, by hand."""

from __future__ import annotations

import pytest

from optimizer.options import Engine, Options
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import World
from tests.properties.solving import solved

ENGINES = [Engine.LISTED, Engine.COLUMNS]


def by_the_tonne(tonnes: float, **more: Cell) -> World:
    """One shipment at 100 a tonne, and at least 500 a container."""
    road = leg("road", "daily", basis="tonne", rate=100, minimum_charge=500, **more)
    return {**rice(road, boxes=0), "Cargo": [cargo("S", tonnes)]}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("tonnes", "cost"), [(2, 500), (4.999, 500), (5, 500), (6, 600), (24, 2400)])
def test_no_container_is_charged_less_than_the_minimum(engine: Engine, tonnes: float, cost: int) -> None:
    """By the tonne above 5 t in a container, 500 below; 24 t in two containers of 12 t are far above."""
    made = solved(by_the_tonne(tonnes), Options(engine=engine))
    assert (made.cost, made.status) == (cost, "optimal")


@pytest.mark.parametrize("engine", ENGINES)
def test_each_container_owes_the_minimum(engine: Engine) -> None:
    """30 t at 10 a tonne in two containers: twice the minimum of 500."""
    road = leg("road", "daily", basis="tonne", rate=10, minimum_charge=500)
    assert solved({**rice(road, boxes=0), "Cargo": [cargo("S", 30)]}, Options(engine=engine)).cost == 1000


@pytest.mark.parametrize("engine", ENGINES)
def test_a_percentage_of_freight_is_of_the_minimum_too(engine: Engine) -> None:
    """2 t pay 500 in the currency of the row, worth 1,000 here, and a tenth of it."""
    world = by_the_tonne(2, currency="GBP")
    world["FX"] = [{"currency": "GBP", "rate": 2}]
    world["Surcharges"] = [{"surcharge": "fuel", "basis": "percent_freight", "amount": 10}]
    assert solved(world, Options(engine=engine)).cost == 1100


def test_a_rebate_without_a_minimum_charge_stays_one() -> None:
    """No minimum charge is none, rather than one of 0: 2 t at -100 earn 200."""
    road = leg("road", "daily", basis="tonne", rate=-100)
    assert solved({**rice(road, boxes=0), "Cargo": [cargo("S", 2)]}, Options(engine=Engine.LISTED)).cost == -200
