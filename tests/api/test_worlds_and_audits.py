"""Worlds that differ, what they state in their plans, and that these pass the audit."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

import optimizer
from optimizer.api.requests import Value
from optimizer.cli import main
from tariffs.scenarios import Edit
from tests.api.test_surface import TINY
from tests.cli.program import changed


@pytest.fixture
def dear(tmp_path: Path) -> Path:
    """The tiny world with a scenario in which the train is twice as dear."""
    book = load_workbook(TINY)
    sheet = book.create_sheet("Scenarios")
    sheet.append(["scenario", "sheet", "match", "column", "change", "value"])
    sheet.append(["dear", "Tariffs", "service=IR1", "TEU", "times", 2])
    path = tmp_path / "dear.xlsx"
    book.save(path)
    return path


def test_a_plan_under_a_scenario_carries_what_its_audit_needs(dear: Path, tmp_path: Path) -> None:
    """Nothing is copied by hand: from Python, and by the command."""
    world = optimizer.read(dear)
    plan = world.with_scenario("dear").plan()
    plan.to_excel(tmp_path / "plan.xlsx")
    assert plan.cost > world.plan().cost
    assert optimizer.audit(tmp_path / "plan.xlsx", world).passed
    assert main(["audit", str(tmp_path / "plan.xlsx"), str(dear)]) == 0


def test_a_change_in_code_is_what_a_row_of_the_sheet_would_be(dear: Path) -> None:
    """For set, times and plus, in words, numbers and percent."""
    by_sheet = optimizer.read(dear, scenario="dear")
    plain = optimizer.read(TINY)
    for value in (("times", 2), ("times", "200%"), ("plus", 1000), 2000):
        assert plain.with_change("Tariffs", "service=IR1", TEU=value).given.book == by_sheet.given.book
    assert plain.given.book != by_sheet.given.book


def test_changes_add_up_and_leave_the_world_they_are_made_to() -> None:
    world = optimizer.read(TINY)
    wide = world.with_change("Borders", "border=Taftan", capacity=("times", 2))
    wider = wide.with_change("Borders", "border=Taftan", capacity=("plus", 0.5), closed_from=None)
    amounts = [w.given.book.borders[0].capacity for w in (world, wide, wider)]
    assert [amount and amount.amount for amount in amounts] == [2, 4, Decimal("4.5")]
    assert [len(w.changes) for w in (world, wide, wider)] == [0, 1, 3]


def test_a_scenario_and_changes_go_together(dear: Path) -> None:
    """The scenario first, whichever was asked for first."""
    world = optimizer.read(dear)
    one = world.with_scenario("dear").with_change("Tariffs", "service=IR1", TEU=("plus", 1))
    other = world.with_change("Tariffs", "service=IR1", TEU=("plus", 1)).with_scenario("dear")
    assert one == other
    assert one.with_scenario(None).with_change("Tariffs", "", valid_to=date(2026, 1, 1)).scenario is None


def test_a_plan_of_a_changed_world_states_the_change_and_passes_the_audit(dear: Path, tmp_path: Path) -> None:
    """Also against the workbooks alone, from which the change is made again."""
    world = optimizer.read(dear, scenario="dear").with_change("Borders", "border=Taftan", capacity=3)
    path = tmp_path / "plan.xlsx"
    world.plan().to_excel(path)
    assert optimizer.audit(path, world).passed
    assert optimizer.audit(path, optimizer.read(dear)).passed
    assert optimizer.audit(path, [dear]).passed
    assert main(["audit", str(path), str(dear)]) == 0


def test_an_audit_without_the_change_fails(tmp_path: Path) -> None:
    world = optimizer.read(TINY)
    path = tmp_path / "plan.xlsx"
    world.with_change("Borders", "border=Taftan", capacity=3).plan().to_excel(path)
    rows = load_workbook(path)["Summary"].iter_rows()
    [cell] = [row[1].coordinate for row in rows if row[0].value == "change 1"]
    weaker = changed(path, "Summary", cell, Edit("Borders", "border=Taftan", "capacity", "set", Decimal(2)).to_json())
    verdict = optimizer.audit(weaker, world)
    assert not verdict.passed
    assert repr(verdict).endswith("differences") or repr(verdict).endswith("difference")
    for nonsense in (
        "three",
        "[1]",
        "[" * 30_000,
        '["Borders", 1, "capacity", "set", null]',
        '["Borders", "", "capacity", "set", 3]',
        '["Borders", "", "capacity", "set", {"figure": 1}]',
        '["Borders", "", "capacity", "set", {"number": "NaN"}]',
        '["Borders", "", "capacity", "times", {"number": "1e999999"}]',
    ):
        with pytest.raises(optimizer.InputError, match="change"):
            optimizer.audit(changed(path, "Summary", cell, nonsense), world)


@pytest.mark.parametrize("value", [None, "Mon,Thu", Decimal("0.1"), Decimal("12345678901234567.89")])
def test_a_change_comes_back_from_json_as_it_was(value: str | Decimal | None) -> None:
    edit = Edit("Tariffs", "service=IR1", "TEU", "set", value)
    assert Edit.from_json(edit.to_json()) == edit


@pytest.mark.parametrize(
    ("sheet", "match", "columns", "words"),
    [
        ("Borders", "border=Tafta", {"capacity": 1}, "no row of Borders matches"),
        ("Borderz", "", {"capacity": 1}, 'did you mean "Borders"'),
        ("Borders", "", {"capacities": 1}, 'did you mean "capacity"'),
        ("Borders", "", {"capacity": -1}, "capacity"),
        ("Borders", "", {"capacity": ("double", 2)}, "double"),
        ("Borders", "", {"capacity": float("nan")}, "no number that a cell holds"),
        ("Borders", "", {"capacity": ("times", float("inf"))}, "no number that a cell holds"),
        ("Cargo", "", {"origin": "Karachy"}, 'did you mean "Karachi"'),
    ],
)
def test_a_change_that_makes_no_sense_is_said_at_once(
    sheet: str, match: str, columns: dict[str, Value], words: str
) -> None:
    with pytest.raises(optimizer.InputError, match=words):
        optimizer.read(TINY).with_change(sheet, match, **columns)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"speed": 1}, "there is no option speed; there are gap, time_limit"),
        ({"gap": 1}, "a gap of 1"),
        ({"gap": "little"}, "must be a number"),
        ({"engine": "steam"}, "one of auto, listed, columns"),
        ({"time_limit": -1}, "a time limit of -1"),
        ({"workers": 0}, "0 workers"),
    ],
)
def test_an_option_that_cannot_be_is_said(options: dict[str, object], words: str) -> None:
    with pytest.raises(optimizer.RequestError, match=words):
        optimizer.read(TINY).plan(**options)
