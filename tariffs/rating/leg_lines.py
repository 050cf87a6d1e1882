"""What a departure costs, as a line for each range of loads.

What a row charges a load is the same whenever it is charged, but for the rate of exchange. So each row is asked once,
with loads of a range, and a departure adds up what is in force on its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tariffs.book import Container, Shipment, Surcharge, Tariff
from tariffs.fraction import Fraction
from tariffs.rating.carriage import (
    border_items,
    called_for,
    carries,
    freight,
    in_force,
    matches,
    meant_for,
    per_booking,
    share,
    surcharge_item,
    tariff_for,
)
from tariffs.rating.charge import Item, Load, exact
from tariffs.rating.emissions import co2_per_t
from tariffs.rating.lines import Line, Segment, between, cuts, line_through
from tariffs.rating.rater import Rater
from tariffs.timetable import Departure

ZERO, ONE = Fraction(0), Fraction(1)

#: The rows of a departure that carry some goods, each with the surcharges that match it.
Rows = tuple[tuple[Tariff, tuple[Surcharge, ...]], ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What a row charges one container of a range: ``line``, and shares of its freight and of the value in it.

    It is in ``currency``, freight and value being in the base currency.
    """

    currency: str
    line: Line
    of_freight: Fraction = ZERO
    of_value: Fraction = ZERO


@dataclass(frozen=True, slots=True, eq=False)
class Tier:
    """A range of loads, the row that takes them, and what may be charged on it, whatever the day."""

    segment: Segment
    tariff: Tariff
    freight: Due
    surcharges: tuple[tuple[Surcharge, Due], ...]
    co2_per_tonne: Fraction


@dataclass(frozen=True, slots=True)
class LegLine:
    """What a departure costs in a range of loads, base currency.

    Attributes
    ----------
    transport
        What a container of goods without value pays.
    of_value
        What it pays more for each unit of their value.
    dutiable
        The share of it that counts towards the customs value where the leg starts outside the territory.
    co2_per_tonne
        Tonnes of CO2e.
    fees
        What a booking owes once, by address of the row.
    """

    segment: Segment
    transport: Line
    of_value: Fraction
    dutiable: Fraction
    co2_per_tonne: Fraction
    fees: dict[str, Fraction]


