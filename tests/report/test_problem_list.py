"""Problems as a terminal and as JSON say them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from optimizer.report.problem_list import counted, problem_lines, problems_as_json
from tariffs.problems import Kind, Problem, Severity


def problem(severity: Severity, workbook: str, cell: str, what: str) -> Problem:
    return Problem(Kind.NAME, severity, workbook, "Cargo" if cell else "", cell, "x", what, "mend it")


FOUND = [
    problem(Severity.WARNING, "cargo.xlsx", "A2", "doubtful"),
    problem(Severity.ERROR, "tariffs.xlsx", "B3", "unknown"),
    problem(Severity.ERROR, "cargo.xlsx", "C4", "wrong"),
    problem(Severity.ERROR, "", "", "nothing to read"),
]


def test_problems_are_listed_by_workbook_with_errors_first_and_counted() -> None:
    assert list(problem_lines(FOUND)) == [
        "cargo.xlsx",
        "  error    Cargo!C4: wrong; mend it",
        "  warning  Cargo!A2: doubtful; mend it",
        "tariffs.xlsx",
        "  error    Cargo!B3: unknown; mend it",
        "Input",
        "  error    nothing to read; mend it",
        "3 errors, 1 warning",
    ]


def test_a_problem_that_stands_for_many_counts_as_many() -> None:
    """So that the last line, and the counts of the JSON, are true."""
    found = [*FOUND, replace(FOUND[1], times=39_500)]
    assert counted(found) == "39503 errors, 1 warning"
    assert problems_as_json(found)["errors"] == 39_503


def test_no_problems_are_no_lines() -> None:
    assert not list(problem_lines([]))
    assert counted([]) == "no problems"


def test_json_has_every_part_of_a_problem() -> None:
    found = problems_as_json(FOUND[:1])
    assert found == {
        "errors": 0,
        "warnings": 1,
        "problems": [
            {
                "severity": "warning",
                "kind": "name",
                "workbook": "cargo.xlsx",
                "sheet": "Cargo",
                "cell": "A2",
                "value": "x",
                "times": 1,
                "problem": "doubtful",
                "cure": "mend it",
                "suggestion": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("suggestion", "said"),
    [("Zahedan", "Zahedan"), (Decimal("12E3"), "12000"), (Decimal("0.50"), "0.50"), (date(2025, 3, 15), "2025-03-15")],
)
def test_json_has_what_to_type_into_a_cell(suggestion: str | Decimal | date, said: str) -> None:
    (found,) = problems_as_json([replace(FOUND[0], suggestion=suggestion)])["problems"]  # type: ignore[misc,union-attr]
    assert found["suggestion"] == said  # type: ignore[index,call-overload]
