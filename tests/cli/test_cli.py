"""The command line: exit statuses, what goes to which stream, and that nothing is written in vain."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from openpyxl import Workbook, load_workbook

from optimizer.cli import main
from optimizer.commands import running
from optimizer.errors import AuditError, SolverError

ROOT = Path(__file__).parents[2]
TINY = ROOT / "tests" / "worlds" / "tiny.xlsx"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """The tiny world in a folder of its own."""
    return Path(shutil.copy(TINY, tmp_path / "tiny.xlsx"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """The tiny world with a place that nobody knows, and a weight below nothing."""
    book = load_workbook(TINY)
    book["Cargo"]["B2"] = "Karachy"
    book["Cargo"]["E2"] = -66
    path = tmp_path / "broken.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the tiny world."""
    path = tmp_path_factory.mktemp("planned") / "plan.xlsx"
    assert main(["plan", str(TINY), "-o", str(path), "--quiet"]) == 0
    return path


Done: TypeAlias = "subprocess.CompletedProcess[str]"
Run: TypeAlias = Callable[..., Done]


def process(*arguments: str | Path) -> Done:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "optimizer", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process, which is faster."""

    def call(*arguments: str | Path) -> Done:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, said.out, said.err)

    return call


def changed(path: Path, sheet: str, cell: str, value: object) -> Path:
    """The workbook with one cell changed. Stored values of formulas are kept as they are."""
    book = load_workbook(path, data_only=True)
    book[sheet][cell] = value
    copy = path.with_name("changed.xlsx")
    book.save(copy)
    return copy


# -- plan


def test_plan_writes_the_workbook_and_says_in_a_few_lines_what_was_found(tiny: Path, tmp_path: Path) -> None:
    output = tmp_path / "plan.xlsx"
    done = process("plan", tiny, "-o", output)
    assert (done.returncode, done.stderr) == (0, "")
    told = done.stdout.splitlines()
    assert told[0] == "Status          optimal"
    assert told[1].startswith("Logistics cost  8,827.68 USD")
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
    monkeypatch.setattr("optimizer.commands.plan.load", _never)
    assert main(["plan", str(tiny), "-o", str(tiny.parent / output)]) == 2
    assert words in capsys.readouterr().err
    assert tiny.read_bytes() == before


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

    monkeypatch.setattr("optimizer.commands.plan.plan", fail)
    assert main(["plan", str(tiny), "-o", str(tmp_path / "plan.xlsx")]) == 1
    assert capsys.readouterr().err.startswith("optimizer")
    assert not (tmp_path / "plan.xlsx").exists()


def test_an_interrupt_exits_with_130_and_one_line(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("optimizer.commands.plan.plan", interrupt)
    assert main(["plan", str(tiny), "-o", str(tmp_path / "plan.xlsx")]) == 130
    assert capsys.readouterr().err == "optimizer: interrupted\n"


# -- check


def test_check_says_that_all_is_well(run: Run, tiny: Path) -> None:
    done = run("check", tiny)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "3 locations, 3 tariffs, 1 border, 1 shipment: no problems, ready to plan\n"


def test_check_says_what_is_wrong_grouped_and_counted(run: Run, broken: Path) -> None:
    done = run("check", broken)
    told = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert told[0] == "broken.xlsx"
    assert all(line.startswith(("  error", "  warning")) for line in told[1:-1])
    assert told[-1].startswith(f"{len(told) - 2} error")


def test_check_as_json_parses_with_and_without_problems(run: Run, tiny: Path, broken: Path) -> None:
    well, ill = run("check", tiny, "--json"), run("check", broken, "--json")
    assert json.loads(well.stdout) == {"errors": 0, "warnings": 0, "problems": []}
    assert json.loads(ill.stdout)["errors"] >= 2
    assert (well.returncode, ill.returncode) == (0, 2)


def test_check_takes_a_tariff_book_without_cargo(tiny: Path) -> None:
    book = load_workbook(tiny)
    del book["Cargo"]
    book.save(tiny)
    assert main(["check", str(tiny)]) == 0
    assert main(["plan", str(tiny), "-o", str(tiny.with_name("plan.xlsx"))]) == 2


# -- audit


def test_audit_of_a_plan_as_written_finds_nothing(run: Run, planned: Path) -> None:
    done = run("audit", planned, TINY)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("8,827.68 USD in all\n")


def test_audit_of_a_plan_that_was_tampered_with_exits_with_3(planned: Path) -> None:
    tampered = changed(planned, "Charges", "K2", 1.0)
    done = process("audit", tampered, TINY)
    assert done.returncode == 3
    assert "is 1" in done.stdout
    found = json.loads(process("audit", tampered, TINY, "--json").stdout)
    assert {"where", "what", "expected", "found"} == set(found["differences"][0])


def test_audit_against_other_tariffs_says_so(run: Run, planned: Path, tmp_path: Path) -> None:
    dearer = changed(Path(shutil.copy(TINY, tmp_path / "tiny.xlsx")), "Tariffs", "M3", 2000)
    done = run("audit", planned, dearer.rename(tmp_path / "tiny.xlsx"))
    assert done.returncode == 3
    assert "tiny.xlsx is not the file that the plan was made from" in done.stderr


def test_audit_of_what_is_no_plan_is_wrong_input(run: Run, tiny: Path) -> None:
    done = run("audit", tiny, tiny)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_audit_uses_the_scenario_that_the_plan_was_made_for(tiny: Path, tmp_path: Path) -> None:
    book = load_workbook(tiny)
    sheet = book.create_sheet("Scenarios")
    sheet.append(["scenario", "sheet", "match", "column", "change", "value"])
    sheet.append(["dear", "Tariffs", "service=IR1", "TEU", "times", 2])
    book.save(tiny)
    output = tmp_path / "plan.xlsx"
    assert main(["plan", str(tiny), "-o", str(output), "--scenario", "dear", "--quiet"]) == 0
    assert main(["audit", str(output), str(tiny)]) == 0


# -- template


def test_template_writes_a_workbook_with_every_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "empty.xlsx"
    assert main(["template", str(output)]) == 0
    assert capsys.readouterr().out == f"Written: {output}\n"
    assert {"Settings", "Tariffs", "Borders", "Cargo"} <= set(load_workbook(output).sheetnames)


def test_template_into_a_missing_folder_is_a_wrong_command(tmp_path: Path) -> None:
    assert main(["template", str(tmp_path / "nowhere" / "empty.xlsx")]) == 2


# -- the process


def test_help_and_version_come_at_once_and_exit_with_0() -> None:
    assert "plan" in process("--help").stdout
    assert process("--version").stdout.startswith("optimizer ")
    assert process("plan", "--help").returncode == 0


@pytest.mark.parametrize(
    ("module", "without"),
    [
        ("optimizer.cli", {"tariffs", "pulp", "highspy", "pandas", "numpy", "xlsxwriter", "openpyxl", "rich"}),
        ("optimizer.commands.check", {"pulp", "highspy", "pandas", "rich"}),
        ("optimizer.commands.plan", {"pandas", "rich"}),
    ],
)
def test_what_a_command_does_not_need_is_not_imported(module: str, without: set[str]) -> None:
    code = f"import sys, {module}; print(*sorted(set(sys.modules) & set(sys.argv[1:])))"
    done = subprocess.run([sys.executable, "-c", code, *without], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal for a pipe")
def test_a_reader_that_goes_away_gets_no_traceback(tiny: Path) -> None:
    command = f'"{sys.executable}" -m optimizer check "{tiny}" --json | true'
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr and "Exception" not in done.stderr


def test_an_unforeseen_fault_is_not_hidden(monkeypatch: pytest.MonkeyPatch, tiny: Path) -> None:
    def fail(_: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(running, "import_module", fail)
    with pytest.raises(ZeroDivisionError):
        main(["check", str(tiny)])


def test_an_input_that_is_no_workbook_is_wrong_input(run: Run, tmp_path: Path) -> None:
    junk = tmp_path / "junk.xlsx"
    junk.write_bytes(b"not a workbook")
    done = run("check", junk)
    assert done.returncode == 2
    assert "junk.xlsx" in done.stderr and "Traceback" not in done.stderr


def test_an_empty_workbook_is_wrong_input(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    Workbook().save(path)
    assert main(["check", str(path)]) == 2
