"""Which days of cargo are far from the others."""

from __future__ import annotations

import pytest

from tests.building.mistakes import another, cells, problems_of


@pytest.mark.parametrize(
    ("days", "far"),
    [
        (["2025-03-03", "2026-03-04"], []),
        (["2025-03-03", "2026-03-05"], ["2025-03-03"]),
        (["2024-03-03", "2025-03-03", "2026-03-03", "2027-03-03"], []),
        (["2003-03-25", "2003-03-26", "2025-03-03"], ["2025-03-03"]),
        (["2003-03-25", "2025-03-03", "2025-03-04", "2055-03-03"], ["2003-03-25", "2055-03-03"]),
    ],
)
def test_a_day_is_far_where_a_year_passes_to_most_others(days: list[str], far: list[str]) -> None:
    """Of two that are far from each other it is the earlier one; years of cargo without a gap are none."""
    first, *others = days
    changes = [cells("FX", valid_from=None), cells("Tariffs", 2, valid_to=None), cells("Cargo", ready=first)]
    more = [another("Cargo", shipment=f"far {number}", ready=day) for number, day in enumerate(others)]
    found = [problem for problem in problems_of(*changes, *more) if "more than a year from" in problem.what]
    assert [problem.what[9:19] for problem in found] == far
