"""The process that does one job: ``python -m optimizer.web.work.child FOLDER``.

It is told of its job by ``job.json`` in its folder, says its steps as lines of JSON on standard output, writes files
into ``out`` and what it found into ``found.json``. ``stop`` on standard input is what Ctrl-C is at a terminal: the best
plan so far. When standard input ends, whoever started it is gone, and it ends at once with all that it has started.
"""

from __future__ import annotations

import _thread
import contextlib
import errno
import json
import os
import signal
import sys
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

from optimizer.web.work.tasks.task import RefusedError, Task

MEGABYTE = 1 << 20
FOUND = "found.json"

#: Whether it was asked to stop.
STOPPED = threading.Event()

#: The exit status of a child that could not write what it made: it cannot write why, either.
NO_ROOM = 75


def main(folder: Path) -> int:
    """Do the job of a folder."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    _limit(job["memory_mb"])
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started this may have it ignored
    inputs, others = (tuple(folder / name for name in job.get(which, ())) for which in ("inputs", "others"))
    told = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no step

    def say(line: dict[str, Any]) -> None:
        told.write(json.dumps(line).encode() + b"\n")
        told.flush()

    def ready(found: dict[str, Any]) -> None:
        _write(folder, {"found": found})
        say({"ready": True})

    task = Task(
        *(inputs, folder / "out", job["options"], lambda step: say({"step": step}), ready),
        more=lambda: say({"more": True}),
        others=others,
    )
    try:
        # Within: it may be asked to stop at once.
        threading.Thread(target=_listen, daemon=True).start()
        import_module(f"optimizer.web.work.tasks.{job['kind']}").run(task)
    except RefusedError as refused:
        _write(folder, {"problem": refused.problem})
    except KeyboardInterrupt:
        _write(folder, {"cancelled": True})
    except MemoryError:
        detail = (
            f"It needs more than the {job['memory_mb']:,} MB that a job may take; split the cargo, or ask for more."
        )
        problem = {"type": "/problems/out-of-memory", "title": "Out of memory", "status": 422, "detail": detail}
        _write(folder, {"problem": problem})
    except Exception as error:
        if _for_want_of_room(error):
            return NO_ROOM
        if not STOPPED.is_set():
            raise
        _write(folder, {"cancelled": True})  # Ctrl-C amid an import may come out as another error
    return 0


def _for_want_of_room(error: BaseException | None) -> bool:
    """Whether an error, or what it came from, is that nothing more could be written."""
    while error is not None:
        if getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            return True
        error = error.__cause__ or error.__context__
    return False


def _write(folder: Path, what: dict[str, Any]) -> None:
    """Write what was found, whole or not at all; of two, the first stays."""
    if (folder / FOUND).exists():
        return
    part = folder / f"{FOUND}.part"
    part.write_text(json.dumps(what), encoding="utf-8")
    part.replace(folder / FOUND)


def _limit(memory_mb: int) -> None:
    """Give this process, and each that it starts, no more memory than this."""
    with contextlib.suppress(ImportError):
        import resource  # noqa: PLC0415 - Windows has none

        # What is written to, not what is reserved: threads and libraries reserve far more than they take.
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mb * MEGABYTE, memory_mb * MEGABYTE))


def _listen() -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            STOPPED.set()
            _thread.interrupt_main(signal.SIGINT)
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
