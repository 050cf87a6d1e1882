"""The cost of a departure by container type and range of loads, as coefficients, asked of rating once.

Shipments share them that rating cannot tell apart on a leg, wherever they come from and go to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from tariffs.book import Shipment
from tariffs.rating import Item
from tariffs.rating.carriage import share
from tariffs.rating.charge import exact
from tariffs.rating.lines import Segment, line_through, segments, total
from tariffs.timetable import Departure


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
    by_value
        Of transport, per unit of the goods' value in it.
    co2_per_tonne
        The price of the emissions of a tonne.
    fees
        Owed once by a booking.
    """

    fixed: npt.NDArray[np.float64]
    per_tonne: npt.NDArray[np.float64]
    dutiable: npt.NDArray[np.float64]
    by_value: npt.NDArray[np.float64]
    co2_per_tonne: npt.NDArray[np.float64]
    fees: tuple[Fee, ...]


@dataclass(frozen=True, slots=True)
class OwnPiece:
    """One range of loads on one departure: the figures of ``DeparturePieces`` for it, and its booking fees."""

    segment: Segment
    fixed: float
    per_tonne: float
    dutiable: float
    by_value: float
    co2_per_tonne: float
    fees: tuple[Item, ...]


@dataclass(slots=True)
class LegPieces:
    """The pieces of every departure for goods that rating cannot tell apart; ``shipment`` is one of them.

    ``segments`` are those between the bends and jumps of any leg, so that the pieces of legs add up. ``alike`` are the
    pieces of departures not charged by volume, which goods that differ only in volume share.
    """

    network: Network
    shipment: Shipment
    segments: list[Segment]
    alike: dict[int, list[OwnPiece]]
    _found: dict[int, DeparturePieces] = field(default_factory=dict)

    def of(self, departure: Departure) -> DeparturePieces:
        """The pieces of a departure."""
        variant = self.network.variant(departure)
        if variant not in self._found:
            self._found[variant] = self._spread(self._own(departure))
        return self._found[variant]

    def _own(self, departure: Departure) -> list[OwnPiece]:
        by_volume = any(row.basis == "wm" for row in departure.tariffs)
        variant = self.network.variant(departure)
        if by_volume or variant not in self.alike:
            asked = (self._ask(departure, segment) for segment in self._own_segments(departure))
            found = [piece for piece in asked if piece is not None]
            if by_volume:
                return found
            self.alike[variant] = found
        return self.alike[variant]

    def _spread(self, own: list[OwnPiece]) -> DeparturePieces:
        """Lay a departure's pieces over the segments of the whole book."""
        size = len(self.segments)
        made = DeparturePieces(
            np.full(size, np.inf), np.zeros(size), np.zeros(size), np.zeros(size), np.zeros(size), ()
        )
        fees: dict[str, tuple[Item, float, set[int]]] = {}
        for piece in own:
            within = self._within(piece.segment)
            made.fixed[within], made.per_tonne[within] = piece.fixed, piece.per_tonne
            made.dutiable[within], made.by_value[within] = piece.dutiable, piece.by_value
            made.co2_per_tonne[within] = piece.co2_per_tonne
            for fee in piece.fees:
                fees.setdefault(fee.where, (fee, piece.dutiable, set()))[2].update(within)
        found = (
            Fee(float(item.amount), float(item.amount) * dutiable, frozenset(positions))
            for item, dutiable, positions in fees.values()
        )
        return replace(made, fees=tuple(found))

    def _own_segments(self, departure: Departure) -> list[Segment]:
        """The ranges between the bends and jumps of one departure: far fewer than those of the whole book."""
        containers = {segment.container.name: segment.container for segment in self.segments}
        surcharges = self.network.surcharges_of(departure.leg.key)
        return [
            segment
            for container in containers.values()
            if any(row.amounts.of(container.name) is not None for row in departure.tariffs)
            for segment in segments(departure.tariffs, surcharges, self.shipment, container)
        ]

    def _within(self, segment: Segment) -> list[int]:
        return [
            position
            for position, piece in enumerate(self.segments)
            if piece.container is segment.container and piece.low >= segment.low and piece.high <= segment.high
        ]

    def _ask(self, departure: Departure, segment: Segment) -> OwnPiece | None:
        """What rating says of a segment; ``None`` where the departure does not take such a load."""
        rater = self.network.rater
        first, second = segment.inside
        one = rater.leg(departure, self.shipment, first)
        two = rater.leg(departure, self.shipment, second) if one is not None else None
        if one is None or two is None:
            return None
        transport = total(one.items)
        line = line_through(first.tonnes_each, transport, second.tonnes_each, total(two.items))
        price = exact(self.network.book.settings.co2_price_per_t)
        return OwnPiece(
            segment,
            float(line.fixed),
            float(line.per_tonne),
            float(share(one.tariff)),
            self._by_value(departure, segment, transport),
            float(one.co2_t * price / first.tonnes_each),
            one.booking_fees,
        )

    def _by_value(self, departure: Departure, segment: Segment, without: Fraction) -> float:
        """What a load pays more for one unit of value, beside what it pays ``without`` any."""
        if not self.network.charged_by_value(departure.leg.key):
            return 0.0
        # A shipment worth as much as it weighs has a value of 1 a tonne.
        currency = self.network.rater.exchange.base
        valued = replace(self.shipment, value=self.shipment.weight_t, currency=currency)
        load = segment.inside[0]
        cost = self.network.rater.leg(departure, valued, load)
        return 0.0 if cost is None else float((total(cost.items) - without) / load.tonnes_each)


class PieceCache:
    """``LegPieces`` by what rating a leg depends on, the value of the goods apart."""

    def __init__(self, network: Network) -> None:
        self.network = network
        book = network.book
        rows = [row for leg in book.legs for row in leg.tariffs]
        self._by_volume = any(row.basis == "wm" for row in rows)
        self._named = {row.commodity for row in rows} | {row.commodity for row in book.surcharges}
        self._alike: dict[tuple[object, ...], dict[int, list[OwnPiece]]] = {}
        self._pieces: dict[tuple[object, ...], LegPieces] = {}

    def of(self, shipment: Shipment) -> LegPieces:
        """The pieces for a shipment."""
        goods = shipment.commodity
        key = (
            goods.name if goods.name in self._named else "",
            goods.dangerous,
            goods.reefer,
            shipment.avoid.carriers,
        )
        volume = exact(shipment.volume_m3) / exact(shipment.weight_t) if self._by_volume else None
        if (key, volume) not in self._pieces:
            containers = self.network.book.containers.values()
            found = [piece for container in containers for piece in self.network.segments(shipment, container)]
            alike = self._alike.setdefault(key, {})
            self._pieces[key, volume] = LegPieces(self.network, replace(shipment, value=Decimal(0)), found, alike)
        return self._pieces[key, volume]
