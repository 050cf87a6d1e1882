"""Each kind of mistake that a person makes is one problem, in its cell, with its cure."""

from __future__ import annotations

from string import ascii_uppercase

import pytest

from tariffs.problems import Severity
from tests.building.cargo_mistakes import CARGO_MISTAKES
from tests.building.change_mistakes import CHANGE_MISTAKES
from tests.building.lane_mistakes import LANE_MISTAKES
from tests.building.mistakes import NOTHING, Change, Mistake, address, problems_of
from tests.building.network_mistakes import NETWORK_MISTAKES
from tests.building.rate_mistakes import RATE_MISTAKES
from tests.building.tariff_mistakes import TARIFF_MISTAKES
from tests.building.tiny_world import World, tiny_world
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


def in_front(mistake: Mistake) -> Change:
    """Write the row as it was in front of the one with the mistake, which is there twice by that."""
    sheet, row, _ = mistake.at

    def change(world: World) -> None:
        world[sheet].insert(row - 2, tiny_world()[sheet][row - 2])

    return change


#: Mistakes that are none any more with the row as it was in front.
CURED = ("a rate that begins too late", "a scenario that takes away more than there is")
IN_A_ROW = [
    mistake
    for mistake in MISTAKES
    if mistake.severity is Severity.ERROR
    and mistake.name not in CURED
    and 0 <= mistake.at[1] - 2 < len(tiny_world().get(mistake.at[0], ()))
]


@pytest.mark.parametrize("mistake", IN_A_ROW, ids=[mistake.name for mistake in IN_A_ROW])
def test_a_mistake_is_said_also_of_a_row_that_is_there_twice(mistake: Mistake):
    """It does not come to light only after one of the two rows is renamed."""
    sheet, row, _ = mistake.at

    found = problems_of(mistake.change, in_front(mistake))

    said = [(problem.sheet, problem.cell.lstrip(ascii_uppercase), problem.kind) for problem in found]
    assert (sheet, str(row + 1), mistake.kind) in said
