"""The child process that solves, from the outside: asked, watched by the clock, and put an end to.

A solver may hang, deaf to its own time limit, or take its process down. So it runs in a child, which is killed when it
is out of time or gives no sign of life; what it had found and proven by then is known here.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import numpy as np

from optimizer.errors import SolverError
from optimizer.solver.child import receive, send
from optimizer.stopping import never

#: What the child runs.
PROGRAM = Path(__file__).with_name("child.py")

#: Isolated from the environment, but for the places that this process imports from.
START = ("-I", "-S", "-c")
CODE = "import json, sys; sys.path[:] = json.loads(sys.argv[2]); import runpy; runpy.run_path(sys.argv[1])['main']()"

#: A turn of waiting, s: where no signal ends it early, Ctrl-C is heard after it.
TURN = 0.1

#: What a child may take to end a solve after it was told to, or after its time limit, s.
GRACE = 0.7

#: What a child may take to import what it needs, s: tenths of a second, but for a machine that is very busy.
TO_START = 60.0

#: Without a sign of life for this long, s, a child hangs: HiGHS gives some every quarter of a second, but in presolve
#: and in root relaxations. With a time limit, this share of what is left of it, and no less than the least.
SILENCE, SILENT_SHARE, LEAST_SILENCE = 120.0, 0.3, 3.0


@dataclass(slots=True)
class Reply:
    """What came of a request.

    Attributes
    ----------
    result
        What the last command answered; ``None`` if the child was lost.
    lost
        Why there is no child any more; blank if there is.
    bound, better
        What the child had proven, and the best values it had found, before it was lost.
    """

    result: dict[str, Any] | None = None
    lost: str = ""
    bound: float = -np.inf
    better: np.ndarray[tuple[int], np.dtype[np.float64]] | None = None


@dataclass(slots=True, weakref_slot=True)
class Process:
    """A child, started at once; whoever asks a lost one is told that it is lost.

    Attributes
    ----------
    lost
        Why it has ended; blank while it lives.
    dropped
        The numbers of models that it may forget.
    """

    lost: str = ""
    dropped: list[int] = field(default_factory=list)
    _child: subprocess.Popen[bytes] = field(init=False)
    _answers: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    _requests: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    _serial: int = 0
    _ready: bool = False
    owner: int = field(default_factory=os.getpid)

    def __post_init__(self) -> None:
        """Start the child, in a group of its own: Ctrl-C at the terminal is for the parent."""
        command = [sys.executable, *START, CODE, str(PROGRAM), json.dumps([place for place in sys.path if place])]
        apart: dict[str, Any] = {"process_group": 0}
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
        try:
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **apart
            )
        except OSError as error:
            raise SolverError(f"Python cannot be started to solve ({error})") from error
        for work, stream, messages in (
            (_listen, self._child.stdout, self._answers),
            (_speak, self._child.stdin, self._requests),
        ):
            threading.Thread(target=work, args=(stream, messages), name="solving", daemon=True).start()
        weakref.finalize(self, _kill, self._child, self.owner)

    def ask(
        self,
        commands: Sequence[tuple[Any, ...]],
        seconds: float | None = None,
        enough: Callable[[], bool] = never,
        *,
        silent: bool = False,
    ) -> Reply:
        """Have commands obeyed, and wait for what the last one answers.

        When ``enough`` says so, or the time is up, the child is told to end with what it has, and killed if it does
        not. ``silent`` is one who gives no signs of life.

        Raises
        ------
        SolverError
            If a command fails.
        """
        self._serial += 1
        forget = [("drop", self.dropped.pop()) for _ in self.dropped[:]]
        self._requests.put((self._serial, [*forget, *commands]))
        reply = Reply(lost=self.lost)
        try:
            watch = _Watch(seconds, silent)
            while not self.lost:
                with contextlib.suppress(queue.Empty):
                    kind, content = self._answers.get(timeout=TURN)
                    watch.heard()
                    if self._hear(kind, content, reply):
                        return reply
                if watch.to_stop(enough):
                    self._requests.put((self._serial, "stop"))
                reply.lost = watch.verdict(ready=self._ready)
                if reply.lost:
                    self.end(reply.lost)
        except BaseException:
            self.end("interrupted")
            raise
        reply.lost = self.lost
        return reply

    def _hear(self, kind: str, content: Any, reply: Reply) -> bool:
        """Take note of a message; whether it is the last of its request."""
        match kind:
            case "ready":
                self._ready = True
            case "alive":
                reply.bound = max(reply.bound, content) if np.isfinite(content) else reply.bound
            case "better":
                reply.better = content
            case "failed":
                raise SolverError(f"the solver failed: {content}")
            case "ended":
                self.end(f"its process ended with status {self._status()}")
            case _:
                reply.result = content
                return True
        return False

    def _status(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._child.wait(GRACE)
        return None

    def end(self, why: str) -> None:
        """Put an end to the child."""
        self.lost = self.lost or why
        self._requests.put(None)
        _kill(self._child, self.owner)


def _kill(child: subprocess.Popen[bytes], owner: int) -> None:
    """Kill a child and all that it has started; one of another process is not ours to kill."""
    if owner != os.getpid() or child.poll() is not None:
        return
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], check=False, capture_output=True)
        else:
            os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        child.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(GRACE)


@dataclass(slots=True)
class _Watch:
    """The clock of one request."""

    seconds: float | None
    silent: bool
    started: float = field(default_factory=time.monotonic)
    alive: float = field(default_factory=time.monotonic)
    told: float | None = None

    def heard(self) -> None:
        """The child has said something."""
        self.alive = time.monotonic()

    def to_stop(self, enough: Callable[[], bool]) -> bool:
        """Whether the child is to be told to stop now: once."""
        if self.told is None and (enough() or self._left() <= 0):
            self.told = time.monotonic()
            return True
        return False

    def _left(self) -> float:
        return np.inf if self.seconds is None else self.started + self.seconds - time.monotonic()

    def verdict(self, *, ready: bool) -> str:
        """Why the child must be killed; blank as long as it need not."""
        now = time.monotonic()
        if self.told is not None and now - self.told > GRACE:
            return "it did not stop when it was told to"
        silence = TO_START
        if ready and self.silent:
            return ""
        if ready:
            silence = SILENCE if self.seconds is None else min(SILENCE, max(SILENT_SHARE * self.seconds, LEAST_SILENCE))
        return f"it gave no sign of life for {silence:.0f} s" if now - self.alive > silence else ""


def _listen(stream: IO[bytes], messages: queue.SimpleQueue[Any]) -> None:
    """Pass on what the child says; called in a thread."""
    with contextlib.suppress(OSError, ValueError, EOFError, pickle.UnpicklingError), stream:
        while (message := receive(stream)) is not None:
            messages.put(message)
    messages.put(("ended", None))


def _speak(stream: IO[bytes], messages: queue.SimpleQueue[Any]) -> None:
    """Pass on what the child is asked, up to ``None``; called in a thread, since a child that hangs reads nothing."""
    with contextlib.suppress(OSError, ValueError), stream:
        while (message := messages.get()) is not None:
            send(stream, message)


_of_thread = threading.local()


def process() -> Process:
    """The child of this thread, which is started again if it was lost."""
    known: Process | None = getattr(_of_thread, "process", None)
    if known is None or known.lost or known.owner != os.getpid():
        known = _of_thread.process = Process()
    return known
