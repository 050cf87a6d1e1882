"""Figures in titles: short, and never more exact than they are."""

from __future__ import annotations

from decimal import Decimal

import pytest

from optimizer.figures.words import listed, percent, short


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        *((0, "0"), (0.05, "0.05"), (68, "68"), (35.947, "35.9"), (99.96, "100"), (Decimal("8827.68"), "8,828")),
        *((9999, "9,999"), (10_000, "10.0 k"), (686_913.76, "687 k"), (999_949, "1.00 M"), (2_514_150.81, "2.51 M")),
        *((-16_475, "-16.5 k"), (3.2e9, "3.20 bn")),
    ],
)
def test_amounts_have_three_figures(amount: float, said: str) -> None:
    assert short(amount) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        *((0, "0 %"), (0.000165, "less than 0.1 %"), (0.0442, "4.4 %"), (0.05, "5 %"), (0.6214, "62 %"), (1, "100 %")),
        *((0.997, "99.7 %"), (0.99999, "99.9 %"), (1.25, "125 %")),
    ],
)
def test_all_and_nothing_are_said_of_all_and_nothing(share: float, said: str) -> None:
    assert percent(share) == said


def test_many_names_are_counted() -> None:
    names = [str(n) for n in range(12)]
    assert listed(names[:3]) == "0, 1, 2"
    assert listed(names[:9]) == ", ".join(names[:9])
    assert listed(names) == "0, 1, 2, 3, 4, 5, 6, 7 and 4 more"
