"""Spoilt workbooks are read or refused: no traceback, no hang. `python -m tests.fuzz` tries ten thousand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.running import outcome, write

RUNS = 60


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
