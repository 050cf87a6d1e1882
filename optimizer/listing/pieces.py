"""The cost of a departure by container type and range of loads, as coefficients, asked of rating once.

Shipments share them that rating cannot tell apart on a leg, wherever they come from and go to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from tariffs.book import Shipment
from tariffs.rating import Item
from tariffs.rating.carriage import share
from tariffs.rating.charge import exact
from tariffs.rating.lines import Line, Segment, line_through, segments, total
from tariffs.rating.rater import LegCost
from tariffs.timetable import Departure

QUARTER, THREE_QUARTERS = Fraction(1, 4), Fraction(3, 4)


@dataclass(frozen=True, slots=True)
class Fee:
    """A surcharge that a booking owes once for a leg, if a load in one of ``segments`` (positions) is on it."""

    amount: float
    outside: float
    segments: frozenset[int]


@dataclass(frozen=True, slots=True)
class DeparturePieces:
    """One departure, by segment: arrays of length S, base currency; ``fixed`` is ``inf`` where a load is not taken.

    Attributes
    ----------
    fixed, per_tonne
        Of transport, per container and per tonne in it.
    dutiable
        The share of it that counts towards the customs value where the leg starts outside the territory.
    co2_per_tonne
        The price of the emissions of a tonne.
    fees
        Owed once by a booking.
    """

    fixed: npt.NDArray[np.float64]
    per_tonne: npt.NDArray[np.float64]
    dutiable: npt.NDArray[np.float64]
    co2_per_tonne: npt.NDArray[np.float64]
    fees: tuple[Fee, ...]


@dataclass(slots=True)
class LegPieces:
    """The pieces of every departure for goods that rating cannot tell apart; ``shipment`` is one of them."""

    network: Network
    shipment: Shipment
    segments: list[Segment]
    _found: dict[int, DeparturePieces] = field(default_factory=dict)

    def of(self, departure: Departure) -> DeparturePieces:
        """The pieces of a departure."""
        variant = self.network.variant(departure)
        if variant not in self._found:
            self._found[variant] = self._ask(departure)
        return self._found[variant]

    def _ask(self, departure: Departure) -> DeparturePieces:
        size = len(self.segments)
        made = DeparturePieces(np.full(size, np.inf), np.zeros(size), np.zeros(size), np.zeros(size), ())
        fees: dict[str, tuple[Item, Fraction, set[int]]] = {}
        price = exact(self.network.book.settings.co2_price_per_t)
        for position, segment in enumerate(self.segments):
            asked = self._line(departure, segment)
            if asked is None:
                continue
            line, cost = asked
            dutiable = share(cost.tariff)
            made.fixed[position], made.per_tonne[position] = float(line.fixed), float(line.per_tonne)
            made.dutiable[position] = float(dutiable)
            made.co2_per_tonne[position] = float(cost.co2_t * price / segment.inside(QUARTER).tonnes_each)
            for fee in cost.booking_fees:
                fees.setdefault(fee.where, (fee, dutiable, set()))[2].add(position)
        found = (
            Fee(float(item.amount), float(item.amount * dutiable), frozenset(positions))
            for item, dutiable, positions in fees.values()
        )
        return DeparturePieces(made.fixed, made.per_tonne, made.dutiable, made.co2_per_tonne, tuple(found))

    def _line(self, departure: Departure, segment: Segment) -> tuple[Line, LegCost] | None:
        rater = self.network.rater
        first, second = segment.inside(QUARTER), segment.inside(THREE_QUARTERS)
        one = rater.leg(departure, self.shipment, first)
        two = rater.leg(departure, self.shipment, second) if one is not None else None
        if one is None or two is None:
            return None
        line = line_through(first.tonnes_each, total(one.items), second.tonnes_each, total(two.items))
        return line, one


class PieceCache:
    """``LegPieces`` by what rating a leg depends on."""

    def __init__(self, network: Network) -> None:
        self.network = network
        book = network.book
        rows = [row for leg in book.legs for row in leg.tariffs]
        self._by_value = any(surcharge.basis == "percent_value" for surcharge in book.surcharges)
        self._by_volume = any(row.basis == "wm" for row in rows)
        self._named = {row.commodity for row in rows} | {surcharge.commodity for surcharge in book.surcharges}
        self._pieces: dict[tuple[object, ...], LegPieces] = {}

    def of(self, shipment: Shipment) -> LegPieces:
        """The pieces for a shipment."""
        goods, book = shipment.commodity, self.network.book
        key = (
            goods.name if goods.name in self._named else "",
            goods.dangerous,
            goods.reefer,
            shipment.avoid.carriers,
            self.network.rater.goods_value(shipment, Fraction(1)) if self._by_value else None,
            exact(shipment.volume_m3) / exact(shipment.weight_t) if self._by_volume else None,
        )
        if key not in self._pieces:
            found = [piece for container in book.containers.values() for piece in segments(book, shipment, container)]
            self._pieces[key] = LegPieces(self.network, shipment, found)
        return self._pieces[key]
