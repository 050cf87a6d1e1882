"""What carries cargo, and what is charged for that: rows of `Tariffs` and `Surcharges`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tariffs.calendar import Schedule, Validity

#: What may become of a departure on one date.
CANCELLED, EXTRA = "cancelled", "extra"


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a row charges by container type: a figure per type, or one for all.

    ``per_container`` is empty where ``rate`` serves all types; both may be empty where nothing is charged.
    """

    currency: str
    per_container: Mapping[str, Decimal] = field(default_factory=dict)
    rate: Decimal | None = None

    def of(self, container: str) -> Decimal | None:
        """The figure for that container type, or ``None`` if the row has none."""
        if self.per_container:
            return self.per_container.get(container)
        return self.rate


@dataclass(frozen=True, slots=True)
class Crossing:
    """A border on a leg, reached ``offset_days`` after departure (``None``: on arrival)."""

    border: str
    offset_days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Tariff:
    """One row of ``Tariffs``.

    ``transit_days_p95`` is the 95th percentile of a transit time whose median is ``transit_days``, ``None`` where there
    is no spread. ``where`` is its address and ``source`` what the row says of its origin, so that a figure can be
    traced. ``transit_countries`` are those it passes through beside the ones of its ends and its borders.
    """

    where: str
    service: str
    carrier: str
    mode: str
    origin: str
    destination: str
    transit_days: Decimal
    schedule: Schedule
    amounts: Amounts
    basis: str = "container"
    distance_km: Decimal | None = None
    cutoff_days: Decimal = Decimal(0)
    capacity: Decimal | None = None
    capacity_unit: str = "teu"
    min_load: Decimal = Decimal(0)
    departure_cost: Decimal = Decimal(0)
    crossings: tuple[Crossing, ...] = ()
    minimum_t: Decimal = Decimal(0)
    minimum_charge: Decimal = Decimal(0)
    max_gross_t: Decimal | None = None
    max_payload_t: Decimal | None = None
    commodity: str = ""
    transit_countries: frozenset[str] = frozenset()
    dangerous: bool | None = None
    dutiable_pct: Decimal = Decimal(100)
    validity: Validity = Validity()
    status: str = "active"
    compliance: str = "ok"
    co2_g_per_tkm: Decimal | None = None
    source: str = ""
    transit_days_p95: Decimal | None = None

    @property
    def leg_key(self) -> LegKey:
        """The leg that the row belongs to."""
        return LegKey(
            self.service,
            "" if self.service else self.carrier,
            self.mode,
            self.origin,
            self.destination,
        )

    def runs_on(self, day: date) -> bool:
        """Whether the row has a departure on ``day``: scheduled, and valid."""
        return day in self.validity and self.schedule.runs_on(day)


@dataclass(frozen=True, slots=True)
class DepartureChange:
    """One row of ``Departures``: what differs on ``day`` for the rows of ``Tariffs`` that match; a blank matches all.

    ``change`` is ``cancelled``, ``extra`` or blank; ``capacity`` is ``None`` where that of ``Tariffs`` holds.
    """

    where: str
    day: date
    change: str = ""
    capacity: Decimal | None = None
    service: str = ""
    carrier: str = ""
    mode: str = ""
    origin: str = ""
    destination: str = ""

    def matches(self, row: Tariff) -> bool:
        """Whether it is about a row of ``Tariffs``."""
        return (
            self.service in ("", row.service)
            and self.carrier in ("", row.carrier)
            and self.mode in ("", row.mode)
            and self.origin in ("", row.origin)
            and self.destination in ("", row.destination)
        )


class LegKey(NamedTuple):
    """What makes rows of ``Tariffs`` one leg; a blank service is one of its own per carrier."""

    service: str
    carrier: str
    mode: str
    origin: str
    destination: str

    def __str__(self) -> str:
        name = self.service or self.carrier
        return f"{name + ' ' if name else ''}{self.mode} {self.origin} – {self.destination}"


@dataclass(frozen=True, slots=True)
class Leg:
    """The rows of ``Tariffs`` that are one departure on a day."""

    key: LegKey
    tariffs: tuple[Tariff, ...]


@dataclass(frozen=True, slots=True)
class Surcharge:
    """One row of ``Surcharges``; a blank filter (``""`` or ``None``) matches all."""

    where: str
    name: str
    basis: str
    amounts: Amounts
    service: str = ""
    carrier: str = ""
    mode: str = ""
    origin: str = ""
    destination: str = ""
    border: str = ""
    container: str = ""
    commodity: str = ""
    dangerous: bool | None = None
    reefer: bool | None = None
    above_gross_t: Decimal | None = None
    validity: Validity = Validity()
