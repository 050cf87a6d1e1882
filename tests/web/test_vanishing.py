"""Clients that go away, send too much, or stay for long; and a server that is killed: it leaves nothing that runs."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import API, SERVER, TINY, NewDatabase
from tests.web.served import Served, descendants, running, until

if not Path("/proc/self/task").exists() or sys.platform == "win32":
    pytest.skip("processes are looked up in /proc", allow_module_level=True)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase) -> Iterator[Served]:
    """A server whose only worker is somewhere else: what is asked for waits."""
    served = Served(tmp_path_factory.mktemp("served"), OPTIMIZER_WORKERS="0", OPTIMIZER_DATABASE_URL=_url(new_database))
    served.start()
    yield served
    assert served.end() == 0


def _url(new_database: NewDatabase) -> str:
    return new_database() if os.environ.get(SERVER) else ""


def raw(served: Served, *lines: str, body: bytes = b"") -> socket.socket:
    """A request as it goes over the wire."""
    speaking = socket.create_connection(("127.0.0.1", served.port), timeout=30)
    speaking.sendall("\r\n".join((*lines, f"Host: 127.0.0.1:{served.port}", "", "")).encode() + body)
    return speaking


def test_too_large_an_upload_is_refused_before_any_of_it_is_sent(served: Served) -> None:
    with raw(served, f"POST {API}/uploads HTTP/1.1", "Content-Length: 10000000000") as speaking:
        assert speaking.recv(1000).startswith(b"HTTP/1.1 413 ")
    with raw(served, "POST /uploads HTTP/1.1", "Content-Length: 10000000000", "Accept: text/html") as speaking:
        assert speaking.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_a_client_that_vanishes_leaves_nothing_and_keeps_nobody(served: Served) -> None:
    """In the middle of an upload, and of a download."""
    head = ("Content-Type: multipart/form-data; boundary=b", "Content-Length: 3000000")
    part = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.xlsx"\r\n\r\n' + b"x" * 1500000
    for _ in range(3):
        raw(served, f"POST {API}/uploads HTTP/1.1", *head, body=part).close()
        raw(served, "GET /static/vendor/vega.min.js HTTP/1.1").close()
    with httpx.Client(base_url=served.url, timeout=30) as client:
        assert client.get(f"{API}/uploads").json()["items"] == []
        answer = client.post(f"{API}/uploads", files={"files": ("tiny.xlsx", TINY.read_bytes())})
        assert answer.status_code == 201 and client.get("/readyz").status_code == 200
    assert len([path for path in (served.folder / "files").rglob("*") if path.is_file()]) == 1


def test_many_who_follow_a_job_keep_nobody_else_from_an_answer(served: Served) -> None:
    """More than there are connections to the database, or threads."""
    with httpx.Client(base_url=served.url, timeout=30) as client, ExitStack() as following:
        client.post(f"{API}/uploads", files={"files": ("tiny.xlsx", TINY.read_bytes())})
        job = client.get(f"{API}/jobs").json()["items"][0]["id"]
        for _ in range(60):
            following.enter_context(raw(served, f"GET {API}/jobs/{job}/events/stream HTTP/1.1"))
        begun = time.monotonic()
        assert [client.get("/").status_code for _ in range(5)] == [200] * 5
        assert time.monotonic() - begun < 20


def test_a_server_that_is_killed_leaves_nothing_running_and_nothing_lost(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    """In the middle of a check: started again, it has the upload, and checks it."""
    served = Served(tmp_path, OPTIMIZER_DATABASE_URL=_url(new_database), OPTIMIZER_LEASE_SECONDS="1")
    served.start()
    answer = httpx.post(f"{served.url}{API}/uploads", files={"files": ("tiny.xlsx", TINY.read_bytes())}, timeout=30)
    upload = answer.json()["id"]
    until(served.jobs)
    left = served.kill()
    assert len(left) >= 2
    until(lambda: not any(map(running, left)))

    served.start()
    until(lambda: httpx.get(f"{served.url}{API}/uploads/{upload}", timeout=30).json()["state"] == "ready")
    (job,) = httpx.get(f"{served.url}{API}/jobs", timeout=30).json()["items"]
    assert job["state"] == "done" and job["attempts"] <= 2
    left = descendants(served.pid)
    assert served.end() == 0 and not any(map(running, left))
