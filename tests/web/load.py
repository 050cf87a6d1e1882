"""Users who upload, plan and download while server, workers and jobs are killed: ``python -m tests.web.load``.

On this computer alone, and bounded. Afterwards it is held that every upload that was accepted was checked, that every
job that was accepted ended with one plan that passes the audit or with a stated problem, that none is lost and none has
two results, and that no log holds cargo data. It says how long pages took. The whole run of 50 users and 500 uploads is
``python -m tests.web.load --users 50 --uploads 500 --workers 2``.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import func, select

import optimizer
from optimizer.web.house import House
from optimizer.web.settings import Settings
from optimizer.web.store.tables import Job, JobState, Plan, Upload
from tests.web.cargo import MARKS, Sent, workbooks
from tests.web.conftest import API, SERVER, database_on
from tests.web.served import Served, running

#: A user asks again after this, s.
PAUSE = 0.5


@dataclass(slots=True)
class Run:
    """What all users share, and what comes of it."""

    served: Served
    inputs: list[Sent]
    folder: Path
    end: float
    uploads: Iterator[int]
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    accepted: dict[str, Sent] = field(default_factory=dict)
    jobs: dict[str, Sent] = field(default_factory=dict)
    plans: dict[str, Path] = field(default_factory=dict)
    pages_ms: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    killed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def ask(self, client: httpx.Client, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask until there is an answer that is no sign of a server that is away or busy."""
        while True:
            begun = time.monotonic()
            try:
                answer = client.request(method, path, **more)
            except httpx.TransportError:  # it was killed
                self._wait(path)
                continue
            with self.lock:
                self.answers[answer.status_code] += 1
                if method == "GET" and not path.startswith(API):
                    self.pages_ms.append(1000 * (time.monotonic() - begun))
            if answer.status_code not in (429, 503):
                return answer
            self._wait(path)

    def _wait(self, path: str) -> None:
        if time.monotonic() > self.end:
            raise TimeoutError(path)
        time.sleep(PAUSE)

    def until(self, client: httpx.Client, path: str, name: str, waiting: set[str], page: str) -> dict[str, Any]:
        """Look at a page, and ask whether something is over."""
        while True:
            found: dict[str, Any] = self.ask(client, "GET", path).json()
            if found[name] not in waiting:
                return found
            self.ask(client, "GET", page)
            self._wait(path)


def user(run: Run) -> None:
    """One after another: upload, look, plan, look, download."""
    with httpx.Client(base_url=run.served.url, timeout=30) as client:
        for number in run.uploads:
            try:
                _journey(run, client, number)
            except Exception as error:
                run.faults.append(f"upload {number}: {type(error).__name__} {error}")


def _journey(run: Run, client: httpx.Client, number: int) -> None:
    sent = run.inputs[number % len(run.inputs)]
    run.ask(client, "GET", "/")
    files = {"files": (sent.path.name, sent.path.read_bytes())}
    answer = run.ask(client, "POST", f"{API}/uploads", files=files, headers={"Idempotency-Key": f"upload-{number}"})
    assert answer.status_code == 201, answer.text
    name = answer.json()["id"]
    with run.lock:
        run.accepted[name] = sent
    upload = run.until(client, f"{API}/uploads/{name}", "state", {"checking"}, f"/uploads/{name}")
    if upload["state"] != "ready":
        return
    asked = {"upload": name, "options": {"time_limit": 60}}
    answer = run.ask(client, "POST", f"{API}/jobs", json=asked, headers={"Idempotency-Key": f"job-{number}"})
    assert answer.status_code == 202, answer.text
    job = answer.json()["id"]
    with run.lock:
        run.jobs[job] = sent
    ended = run.until(client, f"{API}/jobs/{job}", "state", {"queued", "running"}, f"/jobs/{job}")
    if ended["plan"] is None:
        return
    run.ask(client, "GET", f"/plans/{ended['plan']}")
    path = run.folder / f"{job}.xlsx"
    path.write_bytes(run.ask(client, "GET", f"{API}/plans/{ended['plan']}/workbook").content)
    with run.lock:
        run.plans[job] = path


def chaos(run: Run, every: float, draw: random.Random) -> None:
    """Kill a process now and then: of the jobs and workers mostly, of the server sometimes; it is started again."""
    while not run.over.wait(draw.expovariate(1 / every)):
        kind = draw.choices(("job", "worker", "server"), (3, 2, 1))[0]
        if kind == "server":
            run.served.kill()
            run.served.start()
            run.killed[kind] += 1
            continue
        found = run.served.jobs() if kind == "job" else run.served.workers()
        if found:
            pid = draw.choice(found)
            if running(pid):
                os.kill(pid, signal.SIGKILL)
                run.killed[kind] += 1


