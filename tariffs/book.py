"""The tariff book and the portfolio: what the workbooks say, checked and resolved.

Everything here is frozen; a change makes a new object (``dataclasses.replace``). Money and weights are the
decimals of the cells. Names are canonical: aliases are resolved when the book is built.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tariffs.calendar import Closures, Period, Schedule, Validity

#: Transfer ends that are not modes.
ORIGIN, DESTINATION, ANY = "origin", "destination", "any"


@dataclass(frozen=True, slots=True)
class Settings:
    """Figures that hold for the whole book. Percentages are as written (12 is 12 %)."""

    base_currency: str = "USD"
    capital_cost_pct: Decimal = Decimal(0)
    insurance_pct: Decimal = Decimal(0)
    insurance_uplift_pct: Decimal = Decimal(110)
    co2_price_per_t: Decimal = Decimal(0)
    unserved_penalty_per_t: Decimal | None = None
    allow_review: bool = True


@dataclass(frozen=True, slots=True)
class Location:
    """A place where cargo can start, end or change legs."""

    name: str
    title: str
    country: str
    territory: str
    kind: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Container:
    """A container type. ``payload_t`` is the least of the stated payload and gross less tare."""

    name: str
    teu: Decimal
    max_gross_t: Decimal
    tare_t: Decimal
    volume_m3: Decimal
    payload_t: Decimal
    reefer: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Commodity:
    """What is carried."""

    name: str
    hs: str = ""
    stowage_m3_per_t: Decimal | None = None
    dangerous: bool = False
    reefer: bool = False


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

    ``where`` is its address and ``source`` what the row says of its origin, so that a figure can be traced.
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
    max_gross_t: Decimal | None = None
    max_payload_t: Decimal | None = None
    commodity: str = ""
    dangerous: bool | None = None
    dutiable_pct: Decimal = Decimal(100)
    validity: Validity = Validity()
    status: str = "active"
    compliance: str = "ok"
    co2_g_per_tkm: Decimal | None = None
    source: str = ""

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


@dataclass(frozen=True, slots=True, order=True)
class LegKey:
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


@dataclass(frozen=True, slots=True)
class Capacity:
    """A limit: so much of ``unit`` in each ``per``."""

    amount: Decimal
    unit: str
    per: Period


@dataclass(frozen=True, slots=True)
class Transfer:
    """One row of ``Transfers``."""

    where: str
    location: str
    from_mode: str
    to_mode: str
    amounts: Amounts
    dwell_days: Decimal = Decimal(0)
    capacity: Capacity | None = None


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
    """One row of ``Borders``."""

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


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of ``Duties``. Percentages are as written."""

    where: str
    territory: str
    commodity: str = ""
    hs: str = ""
    origin_territory: str = ""
    valuation: str = "cif"
    duty_pct: Decimal = Decimal(0)
    specific_per_t: Decimal = Decimal(0)
    specific_currency: str = ""
    additional_pct: Decimal = Decimal(0)
    vat_pct: Decimal = Decimal(0)
    vat_recoverable: bool = True
    validity: Validity = Validity()


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """Base units for one unit of a currency, from ``valid_from`` on (``None``: always)."""

    currency: str
    rate: Decimal
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class TariffBook:
    """Everything about carriage that the workbooks say; nothing about the cargo of the day."""

    settings: Settings
    locations: Mapping[str, Location]
    containers: Mapping[str, Container]
    commodities: Mapping[str, Commodity]
    legs: tuple[Leg, ...]
    surcharges: tuple[Surcharge, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    storage: tuple[StorageBand, ...] = ()
    borders: tuple[Border, ...] = ()
    pool: Mapping[tuple[str, str], int] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    fx: tuple[ExchangeRate, ...] = ()
    emissions: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Avoid:
    """What a shipment may not use, by what the words of its `avoid` cell name."""

    locations: frozenset[str] = frozenset()
    borders: frozenset[str] = frozenset()
    carriers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Shipment:
    """One row of ``Cargo``.

    ``weight_t`` is whole kilograms. ``last_day`` is the last day of delivery that `due` and
    `max_transit_days` both allow. ``containers`` and ``modes`` are ``None`` where all are allowed.
    ``value`` is in ``currency``. ``penalty_per_t`` is in the base currency, ``None`` where serving comes first.
    """

    where: str
    name: str
    origin: str
    destination: str
    commodity: Commodity
    weight_t: Decimal
    volume_m3: Decimal
    value: Decimal
    currency: str
    goods_origin: str
    ready: date
    last_day: date
    due: date | None = None
    containers: frozenset[str] | None = None
    modes: frozenset[str] | None = None
    avoid: Avoid = Avoid()
    incoterm: str = ""
    split: bool = True
    penalty_per_t: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The shipments of one plan, by name."""

    shipments: Mapping[str, Shipment]
