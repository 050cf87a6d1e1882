"""Tables of two kinds beside each other, where nothing says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.workbooks import CARGO, CONTAINERS, SHIPMENT, Rows, errors, read, warnings

TARIFFS = ("mode", "origin", "destination", "transit_days", "TEU")
LEG, ROAD = ("rail", "Karachi", "Zahedan", 5, 455), ("road", "Karachi", "Zahedan", 5, 900)


def beside(left: Rows, right: Rows, gap: int = 1) -> Rows:
    """Two tables with blank columns between them."""
    return [(*one, *[None] * gap, *other) for one, other in zip(left, right, strict=True)]


@pytest.mark.parametrize(
    ("other", "rows"),
    [
        ("Borders", (("border", "dwell_days"), ("Taftan", 2), ("Sarakhs", 1))),
        ("Surcharges", (("surcharge", "basis", "amount"), ("BAF", "teu", 20), ("THC", "container", 40))),
        ("FX", (("Currency", "Rate"), ("PKR", 0.0035), ("KZT", 0.002))),
    ],
)
def test_columns_behind_a_blank_one_that_are_a_table_of_another_kind_are_an_error(
    tmp_path: Path, other: str, rows: Rows
) -> None:
    """They were the borders, charges and currencies of the legs that stand in the same rows."""
    both = beside((TARIFFS, LEG, ROAD), rows)
    (error,) = errors(read(tmp_path, {"Containers": CONTAINERS, "Tariffs": both}))
    assert error.startswith("Tariffs!G1: from column G on (")
    assert f"there is rather a table of {other} than more of Tariffs" in error
    assert f'write "{other}" above it and "Tariffs" above the other, or take out the blank column between' in error

    titled = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": [("Tariffs", *[None] * 5, other), *both]})
    assert errors(titled) == []
    assert [len(titled.records[name]) for name in ("Tariffs", other)] == [2, 2]


def test_settings_beside_cargo_are_no_values_of_goods(tmp_path: Path) -> None:
    """A column value is known there, too."""
    rows = beside((CARGO, SHIPMENT), (("setting", "value"), ("capital_cost_pct", 12)), gap=2)
    (error,) = errors(read(tmp_path, {"Cargo": rows}))
    assert "(setting, value) there is rather a table of Settings than more of Cargo" in error


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((TARIFFS[:4], LEG[:4]), (("currency", "rate"), ("PKR", 455))),
        ((TARIFFS, LEG), (("currency", "borders"), ("USD", "Taftan"))),
        ((TARIFFS, LEG), (("vessel", "agent"), ("Amber", "Ali"))),
        ((TARIFFS, LEG), (("border", "remark"), ("Taftan", "slow"))),
    ],
)
def test_other_columns_behind_a_blank_one_are_more_of_the_table(tmp_path: Path, left: Rows, right: Rows) -> None:
    """Who parts columns to look at them better means nothing by it; unknown columns are named as ever."""
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": beside(left, right)})
    assert errors(tables) == []
    assert len(tables.records["Tariffs"]) == 1


def test_columns_without_a_blank_one_between_are_one_table(tmp_path: Path) -> None:
    """A blank header above data is no gap."""
    rows = ((*TARIFFS, None, "border", "wagon"), (*LEG, "slow", "Taftan", "flat"))
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": rows})
    assert errors(tables) == []
    assert len(warnings(tables)) == 2
