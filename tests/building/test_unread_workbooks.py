"""A workbook that cannot be read hides no mistake in the others, and is blamed for nothing in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tariffs.building import build
from tariffs.problems import InputError, Kind, Problem, Problems, Severity
from tariffs.records import Tables
from tests.building.mistakes import Mistake
from tests.building.sheets_of_rows import tables
from tests.building.test_mistakes import MISTAKES
from tests.building.tiny_world import World, tiny_world

LOST = Problem(Kind.FILE, Severity.ERROR, "lost.xlsx", "", "", "", "is cut off", "get it again")
HEDGE = ", as far as that could be read"


def said(read: Tables) -> list[Problem]:
    """What is wrong with that, once the book is built."""
    try:
        build(read)
    except InputError as error:
        return list(error.problems)
    return list(read.problems)


def without(world: World, sheet: str, left: int) -> Tables:
    """What could be read where a file that cannot be has all rows of a sheet but so many, or all of it."""
    read = tables(world)
    records = {name: rows[:left] if name == sheet else rows for name, rows in read.records.items()}
    if not left:
        records.pop(sheet)
    return replace(read, records=records, problems=Problems([LOST]))


def place(problem: Problem) -> tuple[object, ...]:
    return problem.kind, problem.severity, problem.sheet, problem.cell


@pytest.mark.parametrize("mistake", MISTAKES, ids=[mistake.name for mistake in MISTAKES])
def test_nothing_is_said_that_would_not_be_if_all_could_be_read(mistake: Mistake):
    """Whatever sheet, or part of one, the other workbook has; but that a name is unknown as far as can be seen."""
    world = tiny_world()
    mistake.change(world)
    whole = {place(problem) for problem in said(tables(world))}
    for sheet, rows in world.items():
        # Of a mistake that two rows make together one would be left.
        for left in range(len(rows) if sheet != mistake.at[0] else 1):
            found = [problem for problem in said(without(world, sheet, left)) if problem != LOST]
            assert [
                str(problem) for problem in found if HEDGE not in problem.what and place(problem) not in whole
            ] == []
            assert all(problem.severity is Severity.WARNING for problem in found if HEDGE in problem.what)


@pytest.mark.parametrize(
    "mistake",
    [mistake for mistake in MISTAKES if mistake.severity is Severity.ERROR],
    ids=[mistake.name for mistake in MISTAKES if mistake.severity is Severity.ERROR],
)
def test_a_mistake_is_seen_whatever_else_cannot_be_read(mistake: Mistake):
    """With another workbook that may hold anything the same is said, or that it is so as far as can be seen."""
    world = tiny_world()
    mistake.change(world)
    read = tables(world)
    file, *others = said(replace(read, problems=Problems([LOST])))
    missing = mistake.at[0] not in world or "no sheet" in mistake.name
    assert file == LOST
    assert [problem.sheet for problem in others] == ([] if missing else [mistake.at[0]])
