"""The scripts of others are those that their README names."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "optimizer" / "web" / "static" / "vendor"


def test_the_scripts_are_as_they_were_published() -> None:
    stated = dict(
        reversed(pair) for pair in re.findall(r"`([0-9a-f]{64})` \| `(\S+)`", (VENDOR / "README.md").read_text())
    )
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert found == stated


def test_each_has_its_licence() -> None:
    named = set(re.findall(r"`(LICENSE\.\S+)`", (VENDOR / "README.md").read_text()))
    assert {path.name for path in VENDOR.glob("LICENSE.*")} == named and len(named) == 5
