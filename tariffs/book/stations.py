"""What happens to cargo between legs and at borders."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tariffs.book.carriage import Amounts
from tariffs.calendar import Closures, Period, Validity

#: Transfer ends that are not modes.
ORIGIN, DESTINATION, ANY = "origin", "destination", "any"


@dataclass(frozen=True, slots=True)
class Capacity:
    """A limit: so much of ``unit`` in each ``per``."""

    amount: Decimal
    unit: str
    per: Period


@dataclass(frozen=True, slots=True)
class Transfer:
    """One row of ``Transfers``.

    ``dwell_days_p95`` is the 95th percentile of a dwell whose median is ``dwell_days``, ``None`` without a spread.
    ``co2_kg_per_t`` is of CO2e, well to wheel, and ``None`` where it is not known.
    """

    where: str
    location: str
    from_mode: str
    to_mode: str
    amounts: Amounts
    dwell_days: Decimal = Decimal(0)
    capacity: Capacity | None = None
    dwell_days_p95: Decimal | None = None
    co2_kg_per_t: Decimal | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class StorageBand:
    """One row of ``Storage``: the rate of each day from ``from_day`` after the free ones."""

    where: str
    location: str
    container: str
    free_days: Decimal
    from_day: int
    rate_per_day: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Border:
    """One row of ``Borders``.

    ``between`` are the two countries that meet there, the same in all rows of a border; empty where none says.
    ``dwell_days_p95`` is as in ``Transfer``. Each of the ``announced`` closures comes about with probability
    ``closed_probability``, 0 to 1; ``closures`` has those that a plan counts, which are the likely ones.
    """

    where: str
    name: str
    mode: str
    amounts: Amounts
    fee_per_t: Decimal = Decimal(0)
    dwell_days: Decimal = Decimal(0)
    capacity: Capacity | None = None
    closures: Closures = Closures()
    validity: Validity = Validity()
    compliance: str = "ok"
    between: frozenset[str] = frozenset()
    dwell_days_p95: Decimal | None = None
    announced: tuple[Validity, ...] = ()
    closed_probability: Decimal = Decimal(1)
