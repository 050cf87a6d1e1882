"""How often something may be tried. Counted in the database, so that no other server and no new start forgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from optimizer.web.access.keys import digest
from optimizer.web.refusal import Refusal
from optimizer.web.store.tables import Attempt, utc_now


def count_try(session: Session, limits: Mapping[str, int], minutes: float) -> Sequence[Attempt]:
    """Count a try, and commit; what was counted, to be taken back by ``forget`` once it was right.

    Parameters
    ----------
    limits
        What is counted, such as an address, and how often it may be tried.
    minutes
        In how many minutes.

    Raises
    ------
    Refusal
        429, if one of them was tried more often.
    """
    at = utc_now()
    since = at - timedelta(minutes=minutes)
    session.execute(delete(Attempt).where(Attempt.at < since))
    counted = [Attempt(key=digest(key), at=at) for key in limits]
    session.add_all(counted)
    session.commit()  # first, so that tries at the same time count one another
    for key, most in limits.items():
        tried = select(func.count(), func.min(Attempt.at)).where(Attempt.key == digest(key), Attempt.at >= since)
        times, first = session.execute(tried).one()
        if times > most:
            raise too_often((first - since).total_seconds())
    return counted


def forget(session: Session, counted: Sequence[Attempt], whole: str) -> None:
    """Take back a try that was right, and all before it of a key as a ``whole``."""
    session.execute(delete(Attempt).where(Attempt.id.in_([one.id for one in counted])))
    session.execute(delete(Attempt).where(Attempt.key == digest(whole)))


def too_often(seconds: float) -> Refusal:
    """The refusal of what may be done again after some time."""
    wait = max(1, round(seconds))
    words = f"{wait} seconds" if wait < 120 else f"{-(-wait // 60)} minutes"  # noqa: PLR2004
    detail = f"Try again in {words}."
    return Refusal(429, "too-often", "This was tried too often", detail, headers={"Retry-After": str(wait)})
