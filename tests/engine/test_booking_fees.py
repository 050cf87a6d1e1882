"""Fees that a booking owes once, where they depend on what is in it."""

from __future__ import annotations

import pytest

from optimizer.options import Engine, Options
from tests.building.sheets_of_rows import Cell
from tests.engine.rice import leg, rice
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
