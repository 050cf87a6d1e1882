"""A disk that is full, a database that is locked, a worker that is cut off: nothing is lost, and all is said."""

from __future__ import annotations

import errno
import io
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, inspect, select, text
from sqlalchemy.exc import DatabaseError, OperationalError
from starlette.testclient import TestClient

from optimizer.web import logs
from optimizer.web.app import create_app
from optimizer.web.house import House
from optimizer.web.queue import Claims
from optimizer.web.settings import Settings
from optimizer.web.store import Database, database
from optimizer.web.store.migrate import SchemaError, migrate
from optimizer.web.store.tables import Upload
from optimizer.web.work import worker as working
from optimizer.web.work.process import Child
from optimizer.web.work.worker import Worker
from tests.web.conftest import API, BASE, ROOT, TINY, NewDatabase, Work, send
from tests.web.served import until

LOCKED = OperationalError("update", {}, sqlite3.OperationalError("database is locked"))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A server with a file as its database, which waits for a lock for a moment only."""
    monkeypatch.setattr(database, "BUSY_MS", 50)
    app = create_app(Settings(folder=tmp_path / "own", upload_mb=4))
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        yield client


def test_servers_that_start_at_once_migrate_once(new_database: NewDatabase, tmp_path: Path) -> None:
    """One does, the other waits; both are ready."""
    code = (
        "import sys; from optimizer.web.app import make_ready; from optimizer.web.house import House; "
        "from optimizer.web.settings import Settings; from pathlib import Path; "
        "make_ready(House.of(Settings(folder=Path(sys.argv[1]), database_url=sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, str(tmp_path), new_database()]
    servers = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [server.communicate(timeout=120)[1] for server in servers] == ["", ""]
    assert [server.returncode for server in servers] == [0, 0]


def test_a_migration_that_fails_halfway_leaves_nothing(new_database: NewDatabase) -> None:
    """And one that is killed: it is one transaction."""
    made = Database(new_database())
    with made.engine.begin() as connection:
        connection.execute(text("create table plan_files (id integer)"))
    with pytest.raises(DatabaseError):
        migrate(made)
    assert inspect(made.engine).get_table_names() == ["plan_files"]
    made.dispose()


def test_a_database_of_a_newer_version_is_refused_in_words(new_database: NewDatabase) -> None:
    made = Database(new_database())
    migrate(made)
    with made.engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'later'"))
    with pytest.raises(SchemaError, match="newer version"):
        migrate(made)
    made.dispose()


def test_a_locked_database_is_said_and_the_next_request_works(own: TestClient, tmp_path: Path) -> None:
    locking = sqlite3.connect(tmp_path / "own" / "optimizer.db", isolation_level=None)
    locking.execute("begin immediate")
    answer, page = (own.post(path) for path in (f"{API}/uploads/sample", "/uploads/sample"))
    assert own.get("/").status_code == 200
    locking.close()

    assert (answer.status_code, answer.json()["type"], answer.headers["retry-after"]) == (503, "/problems/busy", "2")
    assert page.status_code == 503 and "Try again in a moment" in page.text
    assert send(own, TINY)


def test_a_full_database_is_said_and_the_next_request_works(own: TestClient) -> None:
    house: House = own.app.state.house
    with house.database.engine.connect() as connection:
        size = connection.execute(text("pragma page_count")).scalar_one()

    @event.listens_for(house.database.engine, "connect")
    def _no_larger(connection: Any, _: Any) -> None:
        connection.execute(f"pragma max_page_count={size}")

    house.database.dispose()
    answers = [own.post(f"{API}/uploads/sample") for _ in range(30)]
    event.remove(house.database.engine, "connect", _no_larger)
    house.database.dispose()

    full = [answer for answer in answers if answer.status_code != 201]
    assert full and {answer.json()["type"] for answer in full} == {"/problems/no-room"}
    assert send(own, TINY)


@pytest.mark.parametrize("where", ["os.fsync", "starlette.formparsers.SpooledTemporaryFile"])
def test_a_full_disk_is_said_and_the_next_request_works(
    own: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """Full while the file is kept, or while the request is still being read; nothing is left of it."""

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(where, full)
    files = {"files": ("tiny.xlsx", TINY.read_bytes())}
    answer, page = own.post(f"{API}/uploads", files=files), own.post("/uploads", files=files)
    monkeypatch.undo()

    assert (answer.status_code, answer.json()["type"]) == (507, "/problems/no-room")
    assert page.status_code == 507 and "no room left" in page.text
    assert [path for path in (tmp_path / "own" / "files").rglob("*") if path.is_file()] == []
    assert own.get(f"{API}/uploads").json()["items"] == []
    assert send(own, TINY)


@pytest.mark.parametrize(
    ("limits", "problem"),
    [
        ({"check_seconds": 0.05, "job_grace_seconds": 0.0}, "/problems/too-long"),
        ({"job_memory_mb": 60}, "/problems/out-of-memory"),
    ],
)
def test_a_workbook_that_hangs_or_eats_memory_fails_with_the_reason(
    client: TestClient, house: House, work: Work, limits: dict[str, Any], problem: str
) -> None:
    """Its check is ended, its page says why, and the next upload is checked."""
    name = send(client, TINY)
    Worker(house.settings.model_copy(update=limits), house.database, house.files).do_one(["check"])

    upload = client.get(f"{API}/uploads/{name}").json()
    job = next(job for job in client.get(f"{API}/jobs").json()["items"] if job["upload"] == name)
    assert (upload["state"], job["state"], job["problem"]["type"]) == ("failed", "failed", problem)
    assert job["problem"]["title"] in client.get(f"/uploads/{name}").text
    after = send(client, TINY)
    work()
    assert client.get(f"{API}/uploads/{after}").json()["state"] == "ready"


@pytest.mark.skipif(sys.platform != "linux", reason="limits another process")
def test_a_disk_that_is_full_while_a_plan_is_written_is_the_reason(
    client: TestClient, house: House, checked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and not after it was tried again."""
    import resource  # noqa: PLC0415

    entered = Child.__enter__

    def limited(child: Child) -> Child:
        entered(child)
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (2000, 2000))
        return child

    monkeypatch.setattr(Child, "__enter__", limited)
    job = client.post(f"{API}/jobs", json={"upload": checked}).json()["id"]
    Worker(house.settings, house.database, house.files).do_one(["plan"])

    ended = client.get(f"{API}/jobs/{job}").json()
    assert (ended["state"], ended["problem"]["type"], ended["attempts"]) == ("failed", "/problems/no-room", 1)


