"""Work in fresh processes, so that the peak memory of one thing is not that of another."""

from __future__ import annotations

import multiprocessing
import os
import platform
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from benchmarks.one_plan import peak_mb

T = TypeVar("T")

#: What the results depend on, besides the machine.
PACKAGES = ("numpy", "numba", "highspy", "pulp", "linopy")
#: A process that has reported has so long to end.
LAST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Measured(Generic[T]):
    """What a piece of work gave, and the most memory that its process, or one begun by it, has had."""

    result: T
    peak_mb: float | None


class UnfinishedError(Exception):
    """A process ended without a result."""


class TimeUpError(UnfinishedError):
    """It was ended, since its time was up."""


def apart(work: Callable[..., T], *arguments: Any, seconds: float | None = None) -> Measured[T]:
    """Do some work in a fresh process.

    Parameters
    ----------
    work
        A function that can be imported by its name.
    arguments
        What to call it with.
    seconds
        After these, the process is ended, with all that it began. ``None``: never.

    Raises
    ------
    UnfinishedError
        If it failed; ``TimeUpError`` if it was ended.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_report, args=(theirs, work, arguments))
    process.start()
    theirs.close()
    patience = 0.0
    try:
        if not ours.poll(seconds):
            raise TimeUpError(f"not done within {seconds:,.0f} s")
        outcome: Measured[T] | str = ours.recv()
        patience = LAST_SECONDS
    except EOFError:
        process.join()
        raise UnfinishedError(f"the process ended with status {process.exitcode}") from None
    finally:
        _end(process, patience)
    if isinstance(outcome, str):
        raise UnfinishedError(outcome)
    return outcome


def _report(theirs: Connection, work: Callable[..., T], arguments: tuple[Any, ...]) -> None:
    """Run in the fresh process: do the work, and send the result or what went wrong."""
    if hasattr(os, "setpgrp"):
        os.setpgrp()  # so that solvers which it begins can be ended with it
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # solvers greet; standard output is for results
    try:
        theirs.send(Measured(work(*arguments), peak_mb()))
    except Exception as error:  # whatever it is, the caller has to know
        theirs.send(f"{type(error).__name__}: {error}")


def _end(process: BaseProcess, patience: float) -> None:
    """Wait so many seconds for a process to end; then end it, with all that it began."""
    process.join(patience)
    if process.exitcode is None and process.pid is not None:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError):  # it may not yet have a group of its own
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join()


def warm(python: str = sys.executable) -> None:
    """Compile the engine for large portfolios of the release that a Python has, unless it is."""
    subprocess.run([python, "-m", "optimizer.column_generation.warm"], check=True)


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    found = {"system": platform.platform(), "cores": str(os.cpu_count()), "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
