"""A child process from the outside: started, listened to, asked to stop, killed."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from optimizer.web.work.child import FOUND

#: The last of what a child says on standard error that is kept for the log, bytes. It may hold cargo data: it is logged
#: at the level DEBUG only.
TAIL = 4000


@dataclass(slots=True)
class Child:
    """The process of one job, in its folder. It is used in a ``with`` statement, at whose end it is killed."""

    folder: Path
    lines: queue.SimpleQueue[dict[str, Any]] = field(default_factory=queue.SimpleQueue)
    _process: subprocess.Popen[bytes] = field(init=False, repr=False)
    _reader: threading.Thread = field(init=False, repr=False)

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "optimizer.web.work.child", str(self.folder)]
        with (self.folder / "errors.txt").open("wb") as errors:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,
                env=os.environ | {"PYTHONUNBUFFERED": "1"},
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        assert self._process.stdin is not None and self._process.stdout is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._reader.join()
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with contextlib.suppress(ValueError):  # a line that is cut off, as the last one of a child that is killed
                self.lines.put(json.loads(line))

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """Whether it has ended, and all that it said is in ``lines``."""
        if self._process.poll() is None:
            return False
        self._reader.join()
        return True

    @property
    def status(self) -> int | None:
        """Its exit status; minus the signal that ended it."""
        return self._process.poll()

    def why(self) -> str:
        """Why it ended without a word, in a sentence without cargo data."""
        status = self.status or 0
        if status >= 0:
            return f"The process that did it ended with a fault of the program (status {status})."
        name = signal.strsignal(-status) or "unknown"
        return f"The process that did it was ended by the system (signal {-status}: {name})."

    def stop(self) -> None:
        """Ask for the best so far."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it has ended
            self._process.stdin.write(b"stop\n")
            self._process.stdin.flush()

    def kill(self) -> None:
        """End it at once, with all that it has started."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def found(self) -> dict[str, Any] | None:
        """What it found, if it came so far."""
        try:
            found: dict[str, Any] = json.loads((self.folder / FOUND).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return found

    def last_words(self) -> str:
        """The end of what it said on standard error."""
        return (self.folder / "errors.txt").read_bytes()[-TAIL:].decode(errors="replace")
