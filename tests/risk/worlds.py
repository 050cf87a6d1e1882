"""Small worlds for risk: one lane with few legs, so that what happens can be said in closed form."""

from __future__ import annotations

import optimizer
from tariffs.building import build
from tariffs.loading import Input
from tests.building.sheets_of_rows import Cell, tables
from tests.engine.rice import leg, rice
from tests.properties.drawing import Row, World

MONDAY = "2025-03-03"


def rail(**more: Cell) -> Row:
    """A train on Monday 3 March that takes 5 days, and 8 in one of twenty cases."""
    return leg("rail", MONDAY, **{"TEU": 100, "transit_days": 5, "transit_days_p95": 8, **more})


def by_way_of_mary(first: Row, second: Row, **sheets: list[Row]) -> World:
    """20 t of rice on two legs that meet at Mary."""
    world = rice(first | {"destination": "Mary"}, second | {"origin": "Mary"}, boxes=1, **sheets)
    return {**world, "Locations": [*world["Locations"], {"location": "Mary", "country": "TM"}]}


def due(world: World, day: str, **more: Cell) -> World:
    """The world with another day by which its cargo is due."""
    return {**world, "Cargo": [{**row, "due": day, **more} for row in world["Cargo"]]}


def read(world: World) -> optimizer.World:
    """A world of rows, as ``optimizer.read`` gives one of workbooks."""
    made = tables(world)
    return optimizer.World(Input(*build(made), tables=made))
