"""How far down a sheet its header may stand, and how far below a title its table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.workbooks import CARGO, CONTAINERS, SHIPMENT, Rows, errors, only, read, warnings

WIDE = (*CARGO, *(f"own column {number}" for number in range(len(CARGO) + 1)))
TARIFFS = ("mode", "origin", "destination", "transit_days", "TEU")
LEG = ("rail", "Karachi", "Zahedan", 5, 455)


def notes(count: int) -> Rows:
    """So many rows of text."""
    return [(f"Clause {number}: carriers accept no liability",) for number in range(1, count + 1)]


def test_a_header_of_mostly_unknown_columns_is_found_among_the_first_rows(tmp_path: Path) -> None:
    """It is one of the first 50 rows that are not blank."""
    assert only(read(tmp_path, {"Cargo": [*notes(49), WIDE, SHIPMENT]}), "Cargo").row == 51


def test_where_a_header_is_searched_is_said_if_there_is_none(tmp_path: Path) -> None:
    """Further down, a row of which most cells are no names of columns is data."""
    assert errors(read(tmp_path, {"Cargo": [*notes(50), WIDE, SHIPMENT]})) == [
        "Cargo: there is no header row: none of the first 50 rows names a known column; "
        "name the columns in one row: shipment, origin, destination, commodity, …"
    ]


def test_a_header_below_pages_of_terms_is_found(tmp_path: Path) -> None:
    """Most of its cells are names of columns."""
    tables = read(tmp_path, {"Cargo": [*notes(60), CARGO, SHIPMENT]})
    assert only(tables, "Cargo").row == 62
    assert errors(tables) == warnings(tables) == []


@pytest.mark.parametrize(("between", "found"), [(3, True), (4, False)])
def test_a_title_is_one_if_its_header_is_near(tmp_path: Path, between: int, found: bool) -> None:
    """A word far above a table is no title of it."""
    rows = [("Tariffs",), *notes(between), TARIFFS, LEG]
    tables = read(tmp_path, {"Containers": CONTAINERS, "Rates of 2025": rows})
    assert ("Tariffs" in tables.records) is found
    assert (
        "Rates of 2025: the sheet is not known and speaks of a date and a price" in " ".join(errors(tables))
    ) is not found


def test_a_row_of_units_may_say_how_dates_are_written(tmp_path: Path) -> None:
    """It is no row of data, and the unit in the header is said again."""
    header = ("shipment", "origin", "destination", "commodity", "Weight (t)", "ready")
    units = (None, None, None, None, "tonnes", "dd/mm/yyyy")
    tables = read(tmp_path, {"Cargo": [header, units, SHIPMENT[:6]]})
    assert only(tables, "Cargo").values["weight_t"] == 66
    assert errors(tables) == warnings(tables) == []


def test_a_row_of_units_that_contradicts_the_header_is_an_error(tmp_path: Path) -> None:
    """66000 kg under a header of tonnes would be 66000 t once the row is deleted."""
    header = ("shipment", "origin", "destination", "commodity", "Weight (t)", "ready")
    units = (None, None, None, None, "kg", "(dd.mm.yy)")
    assert errors(read(tmp_path, {"Cargo": [header, units, SHIPMENT[:6]]})) == [
        'Cargo!E2: the header "Weight (t) kg" names two units for weight_t; '
        "keep the one in which the figures are, in one of the two rows"
    ]
