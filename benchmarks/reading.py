"""How long it takes to read and check a long sheet of cargo, as .xlsx and as .csv.

    python -m benchmarks.reading --rows 100000

makes a world with so many shipments, in 20 columns, and reads book and cargo in a process of its own for each format:
from the first import to the last check.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from time import perf_counter

from benchmarks.cargo import GOODS
from benchmarks.worlds import CARGO, World, world, write
from tariffs.template import write_tables
from tariffs.template.tables import Row

#: What the other process does; it says how many shipments there are.
READ = """
import sys, os, tariffs
print(len(tariffs.load(sys.argv[1:]).portfolio.shipments), sum(os.times()[:4]))
"""
TERMS = ("FCA", "FOB", "EXW", "FAS")
STOWAGE = {goods.name: float(goods.stowage_m3_per_t) for goods in GOODS}


def long_world(rows: int, seed: int) -> World:
    """A world whose sheet ``Cargo`` has so many rows and 20 columns, most cells of them filled."""
    made = world(rows, seed)
    random = Random(f"long {seed}")
    places = {str(row["location"]): str(row.get("territory") or row["country"]) for row in made.sheets["Locations"]}
    cargo = [_filled(row, places, random) for row in made.sheets[CARGO]]
    return World({**made.sheets, CARGO: cargo})


def _filled(row: Row, places: Mapping[str, str], random: Random) -> Row:
    weight_t = float(str(row["weight_t"]))
    return {
        **row,
        "volume_m3": round(weight_t * STOWAGE[str(row["commodity"])] * random.uniform(0.9, 1.1), 2),
        "goods_origin": places[str(row["origin"])],
        "avoid": "",
        "incoterm": random.choice(TERMS),
        "unserved_penalty_per_t": random.randrange(1000, 2000),
        "source": f"order {random.randrange(10**9)}",
        "note": f"consignee {random.randrange(1000)}",
    }


def write_both(made: World, folder: Path) -> Mapping[str, Sequence[Path]]:
    """The world as folders of .csv files, and with the cargo in an .xlsx workbook; the paths by format."""
    book, cargo = write(made, folder)
    workbook = folder / "cargo.xlsx"
    write_tables(workbook, {CARGO: made.sheets[CARGO]})
    return {".csv": (book, cargo), ".xlsx": (book, workbook)}


def seconds_to_read(paths: Sequence[Path], rows: int) -> tuple[float, float]:
    """How long a new process takes to read and check these workbooks, and its processor time."""
    start = perf_counter()
    done = subprocess.run([sys.executable, "-c", READ, *map(str, paths)], stdout=subprocess.PIPE, check=True)
    took = perf_counter() - start
    count, processor = done.stdout.split()
    if int(count) != rows:
        raise RuntimeError(f"{int(count)} shipments were read where there are {rows}")
    return took, float(processor)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how long a long sheet of cargo takes to read and check.")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3, help="how often each format is read")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        formats = write_both(long_world(asked.rows, asked.seed), Path(folder))
        for name, paths in formats.items():
            took = sorted(seconds_to_read(paths, asked.rows) for _ in range(asked.repeat))
            said = ", ".join(f"{seconds:.2f} s ({processor:.2f} s of processor time)" for seconds, processor in took)
            print(f"{name:5}  {asked.rows:,} rows: {said}", flush=True)


if __name__ == "__main__":
    main()
