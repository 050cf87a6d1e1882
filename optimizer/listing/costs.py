"""What carriage costs a shipment, as arrays: the one step from exact money to floats.

A cost is an array of shape (3, 2·S) for the S segments of the shipment's containers: by row, transport, the part of
it up to the territory of the destination, and emissions; by column, the cost of one container at the lower end of
each segment and then at the upper end of each. Base currency; transport is ``inf`` where the load is not taken, and
the others are finite.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.listing.pieces import (
    BY_VALUE,
    CO2,
    DUTIABLE,
    FIXED,
    PER_TONNE,
    Fee,
    LegPieces,
    PieceCache,
    hub_co2_price,
)
from optimizer.network import Network
from tariffs.book import Container, Shipment, TariffBook
from tariffs.fraction import Fraction
from tariffs.rating import Item, Load
from tariffs.rating.charge import exact
from tariffs.rating.lines import Segment, total
from tariffs.timetable import Departure, Handling

Cost: TypeAlias = npt.NDArray[np.float64]

TRANSPORT, OUTSIDE, EMISSIONS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Step:
    """A departure's cost and booking fees."""

    cost: Cost
    fees: tuple[Fee, ...]

    @property
    def taken(self) -> bool:
        """Whether any container is taken at all."""
        return bool(np.isfinite(self.cost[TRANSPORT]).any())


def containers_for(book: TariffBook, shipment: Shipment) -> list[Container]:
    """The container types that a shipment may go in: those it allows, and reefers for a reefer commodity."""
    return [
        container
        for container in book.containers.values()
        if (shipment.containers is None or container.name in shipment.containers)
        and (container.reefer or not shipment.commodity.reefer)
    ]


