"""From listed itineraries to what the linear programme chooses among."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from optimizer.listing.costs import EMISSIONS, OUTSIDE, TRANSPORT, Costs
from optimizer.listing.search import EPSILON, Found, fees_dominate
from optimizer.network import Network
from optimizer.resources import Resource, resources_of
from tariffs.book import Container, Shipment
from tariffs.rating.charge import exact
from tariffs.rating.lines import KILOGRAM, OnCostLine, on_cost_lines
from tariffs.timetable import Departure, Itinerary


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of loads of one container type on an itinerary, on which the cost is linear.

    A container carries from ``low`` to ``high`` tonnes; ``open_low`` says that ``low`` itself is charged otherwise,
    and dearer. ``fixed`` per container and ``per_tonne``, base currency, have one entry per way to charge duty.
    """

    container: Container
    low: Fraction
    high: Fraction
    fixed: tuple[float, ...]
    per_tonne: tuple[float, ...]
    fees: frozenset[int]
    open_low: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An itinerary of a shipment with its costs.

    ``fees`` are owed once by the booking, by way to charge duty; a piece names those that it owes. ``uses`` are all
    its resources, ``commits`` the departures with a minimum load or a cost.
    """

    shipment: Shipment
    itinerary: Itinerary
    pieces: tuple[Piece, ...]
    fees: tuple[tuple[float, ...], ...]
    uses: tuple[Resource, ...]
    commits: tuple[Departure, ...]

    @property
    def ways(self) -> int:
        """In how many ways duty may be charged: 1, or 2 where the greater of value and weight is due."""
        return len(self.pieces[0].fixed)


@dataclass(frozen=True, slots=True)
class _Priced:
    """A found itinerary with its whole cost at the ends of the segments, by way: shape (ways, 2·S)."""

    found: Found
    lines: list[OnCostLine]
    cost: npt.NDArray[np.float64]


def candidates(network: Network, costs: Costs, shipment: Shipment, listed: list[Found]) -> list[Candidate]:
    """What is worth choosing among the listed itineraries of a shipment."""
    priced = [_price(network, costs, shipment, found) for found in listed]
    made = [_candidate(network, costs, shipment, one, _wanted(one, priced, shipment)) for one in priced]
    return [candidate for candidate in made if candidate is not None]


def _price(network: Network, costs: Costs, shipment: Shipment, found: Found) -> _Priced:
    lines = on_cost_lines(network.rater, shipment, found.itinerary.delivered)
    cargo = [float(segment.low) for segment in costs.segments] + [float(segment.high) for segment in costs.segments]
    taken = np.isfinite(found.cost[TRANSPORT])
    cost = np.full((len(lines), len(cargo)), np.inf)
    for way, line in enumerate(lines):
        whole = (
            float(line.transport) * found.cost[TRANSPORT, taken]
            + float(line.outside) * found.cost[OUTSIDE, taken]
            + float(line.per_tonne) * np.asarray(cargo)[taken]
            + found.cost[EMISSIONS, taken]
        )
        cost[way, taken] = whole
    return _Priced(found, lines, cost)


def _wanted(one: _Priced, rivals: list[_Priced], shipment: Shipment) -> list[bool]:
    """For each segment, whether no other itinerary serves it as well.

    A load may move to a rival on its own only where the shipment may be split, no fee awaits it there, and the duty
    is not the greater of two; else the whole booking must be able to.
    """
    segments = one.cost.shape[1] // 2
    wanted = np.isfinite(one.cost[0, :segments])
    place = next(position for position, rival in enumerate(rivals) if rival is one)
    for position, rival in enumerate(rivals):
        if rival is one or not rival.found.limited <= one.found.limited:
            continue
        if rival.found.committed != one.found.committed or len(rival.lines) != len(one.lines):
            continue
        better = _no_dearer(rival, one)
        if position > place:
            better &= ~_no_dearer(one, rival)  # of equals, the first stays
        alone = shipment.split and not rival.found.fees and len(one.lines) == 1
        whole = bool(better.all()) and fees_dominate(rival.found.fees, one.found.fees, segments)
        if alone:
            wanted &= ~better
        elif whole:
            wanted &= False
    return [bool(flag) for flag in wanted]


def _no_dearer(one: _Priced, other: _Priced) -> npt.NDArray[np.bool_]:
    """By segment, whether one costs no more than the other anywhere on it."""
    at_ends = (one.cost <= other.cost + EPSILON).all(axis=0)
    segments = at_ends.size // 2
    return np.asarray(at_ends[:segments] & at_ends[segments:])


def _candidate(
    network: Network, costs: Costs, shipment: Shipment, one: _Priced, wanted: list[bool]
) -> Candidate | None:
    ways = _ways_needed(one)
    fees = tuple(
        tuple(fee.amount * float(one.lines[way].transport) + fee.outside * float(one.lines[way].outside) for way in ways)
        for fee in one.found.fees
    )
    pieces: list[Piece] = []
    for position, segment in enumerate(costs.segments):
        if not wanted[position] or segment.low >= exact(shipment.weight_t):
            continue
        low_cost = one.cost[ways, position]
        high_cost = one.cost[ways, len(costs.segments) + position]
        slope = (high_cost - low_cost) / float(segment.high - segment.low)
        piece = Piece(
            segment.container,
            max(segment.low, KILOGRAM),
            min(segment.high, exact(shipment.weight_t)),
            tuple(float(x) for x in low_cost - slope * float(segment.low)),
            tuple(float(x) for x in slope),
            frozenset(number for number, fee in enumerate(one.found.fees) if position in fee.segments),
            segment.low > 0 and _cheaper_above(one, position, len(costs.segments), costs),
        )
        _append(pieces, piece)
    if not pieces:
        return None
    itinerary = one.found.itinerary
    uses = tuple(resources_of(network.book, itinerary))
    return Candidate(shipment, itinerary, tuple(pieces), fees, uses, tuple(sorted(one.found.committed, key=str)))


def _cheaper_above(one: _Priced, position: int, segments: int, costs: Costs) -> bool:
    """Whether a load at the lower end of a segment, which belongs to the one below, is dearer there, or not taken."""
    below = position - 1
    if below < 0 or costs.segments[below].container is not costs.segments[position].container:
        return True
    return bool((one.cost[:, segments + below] > one.cost[:, position] + EPSILON).any())


def _ways_needed(one: _Priced) -> list[int]:
    """The ways to charge duty, without one that another always exceeds."""
    if len(one.lines) == 1:
        return [0]
    taken = np.isfinite(one.cost[0])
    first, second = one.cost[0, taken], one.cost[1, taken]
    if not one.found.fees:
        if (first >= second).all():
            return [0]
        if (second >= first).all():
            return [1]
    return [0, 1]


def _append(pieces: list[Piece], piece: Piece) -> None:
    """Add a piece, or lengthen the last one where they are the same line."""
    last = pieces[-1] if pieces else None
    if (
        last is not None
        and last.container is piece.container
        and last.high == piece.low
        and last.fees == piece.fees
        and np.allclose(last.fixed, piece.fixed, rtol=0, atol=EPSILON)
        and np.allclose(last.per_tonne, piece.per_tonne, rtol=0, atol=EPSILON)
    ):
        pieces[-1] = Piece(
            last.container, last.low, piece.high, last.fixed, last.per_tonne, last.fees, last.open_low
        )
    else:
        pieces.append(piece)
