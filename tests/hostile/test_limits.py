"""The limits, and how they are raised."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest

from tariffs.parsing.limits import BadLimit, Limits, setting

README = Path(__file__).parents[2] / "tariffs" / "README.md"


def test_every_limit_is_in_the_documentation_with_its_value() -> None:
    """And no other."""
    rows = re.findall(r"\| ([\d,]+)(?: MB)? \| `(TARIFFS_MAX_\w+)` \|", README.read_text(encoding="utf-8"))
    assert {name: int(value.replace(",", "")) for value, name in rows} == {
        setting(name): value for name, value in asdict(Limits()).items()
    }


def test_each_limit_is_set_by_its_variable() -> None:
    """The others stay as they are."""
    for name in asdict(Limits()):
        assert asdict(Limits.of({setting(name): "12345"})) == {**asdict(Limits()), name: 12345}


@pytest.mark.parametrize("text", ["", "0", "-1", "1e6", "٣", "5 000", "1" * 40])
def test_a_limit_in_other_than_digits_is_refused(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(BadLimit, match="TARIFFS_MAX_CELLS is"):
        Limits.of({"TARIFFS_MAX_CELLS": text})
