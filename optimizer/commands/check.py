"""``optimizer check``: say everything that is wrong with workbooks."""

from __future__ import annotations

import argparse

from optimizer.commands.saying import tell_problems
from optimizer.report.problem_list import counted
from tariffs.loading import Input, load


def run(options: argparse.Namespace) -> bool:
    """Check. A tariff book may be checked without cargo."""
    given = load(options.workbooks, options.scenario, cargo_required=False)
    tell_problems(given.problems, json=options.json)
    if not options.json:
        print(f"{_contents(given)}: {counted(given.problems)}, ready to plan")
    return False


def _contents(given: Input) -> str:
    counts = (
        (len(given.book.locations), "location"),
        (sum(len(leg.tariffs) for leg in given.book.legs), "tariff"),
        (len({border.name for border in given.book.borders}), "border"),
        (len(given.portfolio.shipments), "shipment"),
    )
    return ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
