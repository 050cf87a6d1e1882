"""One child process for many readings, so that tests which read a thousand files do not start a thousand."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any
from unittest.mock import patch

from tariffs.workbook import parser
from tariffs.workbook.parser import Parser


@contextmanager
def kept_children() -> Iterator[None]:
    """A child that has served one reading serves the next one with the same limits."""
    idle: dict[Any, subprocess.Popen[bytes]] = {}
    start = Parser._start

    def started(self: Parser) -> subprocess.Popen[bytes]:
        child = idle.pop((self.limits, parser.CODE), None)
        if child is None or child.poll() is not None:
            return start(self)
        self._child = child
        return child

    def left(
        self: Parser, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> None:
        key = (self.limits, parser.CODE)
        if self._child is None or error is not None or key in idle:
            self._end()
        else:
            idle[key], self._child = self._child, None

    with patch.object(Parser, "_start", started), patch.object(Parser, "__exit__", left):
        try:
            yield
        finally:
            for child in idle.values():
                child.kill()
                child.communicate()
