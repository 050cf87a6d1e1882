"""``optimizer compare``: plan workbooks as they stand and under scenarios, and write what differs."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

# These, which reading does without, are imported now all the same: see `interrupting.py`.
import optimizer.planning
import optimizer.report.workbook
from optimizer.commands.output import check_replaced, output_path
from optimizer.commands.saying import print_json, tell_problems
from optimizer.commands.written import done_once_written
from optimizer.executors import Processes
from optimizer.progress import Step, shown_progress
from optimizer.report.problem_list import Json
from optimizer.tables import COMPARISON
from tariffs.schema import normalise
from tariffs.showing import printable

if TYPE_CHECKING:
    import pandas as pd


def run(options: argparse.Namespace) -> bool:
    """Compare."""
    output = output_path(options.output, options.workbooks)
    check_replaced(output, {normalise(name) for name in COMPARISON}, COMPARISON, force=options.force)
    with (
        shown_progress(quiet=options.quiet or options.json) as progress,
        Processes(options.workers) as executor,
    ):
        progress(Step("reading the workbooks"))
        world = optimizer.read(*options.workbooks)
        names = dict.fromkeys(options.scenario or world.scenarios)
        worlds = [world, *map(world.with_scenario, names)]
        progress(Step(f"planning {len(worlds)} times"))
        found = optimizer.compare(worlds, executor=executor, gap=options.gap)
        progress(Step("writing the comparison"))
        with done_once_written(output):
            found.to_excel(output)
    if options.json:
        print_json(
            {
                "scenarios": _rows(found.scenarios),
                "unserved": _rows(found.unserved),
                "comparison": str(output),
            }
        )
    elif not options.quiet:
        tell_problems(world.warnings)
        print(*map(printable, (*found.lines(), f"Comparison: {output}")), sep="\n")
    return False


def _rows(frame: pd.DataFrame) -> list[Json]:
    """The rows of a frame, blanks as null."""
    whole = frame.astype(object).where(frame.notna(), None)
    return [{str(name): cell for name, cell in row.items()} for row in whole.to_dict("records")]
