"""What a problem says, and which known names are near to an unknown one."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

import pytest

from tariffs.crowds import IN_ALL, IN_COLUMN, IN_SHEET
from tariffs.near_matches import closest, look_alike, near_match, nearest, only_near
from tariffs.problems import LEAVE, LEAVE_OR_CORRECT, Kind, Problem, Problems, Severity

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


def crowd(count: int, severity: Severity = Severity.ERROR, *, columns: str = "A", sheets: int = 1) -> Problems:
    problems = Problems()
    for sheet in range(sheets):
        for column in columns:
            for row in range(2, count + 2):
                place = ("book.xlsx", f"Sheet{sheet}", f"{column}{row}")
                problems.add(Problem(Kind.VALUE, severity, *place, "x", "is no number", "write one"))
    return problems


def test_of_very_many_problems_in_a_column_the_first_are_listed_and_all_are_counted() -> None:
    """One more line says how many are left, and where they end; it is at the first of them."""
    *listed, rest = crowd(40_000)
    assert [problem.cell for problem in listed] == [f"A{row}" for row in range(2, IN_COLUMN + 2)]
    assert {problem.times for problem in listed} == {1}
    assert rest.times == 40_000 - IN_COLUMN
    assert rest.cell == f"A{IN_COLUMN + 2}"
    assert rest.what == f"and {rest.times:,} more of this kind in column A, the last in A40001"


def test_each_column_has_room_until_its_sheet_is_full_and_each_sheet_until_the_input_is() -> None:
    """What is only counted says of what: the column, the sheet, or all of them."""
    problems = crowd(IN_COLUMN, columns="ABCD", sheets=5)
    assert sum(problem.times for problem in problems) == IN_COLUMN * 4 * 5
    rests = [problem.what for problem in problems if problem.times > 1]
    last = f"D{IN_COLUMN + 1}"
    assert rests == [
        *[f"and {4 * IN_COLUMN - IN_SHEET} more of this kind in this sheet, the last in {last}"] * (IN_ALL // IN_SHEET),
        f"and {IN_COLUMN * 4 * 2:,} more of this kind in all sheets, the last in book.xlsx, Sheet4!{last}",
    ]


def test_many_warnings_leave_room_for_an_error_of_their_kind_and_column() -> None:
    """An error must be seen."""
    problems = crowd(1_000, Severity.WARNING)
    problems.add(Problem(Kind.VALUE, Severity.ERROR, "book.xlsx", "Sheet0", "A1", "x", "is wrong", "mend it"))
    assert [problem.cell for problem in problems.errors] == ["A1"]


def test_one_problem_too_many_is_listed_like_the_others() -> None:
    """A line that counts one problem would be longer than the problem."""
    *_, last = crowd(IN_COLUMN + 1)
    assert (last.cell, last.what, last.times) == (f"A{IN_COLUMN + 2}", "is no number", 1)


def test_problems_go_on_in_a_copy_as_in_the_first() -> None:
    """What is counted stays counted, and the first list is as it was."""
    problems = crowd(1_000)
    before = list(problems)
    copy = problems.copy()
    copy.add(Problem(Kind.VALUE, Severity.ERROR, "book.xlsx", "Sheet0", "A2000", "x", "is no number", "write one"))
    assert list(problems) == before
    assert sum(problem.times for problem in copy) == 1_001
    assert len(copy) == len(problems)
