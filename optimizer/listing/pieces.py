"""The cost of a departure by container type and range of loads, as coefficients, asked of rating once.

Shipments share them that rating cannot tell apart on a leg, wherever they come from and go to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from optimizer.network import Network
from tariffs.book import Shipment, Transfer
from tariffs.fraction import Fraction
from tariffs.rating.charge import exact
from tariffs.rating.emissions import hub_co2_per_t
from tariffs.rating.leg_lines import LegLine, LegLines, Tier
from tariffs.rating.lines import Segment
from tariffs.timetable import Departure

Tiers: TypeAlias = tuple[Tier, ...]
Floats: TypeAlias = npt.NDArray[np.float64]
Positions: TypeAlias = npt.NDArray[np.intp]

#: The rows of figures.
FIXED, PER_TONNE, DUTIABLE, BY_VALUE, CO2 = range(5)

#: The figures of a load that is not taken.
NOT_TAKEN = (np.inf, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Fee:
    """A surcharge that a booking owes once for a leg, if a load in one of ``segments`` (positions) is on it."""

    amount: float
    outside: float
    segments: frozenset[int]


@dataclass(frozen=True, slots=True)
class DeparturePieces:
    """One departure, by segment, base currency.

    Attributes
    ----------
    figures
        Array of shape (5, S): ``FIXED`` of transport, per container, ``inf`` where a load is not taken; ``PER_TONNE``
        of transport; the ``DUTIABLE`` share of it, which counts towards the customs value where the leg starts
        outside the territory; ``BY_VALUE``, of transport, per unit of the goods' value in it; ``CO2``, the price of
        the emissions of a tonne.
    fees
        Owed once by a booking.
    """

    figures: Floats
    fees: tuple[Fee, ...]


@dataclass(slots=True)
class _TierPieces:
    """The pieces of departures by their own tiers, which are far fewer than the segments of the whole book."""

    network: Network
    rated: LegLines = field(init=False)
    _found: dict[tuple[int, Tiers], DeparturePieces] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Ask the rater of the network."""
        self.rated = LegLines(self.network.rater)

    def of(self, departure: Departure, tiers: Tiers) -> DeparturePieces:
        """By tier, and at last what holds where there is none."""
        key = (self.network.variant(departure), tiers)
        if key not in self._found:
            self._found[key] = self._ask(departure, tiers)
        return self._found[key]

    def _ask(self, departure: Departure, tiers: Tiers) -> DeparturePieces:
        price = exact(self.network.book.settings.co2_price_per_t)
        lines = self.rated.of(departure, tiers)
        figures = [
            (
                float(line.transport.fixed),
                float(line.transport.per_tonne),
                float(line.dutiable),
                float(line.of_value),
                float(line.co2_per_tonne * price),
            )
            for line in lines
        ]
        return DeparturePieces(np.ascontiguousarray(np.array([*figures, NOT_TAKEN]).T), _fees(lines))


def hub_co2_price(network: Network, transfer: Transfer) -> float:
    """The price of what the handling of a tonne emits, base currency."""
    return float(hub_co2_per_t(transfer) * exact(network.book.settings.co2_price_per_t))


def _fees(lines: list[LegLine]) -> tuple[Fee, ...]:
    owed: dict[str, tuple[Fraction, Fraction, set[int]]] = {}
    for position, line in enumerate(lines):
        for where, amount in line.fees.items():
            owed.setdefault(where, (amount, line.dutiable, set()))[2].add(position)
    return tuple(
        Fee(float(amount), float(amount) * float(dutiable), frozenset(positions))
        for amount, dutiable, positions in owed.values()
    )


