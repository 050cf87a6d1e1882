"""What is wrong with an input, for a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from tariffs.problems import Problem, Severity, as_typed
from tariffs.showing import printable

#: What JSON can say.
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def problem_lines(problems: Sequence[Problem]) -> Iterator[str]:
    """Problems by workbook, errors before warnings, and how many there are; nothing if none."""
    by_workbook: dict[str, list[Problem]] = {}
    for problem in problems:
        by_workbook.setdefault(problem.workbook, []).append(problem)
    for workbook, found in by_workbook.items():
        yield printable(workbook) or "Input"
        for problem in sorted(found, key=lambda problem: problem.severity is not Severity.ERROR):
            place = f"{problem.place}: " if problem.place else ""
            yield printable(f"  {problem.severity.value:<7}  {place}{problem.text}")
    if problems:
        yield counted(problems)


def counted(problems: Sequence[Problem]) -> str:
    """How many errors and warnings there are: ``2 errors, 1 warning``."""
    counts = []
    for severity in Severity:
        count = how_many(problems, severity)
        if count:
            counts.append(f"{count} {severity.value}{'' if count == 1 else 's'}")
    return ", ".join(counts) or "no problems"


def how_many(problems: Iterable[Problem], severity: Severity) -> int:
    """How many there are of a severity; those that are not listed one by one count as well."""
    return sum(problem.times for problem in problems if problem.severity is severity)


def problems_as_json(problems: Sequence[Problem]) -> dict[str, Json]:
    """The problems, each with all its parts, and how many there are of each severity."""
    return {
        "errors": how_many(problems, Severity.ERROR),
        "warnings": how_many(problems, Severity.WARNING),
        "problems": [problem_as_json(problem) for problem in problems],
    }


def problem_as_json(problem: Problem) -> dict[str, Json]:
    """One problem with all its parts."""
    return {
        "severity": problem.severity.value,
        "kind": problem.kind.name.lower(),
        "workbook": problem.workbook,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "value": problem.value,
        "times": problem.times,
        "problem": problem.what,
        "cure": problem.cure,
        "suggestion": None if problem.suggestion is None else as_typed(problem.suggestion),
    }
