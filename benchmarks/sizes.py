"""Time, memory and gap against the number of shipments.

    python -m benchmarks.sizes --shipments 1000 10000 100000 --seed 1 -o build/sizes

A world of each size is written to .csv, read back and planned, with nothing but the gap set. Reading and planning share
a fresh process, whose peak memory is taken; making the world has another.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import tariffs
from benchmarks import results
from benchmarks.found import Stopwatch
from benchmarks.measuring import UnfinishedError, apart, machine, warm
from benchmarks.tables import markdown, number
from benchmarks.worlds import world, write
from optimizer.options import Options
from optimizer.planning import plan


@dataclass(frozen=True, slots=True)
class Size:
    """What came of a world of one size, and what it took.

    Attributes
    ----------
    read_s
        Seconds from files to checked rows.
    plan_s
        Seconds from there to an audited plan.
    cost, bound
        Logistics cost, and what is proven, base currency.
    unserved_t
        Left behind.
    peak_mb
        The most memory of the process; ``None`` where the system does not say.
    """

    shipments: int
    read_s: float
    plan_s: float
    cost: float
    bound: float
    gap: float
    status: str
    engine: str
    bookings: int
    unserved_t: float
    peak_mb: float | None = None


def measure(shipments: int, seed: int, gap: float, folder: Path) -> Size:
    """Write a world, and read and plan it in a fresh process; the files stay in the folder.

    Raises
    ------
    UnfinishedError
        If a process failed.
    """
    paths = apart(make, shipments, seed, folder / f"world_{shipments}").result
    measured = apart(read_and_plan, paths, gap)
    return replace(measured.result, peak_mb=measured.peak_mb)


def make(shipments: int, seed: int, folder: Path) -> list[Path]:
    """Write a world to files."""
    return write(world(shipments, seed), folder)


def read_and_plan(paths: Sequence[Path], gap: float) -> Size:
    """Read a world and plan it, in this process."""
    watch = Stopwatch()
    read = tariffs.load(paths)
    read_s = watch.lap()
    made = plan(read.book, read.portfolio, Options(gap=Decimal(str(gap))))
    plan_s = watch.lap()
    return Size(
        len(read.portfolio.shipments),
        read_s,
        plan_s,
        float(made.cost),
        float(made.bound),
        float(made.gap),
        str(made.status),
        made.engine,
        len(made.bookings),
        float(sum(left.tonnes for left in made.unserved)),
    )


def table(sizes: Sequence[Size]) -> str:
    """The results as a Markdown table."""
    heads = ("shipments", "read, s", "plan, s", "peak, MB", "cost", "gap", "bookings", "left behind, t", "status")
    return markdown(
        heads,
        [
            [
                number(size.shipments),
                number(size.read_s, 1),
                number(size.plan_s, 1),
                number(size.peak_mb),
                number(size.cost),
                f"{size.gap:.3%}",
                number(size.bookings),
                number(size.unserved_t),
                f"{size.status} ({size.engine})",
            ]
            for size in sizes
        ],
    )


def draw(sizes: Sequence[Size], path: Path) -> None:
    """Time, memory and gap against shipments, on logarithmic axes, as a picture of the kind that the name says."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - not needed to measure

    panels = (
        ("time from rows read to plan, s", [size.plan_s for size in sizes]),
        ("peak memory, MB", [size.peak_mb or math.nan for size in sizes]),
        ("proven gap", [size.gap or math.nan for size in sizes]),
    )
    figure = Figure(figsize=(12, 3.6), layout="constrained")
    for axes, (title, figures) in zip(figure.subplots(1, len(panels)), panels, strict=True):
        axes.loglog([size.shipments for size in sizes], figures, marker="o")
        axes.set_title(title)
        axes.set_xlabel("shipments")
        axes.grid(visible=True, which="both", alpha=0.3)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every size, and write results, table and plot; 1 if one failed, which is then missing in them."""
    parser = argparse.ArgumentParser(description="Time, memory and gap against the number of shipments.")
    parser.add_argument("--shipments", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("-o", "--output", type=Path, default=Path("build/sizes"), metavar="FOLDER")
    asked = parser.parse_args(arguments)
    warm()
    sizes: list[Size] = []
    for shipments in asked.shipments:
        print(f"{shipments} shipments …", file=sys.stderr, flush=True)
        try:
            sizes.append(measure(shipments, asked.seed, asked.gap, asked.output))
        except UnfinishedError as error:
            print(error, file=sys.stderr)
        results.write(asked.output / "sizes.json", machine(), sizes)
    text = table(sizes)
    (asked.output / "sizes.md").write_text(text, encoding="utf-8")
    draw(sizes, asked.output / "sizes.svg")
    print(text)
    return int(len(sizes) < len(asked.shipments))


if __name__ == "__main__":
    sys.exit(main())