def found_wrong(run: Run, house: House) -> list[str]:
    """What does not hold: of the rows, of the plans, of the log."""
    wrong = list(run.faults)
    with house.database.of_system() as session:
        uploads = {row.id: row for row in session.scalars(select(Upload))}
        jobs = {row.id: row for row in session.scalars(select(Job))}
        made = dict(session.execute(select(Plan.job_id, func.count()).group_by(Plan.job_id)).all())
    wrong += [f"upload {name} is lost" for name in run.accepted.keys() - uploads.keys()]
    wrong += [f"upload {name} was made twice" for name in uploads.keys() - run.accepted.keys()]
    wrong += [f"job {name} is lost" for name in run.jobs.keys() - jobs.keys()]
    for name, sent in run.accepted.items():
        state = uploads[name].state if name in uploads else "lost"
        if state not in (sent.state, "failed"):
            wrong.append(f"upload {name} of {sent.path.name} is {state} and not {sent.state}")
        if state == "failed" and not uploads[name].report["problem"]["detail"]:
            wrong.append(f"upload {name} failed for no reason")
    for name, job in jobs.items():
        if job.kind == "plan":
            wrong += _of_job(name, job, made.get(name, 0), name in run.jobs)
    for name, path in run.plans.items():
        if not optimizer.audit(path, [run.jobs[name].path]).passed:
            wrong.append(f"the plan of job {name} does not pass the audit")
    log = run.served.log.read_text(errors="replace").casefold()
    wrong += [f"the log holds {mark}" for mark in MARKS if mark.casefold() in log]
    return wrong


def _of_job(name: str, job: Job, plans: int, known: bool) -> Iterator[str]:
    if not known:
        yield f"job {name} was made twice"
    if not JobState(job.state).ended:
        yield f"job {name} is still {job.state}"
    if plans != (job.state == JobState.DONE.value):
        yield f"job {name} is {job.state} and has {plans} plans"
    if job.state == JobState.FAILED.value and not (job.problem or {}).get("detail"):
        yield f"job {name} failed for no reason"


def report(run: Run, house: House, seconds: float, wrong: list[str]) -> dict[str, Any]:
    """What was done, how long pages took, and what does not hold."""
    with house.database.of_system() as session:
        states = Counter(session.scalars(select(Job.state).where(Job.kind == "plan")))
        attempts = Counter(session.scalars(select(Job.attempts)))
        problems = Counter((row or {}).get("type", "none") for row in session.scalars(select(Job.problem)))
    pages = sorted(run.pages_ms)
    return {
        "seconds": round(seconds, 1),
        "uploads": len(run.accepted),
        "jobs": {"plan": dict(states), "attempts": dict(attempts), "problems": dict(problems)},
        "plans_audited": len(run.plans),
        "killed": dict(run.killed),
        "answers": dict(run.answers),
        "pages_ms": {
            "count": len(pages),
            "median": round(statistics.median(pages), 1),
            "p95": round(pages[int(0.95 * len(pages))], 1),
            "most": round(pages[-1], 1),
        },
        "wrong": wrong,
    }


def loaded(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Do it, in an empty folder."""
    draw = random.Random(options.seed)
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    settings = {
        "OPTIMIZER_WORKERS": str(options.workers),
        "OPTIMIZER_LEASE_SECONDS": "5",
        "OPTIMIZER_JOB_ATTEMPTS": "5",
    }
    if os.environ.get(SERVER):
        settings["OPTIMIZER_DATABASE_URL"] = database_on(os.environ[SERVER])
    served = Served(folder / "served", **settings)
    served.folder.mkdir()
    served.start()
    begun = time.monotonic()
    numbers = itertools.islice(itertools.count(), options.uploads)
    run = Run(served, workbooks(folder / "in", draw), folder / "out", begun + options.seconds, _one_at_a_time(numbers))
    killing = threading.Thread(target=chaos, args=(run, options.kill_every, draw))
    users = [threading.Thread(target=user, args=(run,)) for _ in range(options.users)]
    for thread in (killing, *users):
        thread.start()
    for thread in users:
        thread.join()
    run.over.set()
    killing.join()
    seconds = time.monotonic() - begun
    database_url = settings.get("OPTIMIZER_DATABASE_URL", "")
    house = House.of(Settings(folder=served.folder, database_url=database_url))
    try:
        return report(run, house, seconds, found_wrong(run, house))
    finally:
        house.database.dispose()
        served.end()


def _one_at_a_time(numbers: Iterator[int]) -> Iterator[int]:
    """What several threads may take from."""
    lock = threading.Lock()

    class Shared:
        def __iter__(self) -> Iterator[int]:
            return self

        def __next__(self) -> int:
            with lock:
                return next(numbers)

    return Shared()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--uploads", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--kill-every", type=float, default=6.0, help="seconds between kills, on average")
    parser.add_argument("--seconds", type=float, default=1800.0, help="give up after this")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="load-", ignore_cleanup_errors=True) as folder:
        found = loaded(options, Path(folder))
    print(json.dumps(found, indent=1))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
