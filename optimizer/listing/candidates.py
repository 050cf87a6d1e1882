"""From listed itineraries to what the linear programme chooses among."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from optimizer.listing.costs import Costs
from optimizer.listing.dominance import EPSILON, both_ends, fees_dominate
from optimizer.listing.labels import Found
from optimizer.listing.whole import Whole
from optimizer.network import Network
from optimizer.resources import Resource
from optimizer.solution import BookedLoad
from tariffs.book import Container, Shipment
from tariffs.fraction import Fraction
from tariffs.rating import Load
from tariffs.rating.charge import exact
from tariffs.rating.lines import KILOGRAM, in_whole_kilograms, most_in
from tariffs.timetable import Departure, Itinerary


@dataclass(frozen=True, slots=True)
class Piece:
    """A range of loads of one container type on an itinerary, on which the cost is linear.

    A container carries from ``low`` to ``high`` tonnes, the most that several hold on average in whole kilograms;
    ``open_low`` says that ``low`` itself is charged otherwise, and dearer. ``fixed`` per container and
    ``per_tonne``, base currency, have one entry per way to charge duty.
    """

    container: Container
    low: Fraction
    high: Fraction
    fixed: tuple[float, ...]
    per_tonne: tuple[float, ...]
    fees: frozenset[int]
    open_low: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A booking of a plan that is kept: it goes with what it carries, or not at all.

    Attributes
    ----------
    booking
        Its name there.
    containers
        How many of each piece it has.
    cost
        What it costs, base currency.
    change_cost
        What it costs beside, base currency, unless it stays as it was.
    changed
        Whether this is another way than it was booked on.
    """

    booking: str
    containers: tuple[int, ...]
    cost: float
    change_cost: float
    changed: bool


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """An itinerary of a shipment with its costs.

    ``fees`` are owed once by the booking, by way to charge duty; a piece names those that it owes. ``uses`` are all
    its resources, ``commits`` the departures with a cost or a minimum load that may bind. ``held`` is a booking of a
    kept plan, whose pieces cost nothing by themselves.
    """

    shipment: Shipment
    itinerary: Itinerary
    pieces: tuple[Piece, ...]
    fees: tuple[tuple[float, ...], ...]
    uses: tuple[Resource, ...]
    commits: tuple[Departure, ...]
    held: Held | None = None

    @property
    def ways(self) -> int:
        """In how many ways duty may be charged: 1, or 2 where the greater of value and weight is due."""
        return len(self.pieces[0].fixed)


def held_loads(candidate: Candidate) -> Iterator[BookedLoad]:
    """The loads of a kept booking, as an engine gives them."""
    assert candidate.held is not None  # it is of a kept booking
    for piece, count in zip(candidate.pieces, candidate.held.containers, strict=True):
        kilograms = int(piece.high * count * 1000)
        load = Load(piece.container, count, Decimal(kilograms).scaleb(-3))
        yield BookedLoad(candidate.shipment, candidate.itinerary, load, candidate.uses)


def candidates(network: Network, whole: Whole, listed: list[Found], minimums: frozenset[Departure]) -> list[Candidate]:
    """What is worth choosing among the listed itineraries of a shipment."""
    made = [_candidate(network, whole, found, _wanted(found, listed, whole.shipment), minimums) for found in listed]
    return [candidate for candidate in made if candidate is not None]


def _wanted(one: Found, rivals: list[Found], shipment: Shipment) -> list[bool]:
    """For each segment, whether no other itinerary serves it as well.

    A load may move to a rival on its own only where the shipment may be split into lots of any size, no fee awaits it
    there, and the duty is not the greater of two; else the whole booking must be able to.
    """
    segments = one.whole.shape[1] // 2
    wanted: npt.NDArray[np.bool_] = np.isfinite(one.whole[0, :segments])
    place = next(position for position, rival in enumerate(rivals) if rival is one)
    for position, rival in enumerate(rivals):
        if rival is one or not rival.limited <= one.limited:
            continue
        if rival.committed != one.committed or len(rival.whole) != len(one.whole):
            continue
        better = _no_dearer(rival, one)
        if position > place:
            better &= ~_no_dearer(one, rival)  # of equals, the first stays
        alone = shipment.split and not shipment.min_lot_t and not rival.fees and len(one.whole) == 1
        whole = bool((better | ~wanted).all()) and fees_dominate(rival.fees, one.fees, wanted)
        if whole:
            wanted[:] = False
        elif alone:
            wanted &= ~better
    return [bool(flag) for flag in wanted]


def _no_dearer(one: Found, other: Found) -> npt.NDArray[np.bool_]:
    """By segment, whether one costs no more than the other anywhere on it."""
    return both_ends(np.all(one.whole <= other.whole + EPSILON, axis=0))


def _candidate(
    network: Network, whole: Whole, one: Found, wanted: list[bool], minimums: frozenset[Departure]
) -> Candidate | None:
    costs, shipment, itinerary = whole.costs, whole.shipment, one.itinerary
    lines = whole.lines(itinerary.delivered)
    fees = tuple(
        tuple(fee.amount * float(line.transport) + fee.outside * float(line.outside) for line in lines)
        for fee in one.fees
    )
    pieces: list[Piece] = []
    for position, segment in enumerate(costs.segments):
        high = min(segment.high, most_in(segment.container, shipment), exact(shipment.weight_t))
        if not wanted[position] or segment.low >= high:
            continue
        low_cost = one.whole[:, position]
        high_cost = one.whole[:, len(costs.segments) + position]
        slope = (high_cost - low_cost) / float(segment.high - segment.low)
        piece = Piece(
            segment.container,
            max(segment.low, KILOGRAM),
            high,
            tuple(float(x) for x in low_cost - slope * float(segment.low)),
            tuple(float(x) for x in slope),
            frozenset(number for number, fee in enumerate(one.fees) if position in fee.segments),
            segment.low > 0 and _cheaper_above(one, position, len(costs.segments), costs),
        )
        _append(pieces, piece)
    if not pieces:
        return None
    uses = network.resources_of(itinerary)
    commits = tuple(d for d in itinerary.departures if d.terms.departure_cost > 0 or d in minimums)
    loadable = (replace(p, high=in_whole_kilograms(p.high, exact(shipment.weight_t))) for p in pieces)
    return Candidate(shipment, itinerary, tuple(p for p in loadable if p.low <= p.high), fees, uses, commits)


def _cheaper_above(one: Found, position: int, segments: int, costs: Costs) -> bool:
    """Whether a load at the lower end of a segment, which belongs to the one below, is dearer there, or not taken."""
    below = position - 1
    if below < 0 or costs.segments[below].container is not costs.segments[position].container:
        return True
    return bool((one.whole[:, segments + below] > one.whole[:, position] + EPSILON).any())


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
            last.container,
            last.low,
            piece.high,
            last.fixed,
            last.per_tonne,
            last.fees,
            last.open_low,
        )
    else:
        pieces.append(piece)
