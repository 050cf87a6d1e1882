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
    """What goes wrong with the next solves; without a limit, a child that hangs is found out in two seconds.

    No other is lost for being silent: on a busy machine one may wait longer than that for its turn.
    """
    file = tmp_path / "faults"
    monkeypatch.setattr(child_process, "PROGRAM", Path(faulty.__file__))
    monkeypatch.setattr(child_process, "_of_thread", threading.local())
    monkeypatch.setenv(faulty.FAULTS, str(file))

    def set_up(*words: str) -> Path:
        if any(word.startswith("hang") for word in words):
            monkeypatch.setattr(child_process, "SILENCE", 2.0)
        file.write_text("\n".join(words), encoding="utf-8")
        return file

    set_up()
    return set_up
