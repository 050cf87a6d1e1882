"""``optimizer audit``: replay a plan workbook against the workbooks it was made from."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict

import optimizer
from optimizer.commands.saying import print_json
from tariffs.showing import printable


def run(options: argparse.Namespace) -> bool:
    """Audit, under the scenario that the plan was made for."""
    verdict = optimizer.audit(options.plan, options.workbooks)
    for name in verdict.changed_inputs:
        print(printable(f"{name} is not the file that the plan was made from: its SHA-256 differs"), file=sys.stderr)
    if options.json:
        print_json(
            {"differences": [asdict(d) for d in verdict.differences], "changed_inputs": [*verdict.changed_inputs]}
        )
    else:
        print(*map(printable, str(verdict).splitlines()), sep="\n")
    return not verdict.passed
