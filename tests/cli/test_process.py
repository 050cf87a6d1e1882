"""The process itself: help, what is imported, pipes, and faults."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from optimizer.cli import main
from optimizer.commands import running
from tests.cli.program import ROOT, Run, process


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
        ("optimizer.commands.compare", {"pandas", "rich"}),
        ("optimizer.commands.audit", {"pulp", "highspy", "pandas", "rich"}),
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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    "module", ["optimizer.cli", "optimizer.commands.running", "tariffs.problems", "optimizer.commands.plan", "numpy"]
)
def test_ctrl_c_while_the_program_is_imported_ends_it_without_a_word(tiny: Path, module: str) -> None:
    """By the signal itself: what Python raises amid an import may come out as any other error."""
    done = interrupted_amid_the_import_of(module, tiny)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")
    assert [path.name for path in tiny.parent.iterdir()] == ["tiny.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("module", ["optimizer.column_generation.engine", "numba", "numba.core.typing", "llvmlite.ir"])
def test_ctrl_c_twice_while_a_plan_has_more_imported_waits_for_that(tiny: Path, module: str) -> None:
    """Amid an import, or machine code that is loaded, nothing is raised: once it is done, it ends as anywhere else."""
    done = interrupted_amid_the_import_of(module, tiny, "--engine", "columns")
    assert (done.returncode, done.stdout) == (130, "")
    assert "Traceback" not in done.stderr and done.stderr.endswith("optimizer: interrupted\n")
    assert [path.name for path in tiny.parent.iterdir()] == ["tiny.xlsx"]


def interrupted_amid_the_import_of(module: str, world: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """What comes of planning where Ctrl-C comes twice as a module is looked for."""
    code = (
        "import os, runpy, signal, sys\n"
        "class Interrupts:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}:\n"
        "            try:\n"
        "                os.kill(os.getpid(), signal.SIGINT)\n"
        "                os.kill(os.getpid(), signal.SIGINT)\n"
        "            except KeyboardInterrupt:\n"
        "                raise RuntimeError('amid an import')\n"
        "sys.meta_path.insert(0, Interrupts())\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "runpy.run_module('optimizer', run_name='__main__')\n"
    )
    command = [sys.executable, "-c", code, "plan", str(world), "-o", str(world.with_name("plan.xlsx")), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
