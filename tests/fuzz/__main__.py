"""Spoil workbooks in every way and read them: no traceback, no hang, no memory without end.

    python -m tests.fuzz --runs 10000 --seed 1

says how many files could be read and how many were refused. A file that makes a fault is kept in ``build/fuzz``, with
what it does; ``--run 1234`` reads that one alone, and shows what is said of it.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.fuzz.running import MOST_MEMORY, Outcome, outcome, write
from tests.kept_children import kept_children

KEPT = Path("build/fuzz")


def main() -> int:
    """Run; the exit status is 1 if there was a fault."""
    parser = argparse.ArgumentParser(description="Read spoilt workbooks, and say what makes the reader fail.")
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="begin with that run")
    parser.add_argument("--run", type=int, help="do that run alone, and show all that is said")
    asked = parser.parse_args()
    _limit_memory()
    numbers = range(asked.first, asked.first + asked.runs) if asked.run is None else (asked.run,)
    counts: Counter[str] = Counter()
    slowest = 0.0
    with kept_children():
        for number in numbers:
            found = _done(asked.seed, number)
            counts["faults" if found.fault else "read" if found.read else "refused"] += 1
            slowest = max(slowest, found.seconds)
            if asked.run is not None:
                print(*found.problems, sep="\n")
            if found.fault:
                print(f"run {number}: {found.fault}", flush=True)
            elif number % 500 == 499:
                print(f"{number + 1}: {dict(counts)}, slowest {slowest:.1f} s", flush=True)
    print(f"{dict(counts)}, slowest {slowest:.1f} s, {_memory()}")
    return 1 if counts["faults"] else 0


def _done(seed: int, number: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        paths = write(seed, number, Path(folder))
        found = outcome(paths)
        if found.fault:
            kept = KEPT / f"{seed}-{number}"
            shutil.copytree(folder, kept, dirs_exist_ok=True)
            (kept / "fault.txt").write_text(found.fault, encoding="utf-8")
        return found


def _limit_memory() -> None:
    """More than a gigabyte is a fault, and shows as one."""
    if sys.platform.startswith("linux"):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _memory() -> str:
    if not sys.platform.startswith("linux"):
        return "memory not measured"
    import resource  # noqa: PLC0415

    own, child = (
        resource.getrusage(which).ru_maxrss // 1024 for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return f"at most {own:,} MB here and {child:,} MB in the child"


if __name__ == "__main__":
    sys.exit(main())