class LegLines:
    """The lines of departures, for goods of any kind; what a row charges is remembered."""

    def __init__(self, rater: Rater) -> None:
        self.rater = rater
        self._named = {row.commodity for row in rater.book.surcharges}
        self._matching: dict[tuple[object, ...], tuple[Surcharge, ...]] = {}
        self._tiers: dict[tuple[object, ...], tuple[Tier, ...]] = {}
        self._segments: dict[tuple[str, tuple[Fraction, ...]], list[Segment]] = {}
        self._freights: dict[tuple[str, Fraction | None, Segment], Due] = {}
        self._surcharges: dict[tuple[str, Segment], Due] = {}
        self._crossings: dict[tuple[tuple[str, ...], Segment], tuple[Due, ...]] = {}

    def tiers(self, departure: Departure, shipment: Shipment) -> tuple[Tier, ...]:
        """The ranges of loads that a departure takes: the same ones for all that is charged by the same rows.

        Raises
        ------
        UnratedError
            If two rows would take a load, or a row lacks what its basis needs.
        """
        rows = tuple([(row, self._match(row, shipment)) for row in departure.tariffs if carries(row, shipment)])
        key = tuple(
            [(row.where, _volume(row, shipment), *[surcharge.where for surcharge in found]) for row, found in rows]
        )
        if key not in self._tiers:
            containers = self.rater.book.containers.values()
            self._tiers[key] = tuple(
                tier for container in containers for tier in self._tiers_of(departure, shipment, container, rows)
            )
        return self._tiers[key]

    def of(self, departure: Departure, tiers: Iterable[Tier]) -> list[LegLine]:
        """The line of each of a departure's tiers on its day."""
        known: dict[str, bool] = {}
        return [self._line(departure, tier, known) for tier in tiers]

    def _match(self, row: Tariff, shipment: Shipment) -> tuple[Surcharge, ...]:
        """The surcharges for a row and goods, whatever the day, the border and the load."""
        goods = shipment.commodity
        key = (row.where, goods.name if goods.name in self._named else "", goods.dangerous, goods.reefer)
        if key not in self._matching:
            self._matching[key] = tuple(other for other in self.rater.book.surcharges if matches(other, row, goods))
        return self._matching[key]

    def _tiers_of(self, departure: Departure, shipment: Shipment, container: Container, rows: Rows) -> Iterator[Tier]:
        if all(row.amounts.of(container.name) is None for row, _ in rows):
            return
        matching = {row.where: found for row, found in rows}
        surcharges = {surcharge.where: surcharge for found in matching.values() for surcharge in found}
        of_mode = self.rater.book.emissions.get(departure.leg.key.mode)
        co2 = {row.where: co2_per_t(row, of_mode) for row, _ in rows}
        meant = {where: [s for s in found if meant_for(s, container.name)] for where, found in matching.items()}
        for segment in self._between(
            container, cuts((row for row, _ in rows), surcharges.values(), shipment, container)
        ):
            load = segment.inside[0]
            row = tariff_for(departure, shipment, load)
            if row is None:
                continue
            asked = tuple(
                (surcharge, self._surcharge(surcharge, departure, segment))
                for surcharge in meant[row.where]
                if called_for(surcharge, load)
            )
            carried = self._freight(row, departure, shipment, segment)
            yield Tier(segment, row, carried, asked, co2[row.where])

    def _between(self, container: Container, points: tuple[Fraction, ...]) -> list[Segment]:
        key = (container.name, points)
        if key not in self._segments:
            self._segments[key] = between(container, points)
        return self._segments[key]

    def _freight(self, row: Tariff, departure: Departure, shipment: Shipment, segment: Segment) -> Due:
        key = (row.where, _volume(row, shipment), segment)
        if key not in self._freights:
            exchange = self.rater.exchange
            items = (freight(row, departure, shipment, load, exchange) for load in segment.inside)
            self._freights[key] = _due(segment, *items)
        return self._freights[key]

    def _surcharge(self, row: Surcharge, departure: Departure, segment: Segment) -> Due:
        key = (row.where, segment)
        if key not in self._surcharges:
            first, second = segment.inside

            def asked(load: Load, of_freight: Fraction = ZERO, value: Fraction = ZERO) -> Item:
                return surcharge_item(row, departure, load, of_freight, lambda: value, self.rater.exchange)

            alone = asked(first)
            self._surcharges[key] = replace(
                _due(segment, alone, asked(second)),
                of_freight=_charge(asked(first, of_freight=ONE)) - _charge(alone),
                of_value=_charge(asked(first, value=ONE)) - _charge(alone),
            )
        return self._surcharges[key]

    def _crossed(self, departure: Departure, segment: Segment) -> tuple[Due, ...]:
        key = (tuple([passage.border.where for passage in departure.passages]), segment)
        if key not in self._crossings:
            first, second = (border_items(departure, load, self.rater.exchange) for load in segment.inside)
            pairs = zip(first, second, strict=True)
            self._crossings[key] = tuple(_due(segment, one, two) for one, two in pairs)
        return self._crossings[key]

    def _line(self, departure: Departure, tier: Tier, known: dict[str, bool]) -> LegLine:
        """The line of a tier; ``known`` says which surcharges are in force on the departure."""
        exchange, day = self.rater.exchange, departure.departs
        carried = tier.freight.line.times(exchange.on(day, tier.freight.currency))
        transport, of_value = carried, ZERO
        fees: dict[str, Fraction] = {}
        for surcharge, due in tier.surcharges:
            where = surcharge.where
            if where not in known:
                known[where] = in_force(surcharge, departure)
            if not known[where]:
                continue
            fx = exchange.on(day, due.currency)
            line = due.line.plus(carried.times(due.of_freight)) if due.of_freight else due.line
            if per_booking(surcharge):
                fees[surcharge.where] = line.fixed * fx
                continue
            transport = transport.plus(line.times(fx))
            if due.of_value:
                of_value += due.of_value * fx
        for due in self._crossed(departure, tier.segment) if departure.passages else ():
            transport = transport.plus(due.line.times(exchange.on(day, due.currency)))
        return LegLine(tier.segment, transport, of_value, share(tier.tariff), tier.co2_per_tonne, fees)


def _volume(row: Tariff, shipment: Shipment) -> Fraction | None:
    """The volume of a tonne, m³, where a row's freight depends on it."""
    return exact(shipment.volume_m3) / exact(shipment.weight_t) if row.basis == "wm" else None


def _charge(item: Item) -> Fraction:
    """An item's amount in its own currency."""
    return item.quantity * item.rate


def _due(segment: Segment, one: Item, two: Item) -> Due:
    """What a row charges throughout a range, by what it charges the two loads inside."""
    first, second = segment.inside
    return Due(one.currency, line_through(first.tonnes_each, _charge(one), second.tonnes_each, _charge(two)))
