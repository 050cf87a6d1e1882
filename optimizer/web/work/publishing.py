"""What comes of a job, in one transaction with its end: a report of a check, a plan, a file beside a plan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select, update

from optimizer.web.queue import Claimed, Claims
from optimizer.web.store import FileStore, SystemSession
from optimizer.web.store.tables import Job, JobKind, JobState, Plan, PlanFile, Upload, UploadFile, UploadState
from optimizer.web.store.tables.plans import alternatives_file, comparison_file
from optimizer.web.work.tasks.alternatives import FOUND as ALTERNATIVES
from optimizer.web.work.tasks.check import MARKED, UNDERSTOOD
from optimizer.web.work.tasks.comparison import FOUND as COMPARISON


def publish(claims: Claims, files: FileStore, job: Claimed, found: dict[str, Any], out: Path) -> str:
    """End a job with what it found; the name of what was made.

    Raises
    ------
    Lost
        If the job is somebody else's by now.
    OSError
        If the store has no room.
    """
    kept = _kept(files, out)
    with claims.finishing(job, JobState.DONE) as (session, row):
        match JobKind(job.kind):
            case JobKind.CHECK:
                return _publish_check(session, row, found, kept)
            case JobKind.PLAN:
                return _publish_plan(session, row, found, kept)
            case JobKind.ALTERNATIVES:
                return _publish_beside(session, row, alternatives_file(row.options["shipment"]), kept[ALTERNATIVES])
            case JobKind.COMPARISON:
                return _publish_beside(session, row, comparison_file(row.options["to"]), kept[COMPARISON])


def add_files(claims: Claims, files: FileStore, job: Claimed, plan_id: str, out: Path) -> None:
    """Add what was written after a plan was published: its figures."""
    kept = _kept(files, out)
    with claims.database.of_system() as session:
        there = set(session.scalars(select(PlanFile.name).where(PlanFile.plan_id == plan_id)))
        new = {name: file for name, file in kept.items() if name not in there}
        session.add_all(_plan_files(job.firm_id, plan_id, new))
        session.commit()


def fail(claims: Claims, job: Claimed, problem: dict[str, Any]) -> None:
    """End a job that cannot be done; ``problem`` says why."""
    with claims.finishing(job, JobState.FAILED, problem) as (session, row):
        given_up(session, row)


def cancel(claims: Claims, job: Claimed) -> None:
    """End a job that was cancelled before there was a plan."""
    with claims.finishing(job, JobState.CANCELLED) as (session, row):
        given_up(session, row)


def given_up(session: SystemSession, job: Job) -> None:
    """What becomes of an upload whose check did not come to an end: it says so."""
    if job.kind == JobKind.CHECK.value:
        failed = {"state": UploadState.FAILED.value, "report": {"problem": job.problem}}
        session.execute(update(Upload).where(Upload.id == job.upload_id).values(failed))


def _kept(files: FileStore, out: Path) -> dict[str, tuple[str, int]]:
    """Put all files of a folder into the store; their digests and sizes, by their names in it."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.is_file():
            kept = files.put_file(path)
            found[path.relative_to(out).as_posix()] = kept.sha256, kept.size
    return found


def _publish_check(session: SystemSession, job: Job, found: dict[str, Any], kept: dict[str, tuple[str, int]]) -> str:
    upload = session.get_one(Upload, job.upload_id)
    sound = UploadState.READY if found["ready"] else UploadState.NO_CARGO
    state = sound if found["sound"] else UploadState.WRONG
    upload.state, upload.report = state.value, found
    upload.understood_sha256 = kept[UNDERSTOOD][0]
    for file in upload.files:
        name = _copy_of(file, upload.files, found["marked"])
        if name is not None:
            file.marked_name, file.marked_sha256 = f"marked-{Path(file.name).stem}.xlsx", kept[f"{MARKED}/{name}"][0]
    return upload.id


def _copy_of(file: UploadFile, files: list[UploadFile], marked: list[str]) -> str | None:
    """Which copy is that of a file: ``marked.xlsx`` of the only one, ``marked-NAME.xlsx`` of several."""
    if marked == ["marked.xlsx"]:
        return marked[0] if file is files[0] else None
    name = f"marked-{Path(file.name).stem}.xlsx"
    return name if name in marked else None


def _publish_plan(session: SystemSession, job: Job, found: dict[str, Any], kept: dict[str, tuple[str, int]]) -> str:
    plan = Plan(
        firm_id=job.firm_id,
        job_id=job.id,
        upload_id=job.upload_id,
        by_user=job.by_user,
        status=found["status"],
        cost=Decimal(found["cost"]),
        bound=Decimal(found["bound"]),
        currency=found["currency"],
        stopped_early=job.cancel_asked is not None,
        summary=found["summary"],
    )
    session.add(plan)
    session.flush()
    session.add_all(_plan_files(job.firm_id, plan.id, kept))
    return plan.id


def _publish_beside(session: SystemSession, job: Job, name: str, kept: tuple[str, int]) -> str:
    """Put a file beside a plan, in place of the one that somebody else has had made since."""
    plan_id: str = job.options["plan"]
    session.execute(delete(PlanFile).where(PlanFile.plan_id == plan_id, PlanFile.name == name))
    session.add_all(_plan_files(job.firm_id, plan_id, {name: kept}))
    return plan_id


def _plan_files(firm_id: str, plan_id: str, kept: dict[str, tuple[str, int]]) -> list[PlanFile]:
    return [
        PlanFile(firm_id=firm_id, plan_id=plan_id, name=name, sha256=sha256, size=size)
        for name, (sha256, size) in kept.items()
    ]
