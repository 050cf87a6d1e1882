"""The rows of an upload as they were understood."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("uploads") as table:
        table.add_column(sa.Column("understood_sha256", sa.String(64)))
        table.create_index("ix_uploads_understood_sha256", ["understood_sha256"])


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("uploads") as table:
        table.drop_index("ix_uploads_understood_sha256")
        table.drop_column("understood_sha256")
