"""What the fuzzer found, each as small as it could be made."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import tariffs
from tariffs.reading import read_tables
from tests.fuzz.bases import TINY
from tests.fuzz.running import outcome
from tests.hostile.attacks import SHEET, STRINGS, with_parts
from tests.hostile.sound import parts
from tests.reading.workbooks import save


def test_a_destination_whose_country_is_none_is_one_problem_where_there_are_no_duties(tmp_path: Path) -> None:
    """The warning of goods without duty looked for its territory, and failed."""
    book = openpyxl.load_workbook(TINY)
    book["Locations"]["B4"] = "60.864"
    del book["Duties"]
    book.save(tmp_path / "book.xlsx")
    with pytest.raises(tariffs.InputError) as error:
        tariffs.load(tmp_path / "book.xlsx")
    assert [problem.cell for problem in error.value.problems] == ["B4"]


@pytest.mark.parametrize("value", [b"1 " * 9_000, b"9" * 5_000])
def test_a_header_that_goes_on_and_on_is_cut_short_in_what_is_said(tmp_path: Path, value: bytes) -> None:
    """All of it was said, in a line of 18,000 signs."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_parts({STRINGS: parts()[STRINGS].replace(b"valid_from", value)}))
    said = [str(problem) for problem in read_tables([path]).problems]
    assert said
    assert all(len(text) < 1000 for text in said)


def test_blanks_after_a_value_are_no_part_of_it(tmp_path: Path) -> None:
    """Some programs lay their XML out."""
    sheet = parts()[SHEET].replace(b'<c r="A2" t="s"><v>3</v>', b'<c r="A2" t="str"><f>X1</f><v>PKR</v>\n   ')
    assert sheet != parts()[SHEET]
    path = tmp_path / "book.xlsx"
    path.write_bytes(with_parts({SHEET: sheet}))
    first, _ = read_tables([path]).records["FX"]
    assert first.values["currency"] == "PKR"
    assert first.texts["currency"] == "PKR"


def test_a_line_of_very_many_figures_above_a_table_takes_no_time(tmp_path: Path) -> None:
    """Each of them was tried as a sum in front of `per tonne`, which went on beyond ten seconds."""
    line = f"{'1,' * 16_000}x per tonne"
    rows = (
        (line,),
        (),
        ("mode", "origin", "destination", "transit_days", "rate"),
        ("rail", "Karachi", "Zahedan", 5, 45),
    )
    assert outcome([save(tmp_path / "book.xlsx", {"Tariffs": rows})]).fault == ""


def test_places_of_very_many_brackets_take_no_time(tmp_path: Path) -> None:
    """Each bracket was followed to the end of the cell to see whether it is closed: five seconds a cell."""
    book = openpyxl.load_workbook(TINY)
    for row in range(2, 5):
        book["Tariffs"].cell(row, 4).value = "(" * (32_000 - row)
        book["Tariffs"].cell(row, 5).value = "(" * (31_000 - row)
    book.save(tmp_path / "book.xlsx")
    found = outcome([tmp_path / "book.xlsx"])
    assert found.fault == ""
    assert any("is not in Locations" in text for text in found.problems)
