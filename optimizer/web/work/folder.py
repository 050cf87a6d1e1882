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
from optimizer.web.store.tables import PlanFile, TariffBookVersion, Upload

#: How the folders of jobs are called, so that those are known whose worker was killed.
PREFIX = "freight-optimizer-job-"

#: Where the ``.csv`` files of an upload go: together they are one workbook.
TABLES = "tables"

#: The workbook of the plan that is kept: read by ``tasks.plan``, of which this imports nothing.
KEPT, WORKBOOK = "kept/plan.xlsx", "plan.xlsx"


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
    upload = session.scalars(select(Upload).where(Upload.id == job.upload_id)).one()
    inputs = _fetch(upload, folder, "in", files)
    version = session.scalars(select(TariffBookVersion).where(TariffBookVersion.id == upload.book_version_id)).first()
    if version is not None:
        book = session.scalars(select(Upload).where(Upload.id == version.upload_id)).one()
        inputs = [*_fetch(book, folder, "book", files), *inputs]
    (folder / "out").mkdir()
    if job.options.get("keep"):
        _fetch_kept(job.options["keep"], folder / KEPT, session, files)
    what = {"kind": job.kind, "inputs": inputs, "options": job.options, "memory_mb": settings.job_memory_mb}
    (folder / "job.json").write_text(json.dumps(what), encoding="utf-8")


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


def _fetch_kept(plan: str, place: Path, session: Session, files: FileStore) -> None:
    """The workbook of a plan that is kept."""
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
