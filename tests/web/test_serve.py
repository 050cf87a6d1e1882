"""`optimizer serve` as a person starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import API, ROOT, SERVER, TINY, NewDatabase
from tests.web.served import Served, until

#: A machine that is very busy may take so long, s.
LONGEST = 60

if sys.platform == "win32":
    pytest.skip("processes are looked up in /proc", allow_module_level=True)


def command(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "optimizer", "serve", "--port", "0", "--folder", str(folder), *more]


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[tuple[Served, httpx.Client]]:
    """With one worker; with two where there is another database than a file."""
    folder = tmp_path_factory.mktemp("served")
    workers = "2" if os.environ.get(SERVER) else "1"
    served = Served(folder, OPTIMIZER_DATABASE_URL=new_database(), OPTIMIZER_WORKERS=workers)
    served.start()
    with httpx.Client(base_url=served.url, timeout=30) as client:
        yield served, client
    assert served.end() == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
def test_a_plan_is_made_though_the_workers_are_killed(server: tuple[Served, httpx.Client]) -> None:
    """Others are started, and the upload is checked and planned."""
    served, client = server
    killed = until(served.workers)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    answer = client.post(f"{API}/uploads", files={"files": ("tiny.xlsx", TINY.read_bytes())})
    upload = answer.json()["id"]
    until(lambda: client.get(f"{API}/uploads/{upload}").json()["state"] == "ready")
    job = client.post(f"{API}/jobs", json={"upload": upload}).json()["id"]
    until(lambda: client.get(f"{API}/jobs/{job}").json()["plan"])

    assert set(killed).isdisjoint(served.workers())


def test_another_host_gets_no_answer(server: tuple[Served, httpx.Client]) -> None:
    _, client = server
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
    assert "optimizer_jobs" in client.get("/metrics").text


@pytest.mark.parametrize(
    ("more", "mode", "words"),
    [
        (["--host", "0.0.0.0"], "single", "this computer alone"),
        ([], "firms", "OPTIMIZER_URL"),
        (["--port", "70000"], "single", "port"),
    ],
)
def test_what_would_let_others_in_is_refused(tmp_path: Path, more: list[str], mode: str, words: str) -> None:
    environment = os.environ | {"OPTIMIZER_MODE": mode}
    done = subprocess.run(
        command(tmp_path, *more),
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST,
    )
    assert done.returncode == 2 and words in done.stderr and "Traceback" not in done.stderr