@dataclass(slots=True)
class Costs:
    """The costs of every shipment that is rated alike, in the same containers and bound for one customs territory.

    ``value_per_t`` counts only where a surcharge is by value. ``positions`` are those of ``pieces.segments`` whose
    containers are allowed. ``cargo`` is the tonnes in a container at the ends of the segments, laid out as costs are.
    """

    network: Network
    shipment: Shipment
    pieces: LegPieces
    value_per_t: float
    positions: npt.NDArray[np.intp]
    segments: list[Segment] = field(init=False)
    cargo: npt.NDArray[np.float64] = field(init=False)
    _steps: dict[int, Step] = field(default_factory=dict)
    _handlings: dict[tuple[object, ...], Cost] = field(default_factory=dict)
    _storages: dict[tuple[object, ...], Cost] = field(default_factory=dict)
    _dearest: dict[str, Cost] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out the tonnes at the ends of the segments."""
        self.segments = [self.pieces.segments[position] for position in self.positions]
        lows = [float(segment.low) for segment in self.segments]
        self.cargo = np.array(lows + [float(segment.high) for segment in self.segments])

    @property
    def zero(self) -> Cost:
        """No cost at all."""
        return np.zeros((3, 2 * len(self.segments)))

    def step(self, departure: Departure) -> Step:
        """The cost of a departure, handling before it left out."""
        variant = self.network.variant(departure)
        if variant not in self._steps:
            self._steps[variant] = self._lay_out(departure)
        return self._steps[variant]

    def _lay_out(self, departure: Departure) -> Step:
        found = self.pieces.of(departure)
        figures = found.figures[:, np.tile(self.positions, 2)]
        outside = float(self._outside(departure.leg.key.origin))
        cost = self.zero
        cost[TRANSPORT] = figures[FIXED] + (figures[PER_TONNE] + figures[BY_VALUE] * self.value_per_t) * self.cargo
        if outside:
            taken = np.isfinite(cost[TRANSPORT])
            cost[OUTSIDE, taken] = cost[TRANSPORT, taken] * figures[DUTIABLE, taken]
        cost[EMISSIONS] = figures[CO2] * self.cargo
        place = {int(position): number for number, position in enumerate(self.positions)}
        fees = (
            Fee(fee.amount, fee.outside * outside, frozenset(place[p] for p in fee.segments if p in place))
            for fee in found.fees
        )
        return Step(cost, tuple(fee for fee in fees if fee.segments))

    def _outside(self, location: str) -> bool:
        return self.network.rater.outside_share(self.shipment, location)

    def handling(self, location: str, handling: Handling, day: date) -> Cost:
        """The cost of a transfer on its day; zero where there is no row."""
        row = handling.transfer
        if row is None:
            return self.zero
        rater = self.network.rater
        key = (row.where, rater.exchange.on(day, row.amounts.currency))
        if key not in self._handlings:
            cost = self._spread(
                location, {load.container.name: rater.transfer(handling, day, load) for load in self._one_of_each()}
            )
            cost[EMISSIONS] = hub_co2_price(self.network, row) * self.cargo
            self._handlings[key] = cost
        return self._handlings[key]

    def storage(self, location: str, arrived: date, departs: date) -> Cost:
        """The cost of the days at an intermediate location."""
        rater = self.network.rater
        key = (location, (departs - arrived).days, self.network.epoch(departs))
        if key not in self._storages:
            charges = {
                load.container.name: rater.storage(location, arrived, departs, load) for load in self._one_of_each()
            }
            self._storages[key] = self._spread(location, charges)
        return self._storages[key]

    def dearest_day(self, location: str) -> Cost:
        """No day of storage at a location costs more than this, whatever the band and the rate of exchange."""
        if location not in self._dearest:
            self._dearest[location] = self._dearest_day(location)
        return self._dearest[location]

    def _dearest_day(self, location: str) -> Cost:
        book = self.network.book
        rates = {row.currency: Fraction(0) for row in book.fx} | {book.settings.base_currency: Fraction(1)}
        for row in book.fx:
            rates[row.currency] = max(rates[row.currency], exact(row.rate))
        cost = self.zero
        for band in book.storage:
            if band.location != location:
                continue
            per_day = float(exact(band.rate_per_day) * rates[band.currency])
            for position, segment in enumerate(self.segments):
                if band.container in ("", segment.container.name):
                    for column in (position, len(self.segments) + position):
                        cost[TRANSPORT, column] = max(cost[TRANSPORT, column], per_day)
        if self._outside(location):
            cost[OUTSIDE] = cost[TRANSPORT]
        return cost

    def _one_of_each(self) -> list[Load]:
        """A load of one container of each type; transfers and storage do not ask what is in it."""
        return list({segment.container.name: segment.inside[0] for segment in self.segments}.values())

    def _spread(self, location: str, items: Mapping[str, Iterable[Item]]) -> Cost:
        """What each container type pays at a location, over its segments."""
        amounts = {name: float(total(of_type)) for name, of_type in items.items()}
        cost = self.zero
        cost[TRANSPORT] = np.tile([amounts[segment.container.name] for segment in self.segments], 2)
        if self._outside(location):
            cost[OUTSIDE] = cost[TRANSPORT]
        return cost


class CostCache:
    """``Costs`` by what rating depends on, so that like shipments share them."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.pieces = PieceCache(network)
        self._by_value = any(row.basis == "percent_value" for row in network.book.surcharges)
        self._costs: dict[tuple[object, ...], Costs] = {}

    def of(self, shipment: Shipment) -> Costs:
        """The costs of a shipment."""
        pieces = self.pieces.of(shipment)
        allowed = {container.name for container in containers_for(self.network.book, shipment)}
        value = float(self.network.rater.goods_value(shipment, Fraction(1))) if self._by_value else 0.0
        territory = self.network.book.locations[shipment.destination].territory
        key = (id(pieces), value, frozenset(allowed), territory)
        if key not in self._costs:
            positions = [n for n, segment in enumerate(pieces.segments) if segment.container.name in allowed]
            self._costs[key] = Costs(self.network, shipment, pieces, value, np.array(positions, np.intp))
        return self._costs[key]
