"""Words that are units and currencies: of weight kgs are kilograms, of money som."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.currencies import ALSO_UNITS, CURRENCY_CODES, CURRENCY_SIGNS
from tariffs.reading.cells import CellReader
from tariffs.reading.misread import Misread
from tariffs.reading.style import Style
from tariffs.schema import UNITS, Column
from tariffs.sheets import SHEETS
from tariffs.sheets.terms import Sense, senses
from tariffs.workbook.raw import Shown
from tests.reading.workbooks import CONTAINERS, SHIPMENT, errors, read, warnings

COLUMNS = [column for sheet in SHEETS.values() for column in sheet.columns if column.unit and not column.money]
BOTH = sorted(
    (unit, word)
    for unit, sizes in UNITS.items()
    for word in sizes
    if word.upper() in CURRENCY_CODES or word in CURRENCY_SIGNS
)
CARGO = ("shipment", "origin", "destination", "commodity", "Gross Wt (kgs)", "ready", "due")


def reader(column: Column) -> CellReader:
    return CellReader(column, Style(), Decimal(1))


def test_the_units_that_are_currencies_too_are_known():
    assert {word.upper() for _, word in BOTH} == ALSO_UNITS


@pytest.mark.parametrize(("unit", "word"), BOTH)
def test_in_a_column_of_a_unit_it_is_the_unit(unit: str, word: str):
    """Behind the number or in front of it, in capitals or not, with a full stop, in the format of the cell."""
    columns = [column for column in COLUMNS if column.unit == unit]
    assert columns
    for column in columns:
        for shown in (word, word.upper(), word.title(), f"{word}."):
            for text in (f"18000 {shown}", f"18,000.00 {shown}", f"{shown} 18000", f"۱۸۰۰۰ {shown}"):
                cells = reader(column)
                assert cells.read(text) == 18_000 * UNITS[unit][word], (column.name, text)
                assert cells.currencies == (), (column.name, text)
        cells = reader(column)
        assert cells.read(Shown(Decimal(18_000), f"18,000 {word}", words=word)) == 18_000 * UNITS[unit][word]
        assert cells.currencies == ()


@pytest.mark.parametrize(("unit", "word"), BOTH)
def test_in_a_column_of_money_it_is_the_currency(unit: str, word: str):
    cells = reader(SHEETS["Cargo"].column("value"))
    assert cells.read(f"18000 {word.upper()}") == 18_000
    assert cells.currencies == (word.upper(),)


def test_a_header_with_a_unit_that_is_a_currency_too_speaks_of_no_price():
    assert senses("Max KGS") == {Sense.LIMIT, Sense.QUANTITY}
    assert Sense.PRICE in senses("Rate KGS") & senses("Fuel KGS extra charge")


@pytest.mark.parametrize("weight", ["18000 kgs", "18000 KGS", "Kgs. 18,000.00"])
def test_a_weight_in_kgs_is_read_under_any_header_of_weight(tmp_path: Path, weight: str):
    """Also beside one in another unit, which is no question where each says its own."""
    rows = [CARGO, ("R1", *SHIPMENT[1:4], weight, *SHIPMENT[5:]), ("R2", *SHIPMENT[1:4], "12.5 MT", *SHIPMENT[5:])]
    tables = read(tmp_path, {"Containers": CONTAINERS, "Cargo": rows})
    assert [record.values["weight_t"] for record in tables.records["Cargo"]] == [18, Decimal("12.5")]
    assert errors(tables) + warnings(tables) == []


def test_a_number_with_two_units_is_none():
    with pytest.raises(Misread) as found:
        reader(SHEETS["Cargo"].column("weight_t")).read("kgs 18 t")
    assert "is not a number" in found.value.what
