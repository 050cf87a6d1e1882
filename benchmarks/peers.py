"""A comparison of this program with the model that a careful user would write, on the same worlds and in one run.

    python -m benchmarks.peers --shipments 50 100 200 -o build/peers

Each way to plan has a fresh process for each world. The worlds are plain ones (``benchmarks.plain``), which all of
them can state exactly: no proven bound of one may be above the cost of another, or the run fails.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from benchmarks import results
from benchmarks.found import Found, Limits
from benchmarks.measuring import TimeUpError, UnfinishedError, apart, machine, warm
from benchmarks.plain import plain
from benchmarks.tables import markdown, number
from benchmarks.worlds import given, world

#: The ways to plan: module and function, imported where they run, so that each does without the others.
WAYS: Mapping[str, tuple[str, str]] = {
    "column generation": ("benchmarks.engines", "by_columns"),
    "listed itineraries": ("benchmarks.engines", "by_listing"),
    "PuLP, HiGHS": ("benchmarks.in_pulp", "by_highs"),
    "linopy, HiGHS": ("benchmarks.in_linopy", "by_linopy"),
    "PuLP, CBC": ("benchmarks.in_pulp", "by_cbc"),
}
#: What all others are compared with.
OURS = "column generation"
#: A bound may be above a cost by so much of it: charges are rounded to cents, loads to kilograms, solvers to their own.
ROUNDING = 1e-5


@dataclass(frozen=True, slots=True)
class Peer:
    """One way to plan one world.

    ``cost``, ``bound`` and ``gap`` are ``None`` where there is none; ``note`` says why, or that it was stopped.
    """

    shipments: int
    way: str
    variables: int | None = None
    build_s: float | None = None
    solve_s: float | None = None
    cost: float | None = None
    bound: float | None = None
    gap: float | None = None
    peak_mb: float | None = None
    note: str = ""
    failed: bool = False

    @property
    def seconds(self) -> float | None:
        """From rows read to the plan."""
        return None if self.build_s is None or self.solve_s is None else self.build_s + self.solve_s


def run(shipments: int, seed: int, way: str, limits: Limits) -> Peer:
    """Plan a world one way, in a fresh process."""
    try:
        # Stating takes its time, too, and solvers look at the clock when they come to it.
        measured = apart(find, shipments, seed, way, limits, seconds=1.25 * limits.seconds + 120)
    except TimeUpError as late:
        return Peer(shipments, way, note=str(late))
    except UnfinishedError as error:
        return Peer(shipments, way, note=str(error), failed=True)
    found = measured.result
    gap = found.gap
    note = ""
    if gap is None or gap > limits.gap + ROUNDING:
        in_time = found.solve_s < limits.seconds
        note = f"ended above {limits.gap:.2%}" if in_time else f"stopped at {limits.seconds:,.0f} s"
    return Peer(
        shipments,
        way,
        found.variables,
        found.build_s,
        found.solve_s,
        found.cost,
        found.bound,
        gap,
        measured.peak_mb,
        note,
    )


def find(shipments: int, seed: int, way: str, limits: Limits) -> Found:
    """Make a world and plan it one way, in this process."""
    module, name = WAYS[way]
    by = getattr(import_module(module), name)
    found: Found = by(given(plain(world(shipments, seed))), limits)
    return found


def disagreements(peers: Iterable[Peer]) -> list[str]:
    """Where a bound that one way proved is above the cost that another has for the same world."""
    found = []
    many = list(peers)
    for one in many:
        for other in many:
            if one.shipments != other.shipments or one.bound is None or other.cost is None:
                continue
            if one.bound > other.cost + ROUNDING * abs(other.cost):
                found.append(
                    f"{one.shipments} shipments: by {one.way} no plan costs less than {one.bound:,.2f}, "
                    f"but by {other.way} one costs {other.cost:,.2f}"
                )
    return found


def table(peers: Sequence[Peer]) -> str:
    """The results as a Markdown table; times as multiples of our own."""
    ours = {peer.shipments: peer.seconds for peer in peers if peer.way == OURS}
    heads = ("shipments", "way", "variables", "build, s", "solve, s", "time", "cost", "gap", "peak, MB", "")
    return markdown(heads, [_row(peer, ours.get(peer.shipments)) for peer in peers])


def _row(peer: Peer, ours: float | None) -> list[str]:
    times = None if peer.seconds is None or not ours else peer.seconds / ours
    return [
        number(peer.shipments),
        peer.way,
        number(peer.variables),
        number(peer.build_s, 1) if peer.variables else "",
        number(peer.solve_s, 1),
        "" if times is None else f"{number(times, 1)} ×",
        number(peer.cost),
        "" if peer.gap is None else f"{peer.gap:.2%}",
        number(peer.peak_mb),
        peer.note,
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run them all; 1 if they disagree, or one failed."""
    parser = argparse.ArgumentParser(description="This program beside the model that a careful user would write.")
    parser.add_argument("--shipments", type=int, nargs="+", default=[50, 100, 200])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--gap", type=float, default=0.001)
    parser.add_argument("--time-limit", type=float, default=600, metavar="SECONDS", help="for each search")
    parser.add_argument("--threads", type=int, default=2, help="for the solvers of the careful user's model")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/peers"), metavar="FOLDER")
    asked = parser.parse_args(arguments)
    limits = Limits(asked.gap, asked.time_limit, asked.threads)
    warm()
    peers: list[Peer] = []
    for shipments in asked.shipments:
        for way in asked.ways:
            print(f"{shipments} shipments, {way} …", file=sys.stderr, flush=True)
            peers.append(run(shipments, asked.seed, way, limits))
            results.write(asked.output / "peers.json", machine(), peers)
    text = table(peers)
    (asked.output / "peers.md").write_text(text, encoding="utf-8")
    print(text)
    wrong = disagreements(peers)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong or any(peer.failed for peer in peers) else 0


if __name__ == "__main__":
    sys.exit(main())
