"""What a firm gives: uploads with their files, and the tariff books that it keeps, by version."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from optimizer.web.store.tables.base import Base, Digest, FirmRow, Id, Named


class UploadState(StrEnum):
    """How far an upload is: being checked; to be planned; sound, but without cargo; with errors; not checked at all."""

    CHECKING = "checking"
    READY = "ready"
    NO_CARGO = "no_cargo"
    WRONG = "wrong"
    FAILED = "failed"


class Upload(Named, FirmRow, Base):
    """Workbooks that form one input, with a version of a tariff book if one is named.

    ``report`` is what the check found: problems, how many, scenarios (``optimizer.web.work.tasks.check``);
    ``understood_sha256`` the file of the rows as they were understood.
    """

    __tablename__ = "uploads"

    state: Mapped[str] = mapped_column(String(20), default=UploadState.CHECKING.value)
    by_user: Mapped[str | None] = mapped_column(Id)
    # No foreign key: a version is of an upload in its turn, and tables that name each other cannot be made in order.
    book_version_id: Mapped[str | None] = mapped_column(Id, index=True)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)
    understood_sha256: Mapped[str | None] = mapped_column(Digest, index=True)
    files: Mapped[list[UploadFile]] = relationship(order_by="UploadFile.position", lazy="selectin")


class UploadFile(FirmRow, Base):
    """A file of an upload, and its marked copy."""

    __tablename__ = "upload_files"
    __table_args__ = (UniqueConstraint("upload_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[str] = mapped_column(Id, ForeignKey("uploads.id", ondelete="CASCADE"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(Digest, index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    marked_name: Mapped[str | None] = mapped_column(String(255))
    marked_sha256: Mapped[str | None] = mapped_column(Digest, index=True)


class TariffBook(Named, FirmRow, Base):
    """A tariff book that a firm keeps, by its name."""

    __tablename__ = "tariff_books"
    __table_args__ = (UniqueConstraint("firm_id", "name"),)

    name: Mapped[str] = mapped_column(String(200))
    versions: Mapped[list[TariffBookVersion]] = relationship(order_by="TariffBookVersion.number", lazy="selectin")


class TariffBookVersion(Named, FirmRow, Base):
    """One state of a tariff book: the files of an upload."""

    __tablename__ = "tariff_book_versions"
    __table_args__ = (UniqueConstraint("book_id", "number"),)

    book_id: Mapped[str] = mapped_column(Id, ForeignKey("tariff_books.id", ondelete="CASCADE"))
    number: Mapped[int]
    upload_id: Mapped[str] = mapped_column(Id, ForeignKey("uploads.id"), index=True)
