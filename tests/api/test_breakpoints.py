"""Convex functions of which all pieces are known, found by their tangents."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from optimizer.breakpoints import Tangent, pieces

LINES = st.lists(st.tuples(st.integers(-50, 50), st.integers(-1000, 1000)), min_size=1, max_size=8, unique=True)
FIRST, LAST = -2.0, 10.0


def bends(lines: list[tuple[int, int]]) -> list[float]:
    """Where the greatest of some lines, slope and height at 0, bends between the ends: wherever two cross on top."""
    found = set()
    for (slope, height), (other, also) in combinations(lines, 2):
        if slope != other:
            at = (also - height) / (slope - other)
            if FIRST < at < LAST and abs(slope * at + height - top(lines, at)) < 1e-9:
                found.add(round(at, 9))
    return sorted(found)


def top(lines: list[tuple[int, int]], at: float) -> float:
    return max(slope * at + height for slope, height in lines)


@given(LINES, st.booleans())
def test_the_pieces_of_the_greatest_of_some_lines_are_those_where_two_cross(
    lines: list[tuple[int, int]], steep: bool
) -> None:
    """Whichever tangent is given where it bends: the steeper one, or the other."""
    asked = []

    def touch(at: float) -> Tangent:
        asked.append(at)
        value = top(lines, at)
        slopes = [slope for slope, height in lines if slope * at + height >= value - 1e-9]
        return Tangent(at, value, max(slopes) if steep else min(slopes))

    found = pieces(touch, FIRST, LAST)
    expected = bends(lines)
    assert [round(piece.end.at, 6) for piece in found[:-1]] == [round(at, 6) for at in expected]
    assert (found[0].start.at, found[-1].end.at) == (FIRST, LAST)
    assert all(before.end == after.start for before, after in pairwise(found))
    for piece in found:
        middle = (piece.start.at + piece.end.at) / 2
        assert abs(piece.line.over(middle) - top(lines, middle)) < 1e-6 * max(abs(top(lines, middle)), 100)
    assert len(asked) <= 4 * (len(expected) + 1)
