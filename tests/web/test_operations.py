"""What those who run a server do beside it: purge, sweep, back up."""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from optimizer.cli import main
from optimizer.web.app import create_app, make_ready
from optimizer.web.house import House
from optimizer.web.operations.backup import backup
from optimizer.web.operations.purge import Purged, purge
from optimizer.web.operations.sweep import named, sweep
from optimizer.web.settings import Settings
from optimizer.web.store.migrate import LOCAL_FIRM
from optimizer.web.store.tables import (
    Job,
    JobEvent,
    JobState,
    Plan,
    PlanFile,
    TariffBook,
    TariffBookVersion,
    Upload,
    UploadFile,
    utc_now,
)
from optimizer.web.work.folder import PREFIX, sweep_folders
from tests.web.conftest import API, BASE, NewDatabase

DAY = 86400.0


@pytest.fixture
def server(tmp_path: Path, new_database: NewDatabase) -> Iterator[House]:
    """A server of its own, which does not run."""
    server = House.of(Settings(folder=tmp_path, database_url=new_database()))
    make_ready(server)
    yield server
    server.database.dispose()


def add(server: House, name: str, days: float, *jobs: JobState, newest: float | None = None) -> None:
    """An upload of so many days ago, with a file that is as old, and a plan with one of each job that is done."""
    made = utc_now() - timedelta(days=days)
    with server.database.of_system() as session:
        file = old_file(server, f"in {name}", days)
        files = [UploadFile(firm_id=LOCAL_FIRM, position=0, name="a.xlsx", sha256=file, size=1)]
        session.add(Upload(id=name, firm_id=LOCAL_FIRM, created=made, state="ready", files=files))
        session.flush()
        for number, state in enumerate(jobs):
            job, at = f"{name}-{number}", utc_now() - timedelta(days=newest if newest is not None else days)
            session.add(Job(id=job, firm_id=LOCAL_FIRM, kind="plan", upload_id=name, state=state.value, created=at))
            session.flush()
            session.add(JobEvent(firm_id=LOCAL_FIRM, job_id=job, number=1, at=at, attempt=1, words="reading"))
            if state is JobState.DONE:
                session.add(_plan(job, name, old_file(server, f"out {job}", days)))
        session.commit()


def _plan(job: str, upload: str, file: str) -> Plan:
    kept = [PlanFile(firm_id=LOCAL_FIRM, name="plan.xlsx", sha256=file, size=1)]
    amounts = {"status": "optimal", "cost": 1, "bound": 1, "currency": "USD", "stopped_early": False, "summary": {}}
    return Plan(firm_id=LOCAL_FIRM, job_id=job, upload_id=upload, files=kept, **amounts)


def old_file(server: House, words: str, days: float) -> str:
    sha256 = server.files.put(io.BytesIO(words.encode())).sha256
    os.utime(server.files.path(sha256), times=(time.time() - days * DAY,) * 2)
    return sha256


