"""Drawn worlds that show that a column matters: without it, another plan is best.

    python -m tests.properties.witnesses [--worlds 500]

looks for worlds for the columns that have none yet, in those that are drawn, and keeps them in ``witnesses.json``.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from tests.properties.by_hand import BY_HAND
from tests.properties.columns import Place, best, drawn, matters, wanting
from tests.properties.drawing import World
from tests.properties.numbered import world

KEPT = Path(__file__).with_name("witnesses.json")
#: Small, so that every row counts for much, and large enough that cargo waits on its way.
SIZES = (
    {"most_places": 3, "most_legs": 3, "most_shipments": 2, "most_days": 9},
    {"most_places": 4, "most_legs": 6, "most_shipments": 2, "most_days": 12},
)


def kept() -> list[tuple[World, list[Place]]]:
    """The worlds at hand, each with the columns that it is for."""
    stored = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else []
    return [(one["world"], [Place(*name.split(".")) for name in one["columns"]]) for one in stored]


def keep(found: list[tuple[World, list[Place]]]) -> None:
    """Write them."""
    stored = [{"columns": [".".join(place) for place in places], "world": made} for made, places in found]
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in stored)
    KEPT.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def still_true() -> list[tuple[World, list[Place]]]:
    """The worlds at hand with the columns that still matter in them."""
    columns, found = wanting(), []
    for made, places in kept():
        known = best(made)
        of_it = [place for place in places if place in columns and matters(made, place, columns[place], known)]
        if of_it:
            found.append((made, of_it))
    return found


def main() -> int:
    """Look for what is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=500, help="how many are looked at, at most (500)")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first (0)")
    asked = parser.parse_args()
    started, found = time.monotonic(), still_true()
    known_places = {place for _, places in found for place in places} | BY_HAND.keys()
    missing = {place: column for place, column in wanting().items() if place not in known_places}
    for number in range(asked.seed, asked.seed + asked.worlds):
        if not missing:
            break
        made = world(number, **SIZES[number % len(SIZES)])
        there = [place for place in missing if drawn(made, place)]
        known = best(made) if there else None
        shown = [place for place in there if matters(made, place, missing[place], known)]
        if shown:
            found.append((made, shown))
            keep(found)
            missing = {place: column for place, column in missing.items() if place not in shown}
            print(f"{number}: {len(missing)} missing after {time.monotonic() - started:.0f} s", flush=True)
    print("no world for", ", ".join(".".join(place) for place in missing) or "none")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
