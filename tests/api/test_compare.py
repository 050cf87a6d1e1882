"""Plans held to the first: what differs, to the cent, and why."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

import optimizer
from optimizer.cli import main
from optimizer.executors import Processes
from optimizer.tables import COMPARISON
from tests.api.test_surface import ROOT, TINY, assert_fits
from tests.cli.program import Run

WORLDS = ROOT / "tests/worlds"


@pytest.fixture(scope="module")
def found() -> optimizer.Comparison:
    """The tiny world; with a crossing more a week; with a dearer train; and where little is worth carrying."""
    world = optimizer.read(TINY)
    return optimizer.compare(
        [
            world,
            world.with_change("Borders", "border=Taftan", capacity=3),
            world.with_change("Tariffs", "service=IR1", TEU=("times", 2), departure_cost=10),
            world.with_change("Cargo", "", unserved_penalty_per_t=130, weight_t=60),
        ]
    )


def sums(comparison: optimizer.Comparison, table: str) -> list[Decimal]:
    """The differences of a table, exactly, added up by plan."""
    [of] = [one for one in comparison.tables if one.name == table]
    by_name: dict[str, Decimal] = dict.fromkeys((row[0] for row in comparison.tables[0].rows), Decimal(0))
    for name, difference in zip(of.values("scenario"), of.values("cost_difference"), strict=True):
        by_name[name] += difference
    return list(by_name.values())


def assert_reconciled(comparison: optimizer.Comparison) -> None:
    costs = [plan.cost for plan in comparison.plans]
    expected = [cost - costs[0] for cost in costs]
    assert sums(comparison, "Components") == sums(comparison, "Shipments") == expected
    assert [float(more) for more in expected] == comparison.scenarios["difference"].tolist()


def test_differences_add_up_to_the_cent(found: optimizer.Comparison) -> None:
    """By component, and by shipment with departures apart."""
    assert_reconciled(found)
    assert (found.scenarios["difference"] != 0).sum() == 3


@pytest.mark.parametrize("name", ["world_1001", "world_1004", "world_1009"])
def test_differences_of_other_worlds_add_up_to_the_cent(name: str) -> None:
    world = optimizer.read(WORLDS / f"{name}.xlsx")
    worlds = [world, world.with_change("Tariffs", "", departure_cost=7), world.with_change("Cargo", "", value=1000)]
    comparison = optimizer.compare(worlds, gap=0.01)
    assert_reconciled(comparison)
    assert comparison.scenarios["departure"].iloc[1] > 0


def test_what_changed_of_a_shipment_is_said(found: optimizer.Comparison) -> None:
    wider, dearer, poorer = (rows for _, rows in found.shipments.groupby("scenario", sort=False))
    assert wider["changed"].tolist() == ["dates; containers; cost"]
    assert dearer.set_index("shipment")["changed"].to_dict() == {"R1": "cost", "": "cost"}
    assert "left behind" in poorer["changed"].iloc[0]
    assert found.scenarios["changed_shipments"].tolist() == [0, 1, 0, 1]


def test_a_shipment_on_another_route_by_another_carrier_is_said() -> None:
    world = optimizer.read(TINY)
    comparison = optimizer.compare([world, world.with_change("Tariffs", "service=IR1", status="planned")])
    [row] = comparison.shipments.itertuples()
    assert row.changed == "route; carrier; dates; cost"
    assert (row.route_before, row.route) == ("Karachi –rail→ Zahedan –rail→ Moscow", "Karachi –road→ Moscow")


def test_the_cells_of_the_input_that_differ_are_listed(found: optimizer.Comparison) -> None:
    cells = found.inputs.drop(columns="scenario").to_numpy().tolist()
    assert cells == [
        ["Borders", "tiny.xlsx, Borders!2", "capacity", "2", "3"],
        ["Tariffs", "tiny.xlsx, Tariffs!3", "departure_cost", "0", "10"],
        ["Tariffs", "tiny.xlsx, Tariffs!3", "TEU", "1000", "2000"],
        ["Cargo", "tiny.xlsx, Cargo!2", "weight_t", "66", "60"],
        ["Cargo", "tiny.xlsx, Cargo!2", "unserved_penalty_per_t", "", "130"],
    ]
    assert found.scenarios["changed_cells"].tolist() == [0, 1, 2, 2]


def test_rows_that_one_input_alone_has_are_listed(tmp_path: Path) -> None:
    book = load_workbook(TINY)
    book["Tariffs"].delete_rows(4)
    book.save(tmp_path / "tiny.xlsx")
    comparison = optimizer.compare([optimizer.read(TINY), optimizer.read(tmp_path / "tiny.xlsx")])
    assert comparison.inputs["after"].tolist() == ["(no such row)"]
    assert comparison.inputs["row"].tolist() == ["tiny.xlsx, Tariffs!4"]


def test_borders_and_modes_are_those_of_the_plans(found: optimizer.Comparison) -> None:
    for plan, (_, rows) in zip(found.plans[1:], found.borders.groupby("scenario", sort=False), strict=True):
        stated = plan.capacity_use[plan.capacity_use["kind"] == "border"]
        assert rows["used"].sum() == stated["used"].sum()
        assert rows["capacity"].sum() == stated["capacity"].sum()
    shares = found.modes.groupby("scenario", sort=False)["share"].sum()
    assert shares.tolist() == pytest.approx([1, 1, 0])  # in the last, all stays behind


def test_plans_and_worlds_may_be_mixed_and_stay_in_order() -> None:
    world = optimizer.read(TINY)
    plan = world.plan()
    comparison = optimizer.compare([plan, world.with_change("Borders", "", capacity=3), world])
    assert comparison.plans[0] is plan
    assert comparison.scenarios["scenario"].tolist()[2] == "as it is (2)"
    assert comparison.scenarios["difference"].tolist()[2] == 0


def test_it_shows_itself_in_a_screenful(found: optimizer.Comparison) -> None:
    assert_fits(found)
    assert "8,827.68" in repr(found)


def test_nothing_to_compare_is_said() -> None:
    with pytest.raises(optimizer.RequestError, match="nothing to compare"):
        optimizer.compare([])


def test_the_workbook_holds_the_frames(found: optimizer.Comparison, tmp_path: Path) -> None:
    """With the cost as a formula over its components."""
    found.to_excel(tmp_path / "out.xlsx")
    book, formulas = load_workbook(tmp_path / "out.xlsx", data_only=True), load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == list(COMPARISON)
    for name, columns in COMPARISON.items():
        rows = list(book[name].iter_rows(values_only=True))
        assert list(rows[0]) == [column.name for column in columns]
        assert len(rows) - 1 == len(getattr(found, name.lower()))
    at = found.scenarios.columns.get_loc("cost")
    costs = [row[at] for row in book["Scenarios"].iter_rows(min_row=2, values_only=True)]
    assert costs == found.scenarios["cost"].tolist()
    assert str(formulas["Scenarios"].cell(2, at + 1).value).startswith("=SUM(")


def test_a_cost_that_is_less_because_more_stays_behind_says_so_first(found: optimizer.Comparison) -> None:
    """With the cost of a tonne in both, and with what stays behind and why."""
    world = found.plans[0].world.with_change("Cargo", "", unserved_penalty_per_t=0)
    first = found.plans[0]
    comparison = optimizer.compare([first, world])
    assert comparison.scenarios["difference"].iloc[1] < 0
    note = comparison.scenarios["note"].iloc[1]
    assert note == "66.0 t more stay behind, at no further penalty; one of the two delivers nothing."
    assert next(comparison.lines()).endswith(note)
    [row] = comparison.unserved.itertuples()
    assert (row.shipment, row.tonnes_before, row.tonnes) == ("R1", 0, 66)
    assert row.reason == comparison.plans[1].unserved["reason"].iloc[0]
    assert any(row.reason in line for line in comparison.lines())
    back = optimizer.compare([comparison.plans[1], first])
    assert back.scenarios["note"].iloc[1].startswith("66.0 t less stay behind")
    assert back.unserved.empty
    assert not found.scenarios["note"].iloc[1]


def test_the_cost_of_a_tonne_stands_beside_what_stays_behind() -> None:
    """One crossing of the border for rice that goes by rail alone: the rest stays behind."""
    world = optimizer.read(TINY).with_change("Cargo", "", unserved_penalty_per_t=500, modes="rail")
    comparison = optimizer.compare([world, world.with_change("Borders", "", capacity=1)])
    rows = comparison.scenarios
    assert rows["cost_per_tonne"].tolist() == (rows["cost"] / rows["delivered_t"]).tolist()
    note, (before, after) = rows["note"].iloc[1], rows["cost_per_tonne"]
    assert " t more stay behind, with penalties of " in note
    assert note.endswith(f"a tonne delivered costs {after:,.2f} USD, against {before:,.2f} USD.")


@pytest.fixture
def scenarios(tmp_path: Path) -> Path:
    book = load_workbook(TINY)
    sheet = book.create_sheet("Scenarios")
    sheet.append(["scenario", "sheet", "match", "column", "change", "value"])
    sheet.append(["dear", "Tariffs", "service=IR1", "TEU", "times", 2])
    sheet.append(["wide", "Borders", "border=Taftan", "capacity", "set", 3])
    book.save(tmp_path / "tiny.xlsx")
    return tmp_path / "tiny.xlsx"


def test_the_command_compares_all_scenarios_or_some(run: Run, scenarios: Path, tmp_path: Path) -> None:
    """And replaces what it wrote, but no other workbook."""
    output = tmp_path / "out.xlsx"
    every = json.loads(run("compare", scenarios, "-o", output, "--json", "--workers", 1).stdout)["scenarios"]
    assert [row["scenario"] for row in every] == ["as it is", "dear", "wide"]
    assert [row["changes"] for row in every] == [
        "",
        "Tariffs where service=IR1: TEU times 2",
        "Borders where border=Taftan: capacity set 3",
    ]
    told = run("compare", scenarios, "-o", output, "--scenario", "wide", "--workers", 1)
    assert told.returncode == 0
    assert [line.split("  ")[0] for line in told.stdout.splitlines()[:-1]] == ["Scenario", "as it is", "wide"]
    assert "-10.85" in told.stdout
    assert main(["compare", str(scenarios), "-o", str(scenarios)]) == 2
    scenarios.rename(tmp_path / "other.xlsx")
    assert main(["compare", str(tmp_path / "other.xlsx"), "-o", str(tmp_path / "other.xlsx")]) == 2


def test_a_scenario_that_nobody_wrote_is_wrong_input(run: Run, scenarios: Path, tmp_path: Path) -> None:
    done = run("compare", scenarios, "-o", tmp_path / "out.xlsx", "--scenario", "wid")
    assert (done.returncode, (tmp_path / "out.xlsx").exists()) == (2, False)
    assert 'did you mean "wide"' in done.stderr


def test_another_workbook_is_not_replaced(run: Run, scenarios: Path, tmp_path: Path) -> None:
    other = tmp_path / "mine.xlsx"
    other.write_bytes(TINY.read_bytes())
    done = run("compare", scenarios, "-o", other)
    assert done.returncode == 2 and "did not write" in done.stderr
    assert other.read_bytes() == TINY.read_bytes()


def test_side_by_side_it_is_the_same(scenarios: Path) -> None:
    world = optimizer.read(scenarios)
    worlds = [world, world.with_scenario("wide")]
    with Processes(1) as executor:
        apart = optimizer.compare(worlds, executor=executor)
    assert apart.tables == optimizer.compare(worlds).tables
