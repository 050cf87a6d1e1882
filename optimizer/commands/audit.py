"""``optimizer audit``: replay a plan workbook against the workbooks it was made from."""

from __future__ import annotations

import argparse
import sys

from optimizer.audit import Difference, PlanRecord, audit, read_plan
from optimizer.commands.saying import print_json
from optimizer.report.problem_list import Json
from tariffs.loading import Input, load
from tariffs.showing import printable


def run(options: argparse.Namespace) -> bool:
    """Audit, under the scenario that the plan was made for."""
    record = read_plan(options.plan)
    given = load(options.workbooks, record.scenario or None)
    differences = audit(record, given.book, given.portfolio)
    changed = _changed(record, given)
    for name in changed:
        print(printable(f"{name} is not the file that the plan was made from: its SHA-256 differs"), file=sys.stderr)
    if options.json:
        listed: list[Json] = [_as_json(difference) for difference in differences]
        print_json({"differences": listed, "changed_inputs": [*changed]})
    elif differences:
        print(*(printable(str(difference)) for difference in differences), sep="\n")
        print(f"{len(differences)} difference{'' if len(differences) == 1 else 's'}")
    else:
        print(f"The plan follows from the workbooks: every booking and charge agrees, {_cost(record)} in all")
    return bool(differences)


def _cost(record: PlanRecord) -> str:
    return f"{record.figures['logistics cost']:,.2f} {record.figures.get('currency', '')}".strip()


def _changed(record: PlanRecord, given: Input) -> list[str]:
    """The inputs that are not what they were, by their hashes."""
    stated = ((file.name, record.figures.get(f"input {file.name}"), file.sha256) for file in given.files)
    return [name for name, then, now in stated if then is not None and then != now]


def _as_json(difference: Difference) -> Json:
    return {
        "where": difference.where,
        "what": difference.what,
        "expected": difference.expected,
        "found": difference.found,
    }
