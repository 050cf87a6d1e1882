"""Firms, who works there, how they come in, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from optimizer.web.store.tables.base import Base, Digest, FirmRow, Id, Named


class Firm(Named, Base):
    """A firm. The only table, with attempts and the version of the schema, whose rows belong to none."""

    __tablename__ = "firms"

    name: Mapped[str] = mapped_column(String(200), unique=True)


class User(Named, FirmRow, Base):
    """A person of a firm, without a password until the invitation is taken up. Who works for two firms is two."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("firm_id", "email"),)

    email: Mapped[str] = mapped_column(String(320), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    removed: Mapped[datetime | None]


class SignIn(Named, FirmRow, Base):
    """A session of a browser, by the digest of its cookie."""

    __tablename__ = "sign_ins"

    user_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(Digest, unique=True)
    expires: Mapped[datetime]
    last_seen: Mapped[datetime]


class OneTimeLink(Named, FirmRow, Base):
    """An invitation or a password reset, by the digest of its link."""

    __tablename__ = "one_time_links"

    user_id: Mapped[str] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    digest: Mapped[str] = mapped_column(Digest, unique=True)
    expires: Mapped[datetime]
    used: Mapped[datetime | None]


class Token(Named, FirmRow, Base):
    """What a program of a firm comes in with, by its digest."""

    __tablename__ = "tokens"

    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(Digest, unique=True)
    scopes: Mapped[list[Any]]
    created_by: Mapped[str | None] = mapped_column(Id, ForeignKey("users.id", ondelete="SET NULL"))
    expires: Mapped[datetime]
    revoked: Mapped[datetime | None]


class AuditEntry(Named, FirmRow, Base):
    """Who did what to which row; no cargo data, and no names of files."""

    __tablename__ = "audit_log"
    __table_args__ = (Index("ix_audit_log_firm_id_created", "firm_id", "created"),)

    user_id: Mapped[str | None] = mapped_column(Id)
    token_id: Mapped[str | None] = mapped_column(Id)
    action: Mapped[str] = mapped_column(String(40))
    of_table: Mapped[str] = mapped_column(String(40))
    of_id: Mapped[str] = mapped_column(Id)
    address: Mapped[str] = mapped_column(String(64), default="")


class Attempt(Base):
    """A try to sign in: of nobody yet, so it belongs to no firm. By the digest of address and name alone."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Digest)
    at: Mapped[datetime]


class IdempotencyKey(FirmRow, Base):
    """What a request with this key has made, so that the same request again makes no second one."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("firm_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    request_digest: Mapped[str] = mapped_column(Digest)
    made_id: Mapped[str] = mapped_column(Id)
    created: Mapped[datetime]
