"""Interrupt commands at random moments: kill, Ctrl-C, Ctrl-C twice, and time limits.

    python -m tests.faults --runs 200 --seed 1

plans the sample, the worlds of ``tests/worlds`` and made-up ones, and looks that there is never a traceback, never half
a file, no exit status that is not documented, no process left behind, and that a command is done 3 s after its limit or
Ctrl-C (of a machine that does nothing else: other load is measured and allowed for). Plans that were cut short are
audited, and what writes that were killed leave must be swept by the next. ``--kind`` and ``--first`` pick some of them.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from benchmarks.worlds import world as made_up
from benchmarks.worlds import write
from tests.faults.running import ROOT, Kind, World, audited, outcome, slowness, swept

#: One of so many plans that are cut short is audited again, from its workbook.
AUDITED = 5


def main() -> int:
    """Run; the exit status is 1 if there was a fault."""
    parser = argparse.ArgumentParser(description="Interrupt commands at random moments, and say what is wrong then.")
    parser.add_argument("--runs", type=int, default=200, help="of each kind (default 200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="begin with that run")
    parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="that kind alone")
    asked = parser.parse_args()
    # A shell has what it runs in the background pass over Ctrl-C, and so would the commands that are interrupted here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    kinds = list(Kind) if asked.kind is None else [Kind(asked.kind)]
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        worlds = [measured(world, Path(folder)) for world in inputs(Path(folder))]
        counts: dict[Kind, Counter[int]] = defaultdict(Counter)
        latest = dict.fromkeys(kinds, 0.0)
        for number in range(asked.first, asked.first + asked.runs):
            for kind in kinds:
                drawn = Random(f"{asked.seed} {number} {kind}")
                world = drawn.choice(worlds)
                output = Path(folder, f"{world.name}.xlsx")
                found = outcome(world, kind, drawn, output)
                fault = found.fault
                if not fault and found.status == 0 and number % AUDITED == 0:
                    fault = audited(world, output)
                counts[kind][found.status] += 1
                latest[kind] = max(latest[kind], found.late if kind is not Kind.KILL else 0.0)
                faults += bool(fault)
                if fault:
                    print(f"run {number}, {kind}, {world.name} {' '.join(world.options)}: {fault}", flush=True)
        for world in worlds:
            fault = swept(world, Path(folder, f"{world.name}.xlsx"))
            faults += bool(fault)
            if fault:
                print(f"afterwards, {world.name}: {fault}")
    for kind in kinds:
        by_status = ", ".join(f"{count} × {status}" for status, count in sorted(counts[kind].items()))
        print(f"{kind}: {counts[kind].total()} runs, exit status {by_status}; at most {latest[kind]:.1f} s late")
    print(f"{faults} faults")
    return 1 if faults else 0


def inputs(folder: Path) -> Iterator[World]:
    """The sample by each engine, the worlds of the tests, and made-up ones."""
    sample = tuple(ROOT / "spreadsheets" / name for name in ("corridors.xlsx", "cargo.xlsx"))
    for engine in ("auto", "listed"):
        yield World(f"sample-{engine}", sample, ("--engine", engine))
    worlds = ROOT / "tests" / "worlds"
    yield World("tiny", (worlds / "tiny.xlsx",), ())
    for number in (1000, 1006, 1011):
        yield World(f"world-{number}", (worlds / f"world_{number}.xlsx",), ("--engine", "columns"))
    for shipments, engine in ((10, "listed"), (60, "columns"), (200, "columns")):
        made = folder / f"made-up-{shipments}"
        yield World(made.name, tuple(write(made_up(shipments, shipments), made)), ("--engine", engine))


def measured(world: World, folder: Path) -> World:
    """The world with how long its plan takes, at most a minute."""
    started, slow = time.monotonic(), slowness()
    fault = swept(replace(world, options=(*world.options, "--time-limit", "20")), folder / "measured.xlsx")
    seconds = (time.monotonic() - started) / max(slow, slowness())
    print(f"{world.name}: {seconds:.1f} s{fault}", flush=True)
    return replace(world, seconds=seconds)


if __name__ == "__main__":
    sys.exit(main())
