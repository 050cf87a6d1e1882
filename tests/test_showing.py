"""What strangers wrote, in one line of a terminal."""

from __future__ import annotations

import pytest

from tariffs.problems import Kind, Problem, Severity
from tariffs.showing import LONGEST, LONGEST_QUOTED, brief, printable


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\n", "\r", "\x7f", "\x9b", "\u2028", "\u202e", "\u2066", "\ud800"])
def test_a_sign_that_moves_or_turns_text_is_a_code(sign: str) -> None:
    """What is said stays one line, in one direction, and can be written in any encoding of Unicode."""
    assert printable(f"a{sign}b") == f"a{sign!a}b".replace("'", "").replace("\\n", "\\x0a").replace("\\r", "\\x0d")


@pytest.mark.parametrize("text", ["Köln", "Москва", "کراچی", "📦", 'a "b" → c…', "C:\\new"])
def test_letters_stay(text: str) -> None:
    """Of every script."""
    assert printable(text) == text


def test_a_quoted_value_is_cut_and_what_is_said_of_it_is_not() -> None:
    """Up to a hundred letters all are said."""
    assert brief(f'location "{"x" * 28_000}" is not in "Locations"') == (
        f'location "{"x" * LONGEST_QUOTED}…" is not in "Locations"'
    )
    whole = f'location "{"x" * LONGEST_QUOTED}" is not in "Locations"'
    assert brief(whole) == whole
    assert len(brief("x" * 28_000)) == LONGEST


def test_a_problem_is_one_line_wherever_its_parts_come_from() -> None:
    """The names of file and sheet are as strange as a cell."""
    problem = Problem(Kind.NAME, Severity.ERROR, "a\nb.xlsx", "S\x1b[31m", "A2", "x", "is \x07", "mend\rit")
    assert str(problem) == "a\\x0ab.xlsx, S\\x1b[31m!A2: is \\x07; mend\\x0dit"
