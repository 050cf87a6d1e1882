"""Each kind of mistake that a person makes is one problem, in its cell, with its cure."""

from __future__ import annotations

import pytest

from tests.building.cargo_mistakes import CARGO_MISTAKES
from tests.building.change_mistakes import CHANGE_MISTAKES
from tests.building.lane_mistakes import LANE_MISTAKES
from tests.building.mistakes import NOTHING, Mistake, address, problems_of
from tests.building.network_mistakes import NETWORK_MISTAKES
from tests.building.rate_mistakes import RATE_MISTAKES
from tests.building.tariff_mistakes import TARIFF_MISTAKES
from tests.building.word_mistakes import WORD_MISTAKES

MISTAKES = [
    *(*NETWORK_MISTAKES, *TARIFF_MISTAKES, *CHANGE_MISTAKES, *RATE_MISTAKES),
    *(*CARGO_MISTAKES, *WORD_MISTAKES, *LANE_MISTAKES),
]


def test_the_tiny_world_has_no_problem():
    """Nothing is said of a world in which nothing is wrong, or the other tests here would prove little."""
    assert problems_of() == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name for mistake in MISTAKES])
def test_a_mistake_is_one_problem_in_its_cell_with_its_cure(mistake: Mistake):
    """One mistake gives exactly one problem, which says where, what, and what would be right."""
    found = problems_of(mistake.change)

    assert [str(problem) for problem in found] == [str(found[0])], "one mistake is one problem"
    (problem,) = found
    assert (problem.sheet, problem.cell) == (mistake.at[0], address(mistake))
    assert problem.workbook == "book.xlsx"
    assert problem.cure
    assert problem.kind is mistake.kind
    assert problem.severity is mistake.severity
    assert mistake.says in problem.what
    assert mistake.cure in problem.cure
    if mistake.value is not None:
        assert problem.value == mistake.value
    if mistake.suggestion is not None:
        assert problem.suggestion == (None if mistake.suggestion is NOTHING else mistake.suggestion)


def test_names_of_mistakes_are_unique():
    """Two mistakes of one name would hide each other in the test report."""
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES)
