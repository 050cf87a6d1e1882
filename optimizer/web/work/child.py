"""The process that does one job: ``python -m optimizer.web.work.child FOLDER``.

It is told of its job by ``job.json`` in its folder, says its steps as lines of JSON on standard output, writes files
into ``out`` and what it found into ``found.json``. ``stop`` on standard input is what Ctrl-C is at a terminal: the best
plan so far. When standard input ends, whoever started it is gone, and it ends at once with all that it has started.
"""

from __future__ import annotations

import _thread
import contextlib
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


def main(folder: Path) -> int:
    """Do the job of a folder."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    _limit(job["memory_mb"])
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started this may have it ignored
    inputs = tuple(folder / name for name in job["inputs"])
    told = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no step

    def say(line: dict[str, Any]) -> None:
        told.write(json.dumps(line).encode() + b"\n")
        told.flush()

    def ready(found: dict[str, Any]) -> None:
        _write(folder, {"found": found})
        say({"ready": True})

    task = Task(
        inputs, folder / "out", job["options"], lambda step: say({"step": step}), ready, lambda: say({"more": True})
    )
    threading.Thread(target=_listen, daemon=True).start()
    try:
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
    return 0


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
            _thread.interrupt_main(signal.SIGINT)
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
