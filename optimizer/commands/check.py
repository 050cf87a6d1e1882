"""``optimizer check``: say everything that is wrong with workbooks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from optimizer.commands.output import output_path
from optimizer.commands.saying import tell_problems
from optimizer.errors import WriteError
from optimizer.report.problem_list import counted
from tariffs.loading import Input, load
from tariffs.marked import copy_paths, write_marked
from tariffs.problems import InputError, Problem
from tariffs.showing import printable


def run(options: argparse.Namespace) -> bool:
    """Check. A tariff book may be checked without cargo."""
    fix = None if options.fix is None else _fix_path(options.fix, options.workbooks)
    try:
        given = load(options.workbooks, options.scenario, cargo_required=False)
    except InputError as error:
        _write_copies(fix, error.problems, options)
        raise
    _write_copies(fix, given.problems, options)
    tell_problems(given.problems, json=options.json)
    if not options.json:
        print(f"{_contents(given)}: {counted(given.problems)}, ready to plan")
    return False


def _fix_path(text: str, workbooks: Sequence[str]) -> Path:
    """Where the marked copies go, once it is certain that each may be written there."""
    output = Path(text)
    if output.suffix.lower() == ".xlsx":
        for path in copy_paths(output, workbooks):
            output_path(str(path), workbooks)
        return output
    return output_path(text, workbooks)


def _write_copies(output: Path | None, problems: Sequence[Problem], options: argparse.Namespace) -> None:
    """Write the marked copies, if they are wanted, and say where they are."""
    if output is None:
        return
    try:
        copies = write_marked(options.workbooks, problems, output)
    except OSError as error:
        raise WriteError(f"{output} cannot be written: {error.strerror or error}") from error
    for path in copies:
        print(printable(f"Marked copy: {path}"), file=sys.stderr if options.json else sys.stdout)


def _contents(given: Input) -> str:
    counts = (
        (len(given.book.locations), "location"),
        (sum(len(leg.tariffs) for leg in given.book.legs), "tariff"),
        (len({border.name for border in given.book.borders}), "border"),
        (len(given.portfolio.shipments), "shipment"),
    )
    return ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
