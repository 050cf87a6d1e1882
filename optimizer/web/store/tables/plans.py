"""Plans, and the files that each is made of."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from optimizer.web.store.tables.base import Base, Digest, FirmRow, Id, Named

#: An amount of money, to the cent, and a bound, to a hundredth of it.
Money = Numeric(24, 4)


class Plan(Named, FirmRow, Base):
    """A plan: the one result of its job.

    ``summary`` is ``Plan.to_json()`` of the library.
    """

    __tablename__ = "plans"

    job_id: Mapped[str] = mapped_column(Id, ForeignKey("jobs.id", ondelete="CASCADE"), unique=True)
    upload_id: Mapped[str] = mapped_column(Id, ForeignKey("uploads.id", ondelete="CASCADE"), index=True)
    by_user: Mapped[str | None] = mapped_column(Id)
    status: Mapped[str] = mapped_column(String(20))
    cost: Mapped[Decimal] = mapped_column(Money)
    bound: Mapped[Decimal] = mapped_column(Money)
    currency: Mapped[str] = mapped_column(String(8))
    stopped_early: Mapped[bool]
    summary: Mapped[dict[str, Any]]
    files: Mapped[list[PlanFile]] = relationship(order_by="PlanFile.name", lazy="selectin")


class PlanFile(FirmRow, Base):
    """A file of a plan, by its name: ``plan.xlsx``, ``tables/bookings.json``, ``figures/map.svg``."""

    __tablename__ = "plan_files"
    __table_args__ = (UniqueConstraint("plan_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(Id, ForeignKey("plans.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(Digest, index=True)
    size: Mapped[int] = mapped_column(BigInteger)


def comparison_file(to: str) -> str:
    """The name of the file that holds a plan to another one that came first."""
    return f"comparisons/{to}.json"


def alternatives_file(shipment: str) -> str:
    """The name of the file that says what a shipment could do by itself."""
    return f"alternatives/{sha256(shipment.encode()).hexdigest()}.json"
