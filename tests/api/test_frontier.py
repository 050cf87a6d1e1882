"""What it costs to be sooner, or to emit less: against all plans of the tiny world, and plans made under a price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pandas as pd
import pytest

import optimizer
from optimizer.plan import Plan
from optimizer.trade_offs.frontier import frontier
from tariffs.loading import Input
from tests.api.enumerated import Way
from tests.api.test_surface import ROOT

CENTS = 0.05


@pytest.fixture(scope="module")
def found(world: optimizer.World) -> dict[str, pd.DataFrame]:
    return {over: world.frontier(over, up_to=PRICES[over][-1]) for over in PRICES}


#: Prices of a mean day, and of a tonne of CO2e: the last is the greatest that is asked for.
PRICES = {"days": [0, 50, 300, 577, 579, 1000, 2000], "co2": [0, 100, 237, 239, 500, 512, 1500]}
COLUMN = {"days": "days", "co2": "co2e_t"}


def measured(way: Way, over: str) -> float:
    return float(getattr(way, COLUMN[over]))


@pytest.mark.parametrize("over", PRICES)
def test_no_plan_is_better_than_the_frontier_at_any_price(
    over: str, every: list[Way], found: dict[str, pd.DataFrame]
) -> None:
    """Of all plans the cheapest under each price is on it, be that price asked for or between two that are."""
    frame = found[over]
    assert (frame["supported"] == "yes").sum() == 3
    for price in PRICES[over]:
        least = min(float(way.cost) + price * measured(way, over) for way in every)
        assert (frame["cost"] + price * frame[COLUMN[over]]).min() == pytest.approx(least, abs=CENTS)


@pytest.mark.parametrize("over", PRICES)
def test_each_bound_holds_for_all_plans(over: str, every: list[Way], found: dict[str, pd.DataFrame]) -> None:
    """None that measures no more costs less; and the bounds are near, those of supported points all but the costs."""
    for row in found[over].to_dict("records"):
        costs = [float(way.cost) for way in every if measured(way, over) <= row[COLUMN[over]] + 1e-9]
        assert row["lower_bound"] <= min(costs) + CENTS
        assert 0 <= row["gap"] <= (0.001 if row["supported"] == "yes" else 0.02)


@pytest.mark.parametrize("over", PRICES)
def test_a_plan_between_supported_points_is_nearly_the_cheapest_there(
    over: str, every: list[Way], found: dict[str, pd.DataFrame]
) -> None:
    """It lies above the hull, which no price finds; and no row is outdone by another."""
    frame = found[over]
    between = frame[frame["supported"] != "yes"]
    assert len(between) > 0
    for row in between.to_dict("records"):
        least = min(float(way.cost) for way in every if measured(way, over) <= row[COLUMN[over]] + 1e-9)
        assert least - CENTS <= row["cost"] <= 1.001 * least
    assert frame["cost"].is_monotonic_increasing
    assert frame[COLUMN[over]].is_monotonic_decreasing


@pytest.mark.parametrize("over", PRICES)
def test_the_price_is_the_slope_of_the_hull_and_rises(over: str, found: dict[str, pd.DataFrame]) -> None:
    """Of what lies above a line of the hull it is that of this line."""
    assert (
        found[over]["price"].iloc[1:].tolist()
        == found[over]["price"].bfill().where(found[over]["supported"] == "yes").bfill().iloc[1:].tolist()
    )
    frame = found[over][found[over]["supported"] == "yes"]
    slopes = -frame["cost"].diff() / frame[COLUMN[over]].diff()
    assert frame["price"].iloc[1:].tolist() == pytest.approx(slopes.iloc[1:].tolist())
    assert pd.isna(frame["price"].iloc[0])
    assert all(one < other for one, other in pairwise(frame["price"].iloc[1:]))


@pytest.mark.parametrize("name", ["world_1001", "world_1002"])
def test_the_frontier_of_other_worlds_is_that_of_plans_under_a_price(name: str) -> None:
    """The price is put on by changing the sheet, and the plan made on its own."""
    world = optimizer.read(ROOT / f"tests/worlds/{name}.xlsx").with_change("Tariffs", "", distance_km=1000)
    first = world.plan()
    frame = world.frontier("co2", up_to=60_000, points=30)
    assert 1 < len(frame) < 30
    own = world.given.book.settings.co2_price_per_t
    assert frame["cost"].iloc[0] == pytest.approx(float(first.cost), rel=1e-4)
    for price in (400, 9_000, 59_000):
        plan = world.with_change("Settings", "setting=co2_price_per_t", value=own + price).plan()
        on_frontier = (frame["cost"] + price * frame["co2e_t"]).min()
        assert float(plan.bound) - 1 <= on_frontier <= float(plan.cost) * 1.0003 + 1


def test_what_a_row_says_is_what_its_plan_says(world: optimizer.World, found: dict[str, pd.DataFrame]) -> None:
    """The cheapest plan is that of the world itself: its cost, its days, its tonne-days, its CO2e."""
    plan = world.plan()
    tonne_days = (plan.bookings["tonnes"] * plan.bookings["days_from_ready"]).sum()
    for frame in found.values():
        row = frame.iloc[0]
        assert row["cost"] == float(plan.cost)
        assert row["tonne_days"] == tonne_days
        assert row["days"] == pytest.approx(tonne_days / plan.bookings["tonnes"].sum())
        assert row["co2e_t"] == pytest.approx(float(sum(b.rated.co2_t for b in plan.details.bookings)))
        assert row["unserved_t"] == 0


def test_bounds_are_of_all_prices_and_hold_where_plans_are_poor(world: optimizer.World, every: list[Way]) -> None:
    """An engine that stops early proves less, and the plans that it found are beside the hull or on it."""

    def poor(given: Input) -> Plan:
        made = optimizer.World(given).plan().details
        return replace(made, bound=made.bound * Decimal("0.9"))

    for point in frontier(world.given, "days", 6, 2000, Decimal("0.0001"), poor):
        costs = [way.cost for way in every if way.days <= point.way.amount]
        assert point.bound <= min(costs)
        assert point.gap > Decimal("0.05")


def test_a_first_plan_that_is_poor_ends_nothing(world: optimizer.World) -> None:
    """One that costs more than that at the greatest price, and takes longer, is left out, and others are looked for."""
    made: list[Plan] = []

    def poor_at_first(given: Input) -> Plan:
        late = world.with_change("Tariffs", "mode=rail", status="planned")
        late = late.with_change("Tariffs", "mode=road", valid_from=date(2025, 3, 18))
        made.append((optimizer.World(given) if made else late).plan().details)
        return replace(made[-1], bound=Decimal(0)) if len(made) == 1 else made[-1]

    points = frontier(world.given, "days", 15, 2000, Decimal("0.0001"), poor_at_first)
    assert made[0].cost > max(point.way.cost for point in points)
    assert len(points) > 1
    assert 2 < len(made) <= 15


def test_so_many_plans_are_made_at_most(world: optimizer.World) -> None:
    for points in (1, 2):
        steps: list[str] = []
        frame = world.frontier("days", points, progress=lambda step, to=steps: to.append(str(step)))
        assert sum("auditing" in step for step in steps) == points >= len(frame)


Ask = Callable[[optimizer.World], object]


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda w: w.frontier("cost"), 'over "days" or "co2"'),
        (lambda w: w.frontier("days", 0), "1 or more"),
        (lambda w: w.frontier("days", up_to=-1), "above 0"),
        (lambda w: w.frontier("days", slack=1), "there is no option slack"),
        (lambda w: w.with_change("Cargo", "", value=0).frontier("days"), "no shipment has a value"),
        (lambda w: w.with_change("Tariffs", "mode=road", distance_km=None).frontier("co2"), "1 rows? of Tariffs"),
    ],
)
def test_what_cannot_be_is_said(world: optimizer.World, ask: Ask, words: str) -> None:
    with pytest.raises(optimizer.RequestError, match=words):
        ask(world)
