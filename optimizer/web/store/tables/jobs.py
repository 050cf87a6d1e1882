"""The table of jobs, which is the queue, and what is told of each."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from optimizer.web.store.tables.base import Base, FirmRow, Id, Named


class JobKind(StrEnum):
    """What there is to do: a module of ``optimizer.web.work.tasks`` each."""

    CHECK = "check"
    PLAN = "plan"
    ALTERNATIVES = "alternatives"
    COMPARISON = "comparison"

    @property
    def quick(self) -> bool:
        """Whether somebody waits for it: it need not wait for plans, and has the time of a check."""
        return self is not JobKind.PLAN


class JobState(StrEnum):
    """How far a job is. The last three are ends."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self in (JobState.DONE, JobState.CANCELLED, JobState.FAILED)


class Job(Named, FirmRow, Base):
    """Something to be done by a worker.

    ``lease`` is the secret of the worker that has it, ``lease_until`` when it runs out. ``problem`` says why it
    failed, in the words of RFC 9457.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_kind_id", "state", "kind", "id"),)

    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default=JobState.QUEUED.value)
    upload_id: Mapped[str] = mapped_column(Id, ForeignKey("uploads.id", ondelete="CASCADE"), index=True)
    by_user: Mapped[str | None] = mapped_column(Id)
    options: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(Id)
    lease_until: Mapped[datetime | None]
    cancel_asked: Mapped[datetime | None]
    started: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    problem: Mapped[dict[str, Any] | None]


class JobEvent(FirmRow, Base):
    """One step of a job: what is being done, and how near the plan is to its bound (base currency)."""

    __tablename__ = "job_events"
    __table_args__ = (UniqueConstraint("job_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[str] = mapped_column(Id, ForeignKey("jobs.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    attempt: Mapped[int]
    words: Mapped[str] = mapped_column(String(500))
    cost: Mapped[float | None]
    bound: Mapped[float | None]
    gap: Mapped[float | None]
