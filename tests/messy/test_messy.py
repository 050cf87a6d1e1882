"""Each messy workbook is read to exactly the rows that it means, with exactly the problems that it should give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tariffs.problems import Problem, Problems
from tariffs.reading import read_tables
from tariffs.records import Record
from tariffs.workbook import RawWorkbook, read_workbook
from tests.building.sheets_of_rows import records
from tests.messy.build import FOLDER, MESSES, write
from tests.messy.mess import BOXES, Mess

MANY = 40
by_name = pytest.mark.parametrize("mess", MESSES, ids=[mess.file for mess in MESSES])


def told(problem: Problem) -> str:
    """A problem as a person sees it, without the file's name and with its severity."""
    place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
    return f"{problem.severity} {place}: {problem.text}"


def said(found: Sequence[Record]) -> list[tuple[dict[str, object], dict[str, object]]]:
    """The values and amounts of records."""
    return [(dict(record.values), dict(record.amounts)) for record in found]


@by_name
def test_a_messy_workbook_means_what_it_means(mess: Mess) -> None:
    """Row by row and value by value; all that is doubtful is said, and nothing else."""
    tables = read_tables([FOLDER / mess.file])
    meant = {"Containers": BOXES} | dict(mess.rows) if "Containers" in tables.records else dict(mess.rows)
    assert set(tables.records) == set(meant)
    for name, found in tables.records.items():
        assert said(found) == [
            (values | dict.fromkeys(record.wrong & set(values)), amounts)
            for record, (values, amounts) in zip(found, said(records(name, meant[name], "")), strict=True)
        ]
    assert [told(problem) for problem in tables.problems] == list(mess.problems)


@by_name
def test_every_row_of_a_messy_workbook_has_an_address_of_its_own(mess: Mess) -> None:
    """Also where tables stand beside each other: a charge is traced by it."""
    tables = read_tables([FOLDER / mess.file])
    places = [(record.workbook, record.where) for found in tables.records.values() for record in found]
    assert len(set(places)) == len(places)


def raw(path: Path) -> RawWorkbook:
    """The cells of a file."""
    return read_workbook(path, path.name, Problems())


@by_name
def test_a_messy_workbook_is_what_the_script_makes(mess: Mess, tmp_path: Path) -> None:
    """`python -m tests.messy.build` has been run since the script changed."""
    assert raw(write(mess, tmp_path)).sheets == raw(FOLDER / mess.file).sheets


def test_there_are_many_messy_workbooks_and_no_others() -> None:
    """Each has its name to itself, and no file is left that nothing reads."""
    names = [mess.file for mess in MESSES]
    assert len(set(names)) == len(names) >= MANY
    assert {path.name for path in FOLDER.iterdir()} == set(names)
