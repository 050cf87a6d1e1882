"""From workbooks to a world, to what is wrong in them, and to the audit of a plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from optimizer import asked
from optimizer.api.plan import Plan
from optimizer.api.requests import Path, paths_of
from optimizer.api.world import World
from optimizer.errors import WriteError
from optimizer.report.problem_list import problems_as_json
from tariffs.loading import Input, built, load, read_rows
from tariffs.problems import InputError, Problem
from tariffs.records import Tables
from tariffs.scenarios import Edit

if TYPE_CHECKING:
    from optimizer.auditor import Verdict


def read(*paths: Path, scenario: str | None = None) -> World:
    """Read workbooks, which form one input, and check everything.

    Parameters
    ----------
    paths
        ``.xlsx``, ``.xlsm``, ``.xls``, ``.xlsb``, ``.ods``, or folders of ``.csv`` files.
    scenario
        A name in the sheet ``Scenarios``.

    Raises
    ------
    InputError
        If anything is wrong; it carries every problem found.
    """
    return World(load(paths_of(paths), scenario if scenario is None else asked.word("the scenario", scenario)))


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in workbooks, whether or not a plan can be made of them.

    Attributes
    ----------
    problems
        All that is wrong or doubtful.
    world
        What they say; ``None`` if anything is wrong.
    marked
        The marked copies that were written.
    rows
        The rows as they were understood, sound or not; none of a file that could not be read at all.
    """

    problems: tuple[Problem, ...]
    world: World | None
    marked: tuple[FilePath, ...] = ()
    rows: Tables = field(default_factory=lambda: Tables({}), repr=False, compare=False)

    @property
    def ready(self) -> bool:
        """Whether a plan can be made of them: nothing is wrong, and there is cargo."""
        return self.world is not None and bool(self.world.given.portfolio.shipments)

    def to_json(self) -> dict[str, Any]:
        """The problems, each with all its parts and how many there are, as ``optimizer check --json`` prints them."""
        return problems_as_json(self.problems)

    def understood(self) -> list[dict[str, Any]]:
        """The rows as they were understood, a sheet each: ``sheet``, ``columns``, and ``rows``.

        Each row says where it stands and has, for each column, the address of its cell and what was understood of it:
        the default of a blank one, ``None`` of one that could not be read.
        """
        from optimizer.report.understood import understood  # noqa: PLC0415 - seldom wanted

        return understood(self.rows)


def check(*paths: Path, scenario: str | None = None, marked: Path | None = None) -> Checked:
    """Read workbooks and say all that is wrong or doubtful in them, in place of raising it.

    Parameters
    ----------
    paths
        As for ``read``; a tariff book may be checked without cargo.
    scenario
        A name in the sheet ``Scenarios``.
    marked
        Where to write a copy in which every doubtful cell is marked, with what would be right: an ``.xlsx``; of several
        workbooks one copy each beside it, with their names behind. What stands there is replaced.

    Raises
    ------
    WriteError
        If a copy cannot be written.
    """
    world, problems, rows = None, tuple[Problem, ...](), Tables({})
    try:
        rows = read_rows(paths_of(paths))
        world = World(built(rows, scenario, cargo_required=False))
        problems = world.warnings
    except InputError as error:
        problems = error.problems
    copies: list[FilePath] = []
    if marked is not None:
        from tariffs.marked import write_marked  # noqa: PLC0415 - what writes workbooks is slow to import

        try:
            copies = write_marked([str(path) for path in paths], problems, FilePath(marked))
        except OSError as error:
            raise WriteError(f"{marked} cannot be written: {error.strerror or error}") from error
    return Checked(problems, world, tuple(copies), rows)


def reopen(path: Path, world: World | Sequence[Path]) -> Plan:
    """A plan from its workbook: to compare, to draw, to explain, to simulate.

    It is audited first. What only its making found is not in it, such as next best itineraries and trains that do not
    run; the workbook says that.

    Parameters
    ----------
    path
        The plan workbook.
    world
        What it was made of, under whichever scenario; or the workbooks.

    Raises
    ------
    InputError
        If it is no plan workbook, it does not follow from these workbooks, or anything is wrong with them.
    """
    from optimizer.auditor import audit as differences  # noqa: PLC0415 - as above
    from optimizer.auditor import read_plan  # noqa: PLC0415
    from optimizer.reopening import disagrees, reopened  # noqa: PLC0415

    record, under = read_plan(paths_of([path])[0]), _under(world)
    given = under(record.scenario or None, record.edits)
    if found := differences(record, given.book, given.portfolio):
        raise disagrees(FilePath(path), "", str(found[0]))
    return Plan(World(given), reopened(record, given, FilePath(path)))


def _under(world: World | Sequence[Path]) -> Callable[[str | None, Sequence[Edit]], Input]:
    """What gives an input under a scenario and with changes."""
    if isinstance(world, World):
        return world.given.under
    paths_of([world] if isinstance(world, str | PathLike) else world)
    return lambda scenario, edits: load(world, scenario, edits=edits)


def audit(path: Path, world: World | Sequence[Path]) -> Verdict:
    """Replay a plan workbook against its input, under the scenario and with the changes that it states.

    Parameters
    ----------
    path
        The plan workbook.
    world
        What it was made of, under whichever scenario; or the workbooks.

    Raises
    ------
    InputError
        If the one is no plan workbook, or anything is wrong with the other.
    """
    from optimizer.auditor import verdict  # noqa: PLC0415 - as above

    paths_of([path])
    return verdict(path, _under(world))
