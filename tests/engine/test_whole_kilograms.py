"""Containers hold whole kilograms, and so does the bound."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tariffs
from optimizer.column_generation.whole import Offer, Whole
from optimizer.options import Engine, Options
from optimizer.plan import Status
from optimizer.planning import plan
from tariffs.rating.lines import in_whole_kilograms
from tests.engine.rice import cargo, leg, rice
from tests.engine.three import GAP
from tests.pricing.plain import engine_of
from tests.properties.solving import solved


@pytest.mark.parametrize("engine", [Engine.LISTED, Engine.COLUMNS])
def test_a_bound_loads_no_fraction_of_a_kilogram(engine: Engine) -> None:
    """Three boxes hold 58.235 t of what takes 1.7 m³ a tonne, not 58.2352941: 0.88 are not to be saved."""
    world = rice(leg("rail", "2025-03-03", TEU=100, capacity=3), boxes=1, tonnes=60)
    world["Commodities"] = [{"commodity": "rice", "stowage_m3_per_t": 1.7}]
    made = solved(world, Options(gap=GAP, engine=engine))
    assert made.cost == 300 + 3000 * 60 - 3000 * 58 - 705
    assert made.status is Status.OPTIMAL


@given(
    st.fractions(min_value=Fraction(1, 10), max_value=30, max_denominator=10_000),
    st.integers(min_value=1, max_value=100_000),
)
def test_containers_hold_as_many_whole_kilograms_as_they_could(tonnes: Fraction, kilograms: int) -> None:
    """Each number of them, of no more than there are; and no number holds more on average."""
    most = in_whole_kilograms(tonnes, Fraction(kilograms, 1000))
    assert most <= tonnes
    for count in range(1, math.ceil(kilograms / 1000 / tonnes) + 3):
        held = min(math.floor(1000 * count * tonnes), kilograms)
        assert min(math.floor(1000 * count * most), kilograms) == held
        assert 1000 * count * most >= held


@pytest.mark.parametrize("engine", [Engine.LISTED, Engine.COLUMNS])
def test_what_serves_the_most_is_found_where_containers_hold_fractions_of_a_kilogram(engine: Engine) -> None:
    """Nothing has a penalty here, and the model would leave a kilogram more than whole kilograms can carry."""
    found = tariffs.load(Path(__file__).parents[1] / "cases" / "serve_first.xlsx")
    made = plan(found.book, found.portfolio, Options(engine=engine))
    assert made.cost == pytest.approx(Decimal("169505.89"), abs=Decimal("0.05"))
    assert {left.shipment.name: left.tonnes for left in made.unserved} == {"S7": Decimal("13.112"), "S10": Decimal(78)}
    assert not any(use.shadow_price for use in made.capacities)


@pytest.mark.parametrize("engine", [Engine.LISTED, Engine.COLUMNS])
def test_that_no_more_can_be_served_is_proven_in_whole_kilograms(engine: Engine) -> None:
    """Each of three boxes that go apart holds 19.411 t of 19.4117: together 2 kg less than three that go as one."""
    world = rice(leg("rail", "2025-03-03; 2025-03-04; 2025-03-05", TEU=100, capacity=1), boxes=1, tonnes=60)
    world |= {"Commodities": [{"commodity": "rice", "stowage_m3_per_t": 1.7}], "Settings": []}
    made = solved(world, Options(gap=GAP, engine=engine))
    assert [left.tonnes for left in made.unserved] == [60 - 3 * Decimal("19.411")]
    assert made.cost == 300
    assert made.status is Status.OPTIMAL


def test_what_may_not_be_split_leaves_no_kilogram_behind_for_a_tolerance() -> None:
    """The solver's 19.9994 t of 20, with 0.6 kg left behind, is all of it; and a load plan with 19.999 t is none."""
    world = rice(leg("rail", "2025-03-03", TEU=100, capacity=20, capacity_unit="tonnes"), boxes=0)
    world["Cargo"] = [cargo("whole", 20, split="no")]
    engine = engine_of(world)
    [case], nothing = engine.cases, np.array([3000.0])
    pricer = engine._pricer(engine.cases, nothing, np.zeros(1, np.bool_))
    [asked] = pricer.ask(np.zeros(len(pricer.limits.rows)))
    [trip], _ = asked.near(1.0, 5)
    [piece] = pricer.packer.pieces(case, trip)
    whole = Whole(pricer.limits, {}, np.zeros(len(pricer.limits.rows)))
    whole.add(case, [Offer(trip, (piece,), ())], 3000.0)
    whole.state_limits(20.0)
    [load] = whole.loads[0]
    values = np.ones(len(whole.programme.lower))
    values[[load.containers, load.tonnes, whole.left[0]]] = 1.0, 19.9994, 0.0006
    [packed] = whole._packed(values)[0]
    assert packed.kilograms == 20_000
    assert math.isfinite(pricer.packer.plan(case, [packed], 3000.0).cost)
    assert math.isinf(pricer.packer.plan(case, [replace(packed, kilograms=19_999)], 3000.0).cost)
