"""The table of `SECURITY.md` names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

from tests.web.conftest import ROOT

TABLE = (ROOT / "optimizer" / "web" / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line[1:-1].split("|")] for line in re.findall(r"^\| \d.*\|$", TABLE, re.M)]


def test_each_test_that_is_named_is_there() -> None:
    """Its file, and in it a test in whose name the words stand."""
    named = re.findall(r"`(test_\w+\.py)`([^;|`\n]*)", TABLE)
    assert len(named) > 60
    for file, words in named:
        source = (Path(__file__).parent / file).read_text(encoding="utf-8")
        tests = re.findall(r"def (test_\w+)", source)
        for word in filter(None, (part.strip() for part in words.split(","))):
            assert any(word.casefold().replace(" ", "_") in test for test in tests), (file, word)
    for folder in re.findall(r"`(tests/\w+)`", TABLE):
        assert (ROOT / folder).is_dir()


def test_each_row_says_whether_it_is_done() -> None:
    """And if not, why."""
    assert len(ROWS) > 120
    for _, _, done, how, shown in ROWS:
        assert done in {"yes", "part", "no", "run", "none"}
        assert how or done in {"none", "run"} or (done == "yes" and shown)
