"""One spoilt file read, and what came of it."""

from __future__ import annotations

import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType

import tariffs
from tests.fuzz.bases import Base, bases
from tests.fuzz.mutations import spoilt

LONGEST_S = 10
#: It hangs when it takes so many times that by the clock.
HUNG = 20
MOST_MEMORY = 1024**3


class TooSlow(BaseException):
    """Reading takes too long; nothing on the way may catch it."""


@dataclass(frozen=True)
class Outcome:
    """What came of a file: whether it could be read, what is wrong with how it was read, and how long it took."""

    read: bool
    fault: str
    seconds: float
    problems: tuple[str, ...] = ()


def write(seed: int, run: int, folder: Path) -> list[Path]:
    """The files of a run; the same seed and run give the same bytes."""
    random = Random(f"{seed} {run}")
    base = random.choices([base for _, base in bases()], [often for often, _ in bases()])[0]
    chosen = random.choice(list(base.files))
    for name, content in base.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(spoilt(content, name, random) if name == chosen else content)
    return _paths(base, folder)


def _paths(base: Base, folder: Path) -> list[Path]:
    return [*dict.fromkeys(folder / Path(name).parts[0] for name in base.files), *base.besides]


def outcome(paths: list[Path]) -> Outcome:
    """Read and check workbooks: a problem must be one line, and anything but problems is a fault.

    So is a gigabyte more than this process has before, which shows as ``MemoryError``.
    """
    start = time.perf_counter()
    problems: tuple[str, ...] = ()
    fault, read = "", True
    try:
        with _at_most(LONGEST_S), _within(MOST_MEMORY):
            problems = tuple(map(str, tariffs.load(paths).problems))
    except tariffs.InputError as error:
        read = False
        problems = tuple(map(str, error.problems))
    except TooSlow:
        fault = f"takes more than {LONGEST_S} s:\n{traceback.format_exc()}"
    except Exception:
        fault = traceback.format_exc()
    if not read and not problems:
        fault = "no problem is named"
    fault = fault or next((f"not one line: {text!r}" for text in problems if len(text.splitlines()) > 1), "")
    fault = fault or next((f"a very long line: {text[:500]!r}" for text in problems if len(text) > 2000), "")
    return Outcome(read, fault, time.perf_counter() - start, problems)


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Seconds of the processor, which other load does not lengthen; and far more by the clock, should it hang."""
    if not hasattr(signal, "SIGALRM"):  # Windows
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        raise TooSlow

    timers = ((signal.ITIMER_PROF, signal.SIGPROF, seconds), (signal.ITIMER_REAL, signal.SIGALRM, HUNG * seconds))
    before = [signal.signal(number, stop) for _, number, _ in timers]
    for timer, _, most in timers:
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        for (timer, number, _), handler in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


@contextmanager
def _within(memory: int) -> Iterator[None]:
    if not sys.platform.startswith("linux"):
        yield
        return
    import resource  # noqa: PLC0415

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
