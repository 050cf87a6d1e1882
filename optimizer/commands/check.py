"""``optimizer check``: say everything that is wrong with workbooks."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import optimizer
from optimizer import Checked, World
from optimizer.commands.output import check_unchanged, output_path
from optimizer.commands.saying import tell_problems
from optimizer.errors import WriteError
from optimizer.report.problem_list import counted
from tariffs.marked import copy_paths
from tariffs.showing import printable


def run(options: argparse.Namespace) -> bool:
    """Check. A tariff book may be checked without cargo."""
    fix = None if options.fix is None else _fix_path(options.fix, options.workbooks, force=options.force)
    found = optimizer.check(*options.workbooks, scenario=options.scenario, marked=fix)
    for path in found.marked:
        print(printable(f"Marked copy: {path}"), file=sys.stderr if options.json else sys.stdout)
    if found.world is None:
        raise optimizer.InputError(found.problems)
    tell_problems(found.problems, json=options.json)
    if not options.json:
        print(f"{_contents(found.world)}: {counted(found.problems)}, {_verdict(found)}")
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


def _verdict(found: Checked) -> str:
    """Whether a plan can be made of it: a tariff book alone is sound, and has nothing to plan."""
    if found.ready:
        return "ready to plan"
    return "a sound tariff book; a plan needs the sheet Cargo as well, with its shipments"


def _contents(world: World) -> str:
    given = world.given
    counts = (
        (len(given.book.locations), "location"),
        (sum(len(leg.tariffs) for leg in given.book.legs), "tariff"),
        (len({border.name for border in given.book.borders}), "border"),
        (len(given.portfolio.shipments), "shipment"),
    )
    return ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
