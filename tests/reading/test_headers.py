"""Finding the header row, and matching its columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tariffs.reading import read_tables
from tariffs.schema import Type
from tariffs.sheets import SHEETS
from tests.reading.workbooks import (
    CARGO,
    CONTAINERS,
    DUE,
    READY,
    SHIPMENT,
    errors,
    only,
    read,
    read_csv,
    save,
    warnings,
)

TARIFFS = ("mode", "origin", "destination", "transit_days")
LEG = ("rail", "Karachi", "Zahedan", 5)


def test_a_header_in_row_one_and_every_cell_have_their_address(tmp_path: Path) -> None:
    """A record says where each of its columns stands, and what a person sees there."""
    record = only(read(tmp_path, {"Cargo": [CARGO, SHIPMENT]}), "Cargo")
    assert (record.workbook, record.sheet, record.row, record.where) == ("book.xlsx", "Cargo", 2, "Cargo!2")
    assert record.cells["weight_t"] == "E2"
    assert record.texts["weight_t"] == "66"
    assert record.texts["ready"] == "2025-03-03"
    assert "value" not in record.cells
    assert (len(record.cells), len(record.texts)) == (7, 7)
    assert dict(record.cells) == dict(zip(CARGO, [f"{letter}2" for letter in "ABCDEFG"], strict=True))


def test_every_column_of_the_schema_is_in_a_record(tmp_path: Path) -> None:
    """A column that the sheet lacks has its default."""
    record = only(read(tmp_path, {"Cargo": [CARGO, SHIPMENT]}), "Cargo")
    assert set(record.values) == {column.name for column in SHEETS["Cargo"].columns}
    assert record.values["value"] == Decimal(0)
    assert record.values["split"] is True
    assert record.values["currency"] is None
    assert record.values["weight_t"] == Decimal(66)
    assert record.values["ready"] == READY


def test_titles_logos_and_blank_rows_above_the_header_are_passed(tmp_path: Path) -> None:
    """The header is the row that names most columns."""
    rows = [
        ("Cargo",),
        (),
        (None, "Northern Freight, cargo sheet", None, date(2025, 3, 1)),
        ("prepared for", "Origin traffic"),
        (),
        CARGO,
        SHIPMENT,
    ]
    tables = read(tmp_path, {"Cargo": rows})
    assert only(tables, "Cargo").row == 7
    assert errors(tables) == warnings(tables) == []


def test_a_header_may_start_in_any_column(tmp_path: Path) -> None:
    """Blank columns on the left do not count."""
    tables = read(tmp_path, {"Cargo": [(None, None, *CARGO), (None, None, *SHIPMENT)]})
    assert only(tables, "Cargo").cells["shipment"] == "C2"


def test_names_are_normalised_and_synonyms_match(tmp_path: Path) -> None:
    """Case, spaces and signs do not count; POL is the origin and REF the shipment."""
    header = ("Ref.", "POL", "POD", "Commodity ", "Weight (t)", "READY DATE", "Deadline")
    values = only(read(tmp_path, {" CARGO ": [header, SHIPMENT]}), "Cargo").values
    assert [values[name] for name in CARGO] == [*SHIPMENT[:4], Decimal(66), READY, DUE]


@pytest.mark.parametrize(
    ("header", "cell", "tonnes"),
    [
        ("weight_kg", 66001, "66.001"),
        ("Weight (kg)", 66001, "66.001"),
        ("Weight [lbs]", 100, "0.045359237"),
        ("Weight in t", 66, "66"),
        ("Weight in maunds", 66, None),
        ("Wazan (kg)", 66001, "66.001"),
        ("Wazan (tons)", 66, "66"),
        ("gross weight kg", 500, "0.500"),
        ("Tonnes", 66, "66"),
    ],
)
def test_a_unit_in_the_header_counts(tmp_path: Path, header: str, cell: float, tonnes: str | None) -> None:
    """A weight in kilograms or pounds is read in tonnes; units that are not known are no match."""
    names = tuple(header if name == "weight_t" else name for name in CARGO)
    tables = read(tmp_path, {"Cargo": [names, (*SHIPMENT[:4], cell, READY, DUE)]})
    if tonnes is None:
        assert only(tables, "Cargo").wrong == {"weight_t"}
    else:
        assert only(tables, "Cargo").values["weight_t"] == Decimal(tonnes)


def test_a_percent_sign_in_the_header_is_the_word_percent(tmp_path: Path) -> None:
    """`Duty %` is duty_pct."""
    record = only(read(tmp_path, {"Duties": [("Territory", "Duty %"), ("EAEU", 10)]}), "Duties")
    assert record.values["duty_pct"] == Decimal(10)


def test_every_synonym_of_every_column_is_found(tmp_path: Path) -> None:
    """No synonym in the schema is shadowed by another column of its sheet."""
    for sheet in SHEETS.values():
        claimed: dict[str, str] = {}
        for column in sheet.columns:
            for spelling in (column.name, *column.synonyms):
                assert claimed.setdefault(spelling, column.name) == column.name, (sheet.name, spelling)


def test_container_columns_match_codes_and_aliases(tmp_path: Path) -> None:
    """`20' GP` is the alias 20GP of TEU; blanks are left out and the code is the sheet's own."""
    rows = [(*TARIFFS, "20' GP", "feu"), (*LEG, 1000, None), (*LEG, "USD 1,200.50", 2000)]
    tables = read(tmp_path, {"Tariffs": rows, "Containers": CONTAINERS})
    first, second = tables.records["Tariffs"]
    assert first.amounts == {"TEU": Decimal(1000)}
    assert second.amounts == {"TEU": Decimal("1200.50"), "FEU": Decimal(2000)}
    assert first.cells["TEU"] == "E2"
    assert first.texts["FEU"] == ""
    assert errors(tables) == warnings(tables) == []


