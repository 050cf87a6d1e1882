"""Read and plan files with whatever release of this program runs this, and print the figures as JSON.

    path/to/another/release/.venv/bin/python benchmarks/one_plan.py --gap 0.001 build/trains/book build/trains/cargo

Imports nothing but what every release has.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import tariffs
from optimizer.options import Options
from optimizer.planning import plan


def peak_mb() -> float | None:
    """The most memory of this process so far, or of one it began, in MB; ``None`` where the system does not say."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    own, others = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    status = Path("/proc/self/status")
    if status.exists():  # on Linux, getrusage counts what the process that began this one had
        said = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(encoding="utf-8"), re.MULTILINE)
        own = int(said[1]) if said else own
    return max(own, others) * unit / 1e6


def processor_s() -> float:
    """Processor seconds of this process and of those that it began and that have ended."""
    return sum(os.times()[:4])


def read_and_plan(paths: list[Path], gap: str, time_limit: float | None) -> dict[str, Any]:
    """The figures of ``benchmarks.sizes.Size``, by name."""
    rounds = 0

    def count(step: object) -> None:
        nonlocal rounds
        rounds += str(step).startswith("round ")

    start, processor = time.perf_counter(), processor_s()
    read = tariffs.load(paths)
    read_s, processor = time.perf_counter() - start, processor_s()
    start = time.perf_counter()
    options = Options(gap=Decimal(gap)) if time_limit is None else Options(gap=Decimal(gap), time_limit=time_limit)
    made = plan(read.book, read.portfolio, options, progress=count)
    return {
        "shipments": len(read.portfolio.shipments),
        "read_s": read_s,
        "plan_s": time.perf_counter() - start,
        "processor_s": processor_s() - processor,
        "cost": float(made.cost),
        "bound": float(made.bound),
        "gap": float(made.gap),
        "status": str(made.status),
        "engine": made.engine,
        "rounds": rounds,
        "bookings": len(made.bookings),
        "unserved_t": float(sum(left.tonnes for left in made.unserved)),
        "peak_mb": peak_mb(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--gap", default="0.001")
    parser.add_argument("--time-limit", type=float)
    asked = parser.parse_args()
    results, sys.stdout = sys.stdout, sys.stderr  # solvers of some releases greet
    json.dump(read_and_plan(asked.files, asked.gap, asked.time_limit), results)


if __name__ == "__main__":
    main()
