"""Time, memory, rounds and gap by family of worlds and number of shipments, also beside another release.

    python -m benchmarks.sizes --families corridors trains --shipments 100 1000 --seeds 1 2 -o build/sizes
    python -m benchmarks.sizes --beside ../before/.venv/bin/python

Each world is written to .csv, read back and planned in a fresh process, with nothing but the gap set; by another
release in turn, from the same files, where the Python of its environment is named.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import one_plan, results
from benchmarks.families import FAMILIES
from benchmarks.measuring import UnfinishedError, apart, machine, warm
from benchmarks.tables import markdown, number
from benchmarks.worlds import write

#: A run that has a time limit is ended when so many times as long, and a minute, have gone by.
PATIENCE = 3

#: A gap that is drawn on a logarithmic axis in place of none.
LEAST_GAP = 1e-7


@dataclass(frozen=True, slots=True)
class Instance:
    """One world of a family."""

    family: str
    shipments: int
    seed: int

    def write(self, folder: Path) -> list[Path]:
        """Write it to files, once; gives the book and the cargo."""
        home = folder / f"{self.family}_{self.shipments}_{self.seed}"
        paths = [home / "book", home / "cargo"]
        if not all(path.is_dir() for path in paths):
            apart(_write, self, home)
        return paths


@dataclass(frozen=True, slots=True)
class Size:
    """What came of a world, and what it took.

    Attributes
    ----------
    release
        ``this``, or ``other`` for the one beside it.
    read_s
        Seconds from files to checked rows.
    plan_s, processor_s
        Seconds from there to an audited plan, by the clock and of the processors.
    cost, bound
        Landed cost, and what is proven, base currency.
    rounds
        Of column generation.
    unserved_t
        Left behind.
    peak_mb
        The most memory of the process; ``None`` where the system does not say.
    """

    family: str
    seed: int
    release: str
    shipments: int
    read_s: float
    plan_s: float
    processor_s: float
    cost: float
    bound: float
    gap: float
    status: str
    engine: str
    rounds: int
    bookings: int
    unserved_t: float
    peak_mb: float | None = None


def measure(world: Instance, release: str, python: str, paths: Sequence[Path], gap: float, limit: float | None) -> Size:
    """Read and plan files in a fresh process, by the release that some Python has.

    Raises
    ------
    UnfinishedError
        If the process failed, or has not ended long after its time limit.
    """
    asked = ["--gap", str(gap)] + ([] if limit is None else ["--time-limit", str(limit)])
    command = [python, one_plan.__file__, *asked, *map(str, paths)]
    try:
        run = subprocess.run(
            command, stdout=subprocess.PIPE, check=True, timeout=None if limit is None else PATIENCE * limit + 60
        )
    except subprocess.CalledProcessError as error:
        raise UnfinishedError(f"the process ended with status {error.returncode}") from None
    except subprocess.TimeoutExpired:
        raise UnfinishedError(f"not ended after {PATIENCE} times its limit") from None
    return Size(world.family, world.seed, release, **json.loads(run.stdout))


def _write(world: Instance, home: Path) -> None:
    """Write a world to files, in a fresh process, since making a large one takes memory."""
    write(FAMILIES[world.family](world.shipments, world.seed), home)


def table(sizes: Sequence[Size]) -> str:
    """The results as a Markdown table."""
    heads = [
        "family", "shipments", "seed", "release", "read, s", "plan, s", "processor, s", "rounds", "peak, MB", "cost",
        "gap", "bookings", "left behind, t", "status",
    ]  # fmt: skip
    releases = {size.release for size in sizes}
    rows = [
        [
            size.family,
            number(size.shipments),
            str(size.seed),
            size.release,
            number(size.read_s, 1),
            number(size.plan_s, 1),
            number(size.processor_s, 1),
            number(size.rounds),
            number(size.peak_mb),
            number(size.cost),
            f"{size.gap:.3%}",
            number(size.bookings),
            number(size.unserved_t),
            f"{size.status} ({size.engine})",
        ]
        for size in sizes
    ]
    if len(releases) < 2:
        heads, rows = heads[:3] + heads[4:], [row[:3] + row[4:] for row in rows]
    return markdown(heads, rows)


def draw(sizes: Sequence[Size], path: Path) -> None:
    """Time, memory and gap against shipments by family, as a picture of the kind that the name says."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - not needed to measure

    figure = Figure(figsize=(12, 3.6), layout="constrained")
    panels = figure.subplots(1, 3)
    for release, line in (("this", "-"), ("other", ":")):
        for colour, family in enumerate(FAMILIES):
            found = [size for size in sizes if (size.family, size.release) == (family, release)]
            if not found:
                continue
            label = family if release == "this" else f"{family}, other release"
            shipments = [size.shipments for size in found]
            for axes, figures in zip(
                panels,
                (
                    [size.plan_s for size in found],
                    [size.peak_mb or math.nan for size in found],
                    [max(size.gap, LEAST_GAP) for size in found],
                ),
                strict=True,
            ):
                axes.plot(shipments, figures, marker="o", linestyle=line, color=f"C{colour}", label=label)
    for axes, title in zip(panels, ("time from rows read to plan, s", "peak memory, MB", "proven gap"), strict=True):
        axes.set(xscale="log", yscale="log", title=title, xlabel="shipments")
        axes.grid(visible=True, which="both", alpha=0.3)
    panels[0].legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every world, and write results, table and plot; 1 if one failed, which is then missing in them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--families", nargs="+", choices=FAMILIES, default=list(FAMILIES), metavar="FAMILY")
    parser.add_argument("--shipments", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--time-limit", type=float, help="seconds for each plan; none by default")
    parser.add_argument("--beside", metavar="PYTHON", help="the Python of an environment that holds another release")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/sizes"), metavar="FOLDER")
    asked = parser.parse_args(arguments)
    warm()
    releases = {"this": sys.executable} | ({"other": asked.beside} if asked.beside else {})
    if asked.beside:
        warm(asked.beside)
    worlds = [Instance(f, n, seed) for n in asked.shipments for f in asked.families for seed in asked.seeds]
    sizes: list[Size] = []
    for world in worlds:
        for release, python in releases.items():
            print(f"{world.family}, {world.shipments} shipments, seed {world.seed}, {release} …", file=sys.stderr)
            try:
                paths = world.write(asked.output)
                sizes.append(measure(world, release, python, paths, asked.gap, asked.time_limit))
            except UnfinishedError as error:
                print(error, file=sys.stderr)
            results.write(asked.output / "sizes.json", machine(), sizes)
    text = table(sizes)
    (asked.output / "sizes.md").write_text(text, encoding="utf-8")
    draw(sizes, asked.output / "sizes.svg")
    print(text)
    return int(len(sizes) < len(worlds) * len(releases))


if __name__ == "__main__":
    sys.exit(main())
