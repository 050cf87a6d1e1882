"""A chain with two legs and three hub operations, whose emissions are worked out on paper."""

from __future__ import annotations

from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import Row, World

RAIL: Row = {
    "mode": "rail", "co2_g_per_tkm": 30, "ttw_g_per_tkm": 24, "distance_adjustment_pct": 10, "kind": "default",
    "source": "GLEC",
}  # fmt: skip
#: Per tonne of CO2e.
PRICE = 100


def hub(place: str, start: str, end: str, kg: Cell = None) -> Row:
    return {"location": place, "from_mode": start, "to_mode": end, "co2_kg_per_t": kg, "source": "terminal"}


def chain(*rail: Row, sea: Cell = 12, hubs: tuple[Cell, Cell, Cell] = (1, 2, 0.5), price: int = PRICE) -> World:
    """20 t by rail, 1,000 km, and by sea, 500 km, whose row has a factor of its own and whose mode has none."""
    world = rice(boxes=0)
    to_mary = leg("rail", "daily", TEU=100, distance_km=1000) | {"destination": "Mary"}
    on = leg("sea", "daily", TEU=100, distance_km=500, co2_g_per_tkm=sea) | {"origin": "Mary", "source": "the line"}
    return {
        **world,
        "Settings": [*world["Settings"], {"setting": "co2_price_per_t", "value": price}],
        "Locations": [*world["Locations"], {"location": "Mary", "country": "TM"}],
        "Tariffs": [to_mary, on],
        "Transfers": [
            hub("Zahedan", "origin", "rail", hubs[0]),
            hub("Mary", "rail", "sea", hubs[1]),
            hub("Aktau", "sea", "destination", hubs[2]),
        ],
        "Emissions": list(rail or (RAIL,)),
        "Cargo": [cargo("S", 20)],
    }


def two_ways(cleaner: Cell, price: int) -> World:
    """A hub at Mary that the dearer way by Herat does without."""
    world = chain(hubs=(0, cleaner, 0), price=price)
    by_herat = [
        leg("rail", "daily", TEU=130, distance_km=1000) | {"destination": "Herat"},
        leg("sea", "daily", TEU=100, distance_km=500, co2_g_per_tkm=12) | {"origin": "Herat"},
    ]
    places = [*world["Locations"], {"location": "Herat", "country": "AF"}]
    at_herat = hub("Herat", "rail", "sea", 0)
    return {
        **world,
        "Locations": places,
        "Tariffs": [*world["Tariffs"], *by_herat],
        "Transfers": [*world["Transfers"], at_herat],
    }
