"""Signing in: tries are counted, and one person may work for two firms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_attempts_key_at", "attempts", ["key", "at"])
    with op.batch_alter_table("users") as users:
        users.drop_constraint("uq_users_email", type_="unique")
        users.create_index("ix_users_email", ["email"])
        users.create_unique_constraint("uq_users_firm_id_email", ["firm_id", "email"])


def downgrade() -> None:
    """Back; fails, and changes nothing, while one address is in two firms."""
    with op.batch_alter_table("users") as users:
        users.drop_constraint("uq_users_firm_id_email", type_="unique")
        users.drop_index("ix_users_email")
        users.create_unique_constraint("uq_users_email", ["email"])
    op.drop_table("attempts")
