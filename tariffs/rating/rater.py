"""A booking to its charges. The one place that knows what anything costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tariffs.book import Shipment, StorageBand, Surcharge, Tariff, TariffBook
from tariffs.problems import UnratedError
from tariffs.rating.carriage import (
    applies,
    border_items,
    co2_per_t,
    freight,
    matches,
    per_booking,
    share,
    surcharge_item,
    tariff_for,
)
from tariffs.rating.charge import Charge, Component, Item, Load, exact, to_cents
from tariffs.rating.customs import Carriage, Customs
from tariffs.rating.exchange import Exchange
from tariffs.rating.handling import storage_items, transfer_item
from tariffs.timetable import Departure, Handling, Itinerary


@dataclass(frozen=True, slots=True)
class LegCost:
    """A load on a departure: its row, its items, and the fees that its booking owes once for the leg."""

    tariff: Tariff
    items: tuple[Item, ...]
    booking_fees: tuple[Item, ...]
    co2_t: Fraction


@dataclass(frozen=True, slots=True)
class OnCosts:
    """Insurance, duty, tax and inventory of a booking; the tax that is recovered is beside them."""

    items: tuple[Item, ...]
    recoverable_tax: Fraction


@dataclass(frozen=True, slots=True)
class Rated:
    """A rated booking: its charges, and what is reported beside them.

    ``recoverable_tax`` is not part of the cost. ``tonne_km`` is by mode, ``flags`` what a person should confirm.
    """

    charges: tuple[Charge, ...]
    recoverable_tax: Decimal
    co2_t: Fraction
    tonne_km: dict[str, Fraction]
    flags: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the written cents."""
        return sum((charge.amount for charge in self.charges), Decimal(0))


