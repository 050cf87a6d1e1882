"""The folder of a job: its inputs fetched from the store, and what its child is told."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from optimizer.web.queue import Claimed
from optimizer.web.settings import Settings
from optimizer.web.store import FileStore, MissingFileError
from optimizer.web.store.tables import JobKind, Plan, PlanFile, TariffBookVersion, Upload

#: How the folders of jobs are called, so that those are known whose worker was killed.
PREFIX = "freight-optimizer-job-"

#: Where the ``.csv`` files of an upload go: together they are one workbook.
TABLES = "tables"

#: The workbooks of a plan that is kept, and of two that are compared: read by the tasks, of which this imports nothing.
KEPT, COMPARED, TO, WORKBOOK = "kept/plan.xlsx", "compared/plan.xlsx", "to/plan.xlsx", "plan.xlsx"


def prepare(folder: Path, job: Claimed, session: Session, files: FileStore, settings: Settings) -> None:
    """Lay out a job in an empty folder.

    Parameters
    ----------
    session
        Of the job's firm.

    Raises
    ------
    MissingFileError
        If a file of the upload is not in the store.
    """
    inputs = _inputs(job.upload_id, folder, "", session, files)
    (folder / "out").mkdir()
    if job.options.get("keep"):
        _fetch_plan(job.options["keep"], folder / KEPT, session, files)
    others = []
    if job.kind == JobKind.COMPARISON.value:
        _fetch_plan(job.options["plan"], folder / COMPARED, session, files)
        _fetch_plan(job.options["to"], folder / TO, session, files)
        upload_id = session.scalars(select(Plan.upload_id).where(Plan.id == job.options["to"])).one()
        others = inputs if upload_id == job.upload_id else _inputs(upload_id, folder, "to-", session, files)
    what = {"kind": job.kind, "inputs": inputs, "others": others, "options": job.options}
    (folder / "job.json").write_text(json.dumps(what | {"memory_mb": settings.job_memory_mb}), encoding="utf-8")


def _inputs(upload_id: str, folder: Path, prefix: str, session: Session, files: FileStore) -> list[str]:
    """The files of an upload, and of the tariff book that it names, in folders whose names begin so."""
    upload = session.scalars(select(Upload).where(Upload.id == upload_id)).one()
    inputs = _fetch(upload, folder, f"{prefix}in", files)
    version = session.scalars(select(TariffBookVersion).where(TariffBookVersion.id == upload.book_version_id)).first()
    if version is None:
        return inputs
    book = session.scalars(select(Upload).where(Upload.id == version.upload_id)).one()
    return [*_fetch(book, folder, f"{prefix}book", files), *inputs]


def _fetch(upload: Upload, folder: Path, name: str, files: FileStore) -> list[str]:
    """The files of an upload, under a folder's name, as inputs."""
    (folder / name).mkdir()
    inputs = []
    for file in upload.files:
        place = f"{name}/{file.name}"
        if file.name.casefold().endswith(".csv"):
            (folder / name / TABLES).mkdir(exist_ok=True)
            files.fetch(file.sha256, folder / name / TABLES / file.name)
            place = f"{name}/{TABLES}"
        else:
            files.fetch(file.sha256, folder / place)
        if place not in inputs:
            inputs.append(place)
    return inputs


def _fetch_plan(plan: str, place: Path, session: Session, files: FileStore) -> None:
    """The workbook of a plan."""
    digest = session.scalars(select(PlanFile.sha256).where(PlanFile.plan_id == plan, PlanFile.name == WORKBOOK)).first()
    if digest is None:
        raise MissingFileError(WORKBOOK)
    place.parent.mkdir()
    files.fetch(digest, place)


def sweep_folders(longest_seconds: float) -> int:
    """Remove the folders of jobs that were begun longer ago than any job takes; how many there were."""
    begun = time.time() - longest_seconds
    left = [path for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if _made(path) < begun]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def _made(path: Path) -> float:
    """When a folder was laid out: what is written later is in those within, or soon after."""
    try:
        return path.stat().st_mtime
    except OSError:  # another worker was quicker
        return time.time()
