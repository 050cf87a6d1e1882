"""``optimizer plan``: read, plan, audit, write the plan workbook, and say what was found."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

from optimizer.commands.output import check_plan, output_path
from optimizer.commands.saying import CommandError, print_json, tell_problems
from optimizer.errors import SolverError
from optimizer.executors import executor_for
from optimizer.options import DEFAULT_SOLVER, Engine, Options
from optimizer.plan import Plan
from optimizer.planning import plan
from optimizer.progress import Step, shown_progress
from optimizer.report.digest import as_json, lines
from optimizer.report.workbook import write_plan
from optimizer.solver import process, solver_name
from tariffs.loading import load
from tariffs.showing import printable


def run(options: argparse.Namespace) -> bool:
    """Plan."""
    begun = time.monotonic()
    output = output_path(options.output, options.workbooks)
    check_plan(output, force=options.force)
    if options.solver != DEFAULT_SOLVER:  # to ask which others are there takes a while
        _known(options.solver)
        if options.engine == Engine.COLUMNS:
            raise CommandError(f"--engine {options.engine} needs {DEFAULT_SOLVER}: leave out --solver or --engine")
    engine = Engine(options.engine)
    process()  # it starts while the workbooks are read
    chosen = Options(options.gap, options.time_limit, options.solver, engine, options.workers, options.cluster)
    # Before anything is read, so that a cluster which can't be had is said at once.
    with shown_progress(quiet=options.quiet or options.json) as progress, executor_for(chosen) as executor:
        progress(Step("reading the workbooks"))
        given = load(options.workbooks, options.scenario)
        found = plan(given.book, given.portfolio, chosen, progress=progress, executor=executor, begun=begun)
        found = replace(found, warnings=given.problems, files=given.files, scenario=given.scenario or "")
        progress(Step("writing the plan"))
        write_plan(found, output)
    if not options.quiet:
        tell_problems(given.problems)
    _tell(found, output, options)
    return False


def _known(solver: str) -> None:
    try:
        solver_name(solver)
    except SolverError as error:
        raise CommandError(str(error)) from error


def _tell(found: Plan, output: Path, options: argparse.Namespace) -> None:
    if options.json:
        print_json(as_json(found) | {"plan": str(output)})
    elif not options.quiet:
        print(*map(printable, (*lines(found), f"Plan            {output}")), sep="\n")
