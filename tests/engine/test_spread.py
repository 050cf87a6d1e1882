"""Load plans that fit: spread over several departures."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from optimizer.column_generation.integers import Integers
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.options import Engine, Options
from tests.engine.rice import leg, rice
from tests.properties.solving import solved

COLUMNS = Options(engine=Engine.COLUMNS)


def test_a_shipment_too_large_for_any_train_goes_on_the_cheapest_ones_that_hold_it() -> None:
    """Six boxes, two on each of four trains, and the road at a thousand: 2 × 100 + 2 × 110 + 2 × 120."""
    trains = [
        leg("rail", f"2025-03-0{4 + n}", service=f"T{n}", TEU=100 + 10 * n, capacity=2, capacity_unit="containers")
        for n in range(4)
    ]
    made = solved(rice(*trains, leg("road", "daily", TEU=1000), boxes=1, tonnes=132), COLUMNS)
    assert made.cost == 660


def load_plans(
    trains: int, boxes: int, monkeypatch: pytest.MonkeyPatch, capacity: float = 2, unit: str = "containers"
) -> list[tuple[LoadPlan, Incumbent]]:
    """Every load plan of the relaxation, for a shipment of so many boxes of 22 t and trains that hold so much each."""
    seen: list[tuple[LoadPlan, Incumbent]] = []
    run = Integers.run

    def noted(integers: Integers) -> tuple[Incumbent, float]:
        for found in integers.loop.master.plans:
            seen.append((found, integers.settled({found.case.number: found})))
        return run(integers)

    monkeypatch.setattr(Integers, "run", noted)
    rails = [
        leg("rail", f"2025-03-0{4 + n}", service=f"T{n}", TEU=100 + 10 * n, capacity=capacity, capacity_unit=unit)
        for n in range(trains)
    ]
    solved(rice(*rails, boxes=1, tonnes=22 * boxes), COLUMNS)
    return seen


@pytest.mark.parametrize(("trains", "boxes"), [(4, 6), (2, 6), (3, 2), (1, 5)])
def test_among_the_load_plans_is_one_that_fits_and_carries_what_there_is_room_for(
    trains: int, boxes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fit = [found for found, alone in load_plans(trains, boxes, monkeypatch) if math.isfinite(alone.cost)]
    carried = max(sum(load.containers for load in found.loads) for found in fit)
    assert carried == min(2 * trains, boxes)


@pytest.mark.parametrize(("trains", "capacity", "carried"), [(4, 30.5, 122), (2, 15, 30), (3, 70, 132), (2, 26, 44)])
def test_a_container_goes_partly_full_where_tonnes_are_limited(
    trains: int, capacity: float, carried: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 132 t; but not with less than a quarter of what it holds."""
    found = load_plans(trains, 6, monkeypatch, capacity, "tonnes")
    fit = [one for one, alone in found if math.isfinite(alone.cost)]
    assert max(132_000 - one.left for one in fit) == carried * 1000


@pytest.mark.parametrize("tonnes", [22, 31, 40, 58, 63])
def test_what_fills_no_container_lies_on_the_segment_for_its_tonnes(
    tonnes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of full containers may be charged otherwise than they are: 4 t as 10 t, here."""
    seen: list[LoadPlan] = []
    run = Integers.run

    def noted(integers: Integers) -> tuple[Incumbent, float]:
        seen.extend(integers.loop.master.plans)
        return run(integers)

    monkeypatch.setattr(Integers, "run", noted)
    train = leg("rail", "daily", TEU=40, basis="tonne", minimum_t=10, max_payload_t=18, capacity=24,
                capacity_unit="tonnes")  # fmt: skip
    solved(rice(train, boxes=1, tonnes=tonnes), COLUMNS)
    assert seen
    for found in seen:
        for load in found.loads:
            segment = found.case.goods.pieces.segments[load.segment]
            assert segment.low * 1000 < Fraction(load.kilograms, load.containers) <= segment.high * 1000
