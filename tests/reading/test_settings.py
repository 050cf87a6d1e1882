"""The sheet Settings, and what it says about all others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.reading import read_tables
from tests.reading.workbooks import CARGO, SHIPMENT, Rows, errors, only, read, read_csv, save, warnings

HEADER = ("setting", "value")


def settings(tmp_path: Path, *rows: tuple[object, object]) -> tuple[dict[object, object], list[str]]:
    """The settings read, and the errors."""
    tables = read(tmp_path, {"Settings": [HEADER, *rows]})
    assert [told for told in warnings(tables) if "stored as text" not in told] == []
    return {record.values["setting"]: record.values["value"] for record in tables.records["Settings"]}, errors(tables)


def test_each_setting_is_read_as_its_own_kind(tmp_path: Path) -> None:
    """Names match after normalising; a value is text, number, percentage or yes and no."""
    found, wrong = settings(
        tmp_path,
        ("Base currency", "EUR"),
        ("Capital cost %", "12 %"),
        ("insurance_pct", 0.3),
        ("insurance_uplift_pct", "110,5"),
        ("CO2 price per t", "EUR 80.50"),
        ("allow_review", "no"),
        ("unserved_penalty_per_t", 1500),
        ("number_style", "1,234.50"),
        ("date_style", "DMY"),
    )
    assert wrong == []
    assert found == {
        "base_currency": "EUR",
        "capital_cost_pct": Decimal(12),
        "insurance_pct": Decimal("0.3"),
        "insurance_uplift_pct": Decimal("110.5"),
        "co2_price_per_t": Decimal("80.50"),
        "allow_review": False,
        "unserved_penalty_per_t": Decimal(1500),
        "number_style": "1,234.50",
        "date_style": "dmy",
    }


def test_a_blank_value_is_the_default(tmp_path: Path) -> None:
    """A row of the template that nobody filled in says nothing."""
    found, wrong = settings(tmp_path, ("insurance_uplift_pct", None), ("base_currency", None), ("date_style", None))
    assert found == {"insurance_uplift_pct": Decimal(110), "base_currency": "USD", "date_style": None}
    assert wrong == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("capital_cost", 12), 'Settings!A2: "capital_cost" is not a setting; did you mean "capital_cost_pct"?'),
        (
            ("insurance_pct", "low"),
            'Settings!B2: insurance_pct: "low" is not a number; write digits only, such as 1234.5',
        ),
        (("insurance_pct", -2), 'Settings!B2: insurance_pct: "-2" is out of range; it must be 0 or more'),
        (
            ("number_style", "period"),
            'Settings!B2: number_style: "period" is not one of the words that may stand here; '
            "allowed are 1,234.50, 1.234,50",
        ),
        (
            ("number_style", 1234.5),
            "Settings!B2: number_style: 1234.5 is a number, which a spreadsheet makes of 1,234.50, "
            "or of 1.234,50 where a comma stands in front of decimals; write point or comma",
        ),
        (
            ("co2_price_per_t", "PKR 80"),
            'Settings!B2: co2_price_per_t: "PKR 80" contradicts the base currency, which is USD; '
            "write the number alone, and its currency in Settings",
        ),
        ((None, 5), "Settings!A2: setting is blank (its name); fill it in"),
    ],
)
def test_a_wrong_setting_is_an_error(tmp_path: Path, row: tuple[object, object], message: str) -> None:
    """Where, what, and what would be right."""
    assert settings(tmp_path, row)[1] == [message]


def test_the_base_currency_is_known_wherever_it_stands(tmp_path: Path) -> None:
    """A price in euro is right where euro is the base currency, even if that is said further down."""
    found, wrong = settings(tmp_path, ("co2_price_per_t", "EUR 80"), ("base_currency", "EUR"))
    assert found["co2_price_per_t"] == Decimal(80)
    assert wrong == []


def test_a_setting_twice_with_two_values_is_an_error(tmp_path: Path) -> None:
    """The message says what the other one is, and where; the same value twice is no contradiction."""
    _, wrong = settings(
        tmp_path, ("insurance_pct", 0.3), ("insurance_pct", 0.4), ("base_currency", "USD"), ("Base Currency", "USD")
    )
    assert wrong == ['Settings!B3: insurance_pct is "0.4" here and "0.3" in B2; keep one of them']


def test_a_setting_that_another_workbook_contradicts_is_an_error(tmp_path: Path) -> None:
    """The workbook of the other value is named."""
    first = save(tmp_path / "book.xlsx", {"Settings": [HEADER, ("insurance_pct", 0.3)]})
    second = save(tmp_path / "cargo.xlsx", {"Settings": [HEADER, ("insurance_pct", 0.4)]})
    (problem,) = read_tables([first, second]).problems.errors
    assert str(problem) == (
        'cargo.xlsx, Settings!B2: insurance_pct is "0.4" here and "0.3" in book.xlsx, Settings!B2; keep one of them'
    )


def test_settings_without_values_are_an_error(tmp_path: Path) -> None:
    """A sheet of names alone sets nothing."""
    tables = read(tmp_path, {"Settings": [("setting", "figure"), ("insurance_pct", 0.3)]})
    assert errors(tables) == ["Settings!1: column value is missing; add a column value"]


def test_number_style_settles_all_other_sheets(tmp_path: Path) -> None:
    """Also those of a workbook that was named before the one with the Settings."""
    cargo = save(tmp_path / "cargo.xlsx", {"Cargo": [CARGO, (*SHIPMENT[:4], "1,234", *SHIPMENT[5:])]})
    book = save(tmp_path / "book.xlsx", {"Settings": [HEADER, ("number_style", "1.234,50")]})
    assert only(read_tables([cargo, book]), "Cargo").values["weight_t"] == Decimal("1.234")


@pytest.mark.parametrize(("style", "day"), [("dmy", date(2025, 4, 3)), ("mdy", date(2025, 3, 4))])
def test_date_style_settles_all_other_sheets(tmp_path: Path, style: str, day: date) -> None:
    """What `03/04/2025` means is said once."""
    sheets: dict[str, Rows] = {
        "Settings": [HEADER, ("date_style", style)],
        "Cargo": [CARGO, (*SHIPMENT[:5], "03/04/2025", "03/04/2025")],
    }
    assert only(read(tmp_path, sheets), "Cargo").values["ready"] == day


def test_settings_in_a_csv_file(tmp_path: Path) -> None:
    """All cells of a .csv are text."""
    tables = read_csv(tmp_path, "Settings", 'setting,value\ninsurance_pct,0.3\nnumber_style,"1,234.50"\n')
    assert [record.values["value"] for record in tables.records["Settings"]] == [Decimal("0.3"), "1,234.50"]
    assert errors(tables) == []


@pytest.mark.parametrize(("word", "style"), [("point", "1,234.50"), ("Comma", "1.234,50"), ("1.234,50", "1.234,50")])
def test_number_style_is_said_in_a_word_or_by_example(tmp_path: Path, word: str, style: str) -> None:
    """A spreadsheet makes a number of the example, and of the word nothing else."""
    assert settings(tmp_path, ("number_style", word)) == ({"number_style": style}, [])
