"""``optimizer plan``: read, plan, audit, write the plan workbook, and say what was found."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

# These two, which reading does without, are imported now all the same: see `interrupting.py`.
import optimizer.planning
import optimizer.report.workbook
from optimizer import Plan, RequestError, SolverError
from optimizer.commands.output import check_replaced, output_path
from optimizer.commands.saying import print_json, tell_problems
from optimizer.commands.written import done_once_written
from optimizer.executors import executor_for
from optimizer.options import DEFAULT_SOLVER, Engine, Options, kept_as_of
from optimizer.progress import Step, shown_progress
from optimizer.report.layout import SUMMARY as SUMMARY_SHEET
from optimizer.solver import process, solver_name
from optimizer.tables import OVERVIEW, TABLES
from tariffs.sheets import PLAN
from tariffs.showing import printable


def run(options: argparse.Namespace) -> bool:
    """Plan."""
    begun = time.monotonic()
    output = output_path(options.output, options.workbooks)
    check_replaced(output, PLAN, {OVERVIEW, SUMMARY_SHEET, *TABLES}, force=options.force)
    if options.solver != DEFAULT_SOLVER:  # to ask which others are there takes a while
        _known(options.solver)
        if options.engine == Engine.COLUMNS:
            raise RequestError(f"--engine {options.engine} needs {DEFAULT_SOLVER}: leave out --solver or --engine")
    kept_as_of(options.keep, options.as_of, options.change_cost)
    process()  # it starts while the workbooks are read
    chosen = {name: getattr(options, name) for name in ("gap", "solver", "engine", "workers", "cluster", "trains")}
    # Before anything is read, so that a cluster which can't be had is said at once.
    with (
        shown_progress(quiet=options.quiet or options.json) as progress,
        executor_for(Options.of(**chosen)) as executor,
    ):
        progress(Step("reading the workbooks"))
        world = optimizer.read(*options.workbooks, scenario=options.scenario)
        if options.time_limit is not None:  # it bounds reading, too
            chosen["time_limit"] = max(0.0, options.time_limit - (time.monotonic() - begun))
        kept = {name: getattr(options, name) for name in ("keep", "as_of", "change_cost")}
        budget = options.budget_co2
        plan = world.plan(budget_co2=budget, progress=progress, executor=executor, **kept, **chosen)
        progress(Step("writing the plan"))
        with done_once_written(output):
            plan.to_excel(output)
    if not options.quiet:
        tell_problems(plan.details.warnings)
    _tell(plan, output, options)
    return False


def _known(solver: str) -> None:
    try:
        solver_name(solver)
    except SolverError as error:
        raise RequestError(str(error)) from error


def _tell(plan: Plan, output: Path, options: argparse.Namespace) -> None:
    if options.json:
        print_json(plan.to_json() | {"plan": str(output)})
    elif not options.quiet:
        print(*map(printable, (*plan.lines(), f"Plan            {output}")), sep="\n")
