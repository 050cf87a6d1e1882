"""Compiling the engine: said aloud, apart, and ended by a limit."""

from __future__ import annotations

import subprocess
import time
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import optimizer
import tariffs
from optimizer.column_generation import ahead
from optimizer.options import Engine, Options
from optimizer.planning import plan
from optimizer.progress import Step, shown_progress

TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes for ever."""
    monkeypatch.setattr(ahead, "to_be_compiled", lambda: True)
    monkeypatch.setattr(ahead, "CODE", "import time; time.sleep(600)")


@pytest.mark.usefixtures("endless")
def test_where_time_is_too_short_to_compile_it_is_planned_without() -> None:
    """A small plan to the end, well before the limit; and it is said, in Python too."""
    steps: list[Step] = []
    started = time.monotonic()
    made = optimizer.read(TINY).plan(engine="columns", time_limit=30, gap=0, progress=steps.append)
    assert time.monotonic() - started < 25
    assert (made.status, made.details.engine) == ("optimal", "listed")
    assert any(step.aloud and step.words.endswith("planning without it") for step in steps)


@pytest.mark.usefixtures("endless")
def test_what_compiles_aside_is_ended_with_the_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left over."""
    children: list[subprocess.Popen[bytes]] = []

    class Child(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            children.append(self)

    monkeypatch.setattr(ahead.subprocess, "Popen", Child)
    optimizer.read(TINY).plan(engine="columns", time_limit=30)
    assert children and all(child.poll() is not None for child in children)


@pytest.mark.parametrize("kept", [True, False], ids=["kept for the next run", "in this run alone"])
def test_compiling_is_said_in_python_too(monkeypatch: pytest.MonkeyPatch, kept: bool) -> None:
    """Also where no folder can be written to, and each run compiles for itself."""
    monkeypatch.setattr(ahead, "to_be_compiled", lambda: True)
    monkeypatch.setattr(ahead, "CODE", "")
    if not kept:
        monkeypatch.setattr(ahead, "_folder", lambda: None)
    steps: list[Step] = []
    made = optimizer.read(TINY).plan(engine="columns", progress=steps.append)
    assert made.details.engine == "column generation"
    assert any(step.aloud and step.words.startswith("compiling") for step in steps)


def test_what_this_run_has_compiled_it_does_not_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be kept, the first plan waits and the second does not."""
    monkeypatch.setattr(ahead, "_folder", lambda: None)
    for signatures, waits in (([], True), (["one"], False)):
        monkeypatch.setattr(ahead, "price", SimpleNamespace(signatures=signatures))
        assert ahead.to_be_compiled() is waits


@pytest.mark.usefixtures("endless")
def test_a_time_limit_ends_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it is doing is said."""
    monkeypatch.setattr(ahead, "COMPILING_S", -100.0)
    given = tariffs.load(TINY)
    steps: list[Step] = []
    started = time.monotonic()
    made = plan(given.book, given.portfolio, Options(Decimal(0), 4.0, engine=Engine.COLUMNS), progress=steps.append)
    assert time.monotonic() - started < 60
    assert made.bookings and 0 < made.bound <= made.cost
    assert any(step.aloud and step.words.startswith("compiling") for step in steps)


def test_what_takes_long_is_said_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    for quiet, said in ((False, "compiling\n"), (True, "")):
        with shown_progress(quiet=quiet) as tell:
            tell(Step("solving"))
            tell(Step("compiling", aloud=True))
        assert capsys.readouterr().err == said


def test_what_is_compiled_by_these_sources_is_not_compiled_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(ahead, "_folder", lambda: tmp_path)
    (tmp_path / "machine-code.sha256").write_text("one", encoding="ascii")
    assert ahead.to_be_compiled()
    ahead.all_is_compiled()
    assert not ahead.to_be_compiled()
    (tmp_path / "machine-code.sha256").write_text("other", encoding="ascii")
    assert ahead.to_be_compiled()


def test_what_another_numba_compiled_since_is_compiled_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It keeps its machine code in the same files; another Python doesn't."""
    monkeypatch.setattr(ahead, "_folder", lambda: tmp_path)
    (tmp_path / "machine-code.sha256").write_text("one", encoding="ascii")
    (tmp_path / "machine-code.whole").write_text("one cpython-310 0.1.0", encoding="ascii")
    ahead.all_is_compiled()
    with monkeypatch.context() as other:
        other.setattr(ahead.numba, "__version__", "0.1.0")
        assert ahead.to_be_compiled()
        ahead.all_is_compiled()
    assert ahead.to_be_compiled()
    assert "one cpython-310 0.1.0" in (tmp_path / "machine-code.whole").read_text(encoding="ascii")
