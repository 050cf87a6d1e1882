"""Headers and tabs in the words of the region."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.schema import normalise
from tariffs.sheets import SHEETS
from tariffs.sheets.synonyms import COLUMNS, COLUMNS_OF, SHEETS_TOO
from tests.reading.workbooks import DUE, READY, errors, only, read, warnings

CARGO = ("S1", "Karachi", "Moscow", "rice", 66, READY, DUE)


@pytest.mark.parametrize(
    ("tab", "headers"),
    [
        ("Cargo list", ("Ref", "POL", "POD", "Goods", "Gross weight (t)", "Ready date", "Deadline")),
        ("Грузы", ("Номер заявки", "Откуда", "Куда", "Груз", "Вес, т", "Дата готовности", "Срок")),
        ("Заявки", ("Партия", "Станция отправления", "Станция назначения", "Товар", "Масса (тонн)", "Готовность",
            "Дата доставки")),
        ("Cargo", ("Khep", "Kahan se", "Kahan tak", "Maal", "Wazan (t)", "Tayyari", "Akhri tareekh")),
    ],
)  # fmt: skip
def test_a_cargo_list_in_other_words_is_read(tmp_path: Path, tab: str, headers: tuple[str, ...]) -> None:
    """English, Russian, and Urdu in Latin letters."""
    tables = read(tmp_path, {tab: [headers, CARGO]})
    assert errors(tables) == warnings(tables) == []
    values = only(tables, "Cargo").values
    assert (values["origin"], values["destination"], values["weight_t"]) == ("Karachi", "Moscow", Decimal(66))


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_no_spelling_of_a_header_means_two_columns(sheet) -> None:  # type: ignore[no-untyped-def]
    """With every unit, too; what is written in the tables is normalised already."""
    claimed: dict[str, str] = {}
    for column in sheet.columns:
        for spelling in column.spellings():
            assert normalise(spelling) == spelling
            assert claimed.setdefault(spelling, column.name) == column.name, spelling


def test_no_name_of_a_tab_means_two_sheets() -> None:
    """A tab is one sheet, whatever it is called."""
    claimed: dict[str, str] = {}
    for sheet in SHEETS.values():
        for spelling in {normalise(sheet.name), *sheet.synonyms}:
            assert claimed.setdefault(spelling, sheet.name) == sheet.name, spelling


def test_every_word_of_the_tables_is_in_the_schema() -> None:
    """A word that another column of its sheet has already would be of no use there."""
    for sheet in SHEETS.values():
        assert set(SHEETS_TOO.get(sheet.name, "").split()) <= {*sheet.synonyms}
        for column, words in COLUMNS_OF.get(sheet.name, {}).items():
            assert set(words.split()) <= set(sheet.column(column).synonyms), (sheet.name, column)
    for name, words in COLUMNS.items():
        having = [sheet for sheet in SHEETS.values() if name in {column.name for column in sheet.columns}]
        for word in words.split():
            assert any(word in sheet.column(name).synonyms for sheet in having), (name, word)
