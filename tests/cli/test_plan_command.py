"""``optimizer plan``: exit statuses, what goes to which stream, and that nothing is written in vain."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from optimizer.cli import main
from optimizer.errors import AuditError, RebateError, SolverError
from tests.cli.program import Run, process


def test_plan_writes_the_workbook_and_says_in_a_few_lines_what_was_found(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "plan.xlsx"
    done = process("plan", tiny, "-o", output)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert told[0] == "Logistics cost  8,827.68 USD"
    assert told[4] == "Status          optimal: proven to be within 0.01 % of the least possible"
    assert told[-1] == f"Plan            {output}"
    assert load_workbook(output)["Summary"]["A3"].value == "logistics cost"


def test_plan_says_which_workbooks_it_was_made_from(planned: Path) -> None:
    rows = load_workbook(planned, data_only=True)["Summary"].iter_rows(values_only=True)
    found = {str(name): value for name, value, _ in rows}
    assert len(str(found["input tiny.xlsx"])) == 64


def test_plan_as_json_is_all_that_stands_on_standard_output(run: Run, tiny: Path, tmp_path: Path) -> None:
    done = run("plan", tiny, "-o", tmp_path / "plan.xlsx", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["status"], found["logistics_cost"]) == (0, "optimal", 8827.68)
    assert found["plan"] == str(tmp_path / "plan.xlsx")


def test_quiet_says_nothing(tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(tiny), "-o", str(tmp_path / "plan.xlsx"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_wrong_input_exits_with_2_names_every_cell_and_writes_nothing(broken: Path, tmp_path: Path) -> None:
    output = tmp_path / "plan.xlsx"
    done = process("plan", broken, "-o", output)
    assert (done.returncode, done.stdout, output.exists()) == (2, "", False)
    assert "Cargo!B2" in done.stderr
    assert 'did you mean "Karachi"?' in done.stderr
    assert "Cargo!E2" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_input_as_json_lists_the_problems_on_standard_output(run: Run, broken: Path, tmp_path: Path) -> None:
    done = run("plan", broken, "-o", tmp_path / "plan.xlsx", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["errors"]) == (2, len([p for p in found["problems"] if p["severity"] == "error"]))
    assert {"B2", "E2"} <= {p["cell"] for p in found["problems"]}


def test_wrong_input_leaves_the_plan_of_yesterday(broken: Path, tmp_path: Path) -> None:
    output = tmp_path / "plan.xlsx"
    output.write_bytes(b"yesterday")
    assert main(["plan", str(broken), "-o", str(output)]) == 2
    assert output.read_bytes() == b"yesterday"


def test_a_missing_workbook_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", str(tmp_path / "none.xlsx"), "-o", str(tmp_path / "plan.xlsx")]) == 2
    assert "none.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("plan.xls", "must end in .xlsx"),
        ("plan", "must end in .xlsx"),
        ("nowhere/plan.xlsx", "does not exist"),
        ("tiny.xlsx", "is one of the inputs"),
        ("link.xlsx", "is one of the inputs"),
        ("folder.xlsx", "is a folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_any_work(
    output: str, words: str, tiny: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.with_name("folder.xlsx").mkdir()
    tiny.with_name("link.xlsx").symlink_to(tiny)
    before = tiny.read_bytes()
    monkeypatch.setattr("optimizer.api.reading.load", _never)
    assert main(["plan", str(tiny), "-o", str(tiny.parent / output)]) == 2
    assert words in capsys.readouterr().err
    assert tiny.read_bytes() == before


def test_an_engine_that_cannot_plan_with_what_is_given_is_a_wrong_command(
    run: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise RebateError("a container costs less than nothing on some leg")

    monkeypatch.setattr("optimizer.planning.plan", refuse)
    done = run("plan", tiny, "-o", tmp_path / "plan.xlsx", "--engine", "columns")
    assert (done.returncode, done.stderr) == (2, "optimizer plan: a container costs less than nothing on some leg\n")


def _never(*_: Any, **__: Any) -> None:
    raise AssertionError("work was done")


def test_a_failure_while_writing_exits_with_1_and_leaves_the_plan_of_yesterday(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "plan.xlsx"
    output.write_bytes(b"yesterday")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    assert main(["plan", str(tiny), "-o", str(output)]) == 1
    assert "cannot be written: No space left on device" in capsys.readouterr().err
    assert output.read_bytes() == b"yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["plan.xlsx", "tiny.xlsx"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["plan", "tiny.xlsx"],
        ["plan", "-o", "plan.xlsx"],
        ["plan", "tiny.xlsx", "-o", "plan.xlsx", "--gap", "1"],
        ["plan", "tiny.xlsx", "-o", "plan.xlsx", "--gap", "-0.1"],
        ["plan", "tiny.xlsx", "-o", "plan.xlsx", "--gap", "small"],
        ["plan", "tiny.xlsx", "-o", "plan.xlsx", "--gap", "nan"],
        ["plan", "tiny.xlsx", "-o", "plan.xlsx", "--time-limit", "0"],
        ["plan", "tiny.xlsx", "-o", "plan.xlsx", "--time-limit", "inf"],
        ["plan", "tiny.xlsx", "-o", "plan.xlsx", "--scen", "x"],
        ["audit", "plan.xlsx"],
    ],
)
def test_a_command_that_is_wrong_exits_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage: optimizer" in capsys.readouterr().err


def test_a_solver_that_is_not_installed_is_a_wrong_command(
    tiny: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", str(tiny), "-o", str(tmp_path / "plan.xlsx"), "--solver", "abacus"]) == 2
    assert '"abacus" is not installed; installed are HiGHS' in capsys.readouterr().err


def test_a_scenario_that_nobody_wrote_is_wrong_input(tiny: Path, tmp_path: Path) -> None:
    assert main(["plan", str(tiny), "-o", str(tmp_path / "plan.xlsx"), "--scenario", "peace"]) == 2
    assert not (tmp_path / "plan.xlsx").exists()


@pytest.mark.parametrize("error", [SolverError("the solver failed"), AuditError([])])
def test_a_failure_of_the_program_exits_with_1(
    error: Exception, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr("optimizer.planning.plan", fail)
    assert main(["plan", str(tiny), "-o", str(tmp_path / "plan.xlsx")]) == 1
    assert capsys.readouterr().err.startswith("optimizer")
    assert not (tmp_path / "plan.xlsx").exists()


def test_an_interrupt_exits_with_130_and_one_line(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("optimizer.planning.plan", interrupt)
    assert main(["plan", str(tiny), "-o", str(tmp_path / "plan.xlsx")]) == 130
    assert capsys.readouterr().err == "optimizer: interrupted\n"


def test_the_number_of_threads_is_no_part_of_the_plan(run: Run, tiny: Path, tmp_path: Path) -> None:
    done = run("plan", tiny, "-o", tmp_path / "plan.xlsx", "--engine", "columns", "--workers", "2", "--json")
    assert (done.returncode, json.loads(done.stdout)["logistics_cost"]) == (0, 8827.68)


def test_a_cluster_that_cannot_be_had_is_said_before_any_work(
    run: Run, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("optimizer.api.reading.load", _never)
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("plan", tiny, "-o", tmp_path / "plan.xlsx", "--cluster", "tcp://127.0.0.1:1")
    assert done.returncode == 1
    assert "pip install 'freight-optimizer[cluster]'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--workers", "0"), "is not a number of threads"),
        (("--workers", "many"), "is not a number of threads"),
        (("--workers", "2", "--cluster", "tcp://127.0.0.1:1"), "not allowed with"),
    ],
)
def test_workers_that_cannot_be_are_refused(
    arguments: tuple[str, ...], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["plan", "none.xlsx", "-o", str(tmp_path / "plan.xlsx"), *arguments])
    assert words in capsys.readouterr().err
