"""Sheets under a name that nobody knows: what costs or binds on them stops the run, notes and pivots do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tariffs.sheets import SHEETS
from tariffs.sheets.not_read import SHEETS_NOT_READ
from tests.reading.workbooks import CARGO, READY, errors, read, warnings

DAY = date(2025, 3, 13)
SHIPMENT = ("S1", "Karachi", "Moscow", "rice", 66, READY, None)


def said(folder: Path, name: str, *rows: tuple[object, ...]) -> tuple[list[str], list[str]]:
    """The errors and the warnings of a sheet beside a known one."""
    tables = read(folder, {"Cargo": [CARGO, SHIPMENT], name: rows})
    return errors(tables), warnings(tables)


@pytest.mark.parametrize(
    ("name", "rows", "speaks", "cure"),
    [
        (
            "Local charges",
            [("surcharge", "basis", "amount"), ("THC", "container", 150)],
            "a price",
            "it has all columns that Surcharges must have: name it Surcharges if it is that",
        ),
        (
            "Border closures",
            [("border", "from", "to"), ("Taftan", DAY, DAY)],
            "a limit",
            "write what it says into closed_from and closed_to of Borders",
        ),
        ("Holidays", [("Pakistan Day",), (DAY,)], "a date", "behind except in departures"),
        ("Sheet3", [("Item", "Charge"), ("Seal", 20)], "a price", "Surcharges, or the sheet that the charge is of"),
        ("Taxes", [("country", "pct"), ("RU", 20)], "a price", "the sheets that it is about"),
        ("Sheet3", [("Train", "Last departure"), ("IR1", "13-Mar-25")], "a date", "the sheets that it is about"),
        ("Sheet3", [("Banned carriers", "Since"), ("AFG", "May")], "what must not be used", "avoid of Cargo"),
        ("Sheet3", [("Ограничения", "т"), ("20", "24")], "a limit", "the sheets that it is about"),
        ("Not to be used", [("AFG",), ("NLC",)], "what must not be used", "the sheets that it is about"),
        ("Strikes", [("where", "from", "to"), ("Taftan", DAY, DAY)], "a limit", "closed_from and closed_to of Borders"),
        ("Space", [("train", "left"), ("PR1", 0)], "a quantity", "the sheets that it is about"),
        ("Approved carriers", [("carrier",), ("RAI",)], "what must be used", "the sheets that it is about"),
        ("Rules", [("rule",), ("no road through Iran",)], "what must be used", "the sheets that it is about"),
        ("Rail add-ons", [("port", "TEU"), ("Karachi", 20)], "a quantity", "Surcharges, or the sheet"),
    ],
)
def test_a_sheet_that_costs_or_binds_is_an_error(
    tmp_path: Path, name: str, rows: list[tuple[object, ...]], speaks: str, cure: str
) -> None:
    (error,), others = said(tmp_path, name, *rows)
    assert error.startswith(f"{name}: the sheet is not known and speaks of ")
    assert speaks in error
    assert cure in error
    assert ", or hide it" in error
    assert others == []


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Cover", [("Rate sheet", "March 2025"), ("Valid until", DAY), ("Date", DAY)]),
        ("Sheet1", [("Date", "1 March 2025"), ("Prepared by", "Ali"), ("Rates valid until", "31.12.2025")]),
        ("Notes on charges", [("All charges are in USD",), ("Subject to GRI",)]),
        ("Pivot3", [("Row Labels", "Sum of amount"), ("THC", 150), ("Grand Total", 150)]),
        ("Sheet4", [("Row Labels", "Sum of amount"), ("THC", 150), ("Grand Total", 150)]),
        ("Contacts", [("Name", "Phone"), ("Ali", "+92 21 111")]),
        ("Sheet5", [("Karachi", "Moscow"), ("a", "b")]),
        ("Local charges", [("surcharge", "basis", "amount")]),
    ],
)
def test_notes_and_pivots_are_none(tmp_path: Path, name: str, rows: list[tuple[object, ...]]) -> None:
    found, (warning,) = said(tmp_path, name, *rows)
    assert found == []
    assert warning.startswith(f"{name}: the sheet is not known and not read")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("Local", [("port", "item", "20GP"), ("Karachi", "gate", 20)]),
        ("ВКЛ", [("страна", "ставить"), ("RU", 20)]),
        ("Sheet3", [("Karachi gate", 20), ("Lahore gate", 30)]),
    ],
)
def test_a_sheet_of_figures_is_an_error_whatever_its_name(
    tmp_path: Path, name: str, rows: list[tuple[object, ...]]
) -> None:
    """Also without a header; a lone figure, and figures of somebody, are none."""
    (error,), _ = said(tmp_path, name, *rows)
    assert error.startswith(f"{name}: the sheet is not known and holds figures: it would be left out")
    assert ", or hide it" in error


@pytest.mark.parametrize("rows", [[(17,)], [("Who", "Phone"), ("Ali", 4711)], [("Who", "Where"), ("Ali", "Karachi")]])
def test_a_lone_figure_and_those_of_somebody_are_none(tmp_path: Path, rows: list[tuple[object, ...]]) -> None:
    assert said(tmp_path, "Sheet3", *rows)[0] == []


@pytest.mark.parametrize("name", [*SHEETS_NOT_READ, "AGREEMENTS"])
def test_a_sheet_that_is_not_read_yet_is_an_error_that_says_so(tmp_path: Path, name: str) -> None:
    """Whatever stands on it below its header; a header alone leaves nothing out."""
    header = ("agreement", "unit", "commitment")
    (error,), _ = said(tmp_path, name, header, ("A", "teu", 100))
    assert error.startswith(f"{name}: the sheet (")
    assert error.endswith(") is not read yet: it would be left out; hide it to plan without it")
    assert said(tmp_path, name, header)[0] == []


def test_a_hint_names_a_sheet_that_shares_a_word_or_none(tmp_path: Path) -> None:
    (error,), _ = said(tmp_path, "Allocations", ("train", "teu"), ("PR1", 0))
    assert "did you mean" not in error
    (error,), _ = said(tmp_path, "Boarders", ("train", "teu"), ("PR1", 0))
    assert 'did you mean "Borders"?' in error


@pytest.mark.parametrize("sheet", [name for name in SHEETS if name not in ("Settings", "Cargo")])
def test_a_sheet_of_the_input_under_a_name_of_no_meaning_is_an_error(tmp_path: Path, sheet: str) -> None:
    """Its columns bind, cost, or hold figures."""
    headers = [column.name for column in SHEETS[sheet].columns if column.name not in ("source", "note")]
    found, others = said(tmp_path, "Sheet7", tuple(headers), tuple("1" for _ in headers))
    assert (len(found), others) == (1, [])


@pytest.mark.parametrize("sheet", ["Cargo", "Tariffs", "Transfers"])
@pytest.mark.parametrize("lacking", [0, 1, 2])
def test_a_sheet_that_lacks_one_of_many_required_columns_is_offered_with_it(
    tmp_path: Path, sheet: str, lacking: int
) -> None:
    """Not one that lacks two, and none of which one column is required."""
    required = [column.name for column in SHEETS[sheet].columns if column.required]
    for lost in required if lacking else required[:1]:
        others = [name for name in required if name != lost]
        headers = required if lacking == 0 else ["Colour", *others[lacking - 1 :]]
        rows = [tuple(headers), tuple("1" for _ in headers)]
        (told,) = (text for found in said(tmp_path, "Enquiries", *rows) for text in found)
        whole, nearly = f"that {sheet} must have:", f"that {sheet} must have but {lost}: if it is that, name it {sheet}"
        assert (whole in told) == (lacking == 0)
        assert (nearly in told) == (lacking == 1 and len(required) > 3)
        assert (f"give it a column {lost}, or hide it" in told) == (nearly in told)


@pytest.mark.parametrize("header", ["Enq. No", "Enquiry ref", "Inquiry No.", "RFQ", "Quote ref"])
def test_the_number_of_an_enquiry_is_the_reference_of_a_shipment(tmp_path: Path, header: str) -> None:
    """A sheet of enquiries is offered as Cargo, whatever they call their numbers."""
    (error,), _ = said(tmp_path, "Enquiries", (header, *CARGO[1:]), SHIPMENT)
    assert "it has all columns that Cargo must have: name it Cargo if it is that" in error
