"""Departures that cost the same by themselves, on days that do not: the engine that lists keeps what may be best."""

from __future__ import annotations

import pytest

from optimizer.options import Engine, Options
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import Row, World
from tests.properties.solving import solved

ENGINES = [Options(engine=Engine.LISTED), Options(engine=Engine.COLUMNS)]
#: A franc costs 2 to Tuesday, and 1 from Wednesday on.
CHEAPER_LATER: list[Row] = [
    {"currency": "CHF", "rate": 2, "valid_from": "2025-01-01"},
    {"currency": "CHF", "rate": 1, "valid_from": "2025-03-05"},
]


@pytest.fixture(params=ENGINES, ids=["listed", "columns"])
def options(request: pytest.FixtureRequest) -> Options:
    """Each engine."""
    found: Options = request.param
    return found


def transfer(from_mode: str, to_mode: str, **more: Cell) -> Row:
    return {"location": "Zahedan", "from_mode": from_mode, "to_mode": to_mode, "currency": "CHF", "TEU": 70, **more}


def test_the_transfer_at_the_origin_is_paid_at_the_rate_of_the_day_of_departure(options: Options) -> None:
    """The later train costs the same, and 70 francs at 1 rather than 2."""
    world = rice(leg("rail", "daily", TEU=100), boxes=1, FX=CHEAPER_LATER, Transfers=[transfer("origin", "rail")])
    assert solved(world, options).cost == 170


def test_the_transfer_at_the_destination_is_paid_at_the_rate_of_the_day_of_arrival(options: Options) -> None:
    """As above, where it arrives: it must arrive on Wednesday, so it leaves on Tuesday."""
    at_the_end = transfer("rail", "destination", location="Aktau")
    world = rice(leg("rail", "daily", TEU=100), boxes=1, FX=CHEAPER_LATER, Transfers=[at_the_end])
    assert solved(world, options).cost == 170


def by_way_of_herat(*onward: Row, boxes: int = 1, **sheets: list[Row]) -> World:
    """Rail to Herat on Monday, and on from there."""
    first = {**leg("rail", "2025-03-03", TEU=100), "destination": "Herat"}
    world = rice(first, *({**row, "origin": "Herat"} for row in onward), boxes=boxes, **sheets)
    return {**world, "Locations": [*world["Locations"], {"location": "Herat", "country": "AF"}]}


def test_the_transfer_between_legs_is_paid_at_the_rate_of_the_day_of_departure(options: Options) -> None:
    """It waits from Tuesday to Wednesday for a franc at 1."""
    between = transfer("rail", "rail", location="Herat")
    world = by_way_of_herat(leg("rail", "daily", TEU=100), FX=CHEAPER_LATER, Transfers=[between])
    assert solved(world, options).cost == 270


def test_storage_is_paid_at_the_rate_of_the_day_of_departure(options: Options) -> None:
    """Cargo is there from Tuesday on, and two days late are dearer than three: 2 × 2 × 10, or 3 × 1 × 10 on Friday."""
    rates = [CHEAPER_LATER[0], {**CHEAPER_LATER[1], "valid_from": "2025-03-07"}]
    stored = {"location": "Herat", "rate_per_day": 10, "currency": "CHF"}
    onward = leg("rail", "2025-03-06; 2025-03-07", TEU=100)
    world = by_way_of_herat(onward, FX=rates, Storage=[stored])
    assert solved(world, options).cost == 230


def test_a_departure_between_two_others_is_kept_where_both_its_ends_charge_storage(options: Options) -> None:
    """Of the trains to Mary, Wednesday's pays no storage there and least of all before it.

    Storage in Mary is dear beyond three free days, so one from Wednesday to Saturday serves Saturday's lorry; the
    later it leaves the more it pays in Herat.
    """
    to_mary = {**leg("rail", "2025-03-04; 2025-03-05; 2025-03-06; 2025-03-07", TEU=100), "destination": "Mary"}
    to_mary["transit_days"] = 0
    lorry = {**leg("rail", "2025-03-08", TEU=100), "origin": "Mary"}
    world = by_way_of_herat(
        to_mary,
        Storage=[
            {"location": "Herat", "rate_per_day": 1},
            {"location": "Mary", "rate_per_day": 1000, "free_days": 3},
        ],
    )
    world["Tariffs"].append(lorry)
    world["Locations"].append({"location": "Mary", "country": "TM"})
    assert solved(world, options).cost == 301


def test_a_rate_that_changes_is_no_reason_to_wait_where_nothing_is_in_that_currency(options: Options) -> None:
    """Two boxes on the first train: the second day is no cheaper, and capital waits."""
    world = rice(leg("rail", "daily", TEU=100), boxes=2, FX=CHEAPER_LATER)
    world["Cargo"] = [cargo("S0", 20, value=1000, currency="CHF"), cargo("S1", 20)]
    assert solved(world, options).cost == 200