@pytest.mark.parametrize("what", ["cancel_asked", "finishing"])
def test_a_job_outlasts_a_database_that_is_away_for_a_moment(
    client: TestClient, house: House, checked: str, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """While it runs, and when its plan is published: nothing is done twice."""
    whole: Callable[..., Any] = getattr(Claims, what)
    left = [LOCKED] * 3

    def away(*given: Any, **more: Any) -> Any:
        if left:
            raise left.pop()
        return whole(*given, **more)

    monkeypatch.setattr(Claims, what, away)
    monkeypatch.setattr(working, "AGAIN", 0.01)
    job = client.post(f"{API}/jobs", json={"upload": checked}).json()["id"]
    Worker(house.settings, house.database, house.files).do_one(["plan"])

    ended = client.get(f"{API}/jobs/{job}").json()
    assert (ended["state"], ended["attempts"], left) == ("done", 1, []) and ended["plan"]


def test_a_worker_outlasts_a_fault(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its other jobs are not to wait for ever: whether it is a fault to claim one, or to do it."""
    faults: list[Exception] = [RuntimeError("once"), LOCKED, RuntimeError("twice"), LOCKED]
    worker = Worker(house.settings, house.database, house.files)

    def claim(*_: object) -> str | None:
        if len(faults) > 2:
            raise faults.pop()
        if not faults:
            worker.ending.set()
        return "a job" if faults else None

    def do(*_: object) -> None:
        raise faults.pop()

    monkeypatch.setattr(Claims, "claim", claim)
    monkeypatch.setattr(Worker, "_log_done", do)
    monkeypatch.setattr(working, "AGAIN", 0.01)
    worker.run(["plan"])
    assert faults == []


def test_what_is_added_to_a_plan_keeps_the_next_one_from_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next job is begun once a plan is published; of what is added, one at a time is worked out."""
    worker, waiting = Worker(house.settings, house.database, house.files), ["third", "second", "first"]
    begun, drawn = list[str](), threading.Event()

    def do(_: Worker, job: str, published: threading.Event) -> None:
        begun.append(job)
        published.set()
        assert drawn.wait(60)

    monkeypatch.setattr(Claims, "claim", lambda *_: waiting.pop() if waiting else None)
    monkeypatch.setattr(Worker, "_log_done", do)
    running = threading.Thread(target=worker.run, args=(["plan"],))
    running.start()
    until(lambda: len(begun) == 2)
    time.sleep(0.3)
    assert begun == ["first", "second"]
    drawn.set()
    until(lambda: len(begun) == 3)
    worker.ending.set()
    running.join()


def test_a_process_that_ends_without_a_word_has_its_reason_stated(
    client: TestClient, house: House, monkeypatch: pytest.MonkeyPatch, work: Work
) -> None:
    """After as many attempts as it may have: here its check is killed each time."""
    entered = Child.__enter__

    def killed(child: Child) -> Child:
        entered(child)
        child.kill()
        return child

    name = send(client, TINY)
    monkeypatch.setattr(Child, "__enter__", killed)
    work()

    upload = client.get(f"{API}/uploads/{name}").json()
    job = next(job for job in client.get(f"{API}/jobs").json()["items"] if job["upload"] == name)
    assert (upload["state"], job["attempts"]) == ("failed", 3)
    assert "begun 3 times" in job["problem"]["detail"] and "signal 9" in job["problem"]["detail"]


def test_logs_say_where_and_not_what(
    client: TestClient, house: House, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A fault's words may quote a cell, and an error of the database a row."""
    logs.set_up()

    def broken(*_: object) -> None:
        with house.database.of_system() as session:
            session.add(Upload(id="Quokka", firm_id="none", report={"cell": "Quokka"}))
            session.flush()

    monkeypatch.setattr("optimizer.web.actions.uploads.upload_of", broken)
    client.get("/uploads/Quokka")
    client.post(f"{API}/uploads", files={"files": ("Quokka.xlsx", io.BytesIO(b"Quokka"))})

    said = capsys.readouterr().err
    assert "Quokka" not in said and '"at": [' in said and '"status": 500' in said


def test_what_is_asked_of_a_session_of_the_store_is_not_in_its_errors(new_database: NewDatabase) -> None:
    made = Database(new_database())
    with made.of_system() as session, pytest.raises(DatabaseError) as raised:
        session.scalars(select(Upload).where(Upload.id == "Quokka")).all()
    made.dispose()
    assert "Quokka" not in str(raised.value)
