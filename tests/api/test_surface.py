"""``import optimizer``: what there is, how quick it is to import, and that nothing changes."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

import optimizer
from optimizer.report.frames import frames
from optimizer.tables import TABLES
from tariffs.schema import normalise
from tests.report.worked import rich_plan
from tests.test_imports import imported

ROOT = Path(optimizer.__file__).parents[1]
TINY = ROOT / "tests/worlds/tiny.xlsx"
SAMPLE = (ROOT / "spreadsheets/corridors.xlsx", ROOT / "spreadsheets/cargo.xlsx")

#: What a screen holds, and the most characters of a line that fit it.
LINES, WIDTH = 25, 120

SLOW_TO_IMPORT = {"pandas", "numpy", "numba", "highspy", "pulp", "xlsxwriter", "openpyxl", "rich", "distributed"} | {
    *("altair", "vl_convert"),
}

#: What else the command line may import of this package: what is asked and said before and beside a plan.
BESIDE = {
    "optimizer",
    "optimizer.cli",
    "optimizer.errors",
    "optimizer.executors",
    "optimizer.options",
    "optimizer.planning",
    "optimizer.progress",
    "optimizer.report.layout",
    "optimizer.report.problem_list",
    "optimizer.report.workbook",
    "optimizer.solver",
    "optimizer.tables",
    "optimizer.version",
    "optimizer.web.administration",
    "optimizer.web.operations.backup",
    "optimizer.web.operations.beside",
    "optimizer.web.operations.purge",
    "optimizer.web.serve",
}


@pytest.fixture(scope="module")
def world() -> optimizer.World:
    return optimizer.read(TINY)


@pytest.fixture(scope="module")
def plan(world: optimizer.World) -> optimizer.Plan:
    return world.plan()


def public(thing: object) -> set[str]:
    return {name for name in dir(thing) if not name.startswith("_")}


def test_the_names_are_these() -> None:
    """A name that is added, or goes, is a promise made or broken."""
    errors = {"AuditError", "FreightError", "InputError", "RequestError", "SolverError", "WorkerError", "WriteError"}
    assert set(optimizer.__all__) == errors | {
        *("Checked", "Comparison", "Plan", "World", "audit", "check", "compare", "read", "reopen"),
    }
    assert all(getattr(optimizer, name) is not None for name in optimizer.__all__)
    assert public(optimizer.World) | {"given"} == {
        *("given", "scenario", "scenarios", "changes", "warnings", "lines"),
        *("alternatives", "capacity_curve", "corridors", "frontier", "near_optimal", "plan", "with_change"),
        "with_scenario",
    }
    assert public(optimizer.Plan) | {"world", "details"} == {
        *("world", "details", "status", "cost", "bound", "gap", "explain", "lines", "to_excel", "to_json"),
        *("change_cost", "cost_with_changes", "plot", "risk", "worth_of_capacity"),
        *("summary", *map(normalise, TABLES)),
    }


def test_the_errors_are_one_tree() -> None:
    names = (name for name in optimizer.__all__ if name.endswith("Error"))
    assert all(issubclass(getattr(optimizer, name), optimizer.FreightError) for name in names)


@pytest.mark.parametrize("code", ["import optimizer", f"import optimizer; optimizer.read({str(TINY)!r})"])
def test_neither_importing_nor_reading_waits_for_what_is_slow_to_import(code: str) -> None:
    code += "; import sys; print(*sorted(set(sys.modules) & set(sys.argv[1:])))"
    command = [sys.executable, "-c", code, *SLOW_TO_IMPORT]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.split(), done.stderr) == ([], "")


def test_both_packages_say_that_they_have_types() -> None:
    assert (ROOT / "optimizer/py.typed").exists() and (ROOT / "tariffs/py.typed").exists()


def test_the_command_line_uses_the_surface_and_little_beside_it() -> None:
    used = {
        name if (ROOT / Path(*name.split("."))).with_suffix(".py").exists() else name.rpartition(".")[0] or name
        for path in [ROOT / "optimizer/cli.py", *(ROOT / "optimizer/commands").glob("*.py")]
        for name in imported(path.read_text(encoding="utf-8"))
        if name.split(".")[0] == "optimizer" and not name.startswith("optimizer.commands")
    }
    assert used <= BESIDE


def test_nothing_below_knows_the_surface() -> None:
    """What it is made of does not import it, nor the command line."""
    above = ("optimizer.api", "optimizer.cli", "optimizer.commands", "optimizer.web")
    for path in (ROOT / "optimizer").rglob("*.py"):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if name.startswith((*above, "optimizer.__")):
            continue
        names = set(imported(path.read_text(encoding="utf-8")))
        assert not {n for n in names if n.startswith(above) or n.removeprefix("optimizer.") in optimizer.__all__}, path


def test_a_name_that_is_not_there_is_said() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'solve'"):
        _ = optimizer.solve  # type: ignore[attr-defined]


def test_worlds_and_plans_do_not_change(world: optimizer.World, plan: optimizer.Plan) -> None:
    for thing, name in ((world, "given"), (plan, "details"), (plan, "cost"), (plan, "bookings")):
        with pytest.raises(FrozenInstanceError):
            setattr(thing, name, None)


def test_a_frame_is_the_callers_own(plan: optimizer.Plan) -> None:
    mine = plan.bookings
    mine["tonnes"] = 0.0
    assert plan.bookings["tonnes"].sum() == 66


def test_the_cents_of_the_charges_are_exact(plan: optimizer.Plan) -> None:
    assert int(plan.charges["cents"].sum()) == plan.cost * 100


def test_frames_are_typed(plan: optimizer.Plan) -> None:
    """Days, counts, figures: also where a frame has no row."""
    kinds = {name: str(kind) for name, kind in plan.bookings.dtypes.items()}
    assert (kinds["departs"], kinds["containers"], kinds["total"]) == ("datetime64[ns]", "Int64", "float64")
    assert str(plan.unserved["tonnes"].dtype) == str(plan.customers["cost"].dtype) == "float64"
    assert len(plan.unserved) == len(plan.customers) == 0


def test_every_sheet_is_an_attribute_with_its_name() -> None:
    assert set(frames(rich_plan())) <= public(optimizer.Plan)


@pytest.mark.parametrize("paths", [[TINY], SAMPLE], ids=["tiny", "sample"])
def test_a_world_shows_itself_in_a_screenful(paths: list[Path]) -> None:
    assert_fits(optimizer.read(*paths))


def test_a_world_of_many_changes_shows_itself_in_a_screenful(world: optimizer.World) -> None:
    for capacity in range(3, 40):
        world = world.with_change("Borders", "border=Taftan", capacity=capacity)
    assert_fits(world)


def test_a_plan_shows_itself_in_a_screenful(world: optimizer.World, plan: optimizer.Plan) -> None:
    assert_fits(plan)
    assert_fits(optimizer.Plan(world, rich_plan()))
    assert "8,827.68 USD" in repr(plan)


def assert_fits(thing: optimizer.World | optimizer.Plan) -> None:
    lines = repr(thing).splitlines()
    assert 1 < len(lines) <= LINES and max(map(len, lines)) <= WIDTH
    html = thing._repr_html_()
    assert html.startswith("<pre>") and html.count("\n") < LINES
    assert "<" not in html.removeprefix("<pre>").removesuffix("</pre>")


def test_the_auditor_has_another_name_than_the_function() -> None:
    """A subpackage ``audit`` would take the place of ``optimizer.audit`` when it is imported."""
    tree = {path.stem for path in (ROOT / "optimizer").iterdir()}
    assert tree.isdisjoint(optimizer.__all__)
    assert ast.parse((ROOT / "optimizer/__init__.py").read_text(encoding="utf-8")).body