def test_a_container_without_a_code_names_no_column(tmp_path: Path) -> None:
    """Its row is an error, and the others still count."""
    boxes = [*CONTAINERS, (None, 1, 24, 2.3, 33.2, "CRATE")]
    tables = read(tmp_path, {"Tariffs": [(*TARIFFS, "TEU", "CRATE"), (*LEG, 1000, 5)], "Containers": boxes})
    assert only(tables, "Tariffs").amounts == {"TEU": Decimal(1000)}
    blank, unknown = errors(tables)
    assert blank == "Containers!A4: container is blank (its code, which names a column in other sheets); fill it in"
    assert unknown.startswith('Tariffs!F1: column "CRATE" is not known and holds figures: it would be left out')
    assert "if it is a container type, add it to Containers" in unknown


def test_containers_of_a_later_workbook_count(tmp_path: Path) -> None:
    """The sheets of all workbooks are there before any header is matched."""
    first = save(tmp_path / "tariffs.xlsx", {"Tariffs": [(*TARIFFS, "TEU"), (*LEG, 1000)]})
    second = save(tmp_path / "boxes.xlsx", {"Containers": CONTAINERS})
    assert only(read_tables([first, second]), "Tariffs").amounts == {"TEU": Decimal(1000)}


def test_two_rows_with_merged_cells_are_one_header(tmp_path: Path) -> None:
    """`Rates` merged above TEU and FEU, and single headers merged downwards."""
    upper = ("Mode", "Origin", "Destination", "Transit", "Rates", None, "Valid", None)
    lower = (None, None, None, "days", "TEU", "FEU", "from", "to")
    row = (*LEG, 1000, 1900, date(2025, 1, 1), date(2025, 6, 30))
    tables = read(tmp_path, {"Tariffs": [("Tariff 2025",), upper, lower, row], "Containers": CONTAINERS})
    record = only(tables, "Tariffs")
    assert record.amounts == {"TEU": Decimal(1000), "FEU": Decimal(1900)}
    assert record.values["transit_days"] == Decimal(5)
    assert record.values["valid_from"] == date(2025, 1, 1)
    assert record.values["valid_to"] == date(2025, 6, 30)
    assert record.row == 4
    assert errors(tables) == warnings(tables) == []


def test_units_in_a_second_header_row_count(tmp_path: Path) -> None:
    """A row of units under the header is part of it."""
    upper = ("Shipment", "Origin", "Destination", "Commodity", "Weight", "Ready", "Due")
    lower = (None, None, None, None, "(kg)", None, None)
    tables = read(tmp_path, {"Cargo": [upper, lower, (*SHIPMENT[:4], 500, READY, DUE)]})
    assert only(tables, "Cargo").values["weight_t"] == Decimal("0.500")


def test_data_that_look_like_headers_stay_data(tmp_path: Path) -> None:
    """A row with a container and a basis in it names columns and is none."""
    rows = [("surcharge", "container", "basis", "amount"), ("Heavy", "TEU", "container", 60)]
    tables = read(tmp_path, {"Surcharges": rows, "Containers": CONTAINERS})
    assert only(tables, "Surcharges").values["container"] == "TEU"


def test_unknown_columns_are_named_once_and_kept(tmp_path: Path) -> None:
    """They are no error; what stands in them stays with the record."""
    rows = [(*CARGO, "Vessel", "Broker", "Invoice no."), (*SHIPMENT, "Amber", "Ali", 5)]
    tables = read(tmp_path, {"Cargo": rows})
    record = only(tables, "Cargo")
    assert warnings(tables) == ['Cargo!H1: unknown columns "Vessel", "Broker", "Invoice no.": not used']
    assert (record.texts["vessel"], record.cells["broker"]) == ("Amber", "I2")
    assert errors(tables) == []


def test_an_unknown_column_that_is_nearly_a_known_one_is_an_error(tmp_path: Path) -> None:
    """A typing mistake in an optional column would otherwise become its default."""
    tables = read(tmp_path, {"Tariffs": [(*TARIFFS, "departurs"), (*LEG, "Mon")]})
    assert errors(tables) == [
        'Tariffs!E1: column "departurs" is not known: it would be left out; did you mean departures? Then rename it to '
        "departures, or name it in ignore_columns (Settings) if it counts for nothing"
    ]
    assert tables.problems.errors[0].suggestion == "departures"


