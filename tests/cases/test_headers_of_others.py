"""Headers as people write them: what binds or costs is read, or stops the run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.program import Run

HERE = Path(__file__).parent


def renamed(folder: Path, sheet: str, headers: dict[str, str], name: str = "plain.xlsx") -> Path:
    """A workbook of a case with other headers."""
    book = load_workbook(HERE / name)
    for cell in book[sheet][1]:
        cell.value = headers.get(str(cell.value), cell.value)
    path = folder / "in.xlsx"
    book.save(path)
    return path


def plan(run: Run, path: Path, folder: Path) -> dict[str, object]:
    """The summary of a plan."""
    done = run("plan", path, "-o", folder / "plan.xlsx", "--json")
    assert done.returncode == 0, done.stderr
    summary: dict[str, object] = json.loads(done.stdout)
    return summary


@pytest.mark.parametrize(
    "header",
    ["Max cargo weight (t)", "Weight limit (t)", "Maximum Cargo Wt. [MT]", "maxPayload_t", "Max. net weight (tonnes)"],
)
def test_a_weight_limit_under_the_names_that_carriers_give_it_is_one(run: Run, tmp_path: Path, header: str) -> None:
    """20 t go in two boxes of 15 t at most, and not in one."""
    path = renamed(tmp_path, "Tariffs", {"Max cargo weight (t)": header}, "weight_limit.xlsx")
    assert plan(run, path, tmp_path)["logistics_cost"] == 6000


def test_a_weight_limit_in_kilograms_is_one(run: Run, tmp_path: Path) -> None:
    path = renamed(tmp_path, "Tariffs", {"Max cargo weight (t)": "Max weight kg"}, "weight_limit.xlsx")
    book = load_workbook(path)
    for row in (2, 3):
        book["Tariffs"].cell(row, 8).value = 15_000
    book.save(path)
    assert plan(run, path, tmp_path)["logistics_cost"] == 6000


@pytest.mark.parametrize(
    "header",
    [
        *("Required Delivery Date", "Latest Delivery Date", "Must arrive by", "Latest arrival", "Delivery Deadline"),
        *(
            "Required by date",
            "requiredDeliveryDate",
            "Deliver no later than",
            "Need-by date",
            "Latest date of delivery",
        ),
        *("Last delivery date", "RDD", "Due date", "Arrive before", "Not later than", "Date required"),
    ],
)
def test_a_deadline_under_another_name_binds(run: Run, tmp_path: Path, header: str) -> None:
    """The fastest way takes 7 days, and 2 are allowed."""
    path = renamed(tmp_path, "Cargo", {"Required Delivery Date": header}, "required_delivery.xlsx")
    assert plan(run, path, tmp_path)["unserved_tonnes"] == 20


@pytest.mark.parametrize("header", ["Minimum cost", "Min. charge", "Minimum freight (USD)", "minimum_charge"])
def test_a_minimum_charge_under_another_name_is_charged(run: Run, tmp_path: Path, header: str) -> None:
    """2 t at 10 a tonne are 500 a leg."""
    path = renamed(tmp_path, "Tariffs", {"Minimum cost": header}, "minimum_cost.xlsx")
    assert plan(run, path, tmp_path)["logistics_cost"] == 1000


def test_headers_of_a_public_workbook_get_the_right_advice_or_none(run: Run) -> None:
    """Monday is no mode, and a duty is no time."""
    said = run("check", HERE / "public_headers.xlsx").stderr
    assert 'column origin (where it starts) is missing; if "Source" says that, name it origin' in said
    for known in ("Travel Mode", "Transit time (hours)", "Order Number", "Ship From", "Ship To", "Required Delivery"):
        assert known not in said
    for wrong in ('"Monday" mean', '"Transit Duty" mean', '"Ship To" mean', "mean transit_days", "mean mode"):
        assert wrong not in said
    assert 'column "Transit Duty" is not known and speaks of a price' in said
    assert (
        'column "Monday" is not known and speaks of a date: it would be left out; write the days into one column '
        "departures, such as Mon,Thu, or name it in ignore_columns (Settings) if nothing depends on the day"
    ) in said
    assert 'column "Volume" is not known and speaks of a quantity' in said
    assert "did you mean volume_m3? Then say the unit: volume_m3 or volume_cft" in said


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        *(("Tariffs", code) for code in ("BAF", "CAF", "THC", "ISPS", "PSS", "GRI", "EBS", "Bunker", "War risk fee")),
        *(("Tariffs", header) for header in ("Weight limit", "Max pieces", "Rate validity note date", "Toll", "Quota")),
        *(("Cargo", header) for header in ("Order date", "Budget (USD)", "Max. stay", "Packages count", "Cut-off")),
        ("Locations", "Handling fee"),
        ("Containers", "Max. cube"),
    ],
)
def test_what_may_bind_or_cost_stops_the_run_until_it_is_ignored(
    run: Run, tmp_path: Path, sheet: str, header: str
) -> None:
    """It is an error with its cell, and one line in Settings settles it."""
    book = load_workbook(HERE / "plain.xlsx")
    page = book[sheet]
    column = page.max_column + 1
    page.cell(1, column).value = header
    for row in range(2, page.max_row + 1):
        page.cell(row, column).value = 12
    path = tmp_path / "in.xlsx"
    book.save(path)
    done = run("check", path)
    assert done.returncode == 2
    (line,) = (line for line in done.stderr.splitlines() if line.startswith("  error"))
    assert f'{sheet}!{page.cell(1, column).coordinate}: column "{header}" is not known' in line
    assert "ignore_columns (Settings)" in line
    book["Settings"].append(["ignore_columns", f"{sheet}!{header}; nothing"])
    book.save(path)
    done = run("check", path)
    assert done.returncode == 0
    assert header not in done.stderr


def test_a_blank_column_leaves_nothing_out(run: Run, tmp_path: Path) -> None:
    """Whatever its header says."""
    book = load_workbook(HERE / "plain.xlsx")
    book["Tariffs"].cell(1, 12).value = "BAF"
    path = tmp_path / "in.xlsx"
    book.save(path)
    done = run("check", path)
    assert done.returncode == 0
    assert 'unknown column "BAF": not used' in done.stderr


def test_a_known_column_that_is_to_be_ignored_is_not_read(run: Run, tmp_path: Path) -> None:
    """As one of two that say the same."""
    book = load_workbook(HERE / "plain.xlsx")
    cargo = book["Cargo"]
    cargo.cell(1, cargo.max_column + 1).value = "Deadline"
    cargo.cell(2, cargo.max_column).value = "2025-03-04"
    path = tmp_path / "in.xlsx"
    book.save(path)
    assert "column due is there twice" in run("check", path).stderr
    book["Settings"].append(["ignore_columns", "Deadline"])
    book.save(path)
    assert run("check", path).returncode == 0


def test_fix_renames_what_is_clear(run: Run, tmp_path: Path) -> None:
    """A misspelt header gets its name, with the unit that it says."""
    path = renamed(tmp_path, "Cargo", {"weight_t": "Wieght (t)", "destination": "Destinaton"})
    copy = tmp_path / "fixed.xlsx"
    assert run("check", path, "--fix", copy).returncode == 2
    assert run("check", copy).returncode == 0
