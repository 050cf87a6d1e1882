"""What a departure charges for goods in a type of container, as far as it is the same whatever is in it.

A large plan has a hundred thousand loads on some thousands of departures. Most of them are charged what another load
was charged already, so that each such item is made once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tariffs.book import Shipment, Surcharge, Tariff
from tariffs.fraction import Fraction
from tariffs.rating.carriage import (
    border_items,
    called_for,
    freight,
    per_booking,
    row_of,
    share,
    surcharge_item,
    takes_any_load,
)
from tariffs.rating.charge import Item, Load, exact
from tariffs.rating.exchange import Exchange
from tariffs.rating.part import Part
from tariffs.timetable import Departure

#: Bases whose amount follows from the containers alone, whatever their weight, volume and value.
BY_CONTAINERS = frozenset(("container", "teu", "km", "booking", "percent_freight"))


@dataclass(frozen=True, slots=True)
class Charged:
    """What a load is charged on a leg, and the fees that its booking owes once for the leg."""

    part: Part
    booking_fees: tuple[Item, ...]


@dataclass(slots=True)
class RowTerms:
    """One row of a departure, for goods in a type of container.

    Attributes
    ----------
    tariff, departure
        The row, on its day.
    surcharges
        Those that apply to it, if the container is as heavy as some of them ask.
    co2_per_t
        Tonnes of CO2e for a tonne of cargo.
    flags
        What a person should confirm of whatever goes by it.
    dutiable, distance_km
        The share of it that counts towards the customs value (``ONE`` itself for all of it); 0 where it is unknown.
    by_containers
        Whether what it charges follows from the number of containers and the surcharges that their weight calls for.
    made
        What was charged already, by just these two.
    """

    tariff: Tariff
    departure: Departure
    surcharges: tuple[Surcharge, ...]
    co2_per_t: Fraction
    flags: tuple[str, ...]
    dutiable: Fraction = field(init=False)
    distance_km: Fraction = field(init=False)
    by_containers: bool = field(init=False)
    by_weight: bool = field(init=False)
    made: dict[tuple[int, tuple[str, ...]], Charged] = field(default_factory=dict)

    def __post_init__(self) -> None:
        bases = {self.tariff.basis, *(row.basis for row in self.surcharges)}
        fees = any(passage.border.fee_per_t for passage in self.departure.passages)
        self.by_containers = bases <= BY_CONTAINERS and not fees
        self.by_weight = any(row.above_gross_t is not None for row in self.surcharges)
        self.dutiable = share(self.tariff)
        self.distance_km = exact(self.tariff.distance_km or 0)

    def charge(self, load: Load, shipment: Shipment, value: Callable[[], Fraction], exchange: Exchange) -> Charged:
        """What a load is charged; ``value`` gives the goods value in it, base currency."""
        surcharges = self._called_for(load)
        if not self.by_containers:
            return self._make(load, shipment, surcharges, value, exchange)
        key = (load.containers, tuple(row.where for row in surcharges) if self.by_weight else ())
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = self._make(load, shipment, surcharges, value, exchange)
        return found

    def _called_for(self, load: Load) -> Sequence[Surcharge]:
        """The surcharges that a container as heavy as those of the load pays."""
        if not self.by_weight:
            return self.surcharges
        return [row for row in self.surcharges if called_for(row, load)]

    def _make(
        self,
        load: Load,
        shipment: Shipment,
        surcharges: Sequence[Surcharge],
        value: Callable[[], Fraction],
        exchange: Exchange,
    ) -> Charged:
        carried = freight(self.tariff, self.departure, shipment, load, exchange)
        items: list[Item] = [carried]
        fees: list[Item] = []
        for row in surcharges:
            item = surcharge_item(row, self.departure, load, carried.amount, value, exchange)
            (fees if per_booking(row) else items).append(item)
        items.extend(border_items(self.departure, load, exchange))
        return Charged(Part(tuple(items), load.container.name), tuple(fees))


@dataclass(slots=True)
class Terms:
    """The rows of a departure that take goods in a type of container; which of them, its weight decides."""

    departure: Departure
    rows: tuple[RowTerms, ...]
    _tariffs: list[Tariff] = field(init=False)
    _any_load: RowTerms | None = None

    def __post_init__(self) -> None:
        """Find the row that takes any load, as there is in most books."""
        self._tariffs = [terms.tariff for terms in self.rows]
        if len(self.rows) == 1 and takes_any_load(self._tariffs[0]):
            self._any_load = self.rows[0]

    def of(self, load: Load) -> RowTerms | None:
        """The row that a load is rated on, or ``None`` if the departure does not take it.

        Raises
        ------
        UnratedError
            If two rows are left.
        """
        if self._any_load is not None:
            return self._any_load
        row = row_of(self._tariffs, self.departure, load)
        return next((terms for terms in self.rows if terms.tariff is row), None)
