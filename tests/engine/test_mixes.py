"""The cheapest mix of containers for a shipment, held to trying every one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.column_generation.pricing.load_mix import cheapest_mix, mixes_below
from optimizer.column_generation.pricing.subproblem import NEVER
from tests.properties.solving import examples

#: Ranges of loads of one container type: low and high ends in tonnes, and what a container costs at each.
Range = tuple[int, float, int, int]


def cost(ranges: list[list[Range]], kind: int, tonnes: int) -> float:
    """What one container of a type costs with so many tonnes."""
    found = [
        at_low + (tonnes - low) / (high - low) * (at_high - at_low)
        for low, high, at_low, at_high in ranges[kind]
        if low < tonnes <= high
    ]
    return min(found, default=math.inf)


def every_mix(weight: int, ranges: list[list[Range]], penalty: float) -> float:
    """The least cost of loads in whole tonnes, tried one by one."""
    best = [0.0] + [math.inf] * weight
    for carried in range(1, weight + 1):
        for kind, tonnes in itertools.product(range(len(ranges)), range(1, carried + 1)):
            best[carried] = min(best[carried], best[carried - tonnes] + cost(ranges, kind, tonnes))
    return min(best[carried] + penalty * (weight - carried) for carried in range(weight + 1))


def mixed(weight: int, ranges: list[list[Range]], penalty: float) -> tuple[float, float]:
    """The bound and the cost that the engine finds."""
    flat = [(kind, *one) for kind, of_type in enumerate(ranges) for one in of_type]
    kinds, lows, highs, at_low, at_high = (np.array(column) for column in zip(*flat, strict=True))
    chosen = np.zeros(2 * len(flat), np.int64)
    arrays = (lows.astype(float), highs.astype(float), at_low.astype(float), at_high.astype(float))
    return cheapest_mix(float(weight), kinds.astype(np.int64), *arrays, penalty, chosen)[:2]


@st.composite
def types(draw: st.DrawFn) -> list[Range]:
    """A container type whose cost rises, bends and jumps up with its load."""
    ends = sorted(draw(st.sets(st.integers(1, 8), min_size=1, max_size=3)))
    found, low, at = [], 0, draw(st.integers(0, 40))
    for high in ends:
        at_high = at + draw(st.integers(0, 20))
        found.append((low, high, at, at_high))
        low, at = high, at_high + draw(st.sampled_from([0, 0, 7]))
    return found


@examples(200)
@given(st.integers(1, 20), st.lists(types(), min_size=1, max_size=2), st.sampled_from([2.0, 9.0, 1e6]))
def test_no_mix_in_whole_tonnes_is_cheaper_than_the_cheapest(
    weight: int, ranges: list[list[Range]], penalty: float
) -> None:
    """Nor below the bound, which is the cost; ends and weights being whole tonnes, some cheapest mix is, too."""
    bound, found = mixed(weight, ranges, penalty)
    assert found == pytest.approx(every_mix(weight, ranges, penalty))
    assert bound <= found
    assert bound == pytest.approx(found, rel=1e-6)


def test_a_light_box_and_a_heavier_one_may_be_cheaper_than_a_full_one_and_the_rest() -> None:
    """22 t at 55 for up to 10 t in a box, and 2.5 for each tonne more up to 13.2: two of 11 t cost 115, not 118."""
    assert mixed(22, [[(0, 10, 55, 55), (10, 13.2, 55, 63)]], 1e6)[1] == pytest.approx(115)


def test_nine_tonnes_beside_five_full_boxes_take_a_box_of_their_own() -> None:
    """119 t in boxes of 22 t at 1,300, or of up to 10 t at 1,000."""
    assert mixed(119, [[(0, 10, 1000, 1000), (10, 22, 1300, 1300)]], 500.0)[1] == pytest.approx(5 * 1300 + 1000)


@examples(200)
@given(st.integers(1, 12), st.lists(types(), min_size=1, max_size=2))
def test_the_mixes_that_carry_all_begin_with_the_cheapest_of_all(weight: int, ranges: list[list[Range]]) -> None:
    """Of a shipment that may not be split: each carries the whole weight, and none is cheaper than the cheapest."""
    flat = [(kind, *one) for kind, of_type in enumerate(ranges) for one in of_type]
    _, lows, highs, at_low, at_high = (np.array(column, float) for column in zip(*flat, strict=True))
    size, most = len(flat), 2**15
    least, parts, rests = np.empty(most), np.empty(most, np.int64), np.empty(most)
    chosen = np.zeros((most, 2 * size), np.int64)
    arrays = (lows, highs, at_low, at_high)
    count, beyond = mixes_below(float(weight), *arrays, np.arange(size), 1e6, NEVER, least, chosen, parts, rests)
    assert beyond == math.inf
    # Where nothing may carry all, the least is to leave some behind at more than the limit.
    assert least[:count].min(initial=1e6) == pytest.approx(min(every_mix(weight, ranges, 1e6), 1e6))
    loads = np.concatenate((lows, highs))
    for mix in range(count):
        assert chosen[mix] @ loads + (rests[mix] if parts[mix] >= 0 else 0.0) == pytest.approx(weight)
