"""What words for modes mean: one known mode is never another one misspelt, and two words for one are."""

from __future__ import annotations

from itertools import permutations

import pytest

from tariffs.building.standing import KNOWN_MODES, SAME_MODE, USUAL_MODES, meant_mode, usual_mode
from tariffs.problems import Kind, Problem
from tests.building.mistakes import both, cells, problems_of

PAIRS = sorted(permutations(sorted(KNOWN_MODES), 2))


def same(mode: str, other: str) -> bool:
    return any(mode in group and other in group for group in SAME_MODE)


def of_modes(first: str, second: str) -> list[Problem]:
    """What is said of the modes of two legs."""
    changed = both(
        cells("Tariffs", 2, mode=first), cells("Tariffs", 3, mode=first), cells("Tariffs", 4, mode=second),
        cells("Surcharges", mode=None), cells("Transfers", from_mode="any", to_mode="any"),
        cells("Emissions", 2, mode=first), cells("Emissions", 3, mode=second),
    )  # fmt: skip
    return [problem for problem in problems_of(changed) if problem.kind is Kind.WORD]


@pytest.mark.parametrize("mode", sorted(KNOWN_MODES))
def test_a_known_mode_is_none_misspelt(mode: str):
    assert usual_mode(mode) == ""


def test_of_two_known_modes_one_is_meant_for_the_other_only_if_both_say_the_same():
    """Ferry is no lorry, ftl no ltl; a train is rail, and if both are there no trailer."""
    for mode, other in PAIRS:
        cure, meant = meant_mode(mode, [other])
        assert meant == (other if same(mode, other) else None), (mode, other, cure)
        assert ("did you mean" in cure) == same(mode, other), (mode, other, cure)
    assert meant_mode("rail", ["trailer", "train"]) == ('did you mean "train"?', "train")


@pytest.mark.parametrize(
    ("first", "second"),
    [("trailer", "train"), ("rail", "trailer"), ("lorry", "ferry"), ("ltl", "ftl"), ("train", "trailer")],
)
def test_two_modes_that_are_spelt_alike_and_no_more_are_left_alone(first: str, second: str):
    """Most of what is charged on the way goes by the word."""
    assert of_modes(first, second) == []


@pytest.mark.parametrize(("first", "second"), [("rail", "train"), ("sea", "vessel"), ("road", "trailer")])
def test_two_words_for_one_mode_are_said_to_be_one(first: str, second: str):
    (said,) = of_modes(first, second)
    assert {said.value.casefold(), said.suggestion} == {first, second}


@pytest.mark.parametrize(
    ("word", "meant"), [("raod", "road"), ("rial", "rail"), ("trian", "train"), ("vesel", "vessel")]
)
def test_a_usual_mode_misspelt_is_put_right(word: str, meant: str):
    assert meant_mode(word, USUAL_MODES) == (f'did you mean "{meant}"?', meant)
    assert usual_mode(word) == meant
