"""``optimizer.reopen``: a plan from its workbook is the plan that was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import optimizer
from tests.api.test_surface import TINY

#: The sheets that follow from bookings, charges and capacities.
SHEETS = (
    *("changes", "to_book", "bookings", "unserved", "customers", "corridors", "weeks", "capacity_use", "legs", "co2e"),
    *("charges", "capacities", "kept"),
)


def dearer(path: Path) -> Path:
    """The tiny world with a rate of its own for every row of tariffs."""
    book = load_workbook(TINY)
    sheet = book["Tariffs"]
    column = next(cell.column for cell in sheet[1] if cell.value == "TEU")
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, column).value = 1234
    book.save(path)
    return path


@pytest.fixture(scope="module")
def plans() -> list[optimizer.Plan]:
    """As it is; with less room; and on from the first with another rate, when one of two bookings is under way."""
    world = optimizer.read(TINY).with_change("Cargo", "shipment=R1", customer="Tea House", split=True)
    plan = world.plan()
    second = sorted(plan.legs["departs"])[1].date()
    narrow = world.with_change("Borders", "border=Taftan", capacity=1).plan()
    again = world.with_change("Tariffs", "service=IR1", TEU=("times", 9)).plan(keep=plan, as_of=second, change_cost=5)
    return [plan, narrow, again]


@pytest.mark.parametrize("number", range(3))
def test_it_is_the_plan_that_was_written(plans: list[optimizer.Plan], number: int, tmp_path: Path) -> None:
    plan = plans[number]
    plan.to_excel(tmp_path / "plan.xlsx")
    found = optimizer.reopen(tmp_path / "plan.xlsx", TINY)
    assert (found.status, found.cost, found.bound, found.gap) == (plan.status, plan.cost, plan.bound, plan.gap)
    assert found.cost_with_changes == plan.cost_with_changes and found.world == plan.world
    for sheet in SHEETS:
        assert getattr(found, sheet).equals(getattr(plan, sheet)), sheet
    found.to_excel(tmp_path / "again.xlsx")
    assert optimizer.audit(tmp_path / "again.xlsx", plan.world).passed


def test_reopened_plans_compare_as_those_that_were_written(plans: list[optimizer.Plan], tmp_path: Path) -> None:
    """All but how often was priced, which no workbook says."""
    for number, plan in enumerate(plans):
        plan.to_excel(tmp_path / f"{number}.xlsx")
    found = optimizer.compare([optimizer.reopen(tmp_path / f"{n}.xlsx", TINY) for n in range(len(plans))])
    expected = optimizer.compare(plans)
    for sheet in ("unserved", "components", "modes", "borders", "shipments", "inputs"):
        assert getattr(found, sheet).equals(getattr(expected, sheet)), sheet
    without = ["rounds", "taken_over"]
    assert found.scenarios.drop(columns=without).equals(expected.scenarios.drop(columns=without))


def test_a_workbook_of_other_inputs_is_refused(plans: list[optimizer.Plan], tmp_path: Path) -> None:
    plans[0].to_excel(tmp_path / "plan.xlsx")
    with pytest.raises(optimizer.InputError, match="give the workbooks that it was made of"):
        optimizer.reopen(tmp_path / "plan.xlsx", dearer(tmp_path / "dearer.xlsx"))
    with pytest.raises(optimizer.InputError):
        optimizer.reopen(TINY, TINY)
