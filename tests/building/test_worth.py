"""Rates of exchange that stand upside down, or are those of 100 units of a currency, stop the run."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

import pytest

from tariffs.building.worth import IN_DOLLARS, note_worth
from tariffs.currencies import CURRENCY_CODES
from tariffs.problems import Kind, Severity
from tariffs.rows import Row
from tests.building.mistakes import another, both, cells, problems_of


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
    assert all(
        (problem.suggestion is not None) == (": 1 ÷" in problem.cure and problem.kind is Kind.CURRENCY)
        for problem in found
    )
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
        ("EUR", "0.92", "USD", "1.08696"),
        ("EUR", "0.94", "USD", "1.06383"),
        ("USD", "1.09", "EUR", "0.917431"),
        ("CHF", "0.83", "USD", "1.20482"),
    ],
)
def test_a_rate_that_stands_upside_down_is_an_error(code: str, rate: str, base: str, other: str) -> None:
    """It is the mistake that is made most with rates of exchange, and costs would be thousands of times too much."""
    assert said(code, rate, base) == [
        f"error B2: the rate says that one {code} is {rate} {base}, while one {base} is about that many {code}; "
        f"write how many {base} one {code} is: 1 ÷ {rate} = {other}"
    ]


def test_a_rate_between_two_currencies_near_each_other_is_doubted() -> None:
    """A euro was worth that many francs, until 2021."""
    assert said("EUR", "1.1", "CHF") == [
        "warning B2: the rate says that one EUR is 1.1 CHF, while one CHF is about that many EUR; leave it if that is "
        "right, or write how many CHF one EUR is: 1 ÷ 1.1 = 0.909091"
    ]


@pytest.mark.parametrize("rate", ["0.97", "1.02"])
def test_where_one_rate_stands_upside_down_those_near_1_do_that_are_nearer_so(rate: str) -> None:
    """Whoever turns one rate around turns all."""
    found = [
        problem
        for problem in problems_of(cells("FX", currency="PKR", rate=285), another("FX", currency="EUR", rate=rate))
        if problem.cell == "B3"
    ]
    assert [problem.severity for problem in found] == ([Severity.ERROR] if rate == "0.97" else [])


@dataclass
class Noted:
    """A row that keeps what is noted of it."""

    noted: list[str] = field(default_factory=list)

    def error(self, *_: object) -> None:
        self.noted.append("error")

    def warn(self, *_: object) -> None:
        self.noted.append("warning")


#: Bounds of what one unit was in dollars in 2011 to 2025, rounded outwards.
EXTREMES = {
    "EUR": ("0.95", "1.5"),
    "GBP": ("1.03", "1.75"),
    "CHF": ("0.96", "1.4"),
    "CAD": ("0.67", "1.08"),
    "AUD": ("0.55", "1.11"),
    "NZD": ("0.54", "0.89"),
    "SGD": ("0.68", "0.84"),
}


@pytest.mark.parametrize("code", EXTREMES)
def test_no_rate_to_the_dollar_that_was_one_is_an_error(code: str) -> None:
    """Whichever of the two is the base currency, and every rate between the extremes."""
    low, high = (Decimal(end) for end in EXTREMES[code])
    for step in range(21):
        rate = (low + (high - low) * step / 20).quantize(Decimal("0.0001"))
        assert [line for line in said(code, str(rate)) if line.startswith("error")] == []
        turned = (1 / rate).quantize(Decimal("0.0001"))
        assert [line for line in said("USD", str(turned), code) if line.startswith("error")] == []


@pytest.mark.parametrize(
    ("code", "rate", "base"),
    [
        ("PKR", "0.0035", "USD"),
        ("PKR", "0.007", "USD"),
        ("EUR", "1.25", "USD"),
        ("EUR", "0.98", "USD"),
        ("EUR", "0.9565", "USD"),
        ("CHF", "1", "USD"),
        ("AUD", "1.1", "USD"),
        ("GBP", "2.1", "USD"),
        ("OMR", "2.6", "USD"),
        ("USD", "285", "PKR"),
        ("SYP", "13000", "USD"),
    ],
)
def test_other_rates_are_none_of_its_business(code: str, rate: str, base: str) -> None:
    """Right ones; those of currencies of about the same worth; somewhat wrong ones; and unknown currencies."""
    assert said(code, rate, base) == []


@pytest.mark.parametrize(
    ("code", "rate", "base", "times", "cure"),
    [
        ("PKR", "0.35", "USD", "97 times more", "about 0.0036: if the rate is of 100 PKR, 0.35 ÷ 100 = 0.0035"),
        ("JPY", "0.67", "USD", "100 times more", "about 0.0067: if the rate is of 100 JPY, 0.67 ÷ 100 = 0.0067"),
        ("UZS", "0.8", "USD", "10000 times more", "about 0.00008: if the rate is of 10000 UZS, 0.8 ÷ 10000 = 0.00008"),
        ("EUR", "108", "USD", "98 times more", "about 1.1: if the rate is of 100 EUR, 108 ÷ 100 = 1.08"),
        ("KZT", "16.4", "RUB", "98 times more", "about 0.166667: if the rate is of 100 KZT, 16.4 ÷ 100 = 0.164"),
        ("CNY", "1.4", "USD", "10 times more", "about 0.14: if the rate is of 10 CNY, 1.4 ÷ 10 = 0.14"),
        ("PKR", "0.000035", "USD", "103 times less", "about 0.0036"),
        ("PKR", "3", "USD", "833 times more", "about 0.0036: if the rate is of 1000 PKR, 3 ÷ 1000 = 0.003"),
    ],
)
def test_a_rate_many_times_too_much_or_too_little_is_an_error(
    code: str, rate: str, base: str, times: str, cure: str
) -> None:
    """Central banks publish those of 100 units of many a currency."""
    assert said(code, rate, base) == [
        f"error B2: the rate says that one {code} is {rate} {base}, some {times} than it is worth; "
        f"write how many {base} one {code} is, {cure}"
    ]


def test_a_rate_ten_times_too_little_is_doubted() -> None:
    """There are currencies that lost so much."""
    (line,) = said("RUB", "0.0012")
    assert line == (
        "warning B2: the rate says that one RUB is 0.0012 USD, some 10 times less than it is worth; leave it if "
        "that is right, or write how many USD one RUB is, about 0.012"
    )


@pytest.mark.parametrize("code", sorted(IN_DOLLARS.keys() - {"USD"}))
def test_the_rate_of_a_hundred_or_more_units_is_an_error_for_every_currency(code: str) -> None:
    """As long as it is worth what is said of it, roughly: less than five times more or less."""
    worth = Decimal(IN_DOLLARS[code])
    for off in (Decimal("0.21"), Decimal(1), Decimal("4.9")):
        quotes = [(Noted(), code, worth * off * units) for units in (100, 1000)]
        note_worth([(cast("Row", row), code, rate) for row, code, rate in quotes], "USD")
        assert [row.noted for row, *_ in quotes] == [["error"], ["error"]]


def test_only_currencies_are_worth_something() -> None:
    """A code that no currency has would never be looked up."""
    assert IN_DOLLARS.keys() <= CURRENCY_CODES
    assert all(Decimal(worth) > 0 for worth in IN_DOLLARS.values())
