"""Lists of rows, the newest first, a part at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import select

from optimizer.web.access import Visit
from optimizer.web.store.tables import Job, Plan, Upload

Row = TypeVar("Row", Upload, Job, Plan)


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """Some rows, and the name after which the next ones come; ``None`` if these are the last."""

    rows: Sequence[Row]
    after: str | None


def newest(visit: Visit, table: type[Row], after: str | None, limit: int) -> Part[Row]:
    """The newest rows of a table, or those that follow one."""
    query = select(table).order_by(table.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(table.id < after)
    rows = visit.session.scalars(query).all()
    shown = rows[:limit]
    return Part(shown, shown[-1].id if len(rows) > limit else None)
