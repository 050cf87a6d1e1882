"""What is compiled ahead."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from optimizer.column_generation.compiled import forget_stale

ROOT = Path(__file__).parents[2]
#: Warms the engine, and then plans other worlds by it; prints the functions whose code the plan had to add to.
AFTERWARDS = """
import tariffs
from optimizer.column_generation import warm
from optimizer.options import Engine, Options
from optimizer.planning import plan

def known():
    functions = (value for module in warm.COMPILED for value in vars(module).values() if hasattr(value, "stats"))
    return {function: set(function.signatures) for function in functions}

if AHEAD:
    warm.main()
before = known()
for world in ("world_1000", "world_1003", "tiny"):
    given = tariffs.load(f"tests/worlds/{world}.xlsx")
    plan(given.book, given.portfolio, Options(engine=Engine.COLUMNS))
print(*(function.__name__ for function, signatures in known().items() if signatures != before[function]))
"""


def added(ahead: bool) -> list[str]:
    """The functions that a plan needs machine code of beyond what there was before, in a process of its own."""
    script = f"AHEAD = {ahead}\n{AFTERWARDS}"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.split()


def test_a_plan_compiles_nothing_after_the_engine_was_warmed():
    """Every function is then known with the types that a real plan calls it with."""
    assert added(ahead=True) == []


def test_a_plan_would_compile_without():
    """The test above sees what a plan adds."""
    assert {"cost_to_go", "price", "follow_all"} <= set(added(ahead=False))


def test_warming_says_nothing():
    """What `make` prints stays readable."""
    command = [sys.executable, "-m", "optimizer.column_generation.warm"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    assert (done.stdout, done.stderr) == ("", "")


def test_machine_code_of_other_sources_is_taken_away(tmp_path: Path):
    """What it calls in another module may have changed since; the code of these sources stays."""
    index = tmp_path / "old.nbi"
    index.touch()

    forget_stale.__wrapped__(tmp_path)
    taken_away = not index.exists()
    index.touch()
    forget_stale.__wrapped__(tmp_path)

    assert (taken_away, index.exists()) == (True, True)
