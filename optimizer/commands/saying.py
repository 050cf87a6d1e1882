"""How commands say what they found: problems on standard error, results on standard output."""

from __future__ import annotations

import json as json_text
import sys
from collections.abc import Sequence

from optimizer.report.problem_list import Json, problem_lines, problems_as_json
from tariffs.problems import Problem


def tell_problems(problems: Sequence[Problem], *, json: bool = False) -> None:
    """Say problems on standard error, and as JSON on standard output if that is wanted."""
    for line in problem_lines(problems):
        print(line, file=sys.stderr)
    if json:
        print_json(problems_as_json(problems))


def print_json(content: dict[str, Json]) -> None:
    """Print JSON for a program to read."""
    print(json_text.dumps(content, indent=2))
