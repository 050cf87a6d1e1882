"""The child process of a job: killed, too large, too slow, cancelled."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

import optimizer
from optimizer.progress import Step
from optimizer.web.house import House
from optimizer.web.work.process import Child
from optimizer.web.work.tasks import plan
from optimizer.web.work.tasks.task import RefusedError, Task
from optimizer.web.work.worker import Worker
from tests.web.conftest import API, TINY, Work


def test_another_price_of_co2_holds_and_the_audit_passes(tmp_path: Path) -> None:
    """With the workbooks as they are; where these state no price, the task says what to add."""
    found: list[dict[str, object]] = []
    (tmp_path / "out").mkdir()
    book = load_workbook(TINY)
    for row in (("mode", "co2_g_per_tkm"), ("rail", 20), ("road", 60)):
        (book["Emissions"] if "Emissions" in book.sheetnames else book.create_sheet("Emissions")).append(row)
    book.save(tmp_path / "in.xlsx")
    task = Task((tmp_path / "in.xlsx",), tmp_path / "out", {"co2_price_per_t": "50"}, lambda _: None, found.append)
    plan.run(task)
    summary = found[0]["summary"]
    assert isinstance(summary, dict)
    assert summary["price_of_co2"] == pytest.approx(50 * summary["co2e_t"], abs=0.01) and summary["co2e_t"] > 0
    assert optimizer.audit(tmp_path / "out" / "plan.xlsx", [tmp_path / "in.xlsx"]).passed

    sheet = book["Settings"]
    sheet.delete_rows(next(row[0].row for row in sheet.iter_rows() if row[0].value == "co2_price_per_t"))
    book.save(tmp_path / "in.xlsx")
    with pytest.raises(RefusedError, match="Add the row co2_price_per_t"):
        plan.run(task)


def test_progress_is_that_of_plans_in_whole_containers() -> None:
    """The relaxation costs less than any plan: what is told is the best plan so far, and what is proven."""
    told: list[dict[str, Any]] = []
    tell = plan._told(told.append)
    tell(Step("round 2", cost=90.0, bound=80.0, best=100.0))
    tell(Step("auditing"))
    assert told == [{"words": "round 2", "cost": 100.0, "bound": 80.0, "gap": 0.2}, {"words": "auditing"}]


def laid_out(folder: Path, kind: str = "check", memory_mb: int = 2000) -> Path:
    (folder / "out").mkdir()
    job = {"kind": kind, "inputs": [str(TINY)], "options": {}, "memory_mb": memory_mb}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    return folder


def wait_for(child: Child, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not child.ended:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_child_that_needs_too_much_memory_says_so(tmp_path: Path) -> None:
    with Child(laid_out(tmp_path, memory_mb=60)) as child:
        wait_for(child)
    found = child.found()
    assert found is not None and found["problem"]["type"] == "/problems/out-of-memory", child.last_words()


def test_a_child_whose_worker_is_gone_ends(tmp_path: Path) -> None:
    """Its standard input ends with the worker, however that ended."""
    with Child(laid_out(tmp_path, "plan")) as child:
        assert child._process.stdin is not None
        child._process.stdin.close()
        wait_for(child, 20)
    assert child.status == -signal.SIGKILL


def test_a_killed_child_is_begun_again_and_there_is_one_plan(
    client: TestClient, house: House, work: Work, checked: str
) -> None:
    job = client.post(f"{API}/jobs", json={"upload": checked}).json()["id"]
    worker = Worker(house.settings, house.database, house.files)
    killing = threading.Thread(target=_kill_the_first_child)
    killing.start()
    assert worker.do_one(["plan"])
    killing.join()
    assert client.get(f"{API}/jobs/{job}").json()["state"] == "running"

    work()

    done = client.get(f"{API}/jobs/{job}").json()
    assert (done["state"], done["attempts"]) == ("done", 2)
    plans = client.get(f"{API}/plans", params={"limit": 200}).json()["items"]
    assert [plan["job"] for plan in plans].count(job) == 1


def _kill_the_first_child() -> None:
    """The child of a job that this process has started."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for entry in Path("/proc").iterdir():
            if not entry.name.isdecimal():
                continue
            try:
                command, status = (entry / "cmdline").read_bytes(), (entry / "stat").read_text().rpartition(")")[2]
            except OSError:
                continue
            if b"optimizer.web.work.child" in command and int(status.split()[1]) == os.getpid():
                os.kill(int(entry.name), signal.SIGKILL)
                return
        time.sleep(0.02)
    raise AssertionError("no child was started")


if not Path("/proc/self/stat").exists():
    test_a_killed_child_is_begun_again_and_there_is_one_plan = pytest.mark.skip("needs /proc")(
        test_a_killed_child_is_begun_again_and_there_is_one_plan
    )


def cancelled_once_begun(client: TestClient, worker: Worker, job: str) -> dict[str, Any]:
    """A job that is cancelled as soon as a worker has begun it, once it has ended."""
    doing = threading.Thread(target=worker.do_one, args=(["plan"],))
    doing.start()
    while client.get(f"{API}/jobs/{job}").json()["state"] == "queued":
        time.sleep(0.02)
    client.post(f"{API}/jobs/{job}/cancel")
    doing.join(60)

    ended: dict[str, Any] = client.get(f"{API}/jobs/{job}").json()
    return ended


def test_a_job_that_is_cancelled_before_there_is_a_plan_has_none(
    client: TestClient, house: House, checked: str
) -> None:
    """Cancelled while the workbooks are still being read."""
    job = client.post(f"{API}/jobs", json={"upload": checked}).json()["id"]
    ended = cancelled_once_begun(client, Worker(house.settings, house.database, house.files), job)
    assert ended["state"] in ("cancelled", "done")
    assert (ended["plan"] is None) == (ended["state"] == "cancelled")


def test_a_child_that_a_stop_ends_without_a_word_is_not_begun_again(
    client: TestClient, house: House, checked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is stopped while it starts."""
    job = client.post(f"{API}/jobs", json={"upload": checked}).json()["id"]
    monkeypatch.setattr(Child, "stop", Child.kill)
    watched = Worker(house.settings, house.database, house.files)
    ended = cancelled_once_begun(client, watched, job)
    assert (ended["state"], ended["plan"], ended["attempts"]) == ("cancelled", None, 1)
    assert watched.do_one(["plan"]) is False


def test_a_job_that_takes_too_long_ends_with_the_reason(client: TestClient, house: House, checked: str) -> None:
    job = client.post(f"{API}/jobs", json={"upload": checked}).json()["id"]
    hasty = house.settings.model_copy(update={"job_seconds": 0.1, "job_grace_seconds": 0.0})

    Worker(hasty, house.database, house.files).do_one(["plan"])

    ended = client.get(f"{API}/jobs/{job}").json()
    assert (ended["state"], ended["problem"]["type"]) == ("failed", "/problems/too-long")
