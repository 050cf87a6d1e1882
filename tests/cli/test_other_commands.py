"""``optimizer check``, ``audit`` and ``template``."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from optimizer.cli import main
from tests.cli.program import TINY, Run, changed, process


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
    found = json.loads(ill.stdout)
    assert found["errors"] >= 2
    assert "Karachi" in [problem["suggestion"] for problem in found["problems"]]
    assert (well.returncode, ill.returncode) == (0, 2)


def test_check_takes_a_tariff_book_without_cargo(tiny: Path) -> None:
    book = load_workbook(tiny)
    del book["Cargo"]
    book.save(tiny)
    assert main(["check", str(tiny)]) == 0
    assert main(["plan", str(tiny), "-o", str(tiny.with_name("plan.xlsx"))]) == 2


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


def test_template_writes_a_workbook_with_every_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = tmp_path / "empty.xlsx"
    assert main(["template", str(output)]) == 0
    assert capsys.readouterr().out == f"Written: {output}\n"
    assert {"Settings", "Tariffs", "Borders", "Cargo"} <= set(load_workbook(output).sheetnames)


def test_template_into_a_missing_folder_is_a_wrong_command(tmp_path: Path) -> None:
    assert main(["template", str(tmp_path / "nowhere" / "empty.xlsx")]) == 2


def test_check_fix_writes_a_marked_copy_and_says_where(run: Run, broken: Path, tmp_path: Path) -> None:
    before = broken.read_bytes()
    done = run("check", broken, "--fix", tmp_path / "marked.xlsx")
    assert done.returncode == 2
    assert done.stdout == f"Marked copy: {tmp_path / 'marked.xlsx'}\n"
    assert load_workbook(tmp_path / "marked.xlsx")["Cargo"]["B2"].value == "Karachi"
    assert broken.read_bytes() == before


def test_check_fix_of_what_is_right_writes_a_copy_too(run: Run, tiny: Path, tmp_path: Path) -> None:
    done = run("check", tiny, "--fix", tmp_path / "marked.xlsx", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["errors"] == 0
    assert done.stderr == f"Marked copy: {tmp_path / 'marked.xlsx'}\n"
    assert main(["check", str(tmp_path / "marked.xlsx")]) == 0


@pytest.mark.parametrize("name", ["tiny.xlsx", "marked.xls", "nowhere/marked.xlsx"])
def test_check_fix_never_writes_where_it_may_not(run: Run, tiny: Path, name: str) -> None:
    before = tiny.read_bytes()
    done = run("check", tiny, "--fix", tiny.parent / name)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("optimizer check: ")
    assert tiny.read_bytes() == before
    assert [path.name for path in tiny.parent.iterdir()] == ["tiny.xlsx"]


def test_check_fix_of_several_writes_over_none_of_them(run: Run, tiny: Path) -> None:
    other = Path(shutil.copy(tiny, tiny.with_name("marked-tiny.xlsx")))
    before = other.read_bytes()
    done = run("check", tiny, other, "--fix", tiny.with_name("marked.xlsx"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is one of the inputs" in done.stderr
    assert other.read_bytes() == before


def test_check_cuts_a_value_that_goes_on_and_on(run: Run, tiny: Path) -> None:
    """In the line that a person reads; JSON has all of it."""
    long = changed(tiny, "Cargo", "B2", "Karachi" * 1_000)
    told = run("check", long).stderr.splitlines()
    assert all(len(line) < 400 for line in told)
    assert any(f'location "{("Karachi" * 20)[:100]}…" is not in Locations' in line for line in told)


@pytest.mark.parametrize("command", [("check", "--fix"), ("plan", "-o")], ids=["check", "plan"])
def test_what_is_there_is_replaced_if_it_is_empty_or_no_workbook(run: Run, tiny: Path, command: list[str]) -> None:
    """As help says of the option; by check it is kept unless it is empty."""
    there = tiny.with_name("there.xlsx")
    there.write_text("" if command[0] == "check" else "old")
    assert run(command[0], tiny, command[1], there).returncode == 0
    assert there.read_bytes().startswith(b"PK")
    assert re.search(r"is\s+there\s+is\s+replaced", process(command[0], "--help").stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such files")
@pytest.mark.parametrize("command", [("check", "--fix"), ("plan", "-o")], ids=["check", "plan"])
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (os.mkfifo, "is a pipe or a device and not a file"),
        (lambda path: path.symlink_to(path), "cannot be written ("),
        (lambda path: path.symlink_to("nowhere.xlsx"), "is a link that leads nowhere"),
        (lambda path: path.touch(0o444), "may not be written to"),
        (Path.mkdir, "is a folder"),
    ],
    ids=["a pipe", "a link to itself", "a link to nothing", "a protected file", "a folder"],
)
def test_what_is_there_and_no_file_that_may_be_written_to_stays(
    run: Run, tiny: Path, command: list[str], make: Callable[[Path], None], says: str
) -> None:
    """One line says so before anything is read."""
    there = tiny.with_name("there.xlsx")
    make(there)
    before = there.lstat()
    done = run(command[0], tiny, command[1], there)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert says in done.stderr
    assert there.lstat() == before


def test_the_longest_name_that_a_file_may_have_can_be_written(run: Run, tiny: Path) -> None:
    """The temporary file before it has a shorter one; a longer one is a line."""
    assert run("check", tiny, "--fix", tiny.with_name(f"{'a' * 250}.xlsx")).returncode == 0
    done = run("check", tiny, "--fix", tiny.with_name(f"{'a' * 300}.xlsx"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
