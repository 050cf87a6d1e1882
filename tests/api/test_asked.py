"""What notebooks hand over: values as numpy and pandas have them, and what is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import optimizer
from tests.api.test_surface import TINY


@pytest.fixture(scope="module")
def plan(world: optimizer.World) -> optimizer.Plan:
    return world.plan()


def in_euros(world: optimizer.World) -> optimizer.World:
    for sheet in ("Tariffs", "Transfers", "Borders"):
        world = world.with_change(sheet, currency="PKR")
    return world.with_change("Settings", "setting=base_currency", value="EUR")


@pytest.mark.parametrize(
    ("sheet", "column", "value", "plain"),
    [
        *(("Borders", "capacity", kind(3), 3) for kind in (np.int64, np.int8, np.uint16, np.float64, np.float32)),
        ("Borders", "capacity", ("times", np.int64(2)), ("times", 2)),
        ("Cargo", "split", np.bool_(False), False),
        ("Cargo", "ready", np.datetime64("2025-03-05"), date(2025, 3, 5)),
        ("Cargo", "ready", np.datetime64("2025-03-05", "ns"), date(2025, 3, 5)),
        ("Cargo", "ready", pd.Timestamp("2025-03-05"), date(2025, 3, 5)),
        ("Cargo", "ready", datetime(2025, 3, 5), date(2025, 3, 5)),
    ],
)
def test_a_value_of_numpy_or_pandas_changes_what_a_plain_one_does(
    world: optimizer.World, sheet: str, column: str, value: object, plain: object
):
    """Such values were once taken for blank cells, or changed nothing, without a word."""
    changed = world.with_change(sheet, **{column: value})  # type: ignore[arg-type]

    assert changed.given.book.borders != world.given.book.borders or changed.given.portfolio != world.given.portfolio
    assert changed == world.with_change(sheet, **{column: plain})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [["times", 2], {"TEU"}, {}, pd.NA, pd.NaT, np.datetime64("NaT", "D"), datetime(2025, 3, 5, 13, 30), Fraction(1, 3),
     ("times",), ("times", 2, 3), (2, "times"), ("set", [2]), object()],
)  # fmt: skip
def test_what_no_cell_holds_is_refused(world: optimizer.World, value: object):
    with pytest.raises(optimizer.RequestError, match=r"^capacity "):
        world.with_change("Borders", capacity=value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ask",
    [
        lambda w, p: optimizer.read(None),
        lambda w, p: optimizer.read([TINY]),
        lambda w, p: optimizer.read(TINY, scenario=3),
        lambda w, p: optimizer.check(3),
        lambda w, p: optimizer.audit(w, TINY),
        lambda w, p: w.with_scenario(3),
        lambda w, p: w.with_change("Borders"),
        lambda w, p: w.with_change(None, capacity=1),
        lambda w, p: w.with_change("Borders", {"border": "Taftan"}, capacity=1),
        lambda w, p: w.plan(time_limit="5"),
        lambda w, p: w.plan(time_limit=True),
        lambda w, p: w.plan(workers="2"),
        lambda w, p: w.plan(workers=1.5),
        lambda w, p: w.plan(trains="yes"),
        lambda w, p: w.plan(explain="no"),
        lambda w, p: w.plan(solver=None),
        lambda w, p: w.plan(start=w),
        lambda w, p: w.plan(keep=w, as_of="2025-03-10"),
        lambda w, p: w.plan(keep=p, as_of=20250310),
        lambda w, p: w.plan(keep=p, as_of=datetime(2025, 3, 10, 12)),
        lambda w, p: w.plan(keep=p, as_of=pd.NaT),
        lambda w, p: w.plan(budget_co2=[1]),
        lambda w, p: w.alternatives(3),
        lambda w, p: w.alternatives("R1", within="a"),
        lambda w, p: w.alternatives("R1", within=float("nan")),
        lambda w, p: w.alternatives("R1", within=-1),
        lambda w, p: w.alternatives("R1", via=3),
        lambda w, p: w.corridors("Karachi", "Moscow", "rice", 20, modes=["rail"]),
        lambda w, p: w.frontier("days", points="3"),
        lambda w, p: w.frontier("days", points=2.5),
        lambda w, p: w.frontier("co2", up_to="x"),
        lambda w, p: w.near_optimal("carriers", within="x"),
        lambda w, p: w.near_optimal(3),
        lambda w, p: w.near_optimal("carriers", start=w),
        lambda w, p: w.near_optimal("carriers", start=w.with_change("Borders", capacity=9).plan()),
        lambda w, p: w.capacity_curve("Borders", factors="a"),
        lambda w, p: w.capacity_curve("Borders", factors=["a"]),
        lambda w, p: w.capacity_curve("Borders", factors=[True]),
        lambda w, p: w.capacity_curve("Borders", match=[]),
        lambda w, p: w.capacity_curve("Borders", match=None),
        lambda w, p: p.worth_of_capacity(most="x"),
        lambda w, p: p.worth_of_capacity(most=-1),
        lambda w, p: p.explain(3),
        lambda w, p: p.explain("R1", within="x"),
        lambda w, p: p.risk(draws=10.0),
        lambda w, p: p.to_excel(None),
        lambda w, p: optimizer.compare(w),
        lambda w, p: optimizer.compare([p, 3]),
        lambda w, p: optimizer.compare(TINY),
        lambda w, p: optimizer.compare([p], gapp=3),
        lambda w, p: optimizer.compare([p, in_euros(w)]),
    ],
)  # fmt: skip
def test_what_is_of_another_type_or_of_another_world_is_refused_in_words(
    world: optimizer.World, plan: optimizer.Plan, ask: Callable[[optimizer.World, optimizer.Plan], object]
):
    with pytest.raises(optimizer.RequestError):
        ask(world, plan)


def test_whole_numbers_and_days_of_numpy_and_pandas_will_do(world: optimizer.World, plan: optimizer.Plan):
    few, as_of = plan.risk(np.int64(50), np.int32(3)), "2025-03-10"
    pd.testing.assert_frame_equal(few.bookings, plan.risk(50, 3).bookings)
    for day in (pd.Timestamp(as_of), np.datetime64(as_of), datetime.fromisoformat(as_of)):
        assert world.plan(keep=plan, as_of=day).cost == plan.cost
    curve = world.capacity_curve("Borders", factors=np.array([1, 2]))
    pd.testing.assert_frame_equal(curve, world.capacity_curve("Borders", factors=["1", 2]))


def test_a_corridor_may_have_a_name_of_its_own(world: optimizer.World):
    one, named = (
        world.corridors("Karachi", "Moscow", "rice", 20, **more)
        for more in ({}, {"shipment": "K1"})  # type: ignore[arg-type]
    )
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(named))


def test_co2e_that_nothing_states_is_not_said_to_be_none(tmp_path: Path):
    """Without any factor the figures are missing, and the summary says that they are not known."""
    silent = optimizer.read(TINY)
    plan = silent.plan()
    summary = plan.summary.set_index("figure").loc["CO2e t"]

    assert summary["note"].startswith("not known")
    assert optimizer.compare([plan]).scenarios["CO2e_t"].isna().all()
    assert silent.frontier("days", points=1)["co2e_t"].isna().all()
    plan.to_excel(tmp_path / "plan.xlsx")
    assert optimizer.audit(tmp_path / "plan.xlsx", silent).passed
