"""Cells merged over several rows: names hold for each, what the rows may share is a question."""

from __future__ import annotations

import pytest

from tariffs.problems import Kind, Problems
from tariffs.reading.header_rows import Header
from tariffs.reading.headers import HeaderNames
from tariffs.reading.merged import filled
from tariffs.reading.report import Report
from tariffs.sheets import SHEETS
from tariffs.workbook.raw import Merged, RawRow


@pytest.mark.parametrize(
    ("sheet", "column", "shared"),
    [
        ("Pool", "available", True),
        ("Cargo", "weight_t", True),
        ("Cargo", "volume_m3", True),
        ("Cargo", "value", True),
        ("Tariffs", "capacity", True),
        ("Tariffs", "min_load", True),
        ("Tariffs", "departure_cost", True),
        ("Tariffs", "transit_days", False),
        ("Cargo", "ready", False),
    ],
)
def test_a_merged_quantity_is_a_question_and_a_name_is_not(sheet: str, column: str, shared: bool) -> None:
    """Ten boxes beside two rows may be ten in all."""
    names = HeaderNames.of(SHEETS[sheet], {})
    match = names.find(column)
    assert match is not None
    header = Header({0: "first", 1: column}, {1: match}, RawRow(1, ("first", column)), 0)
    rows = [RawRow(2, ("a", "10")), RawRow(3, ("b", None))]
    problems = Problems()
    found = filled(rows, [Merged(1, 2, 3, "10")], header, Report("book.xlsx", sheet, problems))
    assert [problem.kind for problem in problems] == ([Kind.AMBIGUOUS] if shared else [])
    assert [row.cell(1) for row in found] == (["10", None] if shared else ["10", "10"])
