"""Which rows are data, and that no other is lost in silence."""

# ruff: noqa: RUF001 - words in Cyrillic

from __future__ import annotations

from pathlib import Path

import pytest

from tariffs.problems import Kind
from tests.reading.workbooks import CARGO, DUE, READY, SHIPMENT, Rows, errors, read, warnings


def shipments(tmp_path: Path, rows: Rows) -> tuple[list[object], list[str], list[str]]:
    """The names of the shipments read, the errors and the warnings."""
    tables = read(tmp_path, {"Cargo": [CARGO, *rows]})
    return [record.values["shipment"] for record in tables.records["Cargo"]], errors(tables), warnings(tables)


def second(name: str = "S2") -> tuple[object, ...]:
    """Another shipment."""
    return (name, *SHIPMENT[1:])


def test_blank_rows_are_passed_in_silence(tmp_path: Path) -> None:
    """A row of white space is blank too, and row numbers stay those of the sheet."""
    names, wrong, doubtful = shipments(tmp_path, [SHIPMENT, (), ("  ", "\u00a0"), second()])
    assert names == ["S1", "S2"]
    assert wrong == doubtful == []


ENGLISH = ("Total", "TOTAL:", "Subtotal rice", "Sub-total", "Grand Total", "Totals", "Sum")
RUSSIAN = ("Итого", "ИТОГО:", "Общий итог", "Всего по маршруту", "Подытог", "Сумма")
URDU = ("Jumla", "Mizan:", "جمع", "المجموع", "میزان")


@pytest.mark.parametrize("word", [*ENGLISH, *RUSSIAN, *URDU])
def test_a_total_is_passed_over_and_named(tmp_path: Path, word: str) -> None:
    """The word stands first, and the other required texts are blank."""
    names, wrong, doubtful = shipments(tmp_path, [SHIPMENT, (word, None, None, None, 66), second()])
    assert names == ["S1", "S2"]
    assert wrong == []
    assert doubtful == [f'Cargo!A3: row 3 is a total and was not read ("{word}")']


def test_several_totals_are_one_warning(tmp_path: Path) -> None:
    """Rows of one kind are listed together."""
    total = ("Total", None, None, None, 66)
    _, _, doubtful = shipments(tmp_path, [SHIPMENT, total, second(), total, total])
    assert doubtful == ['Cargo!A3: rows 3, 5-6 are totals and were not read ("Total")']


#: Jumla is a town in Nepal.
TOWNS = ("Total Energies 12", "Summer 1", "Note 7", "Jumla", "Итого 5")


def test_a_shipment_whose_name_starts_like_a_total_is_data(tmp_path: Path) -> None:
    """A complete row is never passed over."""
    names, _, doubtful = shipments(tmp_path, [second(name) for name in TOWNS])
    assert names == [*TOWNS]
    assert doubtful == []


def test_a_header_that_comes_again_is_passed_over_and_named(tmp_path: Path) -> None:
    """Sheets pasted under each other repeat it."""
    names, wrong, doubtful = shipments(tmp_path, [SHIPMENT, CARGO, second()])
    assert names == ["S1", "S2"]
    assert wrong == []
    assert doubtful == ['Cargo!A3: row 3 repeats the header and was not read ("shipment")']


def test_notes_below_the_table_are_passed_over_and_named(tmp_path: Path) -> None:
    """A lone sentence, a footnote, and a text beside the table."""
    rows = [
        SHIPMENT,
        (),
        ("All weights are without containers.",),
        ("* subject to confirmation",),
        ("Note:", None, None, None, None, None, None, "rates exclude handling"),
        (None, None, None, None, None, None, None, "page 1"),
    ]
    names, wrong, doubtful = shipments(tmp_path, rows)
    assert names == ["S1"]
    assert wrong == []
    assert doubtful == ['Cargo!A4: rows 4-7 are notes and were not read ("All weights are without containers.")']


def test_a_note_with_something_in_a_required_column_is_an_error(tmp_path: Path) -> None:
    """It may be a row that was not finished."""
    _, wrong, _ = shipments(tmp_path, [SHIPMENT, ("Note", "Karachi", None, None, None, READY)])
    assert [message.split(" is ")[0] for message in wrong] == [
        "Cargo!C3: destination",
        "Cargo!D3: commodity",
        "Cargo!E3: weight_t",
    ]


def test_a_heading_in_a_column_that_is_not_required_is_passed_over(tmp_path: Path) -> None:
    """Rate sheets have headings between their rows."""
    rows = [
        ("service", "mode", "origin", "destination", "transit_days"),
        ("RAIL NORTHBOUND",),
        ("PR1", "rail", "Karachi", "Zahedan", 5),
    ]
    tables = read(tmp_path, {"Tariffs": rows})
    assert [record.values["service"] for record in tables.records["Tariffs"]] == ["PR1"]
    assert warnings(tables) == ['Tariffs!A2: row 2 is a note and was not read ("RAIL NORTHBOUND")']