@dataclass(slots=True)
class LegPieces:
    """The pieces of every departure for goods that rating cannot tell apart; ``shipment`` is one of them.

    ``segments`` are those between the bends and jumps of any leg, so that the pieces of legs add up.
    """

    shipment: Shipment
    segments: list[Segment]
    by_tier: _TierPieces
    _laid: dict[tuple[str, ...], _Laid] = field(default_factory=dict)
    _laid_over: dict[tuple[Segment, ...], Positions] = field(default_factory=dict)
    _found: dict[int, DeparturePieces] = field(default_factory=dict)

    def of(self, departure: Departure) -> DeparturePieces:
        """The pieces of a departure."""
        variant = self.by_tier.network.variant(departure)
        found = self._found.get(variant)
        if found is None:
            found = self._found[variant] = self._spread(departure)
        return found

    def _spread(self, departure: Departure) -> DeparturePieces:
        """Lay a departure's pieces over the segments of the whole book."""
        rows = tuple([row.where for row in departure.tariffs])
        laid = self._laid.get(rows)
        if laid is None:
            laid = self._laid[rows] = self._lay(self.by_tier.rated.tiers(departure, self.shipment))
        made = self.by_tier.of(departure, laid.tiers)
        fees = [replace(fee, segments=laid.within(fee.segments)) for fee in made.fees]
        return DeparturePieces(made.figures.take(laid.tier_at, axis=1), tuple([fee for fee in fees if fee.segments]))

    def _lay(self, tiers: Tiers) -> _Laid:
        own = tuple(tier.segment for tier in tiers)
        if own not in self._laid_over:
            self._laid_over[own] = _lay_over(self.segments, own)
        return _Laid(tiers, self._laid_over[own])


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """Tiers, and by segment of the whole book the position of the one that it is within; their number for none."""

    tiers: Tiers
    tier_at: Positions
    _within: dict[frozenset[int], frozenset[int]] = field(default_factory=dict)

    def within(self, positions: frozenset[int]) -> frozenset[int]:
        """The positions of the segments within some of the tiers."""
        if positions not in self._within:
            found = np.flatnonzero(np.isin(self.tier_at, sorted(positions)))
            self._within[positions] = frozenset(found.tolist())
        return self._within[positions]


def _lay_over(segments: Sequence[Segment], own: Sequence[Segment]) -> Positions:
    """By segment, the position of the first of ``own`` that it is within; their number where it is within none."""
    inner, outer = _Ends.of(segments), _Ends.of(own)
    within = np.ones((len(segments), len(own) + 1), np.bool_)
    within[:, :-1] = (
        (inner.container[:, None] == outer.container)
        & (inner.low[:, None] >= outer.low)
        & (inner.high[:, None] <= outer.high)
    )
    found: Positions = np.argmax(within, axis=1)
    return found


@dataclass(frozen=True, slots=True)
class _Ends:
    """Segments as arrays: which container, by identity, and between which loads."""

    container: npt.NDArray[np.int64]
    low: Floats
    high: Floats

    @staticmethod
    def of(segments: Sequence[Segment]) -> _Ends:
        """The arrays of some segments."""
        return _Ends(
            np.array([id(segment.container) for segment in segments], np.int64),
            np.array([float(segment.low) for segment in segments]),
            np.array([float(segment.high) for segment in segments]),
        )


class PieceCache:
    """``LegPieces`` by what rating a leg depends on, the value of the goods apart."""

    def __init__(self, network: Network) -> None:
        self.network = network
        book = network.book
        rows = [row for leg in book.legs for row in leg.tariffs]
        self._by_volume = any(row.basis == "wm" for row in rows)
        self._named = {row.commodity for row in rows} | {row.commodity for row in book.surcharges}
        self._by_tier = _TierPieces(network)
        self._pieces: dict[tuple[object, ...], LegPieces] = {}

    def of(self, shipment: Shipment) -> LegPieces:
        """The pieces for a shipment."""
        goods = shipment.commodity
        key = (
            goods.name if goods.name in self._named else "",
            goods.dangerous,
            goods.reefer,
            shipment.carriers,
            shipment.avoid.carriers,
            exact(shipment.volume_m3) / exact(shipment.weight_t) if self._by_volume else None,
        )
        if key not in self._pieces:
            containers = self.network.book.containers.values()
            found = [piece for container in containers for piece in self.network.segments(shipment, container)]
            self._pieces[key] = LegPieces(replace(shipment, value=Decimal(0)), found, self._by_tier)
        return self._pieces[key]
