"""Ctrl-C once a plan is written."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from optimizer.cli import main
from optimizer.commands.interrupting import raised_again
from optimizer.commands.written import done_once_written
from tariffs.atomic import write_whole


def test_ctrl_c_before_it_is_written_is_heard(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), done_once_written(tmp_path / "plan.xlsx"):
        signal.raise_signal(signal.SIGINT)


@pytest.mark.parametrize("there_before", [False, True])
def test_ctrl_c_just_as_it_is_written_and_after_it_is_passed_over(tmp_path: Path, there_before: bool) -> None:
    path = tmp_path / "plan.xlsx"
    if there_before:
        write_whole(path, b"an older plan")
    try:
        with done_once_written(path):
            write_whole(path, b"the plan")
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    assert path.read_bytes() == b"the plan"


def test_what_calls_a_command_hears_ctrl_c_after_it(tmp_path: Path) -> None:
    assert main(["plan", "tests/worlds/tiny.xlsx", "-o", str(tmp_path / "plan.xlsx"), "--quiet"]) == 0
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


class Lost:
    """Interrupted while its memory is freed."""

    def __del__(self) -> None:
        """No error leaves this."""
        raise KeyboardInterrupt


def test_ctrl_c_amid_what_no_error_leaves_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "unraisablehook", raised_again)
    with pytest.raises(KeyboardInterrupt):
        Lost()
        time.sleep(5)
