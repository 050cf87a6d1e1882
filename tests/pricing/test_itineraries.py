"""The dynamic programme of a shipment, and the search in order of cost, held to every itinerary one by one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.column_generation.pricing.cost_to_go import (
    ARRIVES,
    DEPARTS,
    GROUP,
    INTO,
    LINE_GROUP,
    LINE_INTO,
    NEVER,
    _subgraph,
    fewest_days_from,
    fewest_days_to,
)
from optimizer.column_generation.pricing.itineraries import programme_of
from optimizer.column_generation.pricing.pricer import Asked
from optimizer.column_generation.pricing.subproblem import Bundles, bound_of
from tests.pricing.plain import Path, Plain, engine_of
from tests.properties.drawing import World
from tests.properties.drawn_worlds import worlds
from tests.properties.solving import examples

#: Costs are sums of a few thousand floats of about this size.
TO_THE_CENT = 0.005

#: A shipment with more itineraries is not gone through one by one.
MOST = 400


def asked_of(world: World, seed: int) -> tuple[Plain, list[Path], Bundles]:
    """A shipment of a world, its itineraries, and a bundle for each end of its ranges and one of two containers."""
    engine = engine_of(world)
    plain = Plain(engine, seed % len(engine.cases), seed)
    paths = list(itertools.islice(plain.itineraries(), MOST + 1))
    assume(0 < len(paths) <= MOST)
    case = engine.cases[plain.case]
    assume(case.ranges)
    pricer = engine._pricer(engine.cases, np.zeros(len(engine.cases)), np.zeros(len(engine.cases), np.bool_))
    ends = [[(n, 1, float(end))] for n, of_case in enumerate(case.ranges) for end in (of_case.low, of_case.high)]
    together = [(0, 1, float(case.ranges[0].high)), (len(case.ranges) - 1, 1, float(case.ranges[-1].high))]
    return plain, paths, Asked(pricer, case, plain.duals).bundles([*ends, together])


def work_of(plain: Plain):  # type: ignore[no-untyped-def]  # a named tuple that the engine makes
    """What the kernels read."""
    engine = plain.engine
    return engine._pricer(engine.cases, np.zeros(len(engine.cases)), np.zeros(len(engine.cases), np.bool_)).work


@examples(60)
@given(worlds(most_places=4, most_days=10), st.integers(0, 10_000))
def test_the_cheapest_itinerary_is_that_of_all(world: World, seed: int) -> None:
    """What the programme says is no more than any costs, and what is traced back from it costs the least of all."""
    plain, paths, bundles = asked_of(world, seed)
    for way in range(int(plain.engine.cargo.ways[plain.case])):
        every = np.array([plain.costs(path, bundles, way) for path in paths])
        at, traced = programme_of(work_of(plain), plain.duals, plain.case, way, bundles).cheapest()
        for bundle, least in enumerate(every.min(axis=0)):
            assert at[bundle] <= least + TO_THE_CENT
            if math.isfinite(least):
                path = tuple(traced[bundle][traced[bundle] >= 0].tolist())
                assert plain.costs(path, bundles, way)[bundle] == pytest.approx(least, abs=TO_THE_CENT)


@examples(60)
@given(worlds(most_places=4, most_days=10), st.integers(0, 10_000), st.integers(0, 300))
def test_itineraries_come_in_order_and_none_is_left_out(world: World, seed: int, slack: int) -> None:
    """All below a limit, each once, the cheapest first; where only few are asked for, the cheapest."""
    plain, paths, bundles = asked_of(world, seed)
    one = Bundles(np.array([0, 1]), *(array[:1] for array in bundles[1:]))
    cargo = plain.engine.cargo
    windows = range(int(cargo.window_starts[plain.case]), int(cargo.window_starts[plain.case + 1]))
    assume(len(windows) == 1)  # with more, an itinerary is found in each that it suits
    every = sorted(plain.costs(path, one, 0)[0] for path in paths)
    limit = every[0] + slack + 0.5
    assume(math.isfinite(limit) and all(abs(cost - limit) > TO_THE_CENT for cost in every))
    below = [cost for cost in every if cost < limit]

    programme = programme_of(work_of(plain), plain.duals, plain.case, 0, one)
    found, costs, beyond = programme.in_order(limit, MOST, 1_000_000)
    assert costs == pytest.approx(below, abs=TO_THE_CENT)
    assert len({tuple(path) for path in found.tolist()}) == len(below)
    assert beyond >= limit - TO_THE_CENT

    few, cheapest, beyond = programme.in_order(limit, 2, 1_000_000)
    assert cheapest == pytest.approx(below[:2], abs=TO_THE_CENT)
    assert len(few) == min(len(below), 2)
    assert all(cost >= beyond - TO_THE_CENT for cost in below[2:])


@examples(60)
@given(worlds(), st.integers(0, 10_000))
def test_fewest_days_are_those_of_the_quickest_departures(world: World, seed: int) -> None:
    """Whatever the calendar: relaxed leg by leg until nothing changes, from the origin and from the destination."""
    engine = engine_of(world)
    net, case = engine.net, seed % len(engine.cases)
    bound, origin = bound_of(engine.bounds, int(engine.cargo.destinations[case])), int(engine.cargo.origins[case])
    ways = [
        (stand, int(group), int(wait))
        for stand in range(net.place.size)
        for group, _, wait in net.ways[net.way_starts[stand] : net.way_starts[stand + 1]]
    ]
    lines = {
        (int(group), int(into)): min(
            int(d[ARRIVES] - d[DEPARTS]) for d in net.departures if d[GROUP] == group and d[INTO] == into
        )
        for group, into in net.lines[:, [LINE_GROUP, LINE_INTO]].tolist()
    }
    to_go = {
        stand: int(bound.dwell[stand])
        for stand in range(net.place.size)
        if net.place[stand] == bound.place and bound.dwell[stand] >= 0
    }
    board = {group: wait for stand, group, wait in ways if stand == origin}
    for _ in range(net.place.size + net.group_place.size):
        for stand, group, wait in ways:
            for (mine, into), days in lines.items():
                if mine == group and into in to_go and net.place[stand] != bound.place:
                    to_go[stand] = min(to_go.get(stand, NEVER), wait + days + to_go[into])
                if mine in board and into == stand:
                    board[group] = min(board.get(group, NEVER), board[mine] + days + wait)

    to = fewest_days_to(net, bound.row, bound.dwell, bound.place)
    since = fewest_days_from(net, origin)
    assert {stand: int(days) for stand, days in enumerate(to) if days < NEVER} == to_go
    assert {group: int(days) for group, days in enumerate(since) if days < NEVER} == board


@examples(60)
@given(worlds(), st.integers(0, 10_000))
def test_no_departure_of_an_itinerary_is_left_out_of_the_subgraph(world: World, seed: int) -> None:
    """Each once, the latest first; and whatever an itinerary takes is among them."""
    plain = Plain(engine_of(world), seed, seed)
    engine, case = plain.engine, seed % len(plain.engine.cases)
    plain = Plain(engine, case, seed)
    cargo, bounds = engine.cargo, engine.bounds
    found = _subgraph(
        engine.net, plain.duals, bound_of(bounds, int(cargo.destinations[case])),
        bounds.board[bounds.board_of[cargo.origins[case]]], int(cargo.rules[case]), int(cargo.readies[case]),
        int(cargo.lasts[case]),
    ).tolist()  # fmt: skip
    days = engine.net.departures[found, DEPARTS].tolist()
    assert len(set(found)) == len(found)
    assert days == sorted(days, reverse=True)
    assert {i for path in itertools.islice(plain.itineraries(), MOST) for i in path} <= set(found)
