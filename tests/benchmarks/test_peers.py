"""The careful user's model against this program's engines."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

import pytest

from benchmarks.found import Found, Limits
from benchmarks.peers import OURS, WAYS, Peer, disagreements, table
from benchmarks.plain import plain
from benchmarks.programme import programme
from benchmarks.statable import NotStatedError
from benchmarks.worlds import given, world
from optimizer import solver
from optimizer.errors import SolverError
from tariffs.loading import Input
from tests.benchmarks.corner import corner

LIMITS = Limits(gap=0.001, seconds=120, threads=1)
LISTED = "listed itineraries"
#: Of so many shipments some begin and end in two regions.
MANY = 100
#: So few boxes may cross a border in a week that cargo takes other days and ways, or stays behind.
TIGHT = 1


@pytest.fixture(scope="module")
def small() -> Input:
    """A plain world of some shipments in two regions, whose crossings are full."""
    return given(corner(plain(world(MANY, seed=3)), "AB", TIGHT))


@pytest.fixture(scope="module")
def listed(small: Input) -> Found:
    """The world planned among all listed itineraries."""
    return way(LISTED)(small, LIMITS)


def way(name: str) -> Callable[[Input, Limits], Found]:
    """The function of a way to plan; skips the test where it is not installed."""
    module, function = WAYS[name]
    if "linopy" in name:
        pytest.importorskip("linopy")
    if "CBC" in name:
        try:
            solver.solver_name("cbc")
        except SolverError:
            pytest.skip("no CBC is installed")
    found: Callable[[Input, Limits], Found] = getattr(import_module(module), function)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in WAYS if name != LISTED])
def test_every_way_to_plan_finds_the_same_cost(small: Input, listed: Found, name: str) -> None:
    """Within the gap asked for; and no bound is above the cost of another."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of other libraries are not ours to mend
        found = way(name)(small, LIMITS)

    assert found.cost == pytest.approx(listed.cost, rel=LIMITS.gap)
    assert found.bound is not None
    assert disagreements([peer(name, found), peer(LISTED, listed)]) == []


def test_the_small_world_is_one_where_capacity_binds(small: Input, listed: Found) -> None:
    """With room for all, it costs less: the comparison above is one of plans that compete for capacity."""
    roomy = way(LISTED)(given(corner(plain(world(MANY, seed=3)), "AB", 1000)), LIMITS)

    assert len(small.portfolio.shipments) >= 5
    assert listed.bound is not None
    assert roomy.cost is not None
    assert roomy.cost < listed.bound


def test_a_world_that_flows_cannot_state_is_refused() -> None:
    """Named by what is in the way."""
    whole = given(world(5, seed=1))

    with pytest.raises(NotStatedError, match=r"duties.*weight bands.*free days.*may not be split"):
        programme(whole.book, whole.portfolio)


def test_a_bound_above_the_cost_of_another_is_reported() -> None:
    """Only for the same number of shipments, and only beyond rounding."""
    low, high = Peer(50, "low", cost=100.0, bound=99.9), Peer(50, "high", cost=102.0, bound=101.0)

    assert disagreements([low, high]) == [
        "50 shipments: by high no plan costs less than 101.00, but by low one costs 100.00"
    ]
    assert disagreements([low, replace(high, shipments=100)]) == []
    assert disagreements([low, replace(high, bound=100.0005)]) == []


def test_the_table_has_times_as_multiples_of_column_generation() -> None:
    """And says where there is no time to compare."""
    slow = Peer(50, "slow", 1234, 10.0, 30.0, 100.0, 99.0, 0.01, 500.0, "stopped at 30 s")
    text = table([Peer(50, OURS, None, 0.0, 0.5, 100.0, 100.0, 0.0, 200.0), slow, Peer(50, "late", note="not done")])

    assert text.splitlines()[3:] == [
        "| 50 | slow | 1,234 | 10.0 | 30.0 | 80.0 × | 100 | 1.00% | 500 | stopped at 30 s |",
        "| 50 | late |  |  |  |  |  |  |  | not done |",
    ]


def peer(name: str, found: Found) -> Peer:
    """What was found, as a result of one way."""
    return Peer(1, name, cost=found.cost, bound=found.bound)
