"""Charges per booking, shown on its loads."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.report.allocation import by_load, in_cents
from tests.report.worked import rich_plan

amounts = st.decimals(-(10**9), 10**9, places=2)
weights = st.lists(st.decimals("0.001", 10_000, places=3), min_size=1, max_size=8)


@given(amounts, weights)
def test_shares_add_up_and_none_is_a_cent_from_its_due(amount: Decimal, parts: list[Decimal]) -> None:
    shares = in_cents(amount, parts)
    assert sum(shares) == amount
    for share, weight in zip(shares, parts, strict=True):
        due = Fraction(amount) * Fraction(weight) / Fraction(sum(parts))
        assert abs(Fraction(share) - due) < Fraction(1, 100)


@given(amounts, weights)
def test_a_rebate_is_shared_as_a_charge_is(amount: Decimal, parts: list[Decimal]) -> None:
    assert in_cents(-amount, parts) == [-share for share in in_cents(amount, parts)]


def test_cents_left_over_go_to_the_largest_remainders_and_of_equal_ones_to_the_first() -> None:
    assert in_cents(Decimal("0.10"), [Decimal(1), Decimal(1), Decimal(1)]) == [
        Decimal("0.04"),
        Decimal("0.03"),
        Decimal("0.03"),
    ]
    assert in_cents(Decimal("1.00"), [Decimal("0.334"), Decimal("0.337"), Decimal("0.329")]) == [
        Decimal("0.33"),
        Decimal("0.34"),
        Decimal("0.33"),
    ]


@pytest.mark.parametrize("parts", [[], [Decimal(0)], [Decimal(2), Decimal(-1)]])
def test_weights_that_do_not_say_how_to_share_are_refused(parts: list[Decimal]) -> None:
    with pytest.raises(ValueError, match="cannot share"):
        in_cents(Decimal(1), parts)


def test_what_is_charged_on_a_load_is_shown_on_it_and_the_rest_by_tonnes() -> None:
    booked = rich_plan().bookings[0]
    teu, feu = by_load(booked)
    assert (teu["freight"], feu["freight"]) == (Decimal("2882.00"), Decimal("2582.00"))  # type: ignore[index]
    assert (teu["surcharge"], feu["surcharge"]) == (Decimal("65.16"), Decimal("34.85"))  # type: ignore[index]
