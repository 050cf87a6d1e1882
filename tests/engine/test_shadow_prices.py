"""Shadow prices against solving again with more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given

from optimizer import solver
from optimizer.resources import Resource
from tariffs.book import LegKey
from tests.properties.changes import ROOM, limits, with_rows
from tests.properties.drawing import Row, World
from tests.properties.drawn_tariffs import key_of
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import engine, examples, solved

CLOSE = 1e-4


def relaxed(world: World, limited: Iterable[Resource], minimums: Iterable[tuple[LegKey, date]]) -> float:
    """The least cost with whole numbers relaxed, where these are limited and these have a minimum."""
    listed, keys = engine(world), set(minimums)
    listed.limited = dict.fromkeys(limited)
    listed.minimums = frozenset(d for found in listed.network.departures.values() for d in found if d.key in keys)
    listed._list(listed.shipments)
    answer = solver.relax(listed._whole_model().problem)
    assert answer.objective is not None
    return answer.objective


def with_one_more(world: World, sheet: str, row: Row) -> World:
    """The capacity of a row, or of all rows of its departures, a unit greater."""
    column = ROOM[sheet]
    more = Decimal(str(row[column])) + 1

    def grown(other: Row) -> Row:
        same = other is row or (sheet == "Tariffs" and key_of(other) == key_of(row))
        return {**other, column: more} if same else other

    return with_rows(world, sheet, grown)


def is_of(resource: Resource, sheet: str, number: int, row: Row) -> bool:
    """Whether a resource is what a row limits, in some period."""
    match sheet:
        case "Tariffs":
            key = LegKey(*(str(cell or "") for cell in key_of(row)))
            return resource.kind == "departure" and resource.row == repr(key)
        case "Pool":
            return resource.kind == "pool" and resource.name == f"{row['location']} {row['container']}"
        case _:
            return resource.row == f"{sheet}!{number + 2}"


@examples(25)
@given(worlds(penalty=True, most_legs=6))
def test_one_unit_more_in_every_period_saves_at_most_its_shadow_prices(world: World) -> None:
    """Of the relaxed programme, whose least cost is convex in what there is."""
    assume(limits(world))
    listed = engine(world)
    duals = listed.run().duals
    limited, minimums = list(listed.limited), [departure.key for departure in listed.minimums]
    cost = relaxed(world, limited, minimums)
    for sheet, number in limits(world):
        row = world[sheet][number]
        of_row = [resource for resource in limited if is_of(resource, sheet, number, row)]
        if not of_row:
            continue
        more = [r._replace(amount=r.amount + 1) if r in of_row else r for r in limited]
        saved = cost - relaxed(with_one_more(world, sheet, row), more, minimums)
        price = sum(duals.get(resource, 0.0) for resource in of_row)
        assert -CLOSE <= saved <= price + CLOSE


@pytest.mark.parametrize("departure_cost", [None, 300])
@pytest.mark.parametrize("min_load", [None, 1])
def test_room_on_a_full_departure_is_worth_what_going_otherwise_costs_more(
    departure_cost: int | None, min_load: int | None
) -> None:
    """The third of three boxes goes by road for 1,000 and would go by rail for 100, whatever the departure costs."""
    rail = {
        "service": "R", "mode": "rail", "origin": "Quetta", "destination": "Zahedan", "transit_days": 1,
        "departures": "2025-03-03", "capacity": 2, "TEU": 100, "departure_cost": departure_cost, "min_load": min_load,
    }  # fmt: skip
    road = {"mode": "road", "origin": "Quetta", "destination": "Zahedan", "transit_days": 1, "TEU": 1000}
    world: World = {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [{"location": "Quetta", "country": "PK"}, {"location": "Zahedan", "country": "IR"}],
        "Containers": [{"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}],
        "Commodities": [{"commodity": "steel", "hs": "7208", "stowage_m3_per_t": 0.5}],
        "Tariffs": [rail, road],
        "Cargo": [
            {
                "shipment": "S", "origin": "Quetta", "destination": "Zahedan", "commodity": "steel", "weight_t": 66,
                "ready": "2025-03-03", "due": "2025-03-06",
            }
        ],
    }  # fmt: skip
    made = solved(world)
    assert [use.shadow_price for use in made.capacities] == [900]
    assert made.cost - solved(with_one_more(world, "Tariffs", rail)).cost == 900
