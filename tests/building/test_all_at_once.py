"""Every problem is said in one run, and none for what follows from another."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import tariffs
from tariffs.problems import InputError

TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"


def said(path: Path, scenario: str | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        tariffs.load(path, scenario)
    return [str(problem) for problem in caught.value.problems]


def spoiled(folder: Path, cells: dict[str, object]) -> Path:
    """The tiny world with other values in some cells, such as ``Tariffs!D2``."""
    book = openpyxl.load_workbook(TINY)
    for address, value in cells.items():
        sheet, _, cell = address.partition("!")
        book[sheet][cell] = value
    path = folder / "book.xlsx"
    book.save(path)
    return path


def test_mistakes_of_reading_and_of_building_are_said_together(tmp_path: Path):
    """Cells that cannot be read, names, contradictions and the scenario come in one list."""
    path = spoiled(
        tmp_path,
        {
            "Tariffs!D3": "Zahidan",
            "Tariffs!G4": "ten",
            "Borders!D2": -2,
            "Cargo!D2": "rise",
            "Cargo!H2": None,
            "FX!B2": 0,
        },
    )

    assert said(path, "hormuz") == [
        'book.xlsx, Tariffs!G4: transit_days: "ten" is not a number; write digits only, such as 1234.5',
        'book.xlsx, Borders!D2: capacity: "-2" is out of range; it must be 0 or more',
        'book.xlsx, FX!B2: rate: "0" is out of range; it must be more than 0',
        'book.xlsx, Scenarios: scenario "hormuz" is not in Scenarios; the sheet has no row',
        'book.xlsx, Tariffs!D3: location "Zahidan" is not in Locations; did you mean "Zahedan"?',
        'book.xlsx, Cargo!D2: commodity "rise" is not in Commodities; did you mean "rice"?',
        "book.xlsx, Cargo!2: neither due nor max_transit_days is given; "
        "write the last day of delivery, or the most days from ready to delivery",
    ]


@pytest.mark.parametrize(
    "cell", ["Locations!D2", "Containers!C2", "Commodities!C2", "Borders!C2", "FX!B2", "Tariffs!G2", "Duties!D2"]
)
def test_a_cell_that_cannot_be_read_is_one_problem(tmp_path: Path, cell: str):
    """The names of its row still count as known, and nothing that follows from the row is said."""
    problems = said(spoiled(tmp_path, {cell: "a lot"}))

    assert len(problems) == 1, problems
    assert problems[0].startswith(f"book.xlsx, {cell}: ")


def test_a_missing_sheet_is_one_problem(tmp_path: Path):
    """Without Locations no name can be checked, and no name is called unknown."""
    book = openpyxl.load_workbook(TINY)
    del book["Locations"]
    book.save(tmp_path / "book.xlsx")

    problems = said(tmp_path / "book.xlsx")

    assert len(problems) == 1, problems
    assert problems[0].startswith("book.xlsx, Locations: there is no sheet Locations")


@pytest.mark.parametrize("column", ["avoid", "carriers", "services", "modes"])
def test_without_tariffs_no_carrier_is_called_unknown(tmp_path: Path, column: str):
    """Nobody knows which there are."""
    book = openpyxl.load_workbook(TINY)
    del book["Tariffs"]
    cargo = book["Cargo"]
    cargo.cell(1, cargo.max_column + 1, column)
    cargo.cell(2, cargo.max_column, "RAI")
    book.save(tmp_path / "book.xlsx")

    problems = said(tmp_path / "book.xlsx")

    assert [problem for problem in problems if "Cargo" in problem] == []


def test_an_empty_sheet_is_said_to_have_no_row(tmp_path: Path):
    """A sheet with headers alone is there, and needs a row."""
    book = openpyxl.load_workbook(TINY)
    book["Cargo"].delete_rows(2)
    book.save(tmp_path / "book.xlsx")

    assert said(tmp_path / "book.xlsx") == ["book.xlsx, Cargo: the sheet has no row; fill in at least one"]


def test_rows_of_two_workbooks_are_told_apart(tmp_path: Path):
    """A shipment in two cargo sheets names the other workbook."""
    second = openpyxl.load_workbook(TINY)
    for sheet in second.sheetnames:
        if sheet != "Cargo":
            del second[sheet]
    second.save(tmp_path / "more.xlsx")

    with pytest.raises(InputError) as caught:
        tariffs.load([TINY, tmp_path / "more.xlsx"])

    assert str(caught.value) == (
        'more.xlsx, Cargo!A2: shipment "R1" is there twice, first in tiny.xlsx, Cargo, row 2; keep one of the two rows'
    )


def test_rows_of_two_workbooks_have_addresses_of_their_own(tmp_path: Path):
    """A charge can be traced to its row, also where both workbooks have a row 2 of Tariffs."""
    second = openpyxl.load_workbook(TINY)
    for sheet in second.sheetnames:
        if sheet != "Tariffs":
            del second[sheet]
    for line in second["Tariffs"].iter_rows(min_row=2):
        line[0].value = f"{line[0].value} again"
    second.save(tmp_path / "more.xlsx")

    book = tariffs.load([TINY, tmp_path / "more.xlsx"]).book

    addresses = [tariff.where for leg in book.legs for tariff in leg.tariffs]
    assert addresses[0] == "tiny.xlsx, Tariffs!2"
    assert len(set(addresses)) == 6
    assert tariffs.load(TINY).book.legs[0].tariffs[0].where == "Tariffs!2"


def test_a_missing_workbook_is_one_problem(tmp_path: Path):
    """Which sheets and names it holds nobody knows, so none of them is called missing or unknown."""
    book = openpyxl.load_workbook(TINY)
    for sheet in book.sheetnames:
        if sheet != "Cargo":
            del book[sheet]
    book.save(tmp_path / "cargo.xlsx")

    with pytest.raises(InputError) as caught:
        tariffs.load([tmp_path / "tarifs.xlsx", tmp_path / "cargo.xlsx"])

    assert str(caught.value) == (
        f"tarifs.xlsx: there is no file {tmp_path / 'tarifs.xlsx'}; check the name and the folder"
    )


def test_a_missing_workbook_makes_no_name_unknown(tmp_path: Path):
    """A place that the other workbook lacks may be in the one that could not be read, unless it is misspelt."""
    path = spoiled(tmp_path, {"Tariffs!D3": "Zahidan", "Cargo!D2": "millet"})
    with pytest.raises(InputError) as caught:
        tariffs.load([path, tmp_path / "more.xlsx"])
    assert [f"{problem.severity} {problem.cell} {problem.what}" for problem in caught.value.problems] == [
        f"error  there is no file {tmp_path / 'more.xlsx'}",
        'error D3 location "Zahidan" is not in Locations',
        'warning D2 commodity "millet" is not in Commodities, as far as that could be read',
    ]


def test_a_location_is_found_by_code_name_and_alias(tmp_path: Path):
    """UN/LOCODE in one part or two, full name, alias, in any case."""
    book = openpyxl.load_workbook(TINY)
    sheet = book["Locations"]
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(1, len(headers) + 1, "LOCODE")
    sheet.cell(2, len(headers) + 1, "PKKHI")
    sheet.cell(2, headers.index("name") + 1, "Port of Karachi") if "name" in headers else None
    book.save(tmp_path / "book.xlsx")
    for word in ("pkkhi", "PK KHI", "karachi", "KARACHI "):
        path = tmp_path / "again.xlsx"
        book["Cargo"]["B2"] = word
        book.save(path)
        assert tariffs.load(path).portfolio.shipments["R1"].origin == "Karachi"
