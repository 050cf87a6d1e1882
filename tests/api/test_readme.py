"""What the README says of Python runs as it stands."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.api.test_surface import ROOT

BLOCKS = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
def test_the_code_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From top to bottom, where the sample is."""
    blocks = BLOCKS.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    shutil.copytree(ROOT / "spreadsheets", tmp_path / "spreadsheets")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    assert (tmp_path / "plan.xlsx").exists()
    assert getattr(names["verdict"], "passed", False)
