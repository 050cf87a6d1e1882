"""Files that no row names, and parts that were never finished: what a server or worker leaves that is killed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from optimizer.web.store import Database, FileStore
from optimizer.web.store.tables import Base

#: A file is written before the row that names it: one that is younger than this may still get its row, s.
GRACE_SECONDS = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Swept:
    """How many files were removed, and their size in bytes."""

    files: int
    bytes: int


def named(session: Session) -> set[str]:
    """The files that rows name: every column that ends with ``sha256``, of whatever table."""
    columns = [
        column for table in Base.metadata.tables.values() for column in table.columns if column.name.endswith("sha256")
    ]
    return {name for column in columns for name in session.scalars(select(column).where(column.is_not(None)))}


def sweep(database: Database, files: FileStore, grace_seconds: float = GRACE_SECONDS) -> Swept:
    """Remove the files that no row names, if they are older than ``grace_seconds``.

    Raises
    ------
    OSError
        If the store cannot be reached.
    """
    old = {kept.sha256: kept for kept in files.older(grace_seconds)}
    with database.of_system() as session:
        left = old.keys() - named(session)
    removed = [old[sha256].size for sha256 in left if files.remove(sha256, grace_seconds)]
    files.remove_parts(grace_seconds)
    return Swept(len(removed), sum(removed))
