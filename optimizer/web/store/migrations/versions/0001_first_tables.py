"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID, DIGEST, TIME = sa.String(26), sa.String(64), sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
MONEY = sa.Numeric(24, 4)
TABLES = (
    *("firms", "users", "sign_ins", "one_time_links", "tokens", "audit_log", "idempotency_keys"),
    *("uploads", "upload_files", "tariff_books", "tariff_book_versions"),
    *("jobs", "job_events", "plans", "plan_files"),
)


def upgrade() -> None:
    """Forward."""
    op.create_table("firms", *_named(), _text("name", 200, unique=True))
    _people()
    _inputs()
    _jobs()
    _plans()


def downgrade() -> None:
    """Back."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _people() -> None:
    _table(
        "users",
        *_named(),
        _text("email", 320, unique=True),
        _text("name", 200),
        _text("role", 20),
        _text("password_hash", 200, nullable=True),
        _time("removed", nullable=True),
    )
    _table("sign_ins", *_named(), _of("user_id", "users"), _digest(unique=True), _time("expires"), _time("last_seen"))
    _table(
        "one_time_links",
        *_named(),
        _of("user_id", "users"),
        _text("purpose", 20),
        _digest(unique=True),
        _time("expires"),
        _time("used", nullable=True),
    )
    _table(
        "tokens",
        *_named(),
        _text("name", 200),
        _digest(unique=True),
        sa.Column("scopes", DOCUMENT, nullable=False),
        _of("created_by", "users", "SET NULL", nullable=True, index=False),
        _time("expires"),
        _time("revoked", nullable=True),
    )
    _table(
        "audit_log",
        *_named(),
        sa.Column("user_id", ID),
        sa.Column("token_id", ID),
        _text("action", 40),
        _text("of_table", 40),
        _text("of_id", 26),
        _text("address", 64),
    )
    op.create_index("ix_audit_log_firm_id_created", "audit_log", ["firm_id", "created"])
    _table(
        "idempotency_keys",
        _number("id", key=True),
        _text("key", 200),
        _digest("request_digest"),
        _text("made_id", 26),
        _time("created"),
        _unique("idempotency_keys", "firm_id", "key"),
    )


def _inputs() -> None:
    _table(
        "uploads",
        *_named(),
        _text("state", 20),
        sa.Column("by_user", ID),
        sa.Column("book_version_id", ID, index=True),
        sa.Column("report", DOCUMENT, nullable=False),
    )
    _table(
        "upload_files",
        _number("id", key=True),
        _of("upload_id", "uploads", index=False),
        _number("position"),
        _text("name", 255),
        _digest("sha256", index=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        _text("marked_name", 255, nullable=True),
        _digest("marked_sha256", nullable=True, index=True),
        _unique("upload_files", "upload_id", "position"),
    )
    _table("tariff_books", *_named(), _text("name", 200), _unique("tariff_books", "firm_id", "name"))
    _table(
        "tariff_book_versions",
        *_named(),
        _of("book_id", "tariff_books", index=False),
        _number("number"),
        _of("upload_id", "uploads", None),
        _unique("tariff_book_versions", "book_id", "number"),
    )


def _jobs() -> None:
    _table(
        "jobs",
        *_named(),
        _text("kind", 20),
        _text("state", 20),
        _of("upload_id", "uploads"),
        sa.Column("by_user", ID),
        sa.Column("options", DOCUMENT, nullable=False),
        _number("attempts"),
        sa.Column("lease", ID),
        *(_time(name, nullable=True) for name in ("lease_until", "cancel_asked", "started", "ended")),
        sa.Column("problem", DOCUMENT),
    )
    op.create_index("ix_jobs_state_kind_id", "jobs", ["state", "kind", "id"])
    _table(
        "job_events",
        _number("id", key=True),
        _of("job_id", "jobs", index=False),
        _number("number"),
        _time("at"),
        _number("attempt"),
        _text("words", 500),
        *(sa.Column(name, sa.Double) for name in ("cost", "bound", "gap")),
        _unique("job_events", "job_id", "number"),
    )


def _plans() -> None:
    _table(
        "plans",
        *_named(),
        _of("job_id", "jobs", unique=True, index=False),
        _of("upload_id", "uploads"),
        sa.Column("by_user", ID),
        _text("status", 20),
        sa.Column("cost", MONEY, nullable=False),
        sa.Column("bound", MONEY, nullable=False),
        _text("currency", 8),
        sa.Column("stopped_early", sa.Boolean, nullable=False),
        sa.Column("summary", DOCUMENT, nullable=False),
    )
    _table(
        "plan_files",
        _number("id", key=True),
        _of("plan_id", "plans", index=False),
        _text("name", 100),
        _digest("sha256", index=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        _unique("plan_files", "plan_id", "name"),
    )


def _table(name: str, *parts: Any) -> None:
    """A table whose rows belong to a firm."""
    op.create_table(name, *parts, _of("firm_id", "firms"))


def _named() -> tuple[sa.Column[Any], ...]:
    return sa.Column("id", ID, primary_key=True), _time("created")


def _text(name: str, length: int, **how: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), **({"nullable": False} | how))


def _digest(name: str = "digest", **how: Any) -> sa.Column[Any]:
    return _text(name, 64, **how)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, TIME, nullable=nullable)


def _number(name: str, *, key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, primary_key=key, nullable=False)


def _of(name: str, other: str, gone: str | None = "CASCADE", **how: Any) -> sa.Column[Any]:
    """The row of another table that a row is of, and what becomes of it once that is gone."""
    how = {"nullable": False, "index": True} | how
    return sa.Column(name, ID, sa.ForeignKey(f"{other}.id", ondelete=gone), **how)


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")
