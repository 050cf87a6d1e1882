"""How cells are written on pages."""

from __future__ import annotations

import pytest

from optimizer.web.pages.words import cell, heading, looks, share


@pytest.mark.parametrize(
    ("value", "written", "laid_out"),
    [
        (None, "", "short"),
        ("2025-03-15T00:00:00.000", "2025-03-15", "short"),
        (1234567, "1,234,567", "number"),
        (1234.5, "1,234.50", "number"),
        (0.001, "0.001", "number"),
        (0.0, "0.00", "number"),
        ("Karachi –rail→ Zahedan –rail→ Moscow", "Karachi –rail→ Zahedan –rail→ Moscow", "long"),
    ],
)
def test_a_cell_is_written_as_a_person_would(value: object, written: str, laid_out: str) -> None:
    assert (cell(value), looks(value)) == (written, laid_out)


def test_headings_and_shares() -> None:
    assert heading("weight_t") == "Weight, t" and share(1e-8) == "0.000001 %"
    assert heading("days_from_ready") == "Days from ready" and heading("due") == "Due by"
    assert share(0.0001) == "0.01 %" and share(None) == ""