def test_a_row_with_nothing_in_a_known_column_is_named(tmp_path: Path) -> None:
    """Figures beside the table are not read, and that is said."""
    tables = read(tmp_path, {"Cargo": [(*CARGO, "checks"), (*SHIPMENT, 1), (None,) * 7 + (7,)]})
    assert len(tables.records["Cargo"]) == 1
    assert 'Cargo!H3: row 3 has nothing in a known column and was not read ("7")' in warnings(tables)


def test_texts_in_two_columns_are_no_note(tmp_path: Path) -> None:
    """They may be a row of which the rest was forgotten."""
    rows = [("service", "carrier", "mode", "origin", "destination", "transit_days"), ("PR1", "Pakistan Railways")]
    wrong = errors(read(tmp_path, {"Tariffs": rows}))
    assert [message.split(" is ")[0] for message in wrong] == [
        "Tariffs!C2: mode",
        "Tariffs!D2: origin",
        "Tariffs!E2: destination",
        "Tariffs!F2: transit_days",
    ]


def test_a_blank_required_cell_is_an_error_with_its_address(tmp_path: Path) -> None:
    """A row that has data and lacks something is not passed over."""
    names, wrong, _ = shipments(tmp_path, [("S1", "Karachi", None, "rice", None, READY, DUE)])
    assert names == ["S1"]
    assert wrong == [
        "Cargo!C2: destination is blank (where it goes); fill it in",
        "Cargo!E2: weight_t is blank (cargo weight without containers); fill it in",
    ]


def test_a_word_for_nothing_in_a_required_cell_is_blank(tmp_path: Path) -> None:
    """`on request` is no weight."""
    _, wrong, doubtful = shipments(tmp_path, [(*SHIPMENT[:4], "on request", READY, DUE)])
    assert wrong == ["Cargo!E2: weight_t is blank (cargo weight without containers); fill it in"]
    assert doubtful == ['Cargo!E2: weight_t: "on request" is read as a blank cell; clear the cell, or fill it in']


def test_a_name_alone_in_its_row_is_an_error(tmp_path: Path) -> None:
    """It may be a shipment that somebody forgot to fill in: one error, not one for each blank cell."""
    names, wrong, _ = shipments(tmp_path, [SHIPMENT, ("S2",), second("S3")])
    assert names == ["S1", "S3"]
    assert wrong == [
        'Cargo!A3: "S2" stands alone in its row: origin, destination, commodity, weight_t, ready are blank; '
        "fill the row, or delete it"
    ]


def test_a_sentence_above_the_last_row_is_an_error(tmp_path: Path) -> None:
    """Within the table a lone text may be a row that was not finished."""
    _, wrong, _ = shipments(tmp_path, [SHIPMENT, ("rice of the second week",), second()])
    assert len(wrong) == 1
    assert wrong[0].startswith('Cargo!A3: "rice of the second week" stands alone')


def test_a_figure_alone_is_an_error(tmp_path: Path) -> None:
    """A sum without a word is not taken for a note."""
    _, wrong, _ = shipments(tmp_path, [SHIPMENT, (None, None, None, None, 66)])
    assert wrong == [
        'Cargo!E3: "66" stands alone in its row: shipment, origin, destination, commodity, ready are blank; '
        "fill the row, or delete it"
    ]


def test_a_wrong_cell_is_none_and_its_row_stays(tmp_path: Path) -> None:
    """So that the names that a row defines are known although one of its cells is wrong."""
    tables = read(tmp_path, {"Locations": [("location", "country", "latitude"), ("Karachi", "PK", 99)]})
    (record,) = tables.records["Locations"]
    assert record.values["location"] == "Karachi"
    assert record.values["latitude"] is None
    (problem,) = tables.problems.errors
    assert (problem.kind, problem.cell, problem.value) == (Kind.RANGE, "C2", "99")


def test_every_mistake_of_a_sheet_is_said_at_once(tmp_path: Path) -> None:
    """Nothing stops at the first."""
    rows = [
        ("S1", "Karachi", "Moscow", "rice", -1, "soon", DUE),
        (None, "Karachi", "Moscow", "rice", "heavy", READY, "x"),
    ]
    _, wrong, _ = shipments(tmp_path, rows)
    assert sorted(message.split(":")[0] for message in wrong) == [
        "Cargo!A3", "Cargo!E2", "Cargo!E3", "Cargo!F2", "Cargo!G3",
    ]  # fmt: skip


def test_a_header_of_mostly_unknown_columns_is_no_data_when_it_comes_again(tmp_path: Path) -> None:
    """As on each page of a printed list; it is no header of a table of its own, as few of its cells are names."""
    header = (*CARGO, *(f"Box {letter}" for letter in "abcdefghij"))
    tables = read(tmp_path, {"Cargo": [header, SHIPMENT, header, ("S2", *SHIPMENT[1:])]})
    assert [row.values["shipment"] for row in tables.records["Cargo"]] == ["S1", "S2"]
    assert errors(tables) == []
    assert warnings(tables)[1:] == ['Cargo!A3: row 3 repeats the header and was not read ("shipment")']
