"""The copy of a messy workbook means what the workbook means, and the same is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tariffs.marked import write_marked
from tariffs.problems import Kind, Problem
from tariffs.reading import read_tables
from tests.messy.build import FOLDER, MESSES
from tests.messy.mess import Mess
from tests.messy.test_messy import said, told

#: What is said of a file and not of its cells: what is hidden stays behind, and an .xlsx file has one encoding.
OF_THE_FILE = re.compile(r"(?:is|are) hidden and (?:is )?not read|is not in UTF-8")
READABLE = [mess for mess in MESSES if mess.file != "an-encoding-that-cannot-be-told"]


def expected(problem: Problem) -> str:
    """What is said of the copy where that is said of the workbook; a formula stays behind, and its cell an error."""
    if problem.kind is not Kind.FORMULA:
        return told(problem)
    return f"{told(problem).partition('=')[0]}#N/A is an error value of Excel; {LOOK_UP}"


LOOK_UP = "a look-up found nothing: correct it, or write the value itself"


@pytest.mark.parametrize("mess", READABLE, ids=[mess.file for mess in READABLE])
def test_the_copy_of_a_messy_workbook_says_what_the_workbook_says(tmp_path: Path, mess: Mess) -> None:
    """The same rows and problems; only that the numbers of a .csv file are text is not worth saying before."""
    path = FOLDER / mess.file
    (copy,) = write_marked([path], (), tmp_path / "copy.xlsx")
    before, after = read_tables([path]), read_tables([copy])
    assert {name: said(records) for name, records in after.records.items()} == {
        name: said(records) for name, records in before.records.items()
    }
    assert [told(problem) for problem in after.problems if path.suffix or problem.kind is not Kind.TEXT_NUMBER] == [
        expected(problem) for problem in before.problems if not OF_THE_FILE.search(problem.what)
    ]
