"""``optimizer plan --keep``: from a morning's news to a workbook that passes the audit."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

import optimizer
from optimizer.report.words import saving
from tests.cli.program import TINY, Run

#: The first of two trains has left, on the Monday; the second leaves on the Thursday.
AS_OF = ("--as-of", "2025-03-05")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Thursday's train is cancelled, in a workbook of its own."""
    book = Workbook()
    book.active.title = "Departures"
    for row in (("service", "date", "change"), ("PR1", "2025-03-06", "cancelled")):
        book["Departures"].append(row)
    path = tmp_path / "news.xlsx"
    book.save(path)
    return path


def test_a_cancelled_train_is_replanned_and_passes_the_audit(
    run: Run, planned: Path, news: Path, tmp_path: Path
) -> None:
    """What is under way stays, the other booking goes on the next train, and the sheet says why."""
    output = tmp_path / "again.xlsx"
    done = run("plan", TINY, news, "-o", output, "--keep", planned, *AS_OF, "--change-cost", "50", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (found["changed_bookings"], found["kept_bookings"], found["cost_of_changes"]) == (1, 2, 50)
    (change,) = found["changes"]
    assert change["why"] == "the train of 6 Mar (PR1 rail Karachi – Zahedan) is cancelled"
    sheet = load_workbook(output)["Changes"]
    assert [cell.value for cell in sheet[2]][:3] == [change["booking"], "R1", "changed"]
    legs = load_workbook(output)["Legs"].iter_rows(min_row=2, values_only=True)
    first = {row[0]: row[7].date().isoformat() for row in legs if row[1] == 1}
    assert first == {"B0001": "2025-03-10", "B0002": "2025-03-03"}
    assert run("audit", output, TINY, news).returncode == 0


def test_the_summary_says_what_changes_cost(run: Run, planned: Path, tmp_path: Path) -> None:
    """In a line of its own, apart from the logistics cost."""
    done = run("plan", TINY, "-o", tmp_path / "again.xlsx", "--keep", planned, *AS_OF)
    assert "As of 2025-03-05  0 of 2 kept bookings changed, at 0.00 USD" in done.stdout


def test_wherever_a_bound_stands_beside_a_cost_it_is_of_that_cost(
    run: Run, planned: Path, news: Path, tmp_path: Path
) -> None:
    """Where changes cost something, bound and gap count them in, and everybody who states the bound says so."""
    output = tmp_path / "again.xlsx"
    keep = ("--keep", planned, *AS_OF, "--change-cost", "50")
    done = run("plan", TINY, news, "-o", output, *keep)
    made = optimizer.read(TINY, news).plan(keep=planned, as_of="2025-03-05", change_cost=50)
    assert made.cost < made.bound <= made.cost_with_changes == made.cost + 50
    assert f"With changes    {made.cost_with_changes:,.2f} USD, of which 50.00 for the changes" in done.stdout
    page = [str(cell) for row in load_workbook(output)["Overview"].iter_rows(values_only=True) for cell in row if cell]
    far = replace(made.details, bound=made.details.paid - 8)
    assert saving(far).endswith(
        f"(8.00 USD): no plan can cost less than {far.bound:,.2f} USD, what its changes cost among it (50.00 here)"
    )
    assert any(f"{made.cost_with_changes:,.0f} USD with them" in text for text in page)
    found = made.to_json()
    assert found["lower_bound"] <= found["cost_with_changes"] == found["logistics_cost"] + found["cost_of_changes"]
    assert found["gap"] == pytest.approx(1 - found["lower_bound"] / found["cost_with_changes"], abs=1e-9)
    told_of = optimizer.compare([optimizer.read(TINY, news).plan(), made]).scenarios["note"]
    assert told_of.tolist() == ["", "Changes cost 50.00 USD beside, which bound and gap count in."]


def test_plans_that_keep_nothing_are_held_to_none_that_keeps_another(planned: Path) -> None:
    """What one unit more of a capacity is worth to it would be found by plans that may change everything."""
    made = optimizer.read(TINY).plan(keep=planned, as_of="2025-03-05")
    with pytest.raises(optimizer.RequestError, match="ask a plan that keeps none"):
        made.worth_of_capacity()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--as-of", "2025-03-05"), "belong to a plan that is kept"),
        (("--change-cost", "5"), "belong to a plan that is kept"),
        (("--keep", "PLANNED"), "as of a day, before which what has departed stays: say which"),
        (("--keep", "PLANNED", "--as-of", "tomorrow"), "as of tomorrow: it must be a day such as 2025-04-01"),
        (("--keep", "PLANNED", *AS_OF, "--change-cost", "-1"), "a change cost of -1: it must be 0 or more"),
        (("--keep", "PLANNED", *AS_OF, "--change-cost", "much"), "a change cost of much: it must be an amount"),
        (("--keep", "TINY", *AS_OF), "so this is not a plan workbook"),
        (("--keep", "nowhere.xlsx", *AS_OF), "there is no file nowhere.xlsx"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_is_written(
    run: Run, planned: Path, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    """Exit status 2."""
    output = tmp_path / "again.xlsx"
    done = run("plan", TINY, "-o", output, *({"PLANNED": planned, "TINY": TINY}.get(o, o) for o in options))
    assert (done.returncode, output.exists()) == (2, False)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_plan_of_another_version_is_refused_by_its_version(run: Run, planned: Path, tmp_path: Path) -> None:
    """One line, which says which version it is."""
    book = load_workbook(planned)
    next(row for row in book["Summary"].iter_rows() if row[0].value == "format")[1].value = 1
    older = tmp_path / "older.xlsx"
    book.save(older)
    done = run("plan", TINY, "-o", tmp_path / "again.xlsx", "--keep", older, *AS_OF)
    assert done.returncode == 2
    assert "is in the format of another version" in done.stderr


def test_in_python_a_plan_is_kept_by_its_workbook_or_as_it_is(planned: Path, news: Path) -> None:
    """To the same plan; a day may be a date or a text."""
    kept = optimizer.read(TINY).plan()
    world = optimizer.read(TINY, news)
    made = [world.plan(keep=keep, as_of="2025-03-05", change_cost=50) for keep in (kept, planned, str(planned))]
    assert len({(plan.cost, plan.change_cost, plan.bound) for plan in made}) == 1
    assert [*made[0].changes["booking"]] == ["B0001"]
    assert made[0].kept["departed"].tolist() == ["", "", "yes", ""]
    assert "1 of 2 kept bookings changed" in repr(made[0])
    with pytest.raises(optimizer.RequestError, match="say which"):
        world.plan(keep=kept)
