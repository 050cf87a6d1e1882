"""``optimizer check``: say everything that is wrong with workbooks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from optimizer.commands.output import check_unchanged, output_path
from optimizer.commands.saying import tell_problems
from optimizer.errors import WriteError
from optimizer.report.problem_list import counted
from tariffs.loading import Input, load
from tariffs.marked import copy_paths, write_marked
from tariffs.problems import InputError, Problem
from tariffs.showing import printable


def run(options: argparse.Namespace) -> bool:
    """Check. A tariff book may be checked without cargo."""
    fix = None if options.fix is None else _fix_path(options.fix, options.workbooks, force=options.force)
    try:
        given = load(options.workbooks, options.scenario, cargo_required=False)
    except InputError as error:
        _write_copies(fix, error.problems, options)
        raise
    _write_copies(fix, given.problems, options)
    tell_problems(given.problems, json=options.json)
    if not options.json:
        print(f"{_contents(given)}: {counted(given.problems)}, {_verdict(given)}")
    return False


def _fix_path(text: str, workbooks: Sequence[str], *, force: bool) -> Path:
    """Where the marked copies go, once it is certain that each may be written there."""
    output = Path(text)
    if output.suffix.lower() != ".xlsx":
        return output_path(text, workbooks)
    copies = [output_path(str(path), workbooks) for path in copy_paths(output, workbooks)]
    try:
        check_unchanged(copies, force=force)
    except OSError as error:
        raise WriteError(f"{output} cannot be read: {error.strerror or error}") from error
    return output


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


def _verdict(given: Input) -> str:
    """Whether a plan can be made of it: a tariff book alone is sound, and has nothing to plan."""
    if given.portfolio.shipments:
        return "ready to plan"
    return "a sound tariff book; a plan needs the sheet Cargo as well, with its shipments"


def _contents(given: Input) -> str:
    counts = (
        (len(given.book.locations), "location"),
        (sum(len(leg.tariffs) for leg in given.book.legs), "tariff"),
        (len({border.name for border in given.book.borders}), "border"),
        (len(given.portfolio.shipments), "shipment"),
    )
    return ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
