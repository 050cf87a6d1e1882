"""Commands that are interrupted; `python -m tests.faults` interrupts hundreds."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

from tests.faults.running import BEFORE, ROOT, Kind, World, outcome, swept

TINY = World("tiny", (ROOT / "tests" / "worlds" / "tiny.xlsx",), (), 1.5)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("kind", Kind)
def test_an_interrupted_command_leaves_a_plan_or_what_was_there(kind: Kind, tmp_path: Path) -> None:
    for number in range(3):
        found = outcome(TINY, kind, Random(number), tmp_path / "plan.xlsx")
        assert found.fault == ""
    assert swept(TINY, tmp_path / "plan.xlsx") == ""


def test_what_a_killed_write_leaves_is_swept_by_the_next(tmp_path: Path) -> None:
    output = tmp_path / "plan.xlsx"
    (tmp_path / ".plan.xlsx.abcdef.part").write_bytes(BEFORE)
    assert swept(TINY, output) == ""
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]
