"""What the linear programme takes a load to cost, against rating it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from optimizer.listing.candidates import Candidate, Piece
from tariffs.book import Container, Shipment
from tariffs.problems import UnratedError
from tariffs.rating import Load, Rater
from tests.engine.exhaustive import Exhaustive
from tests.properties.drawing import World
from tests.properties.drawn_worlds import book_and_portfolio, worlds
from tests.properties.solving import examples

#: Of an itinerary's cost, which floats may miss.
SHARE = 1e-9
#: No more itineraries than this.
MOST = 60
#: Loads at the ends of weight bands, of minimums and of what containers take, and beside them.
TONNES = tuple(
    Decimal(tonnes)
    for tonnes in ("0.001", "10", "12.25", "12.5", "13.199", "13.2", "13.7", "16.25", "17.7", "18", "22", "26.401")
)


def loads_of(piece: Piece, containers: int) -> Iterator[Load]:
    """Loads at both ends of a piece and within it, in whole kilograms."""
    fewest = math.ceil(piece.low * containers * 1000)
    if piece.open_low and fewest == piece.low * containers * 1000:
        fewest += 1
    most = math.floor(piece.high * containers * 1000)
    for kilograms in {fewest, (fewest + most) // 2, most}:
        if fewest <= kilograms <= most and kilograms > 0:
            yield Load(piece.container, containers, Decimal(kilograms).scaleb(-3))


def modelled(candidate: Candidate, piece: Piece, load: Load) -> float:
    """The dearer way to charge duty, with the fees that the piece owes."""
    return max(
        piece.fixed[way] * load.containers
        + piece.per_tonne[way] * float(load.tonnes)
        + sum(candidate.fees[number][way] for number in piece.fees)
        for way in range(candidate.ways)
    )


def rated(rater: Rater, candidate: Candidate, load: Load) -> float:
    """The charges of a booking of that load, not rounded."""
    booked = rater.booking(candidate.shipment, candidate.itinerary, [load])
    return float(sum((charge.item.amount for charge in booked.charges), Fraction(0)))


def close(one: float, other: float) -> bool:
    return abs(one - other) <= SHARE * max(abs(other), 1000)


def all_of(world: World) -> Exhaustive:
    """Every itinerary of a world, which Hypothesis is told to draw anew if there are too many."""
    everything = Exhaustive.of(*book_and_portfolio(world), MOST)
    assume(everything is not None)
    assert everything is not None
    return everything


@examples(40)
@given(worlds(most_legs=6, most_shipments=2, most_days=6))
def test_every_piece_costs_what_rating_says(world: World) -> None:
    """On every itinerary, in every container, throughout each range of loads; at its lower end, no less."""
    everything = all_of(world)
    rater = everything.network.rater
    for candidate in everything.candidates:
        for piece in candidate.pieces:
            for load in (*loads_of(piece, 1), *loads_of(piece, 3)):
                cost, model = rated(rater, candidate, load), modelled(candidate, piece, load)
                assert close(model, cost) or (load.tonnes_each == piece.low and model > cost)


@examples(25)
@given(worlds(most_legs=6, most_shipments=2, most_days=6), st.data())
def test_the_cheapest_piece_that_holds_a_load_costs_what_rating_says(world: World, data: st.DataObject) -> None:
    """And where no piece holds it, rating refuses it or the container may not be loaded so."""
    everything = all_of(world)
    rater, book = everything.network.rater, everything.network.book
    for candidate in everything.candidates:
        shipment = candidate.shipment
        container = data.draw(st.sampled_from(tuple(book.containers.values())))
        tonnes = min(data.draw(st.sampled_from(TONNES)), shipment.weight_t)
        load = Load(container, 1, tonnes)
        held = [piece for piece in candidate.pieces if piece.container is container and holds(piece, tonnes)]
        if held:
            assert close(min(modelled(candidate, piece, load) for piece in held), rated(rater, candidate, load))
        elif may_hold(container, shipment, tonnes):
            with pytest.raises(UnratedError):
                rated(rater, candidate, load)


def holds(piece: Piece, tonnes: Decimal) -> bool:
    return piece.low <= tonnes <= piece.high and not (piece.open_low and tonnes == piece.low)


def may_hold(container: Container, shipment: Shipment, tonnes: Decimal) -> bool:
    """Whether the container is of a type allowed, and takes that much of the goods."""
    return (
        (shipment.containers is None or container.name in shipment.containers)
        and (container.reefer or not shipment.commodity.reefer)
        and tonnes <= container.payload_t
        and tonnes * shipment.volume_m3 <= container.volume_m3 * shipment.weight_t
    )
