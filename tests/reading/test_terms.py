"""The list of terms that bind or cost, held against the schema: what a known name says, no unknown one hides."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tariffs.reading.header_advice import advice
from tariffs.reading.headers import HeaderNames
from tariffs.reading.likely import sense_of
from tariffs.schema import Column, Sheet, Type
from tariffs.sheets import SHEETS
from tariffs.sheets.terms import TERMS, Sense, senses
from tests.reading.workbooks import CARGO, CONTAINERS, READY, errors, read, warnings

#: Names of columns that bind or cost only where they stand alone: in other words they may mean anything.
ALONE = frozenset(
    (
        *("latitude", "lat", "широта", "gps_lat", "lat_deg", "longitude", "lon", "lng", "long", "долгота", "gps_lon"),
        *("gps_long", "lon_deg", "teus", "дфэ", "dist", "tt", "отправления", "размер", "number", "доступно", "units"),
        *("boxes", "sf", "ad_valorem", "acd", "fx", "invoice_total", "pick_up", "collection", "pick_up_from"),
        *("gco2_per_tkm", "gco2e_per_tkm", "g_per_tkm"),
    )
)
BINDING = [
    pytest.param(sheet, column, id=f"{sheet.name}.{column.name}")
    for sheet in SHEETS.values()
    for column in sheet.columns
    if sense_of(column) or column.type in (Type.SCHEDULE, Type.WEEKDAYS) or column.name == "avoid"
]


@pytest.mark.parametrize(("sheet", "column"), BINDING)
def test_the_names_of_what_binds_are_of_words_in_the_list(sheet: Sheet, column: Column) -> None:
    """In every language of the synonyms: a word that says a deadline in a known name says one in an unknown name."""
    spoken = {name: senses(name.replace("_", " ")) for name in (column.name, *column.synonyms)}
    assert [name for name, said in spoken.items() if not said and name not in ALONE] == []
    if column.name == "avoid":
        assert all(Sense.EXCLUDED in said for said in spoken.values())


def test_no_word_is_excused_without_need() -> None:
    names = {name for param in BINDING for name in (param.values[1].name, *param.values[1].synonyms)}  # type: ignore[union-attr]
    assert [name for name in ALONE if name not in names or senses(name.replace("_", " "))] == []


def _strangers(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The names of quantities on other sheets that this one does not know, with their unit."""
    known = HeaderNames.of(sheet, {})
    for other in SHEETS.values():
        for column in other.columns:
            if column.unit:
                for name in column.synonyms:
                    if known.find(name) is None and name != "t_t":
                        yield name.replace("_", " "), column.unit


@pytest.mark.parametrize("sheet", [pytest.param(sheet, id=sheet.name) for sheet in SHEETS.values()])
def test_advice_names_columns_of_the_same_unit_or_none(sheet: Sheet) -> None:
    """No weight is a volume, whatever columns of the sheet are left to be named."""
    units = {column.name: column.unit for column in sheet.columns}
    for text, unit in _strangers(sheet):
        cure, _ = advice(sheet, sheet.columns, text)
        named = re.search(r"what it means \((.*?)\)|did you mean (\w+)\?", cure)
        found = (named[1] or named[2]).split(", ") if named else []
        assert {units[name] for name in found} <= {unit}, (text, found)
        assert len(found) != 1 or "did you mean" in cure, (text, found)


@pytest.mark.parametrize(
    "header",
    [
        *("Last sailing", "Except", "Blank sailing", "Blank sailings", "Suspended", "Suspended from", "Runs from"),
        *("Withdrawn", "Discontinued", "Ceases", "Lapse", "Next sailing", "First departure", "No sailing", "Holidays"),
        *("Goods not accepted", "Does not take", "Not for", "SWL", "Axle load", "Heaviest box", "Excl.", "Via"),
        *("Port taxes", "Customs duties", "Levies", "Penalties", "Quantities"),
        *("<= t", "≤ 20t", "Ограничение", "Срок действия", "Запрещённые грузы", "Только", "Нагрузка на ось"),
    ],
)
def test_what_a_carrier_does_not_take_or_when_it_does_not_run_is_an_error(tmp_path: Path, header: str) -> None:
    """Whatever the cells hold."""
    sheet = [("mode", "origin", "destination", "transit_days", "TEU", header), ("rail", "A", "B", 5, 455, "x")]
    (error,) = errors(read(tmp_path, {"Containers": CONTAINERS, "Tariffs": sheet}))
    assert error.startswith(f'Tariffs!F1: column "{header}" is not known and speaks of ')


