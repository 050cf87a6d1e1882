"""``optimizer backup``: the database as it stands at one moment, and every file that it names; the server may run."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from optimizer.web.house import House
from optimizer.web.operations.sweep import named
from optimizer.web.store import Database, FileStore, MissingFileError


@dataclass(frozen=True, slots=True)
class BackedUp:
    """How many files the back-up has, and how many of those that it names are not there, or not what they were."""

    files: int
    missing: int


def backup(house: House, folder: Path) -> BackedUp:
    """Write a back-up that ``optimizer serve --folder`` can serve; done again, only what is new is copied.

    The database is copied first and comes into its place last: a back-up that was broken off is none, or the last one.

    Raises
    ------
    ValueError
        If the database is no file: it has its own tools.
    OSError
        If it cannot be written.
    """
    if not house.database.sqlite:
        raise ValueError("the database is PostgreSQL: back it up with pg_dump, and then copy the files")
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / "optimizer.db.part"
    part.unlink(missing_ok=True)
    with house.database.engine.connect() as connection:
        _copy(connection, part)
    copy = Database(f"sqlite:///{part.absolute()}")
    with copy.of_system() as session:
        wanted = sorted(named(session))
    copy.dispose()
    target, missing = FileStore(str((folder / "files").absolute())), 0
    for sha256 in wanted:
        try:
            if not target.has(sha256):
                with house.files.open(sha256) as file:
                    missing += target.put(file).sha256 != sha256
        except MissingFileError:
            missing += 1
    part.replace(folder / "optimizer.db")
    return BackedUp(len(wanted) - missing, missing)


def _copy(connection: Connection, path: Path) -> None:
    """Copy a database of SQLite, whoever writes to it meanwhile."""
    source: Any = connection.connection.dbapi_connection
    with closing(sqlite3.connect(path)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # so that it is one file
