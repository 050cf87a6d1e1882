"""``optimizer purge``: uploads that are old, with their jobs, plans and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select

from optimizer.web.house import House
from optimizer.web.operations.sweep import Swept, sweep
from optimizer.web.store import SystemSession
from optimizer.web.store.database import now
from optimizer.web.store.tables import (
    IdempotencyKey,
    Job,
    JobState,
    OneTimeLink,
    Plan,
    SignIn,
    TariffBookVersion,
    Upload,
)

#: A file that was put moments ago may not have its row yet, s.
GRACE_SECONDS = 900.0


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows were removed, and which files with them."""

    uploads: int
    jobs: int
    plans: int
    files: Swept


def purge(house: House, older_than_days: float, *, rehearse: bool = False) -> Purged:
    """Remove what is old, of all firms.

    An upload stays while a job of it waits or runs, and while a tariff book has it as a version; it is as old as the
    newest job of it. Idempotency keys, sign-ins and one-time links that are over go, too; the audit log stays.

    Parameters
    ----------
    older_than_days
        Age from which on something goes, days.
    rehearse
        Whether only to say what would go; how many files that would be is not known then.
    """
    with house.database.of_system() as session:
        before = now(session) - timedelta(days=older_than_days)
        if house.database.sqlite:  # what is removed is written over, and does not stay in the file
            session.connection().exec_driver_sql("PRAGMA secure_delete=ON")
        # Locked first, where rows can be: no job is added to an upload between looking and removing.
        aged = select(Upload.id).where(Upload.created < before).with_for_update(skip_locked=True)
        names = session.scalars(aged).all()
        gone = session.scalars(select(Upload.id).where(_over(before))).all()
        gone = [name for name in gone if name in set(names)]
        jobs, plans = (_count(session, table, gone) for table in (Job, Plan))
        removed = 0
        for start in range(0, len(gone), 500):
            part = delete(Upload).where(Upload.id.in_(gone[start : start + 500]), _over(before))
            removed += _rows(session, part)
        _rows(session, delete(IdempotencyKey).where(IdempotencyKey.created < before))
        for table in (SignIn, OneTimeLink):
            _rows(session, delete(table).where(table.expires < before))
        if rehearse:
            session.rollback()
            return Purged(removed, jobs, plans, Swept(0, 0))
        session.commit()
    return Purged(removed, jobs, plans, sweep(house.database, house.files, GRACE_SECONDS))


def _over(before: datetime) -> ColumnElement[bool]:
    """Of an upload: old, with no job that is newer or not over, and no version of a tariff book."""
    waiting = (JobState.QUEUED.value, JobState.RUNNING.value)
    needed = exists().where(Job.upload_id == Upload.id, or_(Job.created >= before, Job.state.in_(waiting)))
    kept = exists().where(TariffBookVersion.upload_id == Upload.id)
    return and_(Upload.created < before, ~needed, ~kept)


def _count(session: SystemSession, table: type[Job | Plan], uploads: list[str]) -> int:
    found = 0
    for start in range(0, len(uploads), 500):
        part = table.upload_id.in_(uploads[start : start + 500])
        found += session.scalar(select(func.count()).select_from(table).where(part)) or 0
    return found


def _rows(session: SystemSession, statement: Any) -> int:
    """Do it; how many rows it removed."""
    done: Any = session.execute(statement.execution_options(synchronize_session=False))
    return int(done.rowcount)
