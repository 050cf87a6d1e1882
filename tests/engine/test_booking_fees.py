"""Fees that a booking owes once, where they depend on what is in it."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.column_generation.whole import Whole
from optimizer.options import Engine, Options
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import cargo, leg, rice
from tests.properties.drawing import Row
from tests.properties.solving import EXACT, solved

LONG: Row = {"container": "FEU", "teu": 2, "max_gross_t": 28, "tare_t": 4, "volume_m3": 67}
SHORT: Row = {"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}


def fee(amount: int, container: str = "") -> Row:
    """Owed once by a booking with a container of that type, or with any."""
    row: Row = {"surcharge": f"documents {container}{amount}", "basis": "booking", "amount": amount}
    return row | {"container": container} if container else row


@pytest.mark.parametrize(
    ("fees", "least"),
    [
        # 46 t go in a short box at 300 and a long one at 310, or in two long ones.
        ([fee(100, "TEU"), fee(150, "FEU")], 2 * 310 + 150),
        ([fee(100, "TEU"), fee(150)], 2 * 310 + 150),
        ([fee(100), fee(150)], 300 + 310 + 100 + 150),
        ([fee(40, "TEU"), fee(40, "FEU"), fee(7)], 2 * 310 + 40 + 7),
    ],
)
def test_types_of_container_owe_their_own_fees(fees: list[Row], least: int) -> None:
    """A booking of both types owes those of both, and one for any type once."""
    rates: dict[str, Cell] = {"TEU": 300, "FEU": 310}
    world = rice(leg("rail", "daily", **rates), boxes=1, tonnes=46, Containers=[SHORT, LONG], Surcharges=fees)
    assert solved(world, EXACT).cost == least
    made = solved(world, Options(engine=Engine.COLUMNS))
    assert made.cost == least
    assert made.bound <= least


def test_a_fee_is_charged_by_the_way_that_duty_is_in_the_integer_programme(monkeypatch: pytest.MonkeyPatch) -> None:
    """By weight 30,000 are due whatever the fee of 400 by rail, which by value would be 600: it was taken for those.

    Rail for 1,000 a box and the fee, which has room for one of two shipments that may not be split; road for 1,850.
    """
    bounds: list[float] = []
    solve = Whole.solve

    def solved_and_noted(programme: Whole, *rest: Any, **more: Any) -> Any:
        found = solve(programme, *rest, **more)
        bounds.extend([programme.bound] if len(programme.cases) > 1 else [])
        return found

    monkeypatch.setattr(Whole, "solve", solved_and_noted)
    rail = leg("rail", "2025-03-04", TEU=1000, capacity=3, capacity_unit="teu")
    road = leg("road", "2025-03-04", TEU=1850)
    world = rice(rail, road, boxes=0)
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 90000}]
    world["Surcharges"] = [{"surcharge": "B/L", "mode": "rail", "basis": "booking", "amount": 400}]
    world["Duties"] = [{"territory": "KZ", "duty_pct": 50, "specific_per_t": 1500}]
    world["Cargo"] = [cargo(name, 40, value=40000, split="no") for name in ("one", "other")]
    made = solved(world, Options(engine=Engine.COLUMNS))
    assert made.cost == 2 * 1000 + 400 + 60000 + 2 * 1850 + 60000
    assert bounds
    assert max(bounds) <= float(made.cost)
