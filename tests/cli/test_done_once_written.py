"""Ctrl-C once a plan is written."""

from __future__ import annotations

import signal

import pytest

from optimizer.commands.written import done_once_written


def test_ctrl_c_is_passed_over_once_it_is_written_and_heard_again_afterwards() -> None:
    with pytest.raises(KeyboardInterrupt), done_once_written():
        signal.raise_signal(signal.SIGINT)
    with done_once_written() as written:
        written()
        signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
