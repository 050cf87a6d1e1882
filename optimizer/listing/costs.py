"""What carriage costs a shipment, as arrays: the one step from exact money to floats.

A cost is an array of shape (3, 2·S) for the S segments of the shipment's containers: by row, transport, the part of
it up to the territory of the destination, and emissions; by column, the cost of one container at the lower end of
each segment and then at the upper end of each. Base currency; ``inf`` where the load is not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from tariffs.book import Container, Shipment, TariffBook
from tariffs.rating import Item, Load
from tariffs.rating.carriage import share
from tariffs.rating.charge import exact
from tariffs.rating.lines import Segment, segments, total
from tariffs.timetable import Departure, Handling

Cost: TypeAlias = npt.NDArray[np.float64]

TRANSPORT, OUTSIDE, EMISSIONS = 0, 1, 2
FIRST, SECOND = Fraction(1, 4), Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Fee:
    """A surcharge that a booking owes once for a leg, if a load in one of ``segments`` (positions) is on it."""

    amount: float
    outside: float
    segments: frozenset[int]


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
    """The costs of every shipment that is rated alike: same goods, value per tonne, containers and territory."""

    network: Network
    shipment: Shipment
    segments: list[Segment]
    _steps: dict[int, Step] = field(default_factory=dict)
    _handlings: dict[tuple[str, int], Cost] = field(default_factory=dict)
    _storages: dict[tuple[str, int, int], Cost] = field(default_factory=dict)
    _dearest: dict[str, Cost] = field(default_factory=dict)

    @property
    def zero(self) -> Cost:
        """No cost at all."""
        return np.zeros((3, 2 * len(self.segments)))

    def step(self, departure: Departure) -> Step:
        """The cost of a departure, handling before it left out."""
        variant = self.network.variant(departure)
        if variant not in self._steps:
            self._steps[variant] = self._rate(departure)
        return self._steps[variant]

    def _rate(self, departure: Departure) -> Step:
        rater = self.network.rater
        price = exact(self.network.book.settings.co2_price_per_t)
        outside = rater.outside_share(self.shipment, departure.leg.key.origin)
        cost = self.zero
        fees: dict[str, tuple[Item, Fraction, set[int]]] = {}
        for position, segment in enumerate(self.segments):
            first, second = segment.inside(FIRST), segment.inside(SECOND)
            one, two = (rater.leg(departure, self.shipment, load) for load in (first, second))
            if one is None or two is None:
                self._write(cost, position, np.inf, np.inf, np.inf, np.inf, np.inf, np.inf)
                continue
            dutiable = outside * share(one.tariff)
            low, high = _ends(segment, first, total(one.items), second, total(two.items))
            low_co2, high_co2 = _ends(segment, first, one.co2_t * price, second, two.co2_t * price)
            self._write(cost, position, low, low * dutiable, low_co2, high, high * dutiable, high_co2)
            for fee in one.booking_fees:
                fees.setdefault(fee.where, (fee, dutiable, set()))[2].add(position)
        found = (
            Fee(float(item.amount), float(item.amount * dutiable), frozenset(positions))
            for item, dutiable, positions in fees.values()
        )
        return Step(cost, tuple(found))

    def _write(self, cost: Cost, position: int, *figures: Fraction | float) -> None:
        cost[:, position] = [float(figure) for figure in figures[:3]]
        cost[:, len(self.segments) + position] = [float(figure) for figure in figures[3:]]

    def handling(self, location: str, handling: Handling, day: date) -> Cost:
        """The cost of a transfer on its day; zero where there is no row."""
        if handling.transfer is None:
            return self.zero
        key = (handling.transfer.where, self.network.epoch(day))
        if key not in self._handlings:
            rater = self.network.rater
            self._handlings[key] = self._of(location, lambda load: rater.transfer(handling, day, load))
        return self._handlings[key]

    def storage(self, location: str, arrived: date, departs: date) -> Cost:
        """The cost of the days at an intermediate location."""
        key = (location, (departs - arrived).days, self.network.epoch(departs))
        if key not in self._storages:
            rater = self.network.rater
            self._storages[key] = self._of(location, lambda load: rater.storage(location, arrived, departs, load))
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
        if self.network.rater.outside_share(self.shipment, location):
            cost[OUTSIDE] = cost[TRANSPORT]
        return cost

    def _of(self, location: str, items: Callable[[Load], Iterable[Item]]) -> Cost:
        outside = int(self.network.rater.outside_share(self.shipment, location))
        cost = self.zero
        for position, segment in enumerate(self.segments):
            first, second = segment.inside(FIRST), segment.inside(SECOND)
            low, high = _ends(segment, first, total(items(first)), second, total(items(second)))
            self._write(cost, position, low, low * outside, 0.0, high, high * outside, 0.0)
        return cost


def _ends(segment: Segment, first: Load, one: Fraction, second: Load, two: Fraction) -> tuple[Fraction, Fraction]:
    """The line through two points inside a segment, at both of its ends."""
    slope = (two - one) / (second.tonnes_each - first.tonnes_each)
    low = one + slope * (segment.low - first.tonnes_each)
    return low, low + slope * (segment.high - segment.low)


class CostCache:
    """``Costs`` by what rating depends on, so that like shipments share them."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._costs: dict[tuple[object, ...], Costs] = {}

    def of(self, shipment: Shipment) -> Costs:
        """The costs of a shipment."""
        book = self.network.book
        allowed = containers_for(book, shipment)
        key = (
            shipment.commodity.name,
            self.network.rater.goods_value(shipment, Fraction(1)),
            exact(shipment.volume_m3) / exact(shipment.weight_t),
            shipment.avoid.carriers,
            tuple(container.name for container in allowed),
            book.locations[shipment.destination].territory,
        )
        if key not in self._costs:
            pieces = [piece for container in allowed for piece in segments(book, shipment, container)]
            self._costs[key] = Costs(self.network, shipment, pieces)
        return self._costs[key]
