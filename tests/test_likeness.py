"""Near names are those that difflib finds near, found in less time."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tariffs.likeness import LONGEST, MARGIN, MOST_NEAR, NEAR, Likenesses, alike, misspelt

#: Few letters, so that many names are alike.
NAMES = st.text("abcdé ", min_size=1, max_size=12)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def by_difflib(name: str, known: list[str]) -> tuple[str, ...]:
    """The names most like one, each compared with it exactly, and of them those that are enough alike."""
    likeness = {other: difflib.SequenceMatcher(None, other, name).ratio() for other in known}
    close = difflib.get_close_matches(name, likeness, n=MOST_NEAR, cutoff=NEAR)
    close = [other for other in close if likeness[other] >= likeness[close[0]] - MARGIN and alike(name, other)]
    return tuple(sorted(close, key=lambda other: (-likeness[other], other)))


@given(NAMES, st.lists(NAMES, max_size=30, unique=True))
@example("ab", ["ba", "ab ", " ab", "a b", "b a"])
def test_the_nearest_names_are_those_of_difflib(name: str, known: list[str]) -> None:
    """The bounds that spare a comparison leave out no name, and break no tie otherwise."""
    assert Likenesses.of(known).nearest(name) == by_difflib(name, known)


def slips(word: str) -> set[str]:
    """Every word that is one slip away from a word: each made, not compared."""
    size = len(word)
    twice = {word[:at] + word[at - 1] + word[at:] for at in range(1, size + 1)}
    once = {word[:at] + word[at + 1 :] for at in range(1, size) if word[at] == word[at - 1]}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(size - 1)}
    found = twice | once | swapped if size > len("ab") else set()
    if size > len("abcde"):
        found |= {word[:at] + word[at + 1 :] for at in range(1, size)}
        found |= {word[:at] + letter + word[at:] for at in range(1, size + 1) for letter in LETTERS}
        found |= {word[:at] + letter + word[at + 1 :] for at in range(1, size) for letter in LETTERS}
    return found - {word}


@given(st.text("abc", min_size=1, max_size=8), st.text("abc", min_size=1, max_size=9))
@example("abcabc", "abcab")
@example("aab", "ab")
def test_a_word_is_another_one_misspelt_where_one_slip_makes_it_so(word: str, name: str) -> None:
    """A letter left out, doubled, swapped or foreign, and no other difference; short words take less."""
    assert misspelt(name, word) == (name in slips(word) or name == word)
    assert all(misspelt(slip, word) and alike(slip, word) for slip in slips(word))


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
        ("rise", "rice"),
        ("Monthly", "month"),
        ("Taftan", "Astana"),
        ("Shymkent", "Tashkent"),
        ("Ethanol", "Methanol"),
        ("Train", "Trailer"),
        ("Bandar Imam", "Bandar Abbas"),
        ("Karacji Prot", "Karachi Port"),
    ],
)
def test_a_word_that_may_be_another_one_is_no_misspelling(name: str, known: str) -> None:
    """It is asked about and never put in place: what it says is another number, or another thing."""
    assert not misspelt(name, known)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Zahidan", "Zahedan"),
        ("Karchi", "Karachi"),
        ("Tashkeent", "Tashkent"),
        ("Taskhent", "Tashkent"),
        ("Queta", "Quetta"),
        ("raod", "road"),
        ("UDS", "USD"),
        ("PKRR", "PKR"),
        ("Pakistan Railway", "Pakistan Railways"),
        ("Bandar-Abbas", "Bandar Abbas"),
    ],
)
def test_a_misspelt_word_is_one(name: str, known: str) -> None:
    """One letter changed, left out or added within a long word, doubled, or in another order."""
    assert misspelt(name, known)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Taftan", "Astana"),
        ("Mumbai", "Mombasa"),
        ("Dubai", "Durban"),
        ("Toys", "Towels"),
        ("Clinker", "Machinery"),
        ("ferry", "lorry"),
        ("ftl", "ltl"),
        ("45HC", "40HC"),
        ("IR2", "IR1"),
        ("Sarakhs TM", "Sarakhs IR"),
        ("Bandar Imam", "Bandar Abbas"),
    ],
)
def test_names_that_share_many_letters_are_not_near_for_that(name: str, known: str) -> None:
    """A hint is right, or there is none."""
    assert Likenesses.of([known]).nearest(name) == ()
