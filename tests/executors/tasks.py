"""What workers are asked to do in the tests; here, so that another process finds it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt

from optimizer.auditor import Difference
from optimizer.column_generation.pricing.itineraries import Work
from optimizer.column_generation.pricing.pricer import Priced, Round, price_cases
from optimizer.column_generation.timeline import Ints
from optimizer.errors import AuditError
from optimizer.executors import worker

Floats = npt.NDArray[np.float64]


def added(first: int, second: int, task: int) -> tuple[int, int, int]:
    """What was given, in order."""
    return first, second, task


def last_comes_first(folder: Path, task: int) -> int:
    """The task; but task 0 is not done before task 1."""
    if task == 1:
        (folder / "done").touch()
    while task == 0 and not (folder / "done").exists():
        time.sleep(0.01)
    return task


def never_done(mark: Path, task: int) -> NoReturn:
    """Leaves a mark, and goes on for ever."""
    mark.touch()
    while True:
        time.sleep(0.01)


def refused(task: int) -> int:
    """The task, but for 3."""
    if task == 3:
        raise ValueError("not 3")
    return task


def found_wrong(task: int) -> NoReturn:
    """An error that is made of more than words."""
    raise AuditError([Difference("here", str(task), "1", "2")])


def unspeakable(task: int) -> NoReturn:
    """An error that can't be pickled."""
    raise ValueError("about a function", lambda: task)


def where(values: Floats, task: int) -> tuple[int, int]:
    """The process, and where it holds the values."""
    return os.getpid(), id(values)


def writeable(values: Floats, task: int) -> bool:
    """Whether the values may be written to: compiled code takes those that may not for others."""
    return bool(values.flags.writeable)


def files_held(value: object, task: int) -> int:
    """How many shared values a process holds."""
    return len(worker._values)


def ended_once(mark: Path, task: int) -> int:
    """The task; task 2 takes its process along when it is first tried."""
    if task == 2 and first_time(mark):
        os._exit(7)
    return task


def killed_once(mark: Path, task: int) -> int:
    """The same, but killed, as the system does when it is out of memory."""
    if task == 2 and first_time(mark):
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return task


def ended_always(task: int) -> NoReturn:
    """Nothing survives this."""
    os._exit(7)


def counted(folder: Path, task: int) -> int:
    """The task, noted each time that it is done; task 2 takes its process along when it is first tried."""
    with (folder / str(task)).open("a", encoding="ascii") as file:
        file.write("x")
    if task == 2 and first_time(folder / "mark"):
        os._exit(7)
    return task


def priced_or_ended(mark: Path, work: Work, asked: Round, numbers: Ints) -> Priced:
    """Shipments priced, but that the first worker to come to those without the first one is lost there."""
    if 0 not in numbers and first_time(mark):
        os._exit(7)
    return price_cases(work, asked, numbers)


def first_time(mark: Path) -> bool:
    """Whether nobody has left this mark yet; it is left now."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
