"""What a mistake in the tiny world is, and how it should be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tariffs.building import build
from tariffs.problems import InputError, Kind, Problem, Severity
from tests.building.sheets_of_rows import Cell, letters, tables
from tests.building.tiny_world import World, tiny_world

Change = Callable[[World], None]
#: In place of a suggestion: there is none, since the word may be another one.
NOTHING = object()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A change to the tiny world, and the one problem that it should cause."""

    name: str
    change: Change
    at: tuple[str, int, str]
    kind: Kind
    says: str
    cure: str
    severity: Severity = Severity.ERROR
    value: str | None = field(default=None)
    suggestion: object = None


def cells(sheet: str, row: int = 2, /, **values: Cell) -> Change:
    """Write into a row (as Excel counts); a column that is not there is added."""

    def change(world: World) -> None:
        for name, value in values.items():
            for other in world[sheet]:
                other.setdefault(name, None)
            world[sheet][row - 2][name] = value

    return change


def another(sheet: str, /, like: int = 2, **values: Cell) -> Change:
    """Add a row like another one but for some cells."""

    def change(world: World) -> None:
        for name in values:
            for other in world[sheet]:
                other.setdefault(name, None)
        world[sheet].append({**world[sheet][like - 2], **values})

    return change


def both(*changes: Change) -> Change:
    """Several changes, one after the other."""

    def change(world: World) -> None:
        for single in changes:
            single(world)

    return change


def without(sheet: str) -> Change:
    """Take a sheet away."""

    def change(world: World) -> None:
        del world[sheet]

    return change


def problems_of(*changes: Change) -> list[Problem]:
    """Everything said about the tiny world after some changes."""
    world = tiny_world()
    for change in changes:
        change(world)
    read = tables(world)
    try:
        build(read)
    except InputError as error:
        return list(error.problems)
    assert not read.problems.errors, "errors were noted, and nothing was raised"
    return list(read.problems)


def address(mistake: Mistake) -> str:
    """The cell where a mistake should be reported: by letter where the sheet has the column, else the row."""
    sheet, row, column = mistake.at
    world = tiny_world()
    mistake.change(world)
    headers = list(dict.fromkeys(name for line in world.get(sheet, []) for name in line))
    if column in headers:
        return f"{letters(headers.index(column))}{row}"
    return str(row) if row else ""
