"""How long the server takes, a benchmark: ``python -m tests.web.pace``.

It starts a server as a person does, and says how soon it is ready, what it holds in memory when it idles, and how long
it is from an upload to the downloaded plan, of the sample and of its first 25 shipments; with the load of the machine,
as other work makes all of it slower. It ends with 1 if something takes longer than it may.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

import optimizer
from optimizer.web.client import Client
from tests.web.conftest import ROOT
from tests.web.served import Served, descendants

#: What is allowed: s, MB, s, s.
READY_S, IDLE_MB, SAMPLE_S, SMALL_S = 3.0, 200.0, 20.0, 10.0

#: How many shipments the small cargo has, and how long a server idles before its memory is read, s.
SMALL, IDLE_S = 25, 5.0

TARIFFS, CARGO = (ROOT / "spreadsheets" / name for name in ("corridors.xlsx", "cargo.xlsx"))


def main() -> int:
    """Measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.pace")
    parser.add_argument("--runs", type=int, default=3, help="how often each cargo is planned")
    runs = parser.parse_args().runs
    over = []

    def held(what: str, found: float, most: float, unit: str) -> None:
        print(f"{what}: {found:.1f} {unit} of {most:g} allowed; load {os.getloadavg()[0]:.1f}", flush=True)
        over.extend([what] if found > most else [])

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small = first_shipments(folder / "small.xlsx", SMALL)
        served = Served(folder / "server")
        served.folder.mkdir()
        held("ready", served.start(), READY_S, "s")
        try:
            time.sleep(IDLE_S)
            held("memory when idle", idle_mb(served.pid), IDLE_MB, "MB")
            for _ in range(runs):
                for cargo, what, most in ((CARGO, "the sample", SAMPLE_S), (small, f"{SMALL} shipments", SMALL_S)):
                    took = planned(served.url, folder, TARIFFS, cargo)
                    held(f"{what}, upload to download", took, most, "s")
        finally:
            served.end()
    return 1 if over else 0


def first_shipments(path: Path, shipments: int) -> Path:
    """The sample's cargo cut short."""
    book = load_workbook(CARGO)
    book["Cargo"].delete_rows(shipments + 2, book["Cargo"].max_row)
    book.save(path)
    return path


def idle_mb(pid: int) -> float:
    """What a process and those that it has started have in memory; what they share is counted once."""
    found = (Path(f"/proc/{one}/smaps_rollup").read_text() for one in (pid, *descendants(pid)))
    return sum(int(kilobytes) for text in found for kilobytes in re.findall(r"^Pss:\s+(\d+)", text, re.M)) / 1024


def planned(url: str, folder: Path, *inputs: Path) -> float:
    """Upload workbooks, plan them and download the plan, which passes the audit; how long that took, s."""
    client, begun = Client(url), time.monotonic()
    upload = client.wait_for_upload(client.upload(*inputs)["id"])
    checked = time.monotonic()
    job = client.plan(upload["id"])
    while job["state"] in ("queued", "running"):
        time.sleep(0.1)
        job = client.job(job["id"])
    plan = client.download_plan(job["plan"], folder / "plan.xlsx")
    took = time.monotonic() - begun
    assert optimizer.audit(plan, list(inputs)).passed
    print(f"    {checked - begun:5.1f} s  checked")
    for event in client.events(job["id"])["items"]:
        at = datetime.fromisoformat(event["at"]) - datetime.fromisoformat(job["started"])
        print(f"    {checked - begun + at.total_seconds():5.1f} s  {event['words']}")
    return took


if __name__ == "__main__":
    sys.exit(main())
