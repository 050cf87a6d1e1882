"""What is expected of a hostile file: one line that names it and says what to do, and the exit status 2."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from optimizer.cli import main
from tariffs.problems import Kind
from tariffs.reading import read_tables


@dataclass(frozen=True)
class Attack:
    """A hostile file: its bytes, what is said of it, and limits that make a small one do."""

    build: Callable[[], bytes]
    says: str
    name: str = "book.xlsx"
    limits: dict[str, int] = field(default_factory=dict)


def check_refused(
    attack: Attack, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """See that the file is named, nothing else is blamed, and the exit status says that the input is wrong."""
    if "memory_mb" in attack.limits and not sys.platform.startswith("linux"):
        pytest.skip("the memory of a process is limited on Linux only")
    for limit, value in attack.limits.items():
        monkeypatch.setenv(f"TARIFFS_MAX_{limit.upper()}", str(value))
    path = folder / attack.name
    path.write_bytes(attack.build())
    (problem,) = read_tables([path]).problems
    assert problem.kind is Kind.FILE
    assert problem.cure
    assert attack.says in str(problem)
    assert "\n" not in str(problem) and len(str(problem)) < 300
    assert main(["check", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.splitlines()[0] == attack.name
    assert said.splitlines()[-1] == "1 error"
