"""How Alembic comes to the database: ``optimizer.web.store.migrate`` hands it the engine.

A migration is whole or not there, and of several servers that start at once one does it while the others wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from sqlalchemy import Connection

from optimizer.web.store.tables import Base

#: The lock that servers on PostgreSQL have in common: any number that nothing else there takes.
LOCK = 0x46726569676874


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """One transaction, which no other migration enters."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
        yield
        connection.commit()
        return
    # A table that is laid out anew is dropped in between, which must not take the rows along that refer to it.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    yield
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if lost:
        raise RuntimeError(f"rows of {sorted({row[0] for row in lost})} would refer to what is not there")
    connection.commit()
    connection.exec_driver_sql("PRAGMA foreign_keys=ON")


with context.config.attributes["engine"].connect() as connection, _alone(connection):
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
