"""A child that fails on purpose."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from optimizer.solver import child_process
from tests.solver import faulty

#: Has the next solves go as these words say; see ``faulty.py``.
Faults: TypeAlias = Callable[..., Path]


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Faults:
    """What goes wrong with the next solves; without a limit, a child that hangs is found out in a second."""
    file = tmp_path / "faults"
    monkeypatch.setattr(child_process, "PROGRAM", Path(faulty.__file__))
    monkeypatch.setattr(child_process, "SILENCE", 1.0)
    monkeypatch.setattr(child_process, "_of_thread", threading.local())
    monkeypatch.setenv(faulty.FAULTS, str(file))

    def set_up(*words: str) -> Path:
        file.write_text("\n".join(words), encoding="utf-8")
        return file

    set_up()
    return set_up
