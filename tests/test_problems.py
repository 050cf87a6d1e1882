"""What a problem says, and which known names are near to an unknown one."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

import pytest

from tariffs.problems import (
    LEAVE,
    LEAVE_OR_CORRECT,
    Kind,
    Problem,
    Problems,
    Severity,
    closest,
    look_alike,
    near_match,
    nearest,
    only_near,
)

PLACES = ("Astara AZ", "Astara IR", "Aktau", "Zahedan", "Karachi")


@pytest.mark.parametrize("kind", Kind)
def test_every_problem_says_what_would_be_right(kind: Kind) -> None:
    """Where nothing more is known, what holds for its kind."""
    problems = Problems()
    problems.add(Problem(kind, Severity.WARNING, "book.xlsx", "Cargo", "A2", "x", "something is wrong"))
    (problem,) = problems
    assert problem.cure == LEAVE.get(kind, LEAVE_OR_CORRECT)
    assert str(problem) == f"book.xlsx, Cargo!A2: something is wrong; {problem.cure}"


def test_a_cure_that_is_said_stays() -> None:
    """The one of its kind is for those that have none."""
    problems = Problems()
    problems.add(Problem(Kind.COLUMN, Severity.WARNING, "book.xlsx", "Cargo", "A1", "x", "unknown", "rename it"))
    assert problems.found[0].cure == "rename it"


def test_names_that_are_equally_near_are_all_said() -> None:
    """One that is much less near is not, and of several none is the one that was meant."""
    assert nearest("Astara", PLACES) == ("Astara AZ", "Astara IR")
    assert near_match("Astara", PLACES) == 'did you mean "Astara AZ" or "Astara IR"?'
    assert only_near("Astara", PLACES) is None
    assert (nearest("Zahidan", PLACES), only_near("zahidan", PLACES)) == (("Zahedan",), "Zahedan")
    assert (nearest("Minsk", PLACES), closest("Minsk", PLACES), only_near("Minsk", PLACES)) == ((), "", None)
    assert near_match("Minsk", PLACES) == "known are Aktau, Astara AZ, Astara IR, Karachi, Zahedan"


def test_a_name_in_letters_that_look_like_others_is_said_to_be_one() -> None:
    """To ask whether "Karachi" was meant says nothing to who reads just that."""
    assert (look_alike("Кarachi", PLACES), only_near("Кarachi", PLACES)) == ("Karachi", "Karachi")
    cure = 'did you mean "Karachi"? "Кarachi" has letters of another alphabet that look like it'
    assert near_match("Кarachi", PLACES) == cure
    assert look_alike("karachi", PLACES) == look_alike("Карачи", PLACES) == look_alike("Zahidan", PLACES) == ""
