"""A currency word in a number must not contradict its row."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.workbook import Cell, Shown
from tests.reading.workbooks import CARGO, CONTAINERS, SHIPMENT, column, errors, only, read

TARIFFS = ("mode", "origin", "destination", "transit_days", "currency", "TEU")
LEG = ("rail", "Karachi", "Zahedan", 5)


def tariff(tmp_path: Path, currency: str | None, amount: str) -> tuple[Decimal, list[str]]:
    """The amount read for a TEU, and the errors."""
    sheets = {"Containers": CONTAINERS, "Tariffs": [TARIFFS, (*LEG, currency, amount)]}
    tables = read(tmp_path, sheets)
    return only(tables, "Tariffs").amounts["TEU"], errors(tables)


@pytest.mark.parametrize(
    ("currency", "amount", "number"),
    [
        ("USD", "$1,234", "1234"),
        ("AUD", "$ 1,234.50", "1234.50"),
        ("PKR", "Rs 3.5 lac", "350000"),
        ("usd", "USD 1,234", "1234"),
        ("Rs", "Rs. 500", "500"),
        (None, "USD 500", "500"),
    ],
)
def test_a_currency_word_that_fits_is_fine(tmp_path: Path, currency: str | None, amount: str, number: str) -> None:
    """A blank currency is the base currency, and a sign fits each currency that it can stand for."""
    assert tariff(tmp_path, currency, amount) == (Decimal(number), [])


def test_a_currency_word_that_contradicts_its_row_is_an_error(tmp_path: Path) -> None:
    """The message names both."""
    assert tariff(tmp_path, "EUR", "USD 500")[1] == [
        'Tariffs!F2: TEU: "USD 500" contradicts column currency, which is EUR; '
        "write the number alone, and its currency in column currency"
    ]


def test_a_currency_word_that_contradicts_the_base_currency_is_an_error(tmp_path: Path) -> None:
    """A row without currency counts in the base currency."""
    assert tariff(tmp_path, None, "Rs 3.5 lac")[1] == [
        'Tariffs!F2: TEU: "Rs 3.5 lac" contradicts the base currency, which is USD; '
        "write the number alone, and its currency in column currency"
    ]


def test_a_row_whose_currency_is_an_error_contradicts_nothing(tmp_path: Path) -> None:
    """One mistake is one message."""
    sheets = {"Containers": CONTAINERS, "Tariffs": [TARIFFS, (*LEG, "=A1", "USD 500")]}
    assert errors(read(tmp_path, sheets)) == [
        "Tariffs!E2: currency: =A1 is a formula without a stored value; "
        "open the workbook in Excel, let it calculate, and save it"
    ]


def test_the_base_currency_is_that_of_settings(tmp_path: Path) -> None:
    """It holds for every row without a currency of its own."""
    sheets = {
        "Settings": [("setting", "value"), ("base_currency", "PKR")],
        "Cargo": [(*CARGO, "value"), (*SHIPMENT, "Rs 3.5 lac")],
    }
    tables = read(tmp_path, sheets)
    assert only(tables, "Cargo").values["value"] == Decimal(350000)
    assert errors(tables) == []


def test_a_currency_word_where_no_money_is_meant_is_an_error(tmp_path: Path) -> None:
    """Kilometres cost nothing."""
    tables = read(tmp_path, {"Tariffs": [(*TARIFFS[:4], "distance_km"), (*LEG, "USD 500")]})
    assert errors(tables) == [
        'Tariffs!E2: distance_km: "USD 500" names a currency and the column holds no money; write the number alone'
    ]


def test_a_duty_per_tonne_has_a_currency_of_its_own(tmp_path: Path) -> None:
    """specific_per_t is in specific_currency."""
    rows = [("territory", "specific_per_t", "specific_currency"), ("EAEU", "EUR 50", "EUR"), ("EAEU", "USD 50", "EUR")]
    assert errors(read(tmp_path, {"Duties": rows})) == [
        'Duties!B3: specific_per_t: "USD 50" contradicts column specific_currency, which is EUR; '
        "write the number alone, and its currency in column specific_currency"
    ]


@pytest.mark.parametrize(
    ("sheet", "name", "cell"),
    [
        ("Tariffs", "rate", "5%"),
        ("Tariffs", "departure_cost", "5%"),
        ("Tariffs", "rate", Shown(Decimal(455), "455%", percent=True)),
        ("Transfers", "rate", "5 %"),
        ("Borders", "rate", "5%"),
        ("Storage", "rate_per_day", "5%"),
        ("Cargo", "value", "5%"),
    ],
)
def test_a_percentage_is_no_amount_of_money(sheet: str, name: str, cell: Cell) -> None:
    """Five percent are not five dollars."""
    values, errors, _ = column(name, [cell], sheet=sheet)
    assert values.values == [None]
    assert errors[0].endswith("is a percentage and the column takes none; write a number such as 1234.5")


def test_a_percentage_in_a_container_column_is_no_freight(tmp_path: Path) -> None:
    """In Surcharges it may be a share of the freight."""
    lane = ("rail", "Karachi", "Zahedan", 5)
    sheets = {
        "Containers": CONTAINERS,
        "Tariffs": [("mode", "origin", "destination", "transit_days", "TEU", "FEU"), (*lane, "5%", 910)],
        "Surcharges": [("surcharge", "basis", "TEU"), ("fuel", "percent_freight", "5%")],
    }
    tables = read(tmp_path, sheets)
    assert errors(tables) == [
        'Tariffs!E2: TEU: "5%" is a percentage and the column takes none; write a number such as 1234.5'
    ]
    assert only(tables, "Surcharges").amounts["TEU"] == 5


def test_a_percentage_in_a_row_for_one_charge_may_be_a_share_of_the_freight(tmp_path: Path) -> None:
    """In a row of the freight itself it is an error."""
    header = ("mode", "origin", "destination", "transit_days", "charge code", "basis", "TEU")
    lane = ("rail", "Karachi", "Zahedan", 5)
    rows = [header, (*lane, "OF", None, "4%"), (*lane, "BAF", "percent_freight", "5%")]
    tables = read(tmp_path, {"Containers": CONTAINERS, "Tariffs": rows})
    assert only(tables, "Surcharges").amounts["TEU"] == 5
    assert [error.partition(" is a")[0] for error in errors(tables)] == ['Tariffs!G2: TEU: "4%"']
