"""One command that is interrupted at a random moment, and what must hold of it afterwards."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]

#: How long after its limit, or after Ctrl-C, a command may be done, s, on a machine that does nothing else.
LATE = 3.0

#: What stands in the place of the plan before.
BEFORE = b"what was there before"

#: How long a child may outlive its parent, s.
ORPHANED = 5.0


class Kind(StrEnum):
    """How a command is interrupted."""

    KILL = "kill"
    CTRL_C = "ctrl-c"
    TWICE = "ctrl-c twice"
    LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class World:
    """An input; ``seconds`` is how long its plan takes uninterrupted, and ``options`` are the command's."""

    name: str
    inputs: tuple[Path, ...]
    options: tuple[str, ...]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: its exit status, how long after it should have been over it was, s, and what is wrong."""

    status: int
    late: float
    fault: str


def command(world: World, output: Path, *more: str) -> list[str]:
    """The command that plans a world."""
    inputs = map(str, world.inputs)
    return [sys.executable, "-m", "optimizer", "plan", *inputs, "-o", str(output), *world.options, *more]


def outcome(world: World, kind: Kind, drawn: Random, output: Path) -> Outcome:
    """Run a command and interrupt it at a moment that is drawn."""
    output.write_bytes(BEFORE)
    moment = drawn.uniform(0.05, max(world.seconds, 0.1))
    more = ("--time-limit", f"{moment:.3f}") if kind is Kind.LIMIT else ()
    slow = slowness()
    env = dict(os.environ, PYTHONFAULTHANDLER="1")  # says where it is if memory is torn
    child = subprocess.Popen(command(world, output, *more), cwd=ROOT, stdout=-1, stderr=-1, text=True, env=env)
    started = time.monotonic()
    due = started + moment * slow if kind is not Kind.LIMIT else started + moment
    children: set[int] = set()
    if kind is not Kind.LIMIT:
        with_time_for(child, due)
        children = set(descendants(child.pid))
        due = time.monotonic()
        interrupt(child, kind)
    said, complaint = child.communicate(timeout=600)
    late = max(time.monotonic() - due, 0.0) / max(slow, slowness())
    fault = "; ".join(_faults(kind, child.returncode, said, complaint, output))
    fault += "".join(f"; process {pid} goes on" for pid in outliving(children))
    if late > LATE and kind is not Kind.KILL:
        fault += f"; {late:.1f} s late"
    return Outcome(child.returncode, late, fault.removeprefix("; "))


def with_time_for(child: subprocess.Popen[str], due: float) -> None:
    """Wait until a moment, or until the command has ended."""
    while time.monotonic() < due and child.poll() is None:
        time.sleep(0.005)


def interrupt(child: subprocess.Popen[str], kind: Kind) -> None:
    """Kill a command, or ask it to stop."""
    if kind is Kind.KILL:
        child.kill()
        return
    child.send_signal(signal.SIGINT)
    if kind is Kind.TWICE:
        time.sleep(0.05)
        child.send_signal(signal.SIGINT)


def _faults(kind: Kind, status: int, said: str, complaint: str, output: Path) -> Iterator[str]:
    """What must not be."""
    if "Traceback" in said + complaint:
        yield f"a traceback: {complaint.strip().splitlines()[-1]}"
    allowed = {Kind.KILL: {0, -signal.SIGKILL}, Kind.LIMIT: {0}}.get(kind, {0, 130})
    if status == -signal.SIGINT and kind in {Kind.CTRL_C, Kind.TWICE}:
        status = 130  # as a shell has it: before the program had begun, or where Python ends itself by the signal
    if status not in allowed:
        yield f"exit status {status}: {complaint.strip()[-2000:]}"
    whole = output.is_file() and zipfile.is_zipfile(output) and zipfile.ZipFile(output).testzip() is None
    if not whole and output.read_bytes() != BEFORE:
        yield "a file that is neither the plan nor what was there before"
    if status == 0 and not whole:
        yield "done, and no plan"
    if status == 130 and whole:
        yield "interrupted, and a plan"


def descendants(pid: int) -> Iterator[int]:
    """The processes that a process has started, on Linux."""
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found = [int(child) for child in tasks.read_text(encoding="ascii").split()]
        except OSError:
            continue
        for child in found:
            yield child
            yield from descendants(child)


def outliving(children: set[int]) -> set[int]:
    """Those that go on although their parent has gone."""
    until = time.monotonic() + ORPHANED
    left = set(children)
    while left and time.monotonic() < until:
        left = {pid for pid in left if _runs(pid)}
        time.sleep(0.02)
    return left


def _runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def slowness() -> float:
    """How many times longer work takes than on a machine that does nothing else."""
    started, before = time.monotonic(), time.process_time()
    while time.process_time() - before < 0.1:
        pass
    return max((time.monotonic() - started) / 0.1, 1.0)


def parts(folder: Path) -> list[str]:
    """What is left of writes that were interrupted."""
    return [path.name for path in folder.iterdir() if path.suffix == ".part"]


def swept(world: World, output: Path) -> str:
    """What is wrong once a command has gone through where others were killed; any plan will do."""
    quick = command(world, output, "--quiet", "--time-limit", "5")
    done = subprocess.run(quick, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"exit status {done.returncode}: {done.stderr[-200:]}"
    left = [name for name in parts(output.parent) if output.name in name]
    return f"left behind: {', '.join(left)}" if left else ""


def audited(world: World, output: Path) -> str:
    """What the auditor says against a plan; blank for nothing."""
    inputs = map(str, world.inputs)
    check = [sys.executable, "-m", "optimizer", "audit", str(output), *inputs]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    return "" if done.returncode == 0 else f"the audit: {done.stdout[-200:]}{done.stderr[-200:]}"
