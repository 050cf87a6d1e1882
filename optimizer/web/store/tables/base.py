"""What all tables share: times in UTC, names, and the firm of a row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, MetaData, String, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from optimizer.web.store.ids import LENGTH, new_id

#: So that a migration can name what it takes away, on either database.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

#: Anything that JSON can say.
Document = JSON().with_variant(JSONB(), "postgresql")
#: The hex digits of a SHA-256.
Digest = String(64)
Id = String(LENGTH)


class UtcTime(TypeDecorator[datetime]):
    """A moment, in UTC; SQLite forgets the zone, so it is given back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: only moments with a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database."""
        return value if value is None or value.tzinfo is not None else value.replace(tzinfo=UTC)


def utc_now() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """The root of all tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime(), dict[str, Any]: Document, list[Any]: Document}


class Named:
    """A row with a name of its own, and the time at which it was made."""

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    created: Mapped[datetime] = mapped_column(default=utc_now)


class FirmRow:
    """A row that belongs to a firm. Each such table is one of these: a test sees to it."""

    firm_id: Mapped[str] = mapped_column(Id, ForeignKey("firms.id", ondelete="CASCADE"), index=True)
