"""`optimizer serve` as a person starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import API, ROOT, TINY

#: A machine that is very busy may take so long, s.
LONGEST = 60

if sys.platform == "win32":
    pytest.skip("processes are looked up in /proc", allow_module_level=True)


def command(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "optimizer", "serve", "--port", "0", "--folder", str(folder), *more]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    folder = tmp_path_factory.mktemp("served")
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command(folder), cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
    assert process.stdout is not None
    url = re.search(r"http://\S+", process.stdout.readline())
    assert url is not None, (folder / "log").read_text()
    with httpx.Client(base_url=url[0], timeout=30) as client:
        yield process, client
    process.send_signal(signal.SIGINT)
    process.stdout.close()
    assert process.wait(20) == 0


def workers(of: int) -> list[int]:
    """The processes that a process has started."""
    children = Path(f"/proc/{of}/task").glob("*/children")
    return [int(pid) for path in children for pid in path.read_text().split()]


def until(true: object, seconds: float = LONGEST) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
def test_a_plan_is_made_though_the_worker_is_killed(server: tuple[subprocess.Popen[str], httpx.Client]) -> None:
    """Another one is started, and the upload is checked and planned."""
    process, client = server
    until(lambda: workers(process.pid))
    (killed,) = workers(process.pid)
    os.kill(killed, signal.SIGKILL)
    answer = client.post(f"{API}/uploads", files={"files": ("tiny.xlsx", TINY.read_bytes())})
    upload = answer.json()["id"]
    until(lambda: client.get(f"{API}/uploads/{upload}").json()["state"] == "ready")
    job = client.post(f"{API}/jobs", json={"upload": upload}).json()["id"]
    until(lambda: client.get(f"{API}/jobs/{job}").json()["plan"])

    assert killed not in workers(process.pid)


def test_another_host_gets_no_answer(server: tuple[subprocess.Popen[str], httpx.Client]) -> None:
    _, client = server
    assert client.get("/", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/healthz").status_code == client.get("/readyz").status_code == 200
    assert "optimizer_jobs" in client.get("/metrics").text


@pytest.mark.parametrize(
    ("more", "mode", "words"),
    [
        (["--host", "0.0.0.0"], "single", "this computer alone"),
        ([], "firms", "signing in is not there yet"),
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
