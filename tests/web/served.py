"""A server as a person starts it, whose processes can be looked up and killed."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

#: A machine that is very busy may take so long to start, s.
LONGEST = 120.0


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def children(of: int) -> list[int]:
    """The processes that a process has started, and that still run."""
    found: list[int] = []
    for path in Path(f"/proc/{of}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            found += [int(pid) for pid in path.read_text().split()]
    return found


def descendants(of: int) -> list[int]:
    """These, and those that they have started."""
    found = children(of)
    return found + [further for pid in found for further in descendants(pid)]


def running(pid: int) -> bool:
    """Whether a process is there, and not only waits to be buried."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def memory_mb(pid: int) -> float:
    """What a process has in memory."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def until(true: Callable[[], Any], seconds: float = LONGEST) -> Any:
    """Wait for something; what it gave."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)
    return found


class Served:
    """``optimizer serve`` in a folder; started, killed, and started again.

    Parameters
    ----------
    more
        Settings, such as ``OPTIMIZER_WORKERS``.
    """

    def __init__(self, folder: Path, **more: str) -> None:
        self.folder, self.port, self.log = folder, free_port(), folder / "log.txt"
        self.environment = os.environ | more
        self.process: subprocess.Popen[str] | None = None
        self._changing = threading.Lock()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Its number."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> float:
        """Start it, and wait until it says that it is ready; how long that took, s."""
        command = [sys.executable, "-m", "optimizer", "serve", "--port", str(self.port), "--folder", str(self.folder)]
        begun = time.monotonic()
        with self._changing:
            with self.log.open("a") as log:
                self.process = subprocess.Popen(
                    command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True
                )
            assert self.process.stdout is not None
            line = self.process.stdout.readline()
        assert self.url in line, self.log.read_text()[-2000:]
        return time.monotonic() - begun

    def kill(self) -> list[int]:
        """End it at once, as ``kill -9`` does; the processes that it leaves behind."""
        with self._changing:
            left = descendants(self.pid)
            assert self.process is not None and self.process.stdout is not None
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()
        return left

    def workers(self) -> list[int]:
        """Its workers."""
        return children(self.pid)

    def jobs(self) -> list[int]:
        """The processes that do jobs."""
        return [child for worker in self.workers() for child in children(worker)]

    def end(self) -> int:
        """End it in good order; its exit status."""
        assert self.process is not None and self.process.stdout is not None
        self.process.send_signal(signal.SIGINT)
        self.process.stdout.close()
        return self.process.wait(30)
