"""Workbooks to run the program on."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from optimizer.cli import main
from tests.cli.program import TINY, Done, Run


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


@pytest.fixture(scope="session")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the tiny world."""
    path = tmp_path_factory.mktemp("planned") / "plan.xlsx"
    assert main(["plan", str(TINY), "-o", str(path), "--quiet"]) == 0
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """The program in this process, which is faster."""

    def call(*arguments: str | Path) -> Done:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, said.out, said.err)

    return call
