"""Compiling the engine: said aloud, apart, and ended by a limit."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

import tariffs
from optimizer.column_generation import ahead, engine
from optimizer.options import Engine, Options
from optimizer.planning import plan
from optimizer.progress import Step, shown_progress

TINY = Path(__file__).parents[1] / "worlds" / "tiny.xlsx"


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes for ever."""
    monkeypatch.setattr(engine, "to_be_compiled", lambda: True)
    monkeypatch.setattr(ahead, "CODE", "import time; time.sleep(600)")


@pytest.mark.usefixtures("endless")
def test_a_time_limit_ends_compiling() -> None:
    """And what it is doing is said."""
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
    (tmp_path / "machine-code.whole").write_text("one cpython-310 0.62.0", encoding="ascii")
    ahead.all_is_compiled()
    with monkeypatch.context() as other:
        other.setattr(ahead.numba, "__version__", "0.62.0")
        assert ahead.to_be_compiled()
        ahead.all_is_compiled()
    assert ahead.to_be_compiled()
    assert "one cpython-310 0.62.0" in (tmp_path / "machine-code.whole").read_text(encoding="ascii")
