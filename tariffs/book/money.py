"""What customs take, and what currencies are worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tariffs.calendar import Validity


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