class Rater:
    """Rates loads and bookings from one tariff book."""

    def __init__(self, book: TariffBook) -> None:
        self.book = book
        self.exchange = Exchange(book.settings.base_currency, book.fx)
        self.customs = Customs(book, self.exchange)
        self._matching: dict[tuple[str, str], tuple[Surcharge, ...]] = {}
        self._storage: dict[str, tuple[StorageBand, ...]] = defaultdict(tuple)
        for band in book.storage:
            self._storage[band.location] += (band,)

    def goods_value(self, shipment: Shipment, tonnes: Fraction) -> Fraction:
        """The value of so many tonnes of a shipment, base currency, at the rate of the ready date."""
        fx = self.exchange.on(shipment.ready, shipment.currency) if shipment.value else Fraction(1)
        return exact(shipment.value) * fx * tonnes / exact(shipment.weight_t)

    def outside_share(self, shipment: Shipment, location: str) -> bool:
        """Whether a location lies outside the customs territory of the shipment's destination."""
        locations = self.book.locations
        return locations[location].territory != locations[shipment.destination].territory

    def leg(self, departure: Departure, shipment: Shipment, load: Load) -> LegCost | None:
        """What a load costs on a departure, or ``None`` if the departure does not take it."""
        tariff = tariff_for(departure, shipment, load)
        if tariff is None:
            return None
        carried = freight(tariff, departure, shipment, load, self.exchange)
        items: list[Item] = [carried]
        fees: list[Item] = []
        for surcharge in self._surcharges(tariff, departure, shipment, load):
            value = self.goods_value(shipment, exact(load.tonnes))
            item = surcharge_item(surcharge, departure, load, carried.amount, value, self.exchange)
            (fees if per_booking(surcharge) else items).append(item)
        items.extend(border_items(departure, load, self.exchange))
        factor = exact(self.book.emissions.get(departure.leg.key.mode, 0))
        return LegCost(tariff, tuple(items), tuple(fees), co2_per_t(tariff, factor) * exact(load.tonnes))

    def _surcharges(self, tariff: Tariff, departure: Departure, shipment: Shipment, load: Load) -> Iterator[Surcharge]:
        key = (tariff.where, shipment.commodity.name)
        if key not in self._matching:
            matching = (row for row in self.book.surcharges if matches(row, tariff, shipment.commodity))
            self._matching[key] = tuple(matching)
        return (row for row in self._matching[key] if applies(row, departure, load))

    def transfer(self, handling: Handling, day: date, load: Load) -> Iterator[Item]:
        """What a load pays for a handling on its day."""
        if handling.transfer is not None:
            yield transfer_item(handling.transfer, day, load, self.exchange)

    def storage(self, location: str, arrived: date, departs: date, load: Load) -> Iterator[Item]:
        """What a load pays for its days at an intermediate location."""
        return storage_items(self._storage[location], arrived, departs, load, self.exchange)

    def on_cost_ways(self, shipment: Shipment, carriage: Carriage) -> list[OnCosts]:
        """What a booking pays on its goods and carriage, for each way that its duty may be reckoned.

        One way, or two where the duty is the greater of one by value and one by weight: the dearer is due.
        """
        insurance = self.customs.insurance(carriage)
        inventory = self.customs.inventory(shipment, carriage)
        row = self.customs.duty_row(shipment, carriage.delivered)
        if row is None:
            return [OnCosts((insurance, inventory), Fraction(0))]
        ways = []
        for duty in self.customs.duty_ways(row, carriage, insurance.amount):
            tax = self.customs.tax(row, carriage, insurance.amount, duty.amount)
            if row.vat_recoverable:
                ways.append(OnCosts((insurance, duty, inventory), tax.amount))
            else:
                ways.append(OnCosts((insurance, duty, tax, inventory), Fraction(0)))
        return ways

    def on_costs(self, shipment: Shipment, carriage: Carriage) -> OnCosts:
        """Insurance, duty, tax and inventory of a booking."""
        return max(
            self.on_cost_ways(shipment, carriage),
            key=lambda way: sum(item.amount for item in way.items),
        )

    def booking(self, shipment: Shipment, itinerary: Itinerary, loads: Sequence[Load]) -> Rated:
        """Every charge of a booking.

        Raises
        ------
        UnratedError
            If a departure does not take one of the loads, or the book cannot rate it.
        """
        charges: list[Charge] = []
        fees: dict[tuple[int, str], tuple[Item, Fraction]] = {}
        transport = outside = emitted = Fraction(0)
        tonne_km: dict[str, Fraction] = defaultdict(Fraction)
        flags: dict[str, None] = {}
        for position, load in enumerate(loads):
            for leg, dutiable, items, cost in self._parts(shipment, itinerary, load):
                for item in items:
                    if item.amount or item.component is Component.FREIGHT:
                        charges.append(Charge.of(item, position, load.container.name))
                    transport += item.amount
                    outside += item.amount * dutiable
                if cost is None:
                    continue
                fees |= {(leg, fee.where): (fee, dutiable) for fee in cost.booking_fees}
                emitted += cost.co2_t
                tonne_km[cost.tariff.mode] += exact(load.tonnes) * exact(cost.tariff.distance_km or 0)
                flags |= dict.fromkeys(_flags(cost.tariff, itinerary.departures[leg], shipment))
        for fee, dutiable in fees.values():
            transport += fee.amount
            outside += fee.amount * dutiable
        tonnes = sum((exact(load.tonnes) for load in loads), Fraction(0))
        value = self.goods_value(shipment, tonnes)
        due = self.on_costs(shipment, Carriage(transport, outside, value, tonnes, itinerary.delivered))
        once = [*(fee for fee, _ in fees.values()), *due.items, self.customs.co2(emitted)]
        charges.extend(Charge.of(item) for item in once if item.amount)
        return Rated(tuple(charges), to_cents(due.recoverable_tax), emitted, dict(tonne_km), tuple(flags))

    def _parts(
        self, shipment: Shipment, itinerary: Itinerary, load: Load
    ) -> Iterator[tuple[int, Fraction, Iterable[Item], LegCost | None]]:
        """The transport of a load, part by part: position, dutiable share, items, and the leg where it is one."""
        arrived: date | None = None
        for position, departure in enumerate(itinerary.departures):
            place = departure.leg.key.origin
            outside = Fraction(self.outside_share(shipment, place))
            yield (
                position,
                outside,
                self.transfer(itinerary.handlings[position], departure.departs, load),
                None,
            )
            if arrived is not None:
                yield position, outside, self.storage(place, arrived, departure.departs, load), None
            cost = self.leg(departure, shipment, load)
            if cost is None:
                raise UnratedError(
                    f"{departure} does not take {load.containers} {load.container.name} "
                    f"with {load.tonnes} t of {shipment.commodity.name}"
                )
            yield position, outside * share(cost.tariff), cost.items, cost
            arrived = departure.arrives
        last = itinerary.departures[-1]
        yield (
            len(itinerary.departures),
            Fraction(self.outside_share(shipment, last.leg.key.destination)),
            self.transfer(itinerary.handlings[-1], last.arrives, load),
            None,
        )

    def departure_cost(self, departure: Departure) -> Item:
        """What a departure that carries anything costs, whatever it carries."""
        terms = departure.terms
        currency = terms.amounts.currency
        return Item(
            Component.DEPARTURE,
            str(departure),
            terms.where,
            Fraction(1),
            exact(terms.departure_cost),
            currency,
            self.exchange.on(departure.departs, currency),
        )

    def unserved(self, shipment: Shipment, tonnes: Decimal) -> Item:
        """The penalty on tonnes left behind; nothing where serving comes first."""
        return Item(
            Component.UNSERVED,
            f"{shipment.name} left behind",
            shipment.where,
            exact(tonnes),
            exact(shipment.penalty_per_t or Decimal(0)),
            self.exchange.base,
            Fraction(1),
        )


def _flags(tariff: Tariff, departure: Departure, shipment: Shipment) -> Iterator[str]:
    if tariff.compliance == "review":
        yield f"review: {departure.leg.key}"
    for passage in departure.passages:
        if passage.border.compliance == "review":
            yield f"review: border {passage.border.name}"
    if shipment.commodity.dangerous and tariff.dangerous is None:
        yield f"confirm dangerous goods: {departure.leg.key}"
