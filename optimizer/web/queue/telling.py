"""What is told of a job while it is done: numbered, so that a reader can go on where it stopped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from optimizer.web.queue.claiming import Claimed
from optimizer.web.store import Database
from optimizer.web.store.database import now
from optimizer.web.store.tables import JobEvent

#: Longer words are cut short.
LONGEST = 500


def tell(database: Database, job: Claimed, steps: Sequence[Mapping[str, Any]]) -> None:
    """Add steps to a job, after those that are there.

    Parameters
    ----------
    steps
        Each with ``words``, and ``cost``, ``bound`` (base currency) and ``gap`` (a share) where they are known.
    """
    if not steps:
        return
    with database.of_system() as session:
        last = session.scalar(select(func.max(JobEvent.number)).where(JobEvent.job_id == job.id)) or 0
        at = now(session)
        for number, step in enumerate(steps, last + 1):
            figures = {name: _finite(step.get(name)) for name in ("cost", "bound", "gap")}
            words = str(step["words"])[:LONGEST]
            session.add(
                JobEvent(
                    firm_id=job.firm_id,
                    job_id=job.id,
                    number=number,
                    at=at,
                    attempt=job.attempt,
                    words=words,
                    **figures,
                )
            )
        session.commit()


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
