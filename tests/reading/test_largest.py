"""No figure is larger than any that makes sense: a typing slip, or an ID in the wrong column, stops the run."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tariffs.schema import Column, Type
from tariffs.sheets import SHEETS
from tests.reading.workbooks import column

NUMBERS = [
    (sheet.name, found)
    for sheet in SHEETS.values()
    for found in sheet.columns
    if found.type in (Type.NUMBER, Type.INTEGER, Type.PERCENT)
]


@pytest.mark.parametrize(("sheet", "found"), NUMBERS, ids=[f"{sheet}-{found.name}" for sheet, found in NUMBERS])
def test_a_figure_that_nobody_means_is_an_error(sheet: str, found: Column) -> None:
    """In every column of numbers; HiGHS takes no coefficient from 1e15 on."""
    values, errors, _ = column(found.name, [Decimal("1E+16")], sheet=sheet)
    assert values.values == [None]
    assert len(errors) == 1 and "is out of range" in errors[0]


@pytest.mark.parametrize(
    ("text", "days", "says"),
    [
        ("12-15", 15, '"12-15" is a range and no number; write 15 to be sure, or the number that is usual'),
        (
            "12 to 15 days",
            15,
            '"12 to 15 days" is a range and no number; write 15 to be sure, or the number that is usual',
        ),
    ],
)
def test_a_range_of_days_offers_the_longer_one(text: str, days: int, says: str) -> None:
    """What is planned by the shorter one may come too late."""
    _, errors, _ = column("transit_days", [text], sheet="Tariffs")
    assert [error.partition("transit_days: ")[2] for error in errors] == [says]


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("weekly", "write the weekdays on which it departs, such as Mon, or every 7 days, counted from valid_from"),
        ("2x week", "write the weekdays on which it departs, such as Mon,Thu"),
        ("fortnightly", "write every 14 days, counted from valid_from"),
        (
            "bi-weekly",
            "write the weekdays on which it departs, such as Mon,Thu, or every 14 days, counted from valid_from",
        ),
        ("monthly", "write the dates with ; between, such as 2025-03-15; 2025-04-15"),
    ],
)
def test_how_often_a_leg_departs_says_nothing_of_when(text: str, cure: str) -> None:
    """Each has its own cure."""
    _, errors, _ = column("departures", [text], sheet="Tariffs")
    assert len(errors) == 1 and errors[0].endswith(cure)


@pytest.mark.parametrize(
    ("text", "basis"),
    [("MT", "tonne"), ("per MT", "tonne"), ("W/M", "wm"), ("box", "container"), ("t-km", "tonne_km")],
)
def test_a_basis_in_the_words_of_the_trade_is_read(text: str, basis: str) -> None:
    values, errors, _ = column("basis", [text], sheet="Tariffs")
    assert (values.values, errors) == ([basis], [])


def test_a_basis_of_kilograms_says_how_to_write_it() -> None:
    _, errors, _ = column("basis", ["per kg"], sheet="Tariffs")
    assert "write 1,000 times the amount, per tonne" in errors[0]
