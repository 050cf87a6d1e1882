"""Every kind of problem is in the documentation, with an example that happens."""

from __future__ import annotations

import re
from itertools import chain

import pytest

from tariffs.catalogue import EXAMPLES, PAGE, Example, page, problems_of
from tariffs.catalogue.happening import ADDRESS
from tariffs.problems import Kind
from tariffs.reading import read_tables
from tests.building.test_mistakes import MISTAKES
from tests.messy.build import FOLDER, MESSES

#: Problems of a whole file name no sheet, problems of a whole sheet no cell.
WHOLE_FILE, WHOLE_SHEET = (Kind.FILE,), (Kind.SHEET,)


def test_the_small_world_has_no_problem() -> None:
    """What an example shows is what its change causes."""
    assert problems_of() == []


def test_every_kind_of_problem_has_an_example() -> None:
    """A new kind is a new row of the table."""
    assert {example.kind for example in EXAMPLES} == set(Kind)


def test_every_severity_that_a_kind_can_have_has_an_example() -> None:
    """As far as the mistakes of tests/building and the messy workbooks know them."""
    shown = {(example.kind, example.severity) for example in EXAMPLES}
    messy = {
        (problem.kind, problem.severity) for mess in MESSES for problem in read_tables([FOLDER / mess.file]).problems
    }
    assert {(mistake.kind, mistake.severity) for mistake in MISTAKES} | messy <= shown


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e.kind.code}-{n}" for n, e in enumerate(EXAMPLES)])
def test_an_example_happens(example: Example) -> None:
    """It causes one problem, which names workbook, sheet, cell, value, what is wrong and what would be right."""
    (problem,) = problems_of(example)
    assert (problem.kind, problem.severity) == (example.kind, example.severity)
    assert problem.workbook == (example.file or "book.xlsx")
    assert bool(problem.sheet) is (example.kind not in WHOLE_FILE)
    assert bool(problem.cell) is (example.kind not in WHOLE_FILE + WHOLE_SHEET)
    assert problem.what and problem.cure
    if problem.cell and not problem.cell.isdigit():
        found = ADDRESS.fullmatch(f"{problem.sheet}!{problem.cell}")
        assert found is not None
        assert problem.value or "blank" in problem.what


def test_the_page_is_made_from_the_code() -> None:
    """A change of a kind, an example or a message changes the page: `python -m tariffs.dictionary` writes it."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_the_page_has_a_row_for_every_kind() -> None:
    """With its code and what it covers."""
    rows = re.findall(r"^\| `(\w+)` \| (?:error|warning) \| ([^|]+) \| ", page(), re.MULTILINE)
    assert dict(rows) == {kind.code: kind.value for kind in Kind}


def test_every_kind_that_the_code_names_is_one() -> None:
    """The codes are words that a program can rely on."""
    assert all(re.fullmatch(r"[a-z_]+", kind.code) for kind in Kind)
    assert len({kind.value for kind in Kind}) == len(Kind), "an enum takes two of one value for one"
    assert len(list(chain(Kind))) == len(Kind.__members__)
