"""Shipments that may not be split, and limits in tonnes that they are too heavy for."""

from __future__ import annotations

import pytest

from optimizer.options import Engine, Options
from tests.engine.rice import cargo, leg, rice
from tests.properties.solving import solved


@pytest.mark.parametrize("engine", [Engine.LISTED, Engine.COLUMNS])
def test_a_shipment_too_heavy_for_a_border_is_kept_off_it(engine: Engine) -> None:
    """Left to find that out by itself, HiGHS 1.15.1 never ends its presolve of these two shipments.

    22 t by rail for 2,000. Of 40 t, 12 by road at 15, 22 by rail, and 6 stay behind at 300.
    """
    road = leg("road", "2025-03-04", basis="wm", minimum_t=10, TEU=15, capacity=1, borders="Gate@0")
    rail = leg("rail", "daily", TEU=2000)
    world = rice(road, rail, boxes=0, Borders=[{"border": "Gate", "capacity": 12, "capacity_unit": "tonnes"}])
    world["Settings"] = [{"setting": "unserved_penalty_per_t", "value": 300}]
    world["Cargo"] = [cargo("whole", 22, split="no"), cargo("in parts", 40)]
    assert solved(world, Options(engine=engine)).cost == 2000 + 12 * 15 + 2000 + 6 * 300
