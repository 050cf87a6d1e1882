"""The progress display: on a terminal and nowhere else."""

from __future__ import annotations

import io
import sys

import pytest

from optimizer.progress import Step, shown_progress


class Terminal(io.StringIO):
    """Standard error as a person sees it."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_what_is_being_done_even_in_signs_that_mean_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with shown_progress(quiet=False) as tell:
        tell(Step("solving [red]100[/red] shipments"))
    assert "solving [red]100[/red] shipments" in sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_a_quiet_terminal_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with shown_progress(quiet=True) as tell:
        tell(Step("solving"))
    assert not sys.stderr.getvalue()  # type: ignore[attr-defined]


def test_a_file_is_told_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with shown_progress(quiet=False) as tell:
        tell(Step("solving"))
    assert capsys.readouterr() == ("", "")
