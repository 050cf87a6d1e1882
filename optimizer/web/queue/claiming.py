"""Who does a job: claimed with a lease, kept by a heartbeat, taken over when the lease runs out.

A job is done at least once, and one result of it is published: ``finish`` changes the job only as long as the lease is
that of the caller, in the transaction that adds the result.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from optimizer.web.store import Database, SystemSession
from optimizer.web.store.database import now
from optimizer.web.store.ids import new_id
from optimizer.web.store.tables import Job, JobState

#: Why a job is given up whose worker or process was lost again and again.
INTERRUPTED = {
    "type": "/problems/interrupted",
    "title": "This job was interrupted too often",
    "status": 500,
}


#: What else becomes of a job that the queue gives up, in the same transaction.
OnEnd: TypeAlias = "Callable[[SystemSession, Job], None]"


class Lost(Exception):
    """The lease ran out, and the job is somebody else's, or ended."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that a worker has, as it stood when it was claimed."""

    id: str
    firm_id: str
    kind: str
    upload_id: str
    by_user: str | None
    options: dict[str, Any]
    attempt: int
    lease: str


@dataclass(frozen=True, slots=True)
class Claims:
    """The queue, as workers see it.

    Attributes
    ----------
    lease_seconds
        How long a lease holds without a heartbeat, s.
    attempts
        How often a job is begun at most.
    given_up
        What else becomes of a job that is given up, in the same transaction.
    """

    database: Database
    lease_seconds: float
    attempts: int
    given_up: OnEnd

    def claim(self, kinds: Collection[str]) -> Claimed | None:
        """The oldest job of these kinds that nobody has, or ``None``; it is this worker's from now on."""
        with self.database.of_system() as session:
            self._give_up(session)
            at, lease = now(session), new_id()
            free = or_(Job.state == JobState.QUEUED.value, _run_out(at))
            oldest = select(Job.id).where(Job.kind.in_(kinds), free).order_by(Job.id).limit(1)
            changes = {
                Job.state: JobState.RUNNING.value,
                Job.lease: lease,
                Job.lease_until: at + timedelta(seconds=self.lease_seconds),
                Job.attempts: Job.attempts + 1,
                Job.started: at,
                Job.problem: None,
            }
            # One statement: where rows can be locked, others that claim pass over this one; elsewhere they wait.
            wanted = oldest.with_for_update(skip_locked=True).scalar_subquery()
            job = session.execute(
                update(Job).where(Job.id == wanted).values(changes).returning(Job)
            ).scalar_one_or_none()
            if job is None:
                session.commit()
                return None
            found = Claimed(
                job.id, job.firm_id, job.kind, job.upload_id, job.by_user, dict(job.options), job.attempts, lease
            )
            session.commit()
            return found

    def _give_up(self, session: SystemSession) -> None:
        """End the jobs that were interrupted for the last time."""
        at = now(session)
        worn_out = select(Job).where(_run_out(at), Job.attempts >= self.attempts)
        for job in session.scalars(worn_out.with_for_update(skip_locked=True)):
            why = (job.problem or {}).get("detail", "Its worker was lost.")
            detail = f"It was begun {job.attempts} times. The last time: {why} Start it again, or with less to plan."
            _end(job, JobState.FAILED, INTERRUPTED | {"detail": detail}, session)
            self.given_up(session, job)

    def beat(self, job: Claimed) -> bool:
        """Keep the lease; says whether somebody asked to cancel.

        Raises
        ------
        Lost
            If it is not this worker's any more.
        """
        with self.database.of_system() as session:
            until = now(session) + timedelta(seconds=self.lease_seconds)
            kept = update(Job).where(_held(job)).values(lease_until=until).returning(Job.cancel_asked)
            row = session.execute(kept).one_or_none()
            session.commit()
        if row is None:
            raise Lost(job.id)
        return row[0] is not None

    def cancel_asked(self, job: Claimed) -> bool:
        """Whether somebody asked to cancel; only reads.

        Raises
        ------
        Lost
            If it is not this worker's any more.
        """
        with self.database.of_system() as session:
            row = session.execute(select(Job.cancel_asked).where(_held(job))).one_or_none()
        if row is None:
            raise Lost(job.id)
        return row[0] is not None

    def give_back(self, job: Claimed, *, why: str = "") -> None:
        """Let another worker begin it anew.

        Parameters
        ----------
        why
            What went wrong, in a sentence: that was an attempt. Blank where the worker ends in good order.
        """
        with self.database.of_system() as session:
            row = session.scalars(select(Job).where(_held(job)).with_for_update()).one_or_none()
            if row is not None:
                row.state, row.lease, row.lease_until = JobState.RUNNING.value, None, now(session)
                row.problem = INTERRUPTED | {"detail": why}
                if not why:
                    row.state, row.attempts, row.problem = JobState.QUEUED.value, row.attempts - 1, None
            session.commit()

    @contextmanager
    def finishing(
        self, job: Claimed, state: JobState, problem: dict[str, Any] | None = None
    ) -> Iterator[tuple[SystemSession, Job]]:
        """End a job; what is added within is published with it, or not at all.

        Raises
        ------
        Lost
            If it is not this worker's any more.
        """
        with self.database.of_system() as session:
            ended = update(Job).where(_held(job)).values(state=state.value, lease=None).returning(Job)
            row = session.execute(ended).scalar_one_or_none()
            if row is None:
                raise Lost(job.id)
            _end(row, state, problem, session)
            yield session, row
            session.commit()


def _end(job: Job, state: JobState, problem: dict[str, Any] | None, session: Session) -> None:
    job.state, job.problem, job.ended = state.value, problem, now(session)
    job.lease = job.lease_until = None


def _held(job: Claimed) -> ColumnElement[bool]:
    return and_(Job.id == job.id, Job.state == JobState.RUNNING.value, Job.lease == job.lease)


def _run_out(at: Any) -> ColumnElement[bool]:
    return and_(Job.state == JobState.RUNNING.value, Job.lease_until < at)