SHIPMENT = ("S1", "Karachi", "Moscow", "rice", 66, READY, None)


@pytest.mark.parametrize(
    "header",
    [
        *("Forbidden carriers", "Banned countries", "Excluded country code", "No go", "Sanctions", "Only via"),
        *("Direct only", "Ship by", "Want by", "Target", "Last loading", "Use by", "Shelf life", "SLA"),
        *("Срок поставки", "Запрещённые перевозчики"),
    ],
)
def test_what_a_shipper_rules_out_or_asks_for_is_an_error(tmp_path: Path, header: str) -> None:
    (error,) = errors(read(tmp_path, {"Cargo": [(*CARGO, header), (*SHIPMENT, "x")]}))
    assert f'column "{header}" is not known and speaks of ' in error
    excluded = Sense.EXCLUDED in senses(header)
    assert ("to keep out of, list them in a column avoid" in error) == excluded


@pytest.mark.parametrize("header", ["Delivery", "Bill", "Vessel call", "JIT"])
@pytest.mark.parametrize("cell", [READY, "2025-03-20", "20-Mar-25", "2025-03-20; 2025-03-21"])
def test_a_column_of_dates_that_nobody_knows_is_an_error(tmp_path: Path, header: str, cell: object) -> None:
    """Whatever its name; and it is of dates, not of figures."""
    (error,) = errors(read(tmp_path, {"Cargo": [(*CARGO, header), (*SHIPMENT, cell)]}))
    assert f'column "{header}" is not known and holds dates: it would be left out' in error


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Contact name",
            "Last name",
            "Direct line",
            "Approved by",
            "Exclusion remarks",
            "Container No.",
            "Truck no",
        ),
        *("No. of boxes", "Vessel name", "Consignee", "Packing"),
    ],
)
def test_what_is_about_something_else_is_no_error(tmp_path: Path, header: str) -> None:
    tables = read(tmp_path, {"Cargo": [(*CARGO, header), (*SHIPMENT, "x 12")]})
    assert errors(tables) == []
    assert len(warnings(tables)) == 1


@pytest.mark.parametrize(
    ("sheet", "header", "column"),
    [
        ("Tariffs", "Срок действия до", "valid_to"),
        ("Tariffs", "Минимальный сбор", "minimum_charge"),
        ("Tariffs", "Мин. ставка", "minimum_charge"),
        ("Tariffs", "Min chrg", "minimum_charge"),
        ("Tariffs", "Mx Payload t", "max_payload_t"),
        ("Tariffs", "Op days", "departures"),
        ("Tariffs", "Runs on", "departures"),
        ("Cargo", "Крайний срок доставки", "due"),
        ("Cargo", "Запрещённые страны", "avoid"),
    ],
)
def test_a_name_in_other_words_is_known(sheet: str, header: str, column: str) -> None:
    match = HeaderNames.of(SHEETS[sheet], {}).find(header)
    assert match is not None
    assert match.name == column


@pytest.mark.parametrize(
    "header", ["Gross", "Net", "Weight gross", "Qty", "Length m", "Demurrage", "Late penalty/day", "Max wait days"]
)
def test_a_hint_is_right_or_absent(header: str) -> None:
    """A `Gross` is no volume, and demurrage is no penalty for what stays behind."""
    sheet = SHEETS["Cargo"]
    absent = [column for column in sheet.columns if column.name not in CARGO]
    cure, suggestion = advice(sheet, absent, header)
    assert suggestion is None
    assert cure.startswith("name it as the column of Cargo that it means, or ")


def _plural(word: str) -> str:
    """By the rules of English."""
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


TERMS_IN_LATIN = [
    (sense, term)
    for sense, terms in TERMS.items()
    for term in terms.split()
    if term.isascii() and term.isalpha() and len(term) > 2 and term[-1] not in "suz"
]


def test_the_plural_of_a_term_is_one() -> None:
    """Taxes, levies, duties, penalties, capacities and quantities cost and bind as one of them does."""
    assert len(TERMS_IN_LATIN) > 200
    lost = [(sense, term) for sense, term in TERMS_IN_LATIN if sense not in senses(_plural(term))]
    assert lost == []