def test_a_column_without_header_is_named(tmp_path: Path) -> None:
    """Data under a blank header are not read, and that is said."""
    tables = read(tmp_path, {"Cargo": [CARGO, SHIPMENT, (*SHIPMENT, "urgent")]})
    assert warnings(tables) == ["Cargo!H3: column H has no header: not used; name it, or clear it"]


def test_a_column_twice_is_an_error(tmp_path: Path) -> None:
    """Whether by name or by synonym: which of the two counts is not guessed."""
    tables = read(tmp_path, {"Cargo": [(*CARGO, "POL"), (*SHIPMENT, "Quetta")]})
    assert errors(tables) == ['Cargo!H1: column origin is there twice: "origin" in B and "POL" in H; keep one of them']
    assert only(tables, "Cargo").wrong == {"origin"}
    assert only(tables, "Cargo").values["origin"] is None


def test_missing_columns_are_errors_each_with_its_cure(tmp_path: Path) -> None:
    """A header that nearly fits, or lacks only its unit, is named; other mistakes of the sheet are said as well."""
    rows = [("shipment", "orign", "destination", "goods", "Weight", "ready"), ("S1", "A", "B", "rice", 5, "soon")]
    tables = read(tmp_path, {"Cargo": rows})
    assert errors(tables) == [
        'Cargo!B1: column origin (where it is) is missing; does "orign" mean it? Then rename it to origin',
        "Cargo!E1: column weight_t (cargo weight without containers) is missing; "
        'does "Weight" mean it? Then say the unit: weight_t or weight_kg or weight_lb',
        'Cargo!F2: ready: "soon" is not a date; write it as 2025-03-15',
    ]
    assert only(tables, "Cargo").wrong == {"origin", "weight_t", "ready"}
    assert tables.problems.errors[0].suggestion == "origin"


def test_a_missing_column_without_a_near_match_says_what_is_there(tmp_path: Path) -> None:
    """The headers that were not understood are listed."""
    tables = read(tmp_path, {"FX": [("currency", "Kurs"), ("PKR", 0.0035)]})
    assert errors(tables) == [
        "FX!1: column rate (base units for one unit of it) is missing; add a column rate; not known: Kurs"
    ]


def test_a_sheet_without_header_is_an_error(tmp_path: Path) -> None:
    """Rows alone do not say what they are."""
    tables = read(tmp_path, {"FX": [("PKR", 0.0035), ("EUR", 1.08)]})
    assert errors(tables) == [
        "FX: there is no header row: no row names a known column; "
        "name the columns in one row: currency, rate, valid_from, source, …"
    ]
    assert tables.records["FX"] == ()


def test_a_sheet_with_nothing_in_it_is_no_problem(tmp_path: Path) -> None:
    """An empty sheet of a template says nothing."""
    tables = read(tmp_path, {"Cargo": [CARGO, SHIPMENT], "Surcharges": []})
    assert errors(tables) == warnings(tables) == []
    assert tables.records["Surcharges"] == ()


def test_a_header_without_rows_is_no_problem(tmp_path: Path) -> None:
    """A sheet may have no rows yet."""
    tables = read(tmp_path, {"Pool": [("location", "container", "available")]})
    assert errors(tables) == []
    assert tables.records["Pool"] == ()


def test_a_number_as_header_is_read_as_text(tmp_path: Path) -> None:
    """A container code may be a number to Excel."""
    boxes = [("container", "teu", "max_gross_t", "tare_t", "volume_m3"), (20, 1, 24, 2.3, 33.2)]
    tables = read(tmp_path, {"Containers": boxes, "Tariffs": [(*TARIFFS, 20), (*LEG, 1000)]})
    assert only(tables, "Tariffs").amounts == {"20": Decimal(1000)}


def test_only_the_schema_decides_what_a_sheet_takes(tmp_path: Path) -> None:
    """Each column of each sheet can be read from a .csv file under its canonical name."""
    samples = {
        Type.TEXT: "word", Type.NUMBER: "5", Type.INTEGER: "5", Type.PERCENT: "5", Type.DATE: "2025-03-15",
        Type.FLAG: "yes", Type.LIST: "word", Type.WEEKDAYS: "Mon", Type.DATES: "2025-03-15",
        Type.SCHEDULE: "daily", Type.CROSSINGS: "word", Type.ANY: "word",
    }  # fmt: skip
    for sheet in SHEETS.values():
        if sheet.name == "Settings":
            continue
        header = ",".join(column.name for column in sheet.columns)
        cells = ",".join(
            column.choices[0] if column.choices else "1" if column.maximum == 1 else samples[column.type]
            for column in sheet.columns
        )
        tables = read_csv(tmp_path, sheet.name, f"{header}\n{cells}\n")
        assert errors(tables) == warnings(tables) == []
        assert all(value is not None for value in only(tables, sheet.name).values.values())
