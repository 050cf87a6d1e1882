"""Many drawn worlds, solved by both engines and by the plain third one: what ends how, and which seeds disagree.

    python -m tests.engine.long --worlds 1000 --seed 0 --log /tmp/long.jsonl

One process, a line of the log for each world; started again with the same log it goes on where it was.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from optimizer.plan import Status
from tests.engine.three import outcome
from tests.properties.numbered import world


def done(log: Path) -> dict[int, dict[str, Any]]:
    """What stands in a log."""
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return {found["seed"]: found for found in map(json.loads, lines)}


def summary(found: list[dict[str, Any]]) -> Iterator[str]:
    """Counts, and the seeds that want a look."""
    yield f"{len(found)} worlds, seeds {found[0]['seed']} to {found[-1]['seed']}" if found else "no worlds"
    statuses = Counter((run["engine"], run["status"]) for one in found for run in one["runs"])
    yield from (f"{engine} {status}: {count}" for (engine, status), count in sorted(statuses.items()))
    for one in found:
        late = [run for run in one["runs"] if run["status"] not in (Status.OPTIMAL, "solved")]
        yield from (f"seed {one['seed']}: {fault}" for fault in one["faults"])
        yield from (f"seed {one['seed']}: {r['engine']} {r['gap']:.2e} after {r['seconds']} s" for r in late)


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=100, help="how many (100)")
    parser.add_argument("--seed", type=int, default=0, help="the number of the first (0)")
    parser.add_argument("--shipments", type=int, default=12, help="at most, in a world (12)")
    parser.add_argument("--log", type=Path, required=True, help="where each outcome is written, and read to go on")
    parser.add_argument("--plain", action="store_true", help="hold them to the third engine, too")
    asked = parser.parse_args()
    known = done(asked.log)
    for number in range(asked.seed, asked.seed + asked.worlds):
        if number not in known:
            found = outcome(world(number, most_shipments=asked.shipments), plain=asked.plain)
            known[number] = {"seed": number, **json.loads(json.dumps(asdict(found)))}
            with asked.log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(known[number]) + "\n")
            for fault in found.faults:
                print(f"seed {number}: {fault}", flush=True)
    within = [known[number] for number in range(asked.seed, asked.seed + asked.worlds)]
    print("\n".join(summary(within)))
    return 1 if any(one["faults"] for one in within) else 0


if __name__ == "__main__":
    raise SystemExit(main())
