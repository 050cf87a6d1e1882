"""What a problem says, and which known names are near to an unknown one."""

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
