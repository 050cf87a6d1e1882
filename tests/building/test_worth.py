"""Rates of exchange that say how much of a currency one unit of the base currency is are doubted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tariffs.building.worth import IN_DOLLARS
from tariffs.currencies import CURRENCY_CODES
from tariffs.problems import Kind, Severity
from tests.building.mistakes import both, cells, problems_of


def said(code: str, rate: str, base: str = "USD") -> list[str]:
    """What is said of the rate of a currency, where a base currency other than dollars needs one of those too."""
    doing = both(
        cells("FX", currency=code, rate=Decimal(rate)),
        cells("Tariffs", currency=code),
        cells("Tariffs", 3, currency=None),
        cells("Surcharges", currency=None),
        cells("Settings", value=base),
    )
    found = [problem for problem in problems_of(doing) if problem.sheet == "FX"]
    assert all((problem.kind is Kind.CURRENCY) == (problem.severity is Severity.ERROR) for problem in found)
    assert all((problem.suggestion is not None) == (problem.severity is Severity.ERROR) for problem in found)
    return [f"{problem.severity} {problem.cell}: {problem.text}" for problem in found]


@pytest.mark.parametrize(
    ("code", "rate", "base", "other"),
    [
        ("PKR", "285", "USD", "0.00350877"),
        ("PKR", "150", "USD", "0.00666667"),
        ("IRR", "42000", "USD", "0.0000238095"),
        ("IRR", "1000000", "USD", "0.000001"),
        ("AED", "3.67", "USD", "0.272480"),
        ("KWD", "0.307", "USD", "3.25733"),
        ("OMR", "0.385", "USD", "2.59740"),
        ("GEL", "2.7", "USD", "0.370370"),
        ("AUD", "1.54", "USD", "0.649351"),
        ("GBP", "0.77", "USD", "1.29870"),
        ("USD", "0.0035", "PKR", "285.714"),
        ("EUR", "0.0108", "RUB", "92.5926"),
    ],
)
def test_a_rate_that_stands_upside_down_is_an_error(code: str, rate: str, base: str, other: str) -> None:
    """It is the mistake that is made most with rates of exchange, and costs would be thousands of times too much."""
    assert said(code, rate, base) == [
        f"error B2: the rate says that one {code} is {rate} {base}, while one {base} is about that many {code}; "
        f"write how many {base} one {code} is: 1 ÷ {rate} = {other}"
    ]


def test_a_rate_near_1_that_may_stand_upside_down_is_doubted() -> None:
    """A euro was worth that little, though not for long."""
    assert said("EUR", "0.92") == [
        "warning B2: the rate says that one EUR is 0.92 USD, while one USD is about that many EUR; leave it if that is "
        "right, or write how many USD one EUR is: 1 ÷ 0.92 = 1.08696"
    ]


@pytest.mark.parametrize(
    ("code", "rate", "base"),
    [
        ("PKR", "0.0035", "USD"),
        ("PKR", "0.007", "USD"),
        ("EUR", "1.25", "USD"),
        ("EUR", "0.98", "USD"),
        ("CHF", "1", "USD"),
        ("AUD", "1.1", "USD"),
        ("GBP", "2.1", "USD"),
        ("OMR", "2.6", "USD"),
        ("USD", "285", "PKR"),
        ("PKR", "3", "USD"),
        ("SYP", "13000", "USD"),
    ],
)
def test_other_rates_are_none_of_its_business(code: str, rate: str, base: str) -> None:
    """Right ones; those of currencies of about the same worth; wrong ones in another way; and unknown currencies."""
    assert said(code, rate, base) == []


def test_only_currencies_are_worth_something() -> None:
    """A code that no currency has would never be looked up."""
    assert IN_DOLLARS.keys() <= CURRENCY_CODES
    assert all(Decimal(worth) > 0 for worth in IN_DOLLARS.values())
