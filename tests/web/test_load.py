"""A little of `python -m tests.web.load`: what is accepted is not lost, whatever is killed."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import pytest

from tests.web.load import loaded


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32" or not Path("/proc/self/task").exists(), reason="looks into /proc")
def test_nothing_is_lost_or_done_twice_while_processes_are_killed(tmp_path: Path) -> None:
    options = argparse.Namespace(users=2, uploads=2, workers=1, kill_every=4.0, seconds=300.0, seed=1)
    found = loaded(options, tmp_path)
    assert found["wrong"] == [] and found["uploads"] == 2
