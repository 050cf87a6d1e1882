"""A booking to its charges. The one place that knows what anything costs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tariffs.book import Commodity, Shipment, StorageBand, Surcharge, Tariff, TariffBook
from tariffs.fraction import Fraction
from tariffs.problems import UnratedError
from tariffs.rating.carriage import carrying, in_force, matches, meant_for
from tariffs.rating.charge import ONE, ZERO, Charge, Component, Item, Load, exact, to_cents
from tariffs.rating.customs import Carriage, Customs
from tariffs.rating.emissions import co2_per_t, hubs_co2_per_t
from tariffs.rating.exchange import Exchange
from tariffs.rating.handling import bands_for, storage_items, transfer_item
from tariffs.rating.part import Part
from tariffs.rating.terms import RowTerms, Terms
from tariffs.timetable import Departure, Handling, Itinerary


# Not frozen, nor meant to change: there are very many, and a frozen one takes three times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class LegCost:
    """A load on a departure: its row, what it is charged, and the fees that its booking owes once for the leg."""

    row: RowTerms
    part: Part
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

    @property
    def exact(self) -> Fraction:
        """The sum before it is rounded."""
        return sum((charge.item.amount for charge in self.charges), ZERO)


class Rater:
    """Rates loads and bookings from one tariff book."""

    def __init__(self, book: TariffBook) -> None:
        self.book = book
        self.exchange = Exchange(book.settings.base_currency, book.fx)
        self.customs = Customs(book, self.exchange)
        self._matching: dict[tuple[str, str], tuple[Surcharge, ...]] = {}
        self._named = {row.commodity for leg in book.legs for row in leg.tariffs}
        self._named |= {row.commodity for row in book.surcharges}
        self._terms: dict[tuple[object, ...], Terms] = {}
        self._handled: dict[tuple[object, ...], Part] = {}
        self._bands: dict[tuple[str, str], tuple[StorageBand, ...]] = {}

    def goods_value(self, shipment: Shipment, tonnes: Fraction) -> Fraction:
        """The value of so many tonnes of a shipment, base currency, at the rate of the ready date."""
        if not shipment.value:
            return ZERO
        fx = self.exchange.on(shipment.ready, shipment.currency)
        value = exact(shipment.value) if fx is ONE else exact(shipment.value) * fx
        whole = exact(shipment.weight_t)
        return value if tonnes == whole else value * tonnes / whole

    def outside_share(self, shipment: Shipment, location: str) -> bool:
        """Whether a location lies outside the customs territory of the shipment's destination."""
        locations = self.book.locations
        return locations[location].territory != locations[shipment.destination].territory

    def leg(self, departure: Departure, shipment: Shipment, load: Load) -> LegCost | None:
        """What a load costs on a departure, or ``None`` if the departure does not take it."""
        row = self._terms_of(departure, shipment, load.container.name).of(load)
        if row is None:
            return None
        tonnes = exact(load.tonnes)
        found = row.charge(load, shipment, lambda: self.goods_value(shipment, tonnes), self.exchange)
        return LegCost(row, found.part, found.booking_fees, row.co2_per_t * tonnes)

    def _terms_of(self, departure: Departure, shipment: Shipment, container: str) -> Terms:
        """The rows of a departure that take the shipment's goods in a container, remembered."""
        goods = shipment.commodity
        named = goods.name if goods.name in self._named else ""
        who = (shipment.carriers, shipment.avoid.carriers)
        key = (departure, container, named, goods.dangerous, goods.reefer, who)
        found = self._terms.get(key)
        if found is None:
            of_mode = self.book.emissions.get(departure.leg.key.mode)
            rows = (
                RowTerms(
                    tariff,
                    departure,
                    tuple(
                        row
                        for row in self._surcharges(tariff, shipment)
                        if in_force(row, departure) and meant_for(row, container)
                    ),
                    co2_per_t(tariff, of_mode),
                    tuple(_flags(tariff, departure, goods)),
                )
                for tariff in carrying(departure, shipment, container)
            )
            found = self._terms[key] = Terms(departure, tuple(rows))
        return found

    def _surcharges(self, tariff: Tariff, shipment: Shipment) -> tuple[Surcharge, ...]:
        key = (tariff.where, shipment.commodity.name)
        if key not in self._matching:
            matching = (row for row in self.book.surcharges if matches(row, tariff, shipment.commodity))
            self._matching[key] = tuple(matching)
        return self._matching[key]

    def transfer(self, handling: Handling, day: date, load: Load) -> tuple[Item, ...]:
        """What a load pays for a handling on its day."""
        row = handling.transfer
        return () if row is None else (transfer_item(row, day, load, self.exchange),)

    def storage(self, location: str, arrived: date, departs: date, load: Load) -> tuple[Item, ...]:
        """What a load pays for its days at an intermediate location."""
        key = (location, load.container.name)
        bands = self._bands.get(key)
        if bands is None:
            own = [band for band in self.book.storage if band.location == location]
            bands = self._bands[key] = bands_for(own, load.container.name)
        return tuple(storage_items(bands, arrived, departs, load, self.exchange)) if bands else ()

    def on_cost_ways(self, shipment: Shipment, carriage: Carriage) -> list[OnCosts]:
        """What a booking pays on its goods and carriage, for each way that its duty may be reckoned.

        One way, or two where the duty is the greater of one by value and one by weight: the dearer is due.
        """
        insurance = self.customs.insurance(carriage)
        inventory = self.customs.inventory(shipment, carriage)
        row = self.customs.duty_row(shipment, carriage.delivered)
        if row is None:
            return [OnCosts((insurance, inventory), ZERO)]
        ways = []
        customs_value = self.customs.customs_value(row, carriage, insurance.amount)
        for duty in self.customs.duty_ways(row, carriage, customs_value):
            tax = self.customs.tax(row, customs_value, duty.amount)
            if row.vat_recoverable:
                ways.append(OnCosts((insurance, duty, inventory), tax.amount))
            else:
                ways.append(OnCosts((insurance, duty, tax, inventory), ZERO))
        return ways

    def on_costs(self, shipment: Shipment, carriage: Carriage) -> OnCosts:
        """Insurance, duty, tax and inventory of a booking."""
        ways = self.on_cost_ways(shipment, carriage)
        return ways[0] if len(ways) == 1 else max(ways, key=lambda way: sum(item.amount for item in way.items))

    def booking(self, shipment: Shipment, itinerary: Itinerary, loads: Sequence[Load]) -> Rated:
        """Every charge of a booking.

        Raises
        ------
        UnratedError
            If a departure does not take one of the loads, or the book cannot rate it.
        """
        charges: list[Charge] = []
        fees: dict[tuple[int, str], tuple[Item, Fraction]] = {}
        transport = outside = emitted = ZERO
        tonne_km: dict[str, Fraction] = defaultdict(Fraction)
        flags: dict[str, None] = {}
        for position, load in enumerate(loads):
            for leg, dutiable, part, cost in self._parts(shipment, itinerary, load):
                charges += part.charges(position)
                transport += part.total
                if dutiable:
                    outside += part.total if dutiable is ONE else part.total * dutiable
                if cost is None:
                    continue
                row = cost.row
                for fee in cost.booking_fees:
                    fees[leg, fee.where] = fee, dutiable
                emitted += cost.co2_t
                tonne_km[row.tariff.mode] += exact(load.tonnes) * row.distance_km
                for flag in row.flags:
                    flags[flag] = None
        for fee, dutiable in fees.values():
            transport += fee.amount
            outside += fee.amount * dutiable
        tonnes = sum((exact(load.tonnes) for load in loads), ZERO)
        emitted += hubs_co2_per_t(itinerary.handlings) * tonnes
        value = self.goods_value(shipment, tonnes)
        due = self.on_costs(shipment, Carriage(transport, outside, value, tonnes, itinerary.delivered))
        once = [*(fee for fee, _ in fees.values()), *due.items, self.customs.co2(emitted)]
        charges.extend(Charge.of(item) for item in once if item.amount)
        return Rated(tuple(charges), to_cents(due.recoverable_tax), emitted, dict(tonne_km), tuple(flags))

    def _parts(
        self, shipment: Shipment, itinerary: Itinerary, load: Load
    ) -> Iterator[tuple[int, Fraction, Part, LegCost | None]]:
        """The transport of a load, part by part: position, dutiable share, and the leg where it is one."""
        arrived: date | None = None
        for position, departure in enumerate(itinerary.departures):
            place = departure.leg.key.origin
            outside = ONE if self.outside_share(shipment, place) else ZERO
            handled = self._handling(itinerary.handlings[position], place, arrived, departure.departs, load)
            if handled.items:
                yield position, outside, handled, None
            cost = self.leg(departure, shipment, load)
            if cost is None:
                raise UnratedError(
                    f"{departure} does not take {load.containers} {load.container.name} "
                    f"with {load.tonnes} t of {shipment.commodity.name}"
                )
            yield position, cost.row.dutiable if outside else ZERO, cost.part, cost
            arrived = departure.arrives
        last = itinerary.departures[-1]
        place = last.leg.key.destination
        handled = self._handling(itinerary.handlings[-1], place, None, last.arrives, load)
        if handled.items:
            outside = ONE if self.outside_share(shipment, place) else ZERO
            yield len(itinerary.departures), outside, handled, None

    def _handling(self, handling: Handling, place: str, arrived: date | None, day: date, load: Load) -> Part:
        """What a load pays at a place on a day, and for its days there since it arrived: at an end of its way, none."""
        row = handling.transfer
        key = (place, row and row.where, arrived, day, load.container.name, load.containers)
        found = self._handled.get(key)
        if found is None:
            items = self.transfer(handling, day, load)
            if arrived is not None:
                items += self.storage(place, arrived, day, load)
            found = self._handled[key] = Part(items, load.container.name)
        return found

    def departure_cost(self, departure: Departure) -> Item:
        """What a departure that carries anything costs, whatever it carries."""
        terms = departure.terms
        currency = terms.amounts.currency
        return Item(
            Component.DEPARTURE,
            str(departure),
            terms.where,
            ONE,
            exact(terms.departure_cost),
            currency,
            self.exchange.on(departure.departs, currency),
        )

    def unserved(self, shipment: Shipment, tonnes: Decimal) -> tuple[Item, ...]:
        """What tonnes left behind cost: the penalty, unless serving comes first, and what duty they bear."""
        items = []
        if shipment.penalty_per_t is not None:
            what, price = f"{shipment.name} left behind", exact(shipment.penalty_per_t)
            items.append(Item(Component.UNSERVED, what, shipment.where, ONE, price, self.exchange.base, ONE))
        if self.book.settings.unserved_bears_duty:
            due = self.customs.left_behind(shipment, self.goods_value(shipment, ONE))
            items.extend([due] if due else [])
        return tuple(replace(item, quantity=exact(tonnes)) for item in items)

    def unserved_per_t(self, shipment: Shipment) -> Fraction:
        """What a tonne left behind costs, base currency: the penalty if there is one, and what duty it bears."""
        return sum((item.amount for item in self.unserved(shipment, Decimal(1))), ZERO)


def _flags(tariff: Tariff, departure: Departure, goods: Commodity) -> Iterator[str]:
    if tariff.compliance == "review":
        yield f"review: {departure.leg.key}"
    for passage in departure.passages:
        if passage.border.compliance == "review":
            yield f"review: border {passage.border.name}"
    if goods.dangerous and tariff.dangerous is None:
        yield f"confirm dangerous goods: {departure.leg.key}"