def rows(server: House) -> dict[str, int]:
    with server.database.of_system() as session:
        tables = (Upload, UploadFile, Job, JobEvent, Plan, PlanFile)
        return {table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_what_is_old_is_purged_with_all_that_is_of_it(server: House) -> None:
    """And what is not, stays: made or planned lately, still to be done, or a tariff book."""
    add(server, "old", 100, JobState.DONE, JobState.FAILED)
    add(server, "young", 10, JobState.DONE)
    add(server, "planned-again", 100, JobState.DONE, newest=10)
    add(server, "waiting", 100, JobState.QUEUED)
    add(server, "running", 100, JobState.RUNNING)
    add(server, "book", 100)
    with server.database.of_system() as session:
        session.add(book := TariffBook(firm_id=LOCAL_FIRM, name="Corridor"))
        session.flush()
        session.add(TariffBookVersion(firm_id=LOCAL_FIRM, book_id=book.id, number=1, upload_id="book"))
        session.commit()
    before = rows(server)

    rehearsed = purge(server, 90, rehearse=True)
    assert rows(server) == before and server.files.has(old_file(server, "in old", 100))
    done = purge(server, 90)

    assert (rehearsed.uploads, rehearsed.jobs, rehearsed.plans) == (done.uploads, done.jobs, done.plans) == (1, 2, 1)
    with server.database.of_system() as session:
        left = set(session.scalars(select(Upload.id)))
        assert left == {"young", "planned-again", "waiting", "running", "book"}
        assert all(server.files.has(sha256) for sha256 in named(session))
    assert {name: before[name] - count for name, count in rows(server).items()} == {
        "uploads": 1,
        "upload_files": 1,
        "jobs": 2,
        "job_events": 2,
        "plans": 1,
        "plan_files": 1,
    }
    assert (done.files.files, done.files.bytes) == (2, len("in old") + len("out old-0"))
    assert purge(server, 90) == Purged(0, 0, 0, sweep(server.database, server.files))


def test_a_file_that_others_have_too_is_not_purged(server: House) -> None:
    add(server, "old", 100)
    add(server, "young", 10)
    with server.database.of_system() as session:
        same = session.scalars(select(UploadFile.sha256).where(UploadFile.upload_id == "old")).one()
        session.execute(update(UploadFile).where(UploadFile.upload_id == "young").values(sha256=same))
        session.commit()
    assert purge(server, 90).uploads == 1 and server.files.has(same)


def test_what_no_row_names_is_swept_once_it_is_old(server: House) -> None:
    """What is named stays, however old; what was put again is young; parts that were never finished go."""
    add(server, "named", 100)
    left, young = old_file(server, "left", 1), old_file(server, "young", 0)
    again = old_file(server, "again", 1)
    server.files.put(io.BytesIO(b"again"))
    root = Path(server.files.url)
    for name, days in ((".part-old", 1), (".part-young", 0)):
        (root / name).mkdir()
        (root / name / "whole").write_text("part")
        os.utime(root / name, times=(time.time() - days * DAY,) * 2)

    swept = sweep(server.database, server.files)

    assert (swept.files, swept.bytes) == (1, 4) and not server.files.has(left)
    with server.database.of_system() as session:
        assert all(map(server.files.has, (young, again, *named(session))))
    assert {path.name for path in root.glob(".*")} == {".part-young"}


def test_folders_of_jobs_whose_worker_was_killed_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, ago in ((f"{PREFIX}old", 1000), (f"{PREFIX}young", 10), ("other", 1000)):
        (tmp_path / name / "in").mkdir(parents=True)
        os.utime(tmp_path / name, times=(time.time() - ago,) * 2)
    assert sweep_folders(500) == 1
    assert {path.name for path in tmp_path.iterdir()} == {f"{PREFIX}young", "other"}


def test_a_backup_is_served_as_the_server_was(client: TestClient, planned: str, tmp_path: Path) -> None:
    """Its plan is downloaded to the byte; and what comes later is not in it until the next."""
    house: House = client.app.state.house  # type: ignore[attr-defined]
    if not house.database.sqlite:
        with pytest.raises(ValueError, match="pg_dump"):
            backup(house, tmp_path / "copy")
        return
    for _ in range(2):
        done = backup(house, tmp_path / "copy")
        assert done.missing == 0 and done.files > 10
    assert {path.name for path in (tmp_path / "copy").iterdir()} == {"optimizer.db", "files"}

    with TestClient(create_app(Settings(folder=tmp_path / "copy")), base_url=BASE) as restored:
        paths = [f"{API}/plans/{planned}/workbook", f"{API}/plans/{planned}/tables/charges", f"/plans/{planned}"]
        assert [restored.get(path).content for path in paths] == [client.get(path).content for path in paths]


def test_a_file_that_is_not_there_is_counted_and_said(server: House, tmp_path: Path) -> None:
    """By the back-up, and on the page."""
    if not server.database.sqlite:
        pytest.skip("PostgreSQL is not backed up by this")
    add(server, "a", 1, JobState.DONE)
    with server.database.of_system() as session:
        for sha256 in session.scalars(select(PlanFile.sha256)):
            Path(server.files.path(sha256)).unlink()
        plan = session.scalars(select(Plan.id)).one()
    assert backup(server, tmp_path / "copy").missing == 1
    with TestClient(create_app(server.settings), base_url=BASE) as client:
        gone = client.get(f"{API}/plans/{plan}/workbook")
    assert (gone.status_code, gone.json()["type"]) == (410, "/problems/gone")


def test_the_commands_say_what_they_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, copy = str(tmp_path / "kept"), str(tmp_path / "copy")
    with TestClient(create_app(Settings(folder=tmp_path / "kept")), base_url=BASE) as client:
        client.post("/uploads/sample")
    capsys.readouterr()
    assert main(["purge", "--older-than", "1", "--folder", folder]) == 0
    assert main(["purge", "--older-than", "1", "--dry-run", "--folder", folder]) == 0
    assert main(["backup", copy, "--folder", folder]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "removed 0 uploads, 0 jobs, 0 plans, 0 files (0.0 MB)",
        "would remove 0 uploads, 0 jobs, 0 plans",
        f"backed up into {copy}: the database, and 2 files",
    ]
    assert main(["purge", "--older-than", "1", "--folder", str(tmp_path / "none")]) == 2
    assert "has no database" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["purge", "--older-than", "0"])
