"""Near names are those that difflib finds near, found in less time."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tariffs.likeness import LONGEST, MARGIN, MOST_NEAR, NEAR, Likenesses, misspelt

#: Few letters, so that many names are alike.
NAMES = st.text("abcdé ", min_size=1, max_size=12)


def by_difflib(name: str, known: list[str]) -> tuple[str, ...]:
    """The names most like one, each compared with it exactly."""
    likeness = {other: difflib.SequenceMatcher(None, other, name).ratio() for other in known}
    close = difflib.get_close_matches(name, likeness, n=MOST_NEAR, cutoff=NEAR)
    close = [other for other in close if likeness[other] >= likeness[close[0]] - MARGIN]
    return tuple(sorted(close, key=lambda other: (-likeness[other], other)))


@given(NAMES, st.lists(NAMES, max_size=30, unique=True))
@example("ab", ["ba", "ab ", " ab", "a b", "b a"])
def test_the_nearest_names_are_those_of_difflib(name: str, known: list[str]) -> None:
    """The bounds that spare a comparison leave out no name, and break no tie otherwise."""
    assert Likenesses.of(known).nearest(name) == by_difflib(name, known)


def test_capitals_do_not_count_and_are_kept() -> None:
    assert Likenesses.of(["Zahedan", "QUETTA"]).nearest("zAHIDAN") == ("Zahedan",)


def test_a_text_without_end_is_like_no_name() -> None:
    """To compare two of 28,000 letters takes minutes."""
    known = Likenesses.of(["a" * LONGEST, "b" * 28_000])
    assert known.nearest("a" * (LONGEST + 1)) == known.nearest("b" * 27_999) == ()
    assert known.nearest("a" * (LONGEST - 1)) == ("a" * LONGEST,)


def test_names_without_end_are_compared_only_until_that_is_too_much_work() -> None:
    """Whoever has as many unknown names as that has the wrong list of them."""
    known = Likenesses.of(["Zahedan", "Quetta"], effort=1)
    assert known.nearest("Zahidan") == ("Zahedan",)
    assert known.nearest("Queta") == ()
    assert known.nearest("Zahidan") == ("Zahedan",), "what is known is still said"
    assert Likenesses.of(["Zahedan", "Quetta"]).nearest("Queta") == ("Quetta",)


@pytest.mark.parametrize(
    ("name", "known"),
    [("not Karachi", "Karachi"), ("non rice", "rice"), ("unblocked", "blocked"), ("кроме рис", "рис")],
)
def test_the_contrary_of_a_name_is_not_near_to_it(name: str, known: str) -> None:
    """`avoid: not Karachi` is no misspelling of Karachi."""
    assert Likenesses.of([known]).nearest(name) == ()


def test_a_no_that_both_names_have_turns_nothing_around() -> None:
    assert Likenesses.of(["Berth No 1"]).nearest("Berth No. 1") == ("Berth No 1",)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("IR2", "IR1"),
        ("45HC", "40HC"),
        ("40HQ", "40HC"),
        ("2 weeks", "week"),
        ("FEU", "teu"),
        ("tkm", "km"),
        ("container-km", "container"),
        ("active?", "active"),
    ],
)
def test_a_word_that_may_be_another_one_is_no_misspelling(name: str, known: str) -> None:
    """It is asked about and never put in place: what it says is another number, or another thing."""
    assert not misspelt(name, known)


@pytest.mark.parametrize(
    ("name", "known"), [("Zahidan", "Zahedan"), ("rise", "rice"), ("UDS", "USD"), ("kms", "km"), ("Monthly", "month")]
)
def test_a_misspelt_word_is_one(name: str, known: str) -> None:
    """Letters changed within a long word, in another order, or added behind."""
    assert misspelt(name, known)
