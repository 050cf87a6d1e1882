"""What is to be carried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tariffs.book.places import Commodity


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
    `max_transit_days` both allow. ``containers``, ``modes``, ``services`` and ``carriers`` are ``None`` where all are
    allowed. A booking of one that may be ``split`` carries ``min_lot_t`` (whole kilograms, less than its weight) or
    more. Each booking is to be delivered no later than ``due`` (``last_day`` where it is ``None``) with
    ``on_time_probability``, 0 to 1, if it is given. ``value`` is in ``currency``. ``penalty_per_t`` is in the base
    currency, ``None`` where serving comes first.
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
    services: frozenset[str] | None = None
    carriers: frozenset[str] | None = None
    avoid: Avoid = Avoid()
    incoterm: str = ""
    customer: str = ""
    split: bool = True
    min_lot_t: Decimal = Decimal(0)
    penalty_per_t: Decimal | None = None
    on_time_probability: Decimal | None = None

    @property
    def on_time_by(self) -> date:
        """The last day that is on time: the due date, or where there is none the last day."""
        return self.due or self.last_day

    def goes_with(self, carrier: str) -> bool:
        """Whether a carrier is allowed and not avoided."""
        return carrier not in self.avoid.carriers and (self.carriers is None or carrier in self.carriers)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The shipments of one plan, by name."""

    shipments: Mapping[str, Shipment]
