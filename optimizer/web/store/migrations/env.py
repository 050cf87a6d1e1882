"""How Alembic comes to the database: ``optimizer.web.store.migrate`` hands it the engine."""

from __future__ import annotations

from alembic import context

from optimizer.web.store.tables import Base

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
