"""The tariff book as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tariffs.book.carriage import DepartureChange, Leg, Surcharge
from tariffs.book.emissions import EmissionFactor
from tariffs.book.money import Duty, ExchangeRate
from tariffs.book.places import Commodity, Container, Location
from tariffs.book.stations import Border, StorageBand, Transfer


@dataclass(frozen=True, slots=True)
class Settings:
    """Figures that hold for the whole book. Percentages are as written (12 is 12 %)."""

    base_currency: str = "USD"
    capital_cost_pct: Decimal = Decimal(0)
    insurance_pct: Decimal = Decimal(0)
    insurance_uplift_pct: Decimal = Decimal(110)
    co2_price_per_t: Decimal = Decimal(0)
    unserved_penalty_per_t: Decimal | None = None
    unserved_bears_duty: bool = False
    min_lot_t: Decimal = Decimal(0)
    on_time_probability: Decimal | None = None
    allow_review: bool = True


@dataclass(frozen=True, slots=True)
class TariffBook:
    """Everything about carriage that the workbooks say; nothing about the cargo of the day."""

    settings: Settings
    locations: Mapping[str, Location]
    containers: Mapping[str, Container]
    commodities: Mapping[str, Commodity]
    legs: tuple[Leg, ...]
    departures: tuple[DepartureChange, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    storage: tuple[StorageBand, ...] = ()
    borders: tuple[Border, ...] = ()
    pool: Mapping[tuple[str, str], int] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    fx: tuple[ExchangeRate, ...] = ()
    emissions: Mapping[str, EmissionFactor] = field(default_factory=dict)

    @property
    def states_co2e(self) -> bool:
        """Whether anything is said of what carriage or handling emits."""
        return (
            bool(self.emissions)
            or any(row.co2_kg_per_t is not None for row in self.transfers)
            or any(row.co2_g_per_tkm is not None for leg in self.legs for row in leg.tariffs)
        )
