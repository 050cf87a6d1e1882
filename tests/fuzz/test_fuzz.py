"""Spoilt workbooks are read or refused: no traceback, no hang. `python -m tests.fuzz` tries ten thousand."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

import tariffs
from tests.fuzz.bases import TINY
from tests.fuzz.mutations import spoilt
from tests.fuzz.running import MOST_MEMORY, outcome, write

RUNS = 60
FILES = (("Cargo.csv", b"shipment,origin\r\nS1,A"), ("book.xlsx", TINY.read_bytes()))


@pytest.mark.parametrize("seed", range(3))
def test_spoilt_workbooks_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    """Each problem is one line, and nothing but problems comes of it."""
    for run in range(RUNS):
        folder = tmp_path / str(run)
        folder.mkdir()
        found = outcome(write(seed, run, folder))
        assert found.fault == "", f"python -m tests.fuzz --seed {seed} --run {run}"


def test_the_same_run_spoils_the_same_bytes(tmp_path: Path) -> None:
    """So what is found can be found again."""
    for folder in (tmp_path / "one", tmp_path / "other"):
        for path in write(7, 11, folder):
            assert path.exists()
    one, other = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.*")}
        for folder in (tmp_path / "one", tmp_path / "other")
    )
    assert one == other


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the memory of a process is limited on Linux only")
def test_a_gigabyte_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise nobody would notice."""
    monkeypatch.setattr(tariffs, "load", lambda _: bytearray(MOST_MEMORY + 2**26))
    assert "MemoryError" in outcome([tmp_path]).fault


@pytest.mark.parametrize(("name", "content"), FILES)
def test_some_spoilt_files_have_very_many_rows(name: str, content: bytes) -> None:
    """Each of them with a problem."""
    longest = max(len(spoilt(content, name, Random(seed))) for seed in range(60))
    assert longest > len(content) + 1_000
