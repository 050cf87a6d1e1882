"""Why cargo stays behind: the first reason of the contract that is true."""

from __future__ import annotations

import pytest

from optimizer.options import Engine, Options
from tests.properties.drawing import Row, World
from tests.properties.solving import solved

ENGINES = (Engine.LISTED, Engine.COLUMNS)


def one_box(*tariffs: Row) -> World:
    """Steel that may go from Quetta to Moscow from 3 to 13 March."""
    wanted: Row = {
        "shipment": "S", "origin": "Quetta", "destination": "Moscow", "commodity": "steel", "weight_t": 10,
        "ready": "2025-03-03", "due": "2025-03-13",
    }  # fmt: skip
    return {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [
            {"location": "Quetta", "country": "PK"},
            {"location": "Zahedan", "country": "IR"},
            {"location": "Moscow", "country": "RU"},
        ],
        "Containers": [{"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}],
        "Commodities": [{"commodity": "steel", "stowage_m3_per_t": 0.5}, {"commodity": "rice", "stowage_m3_per_t": 1}],
        "Tariffs": list(tariffs),
        "Cargo": [wanted],
    }


def leg(origin: str, destination: str, days: int, departures: str = "daily", **more: str | int) -> Row:
    return {
        "mode": "rail", "origin": origin, "destination": destination, "transit_days": days, "departures": departures,
        "TEU": 100, **more,
    }  # fmt: skip


def reason(world: World) -> str:
    """What either engine gives as the reason."""
    [told] = {left.reason for engine in ENGINES for left in solved(world, Options(engine=engine)).unserved}
    return told


@pytest.mark.parametrize(
    ("departs", "days"),
    [("2025-03-20", 19), ("2025-03-13", 12), ("2026-03-20", 384)],
)
def test_a_leg_that_runs_only_after_the_last_day_makes_the_connection_slow_and_does_not_refuse_the_goods(
    departs: str, days: int
) -> None:
    told = reason(one_box(leg("Quetta", "Moscow", 2, departs)))
    assert told == f"the fastest connection takes {days} days against 10 allowed"


def test_a_leg_that_takes_the_goods_only_after_the_last_day_makes_the_connection_slow() -> None:
    """Until the 19th its only row is for rice."""
    rice = leg("Quetta", "Moscow", 2, "daily", commodity="rice", valid_to="2025-03-19")
    steel = leg("Quetta", "Moscow", 2, "daily", valid_from="2025-03-20")
    assert reason(one_box(rice, steel)) == "the fastest connection takes 19 days against 10 allowed"


def test_a_second_leg_that_runs_only_after_the_last_day_makes_the_connection_slow() -> None:
    told = reason(one_box(leg("Quetta", "Zahedan", 1), leg("Zahedan", "Moscow", 4, "2025-03-16")))
    assert told == "the fastest connection takes 17 days against 10 allowed"


def test_a_leg_whose_every_row_is_for_other_goods_refuses_these_on_every_day() -> None:
    other = leg("Quetta", "Moscow", 2, commodity="rice")
    assert reason(one_box(other)) == "no carriage accepts it: nothing that runs takes steel"
    told = reason(one_box(other, leg("Moscow", "Zahedan", 2, "2025-03-20")))
    assert told == "no carriage accepts it: no connection takes steel from Quetta to Moscow"


def test_legs_that_do_not_meet_are_no_connection_even_where_they_run_only_later() -> None:
    assert reason(one_box(leg("Quetta", "Zahedan", 2, "2025-03-20"))) == "no connection from Quetta to Moscow"


def test_a_leg_that_has_stopped_running_is_told_so() -> None:
    told = reason(one_box(leg("Quetta", "Moscow", 2, "2025-02-20"), leg("Quetta", "Zahedan", 1)))
    assert told == "no connection from Quetta to Moscow runs after 2025-03-03"
