"""The relaxation as capacities are scaled together: what it costs, exactly, by how much there is of them.

It is that of the engine at hand, in which cargo is shared out in fractions: of load plans in column generation, of
containers by listing. What a relaxation costs is convex and piecewise linear in the right sides of its rows, so it is
found by its tangents (``breakpoints``). The amounts are taken as they are, where a plan can only use whole steps of
them. A departure that need not run is taken to have the most of its capacity, if it runs, and no more in all than there
is: a product of the two would be no line.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from optimizer.breakpoints import Piece, Tangent, pieces
from optimizer.errors import OutOfTimeError, RebateError
from optimizer.executors import executor_for
from optimizer.listed import Listed
from optimizer.listing.candidates import Piece as Range
from optimizer.listing.lister import Lister
from optimizer.network import Network
from optimizer.options import Engine, Options
from optimizer.progress import Step, Tell, silent
from optimizer.resources import Resource, border_resources, departure_resource, pool_resources, transfer_resource
from optimizer.solution import NONE_KNOWN, KnownLoadPlans
from optimizer.solver import value
from optimizer.stopping import Stop, stoppable
from tariffs.loading import Input
from tariffs.timetable import Handling

#: A penalty that stands in for none is so many times what a tonne costs at most, as in column generation.
SERVING_FIRST = 1000.0

#: Tonnes left for want of a penalty that are the same.
AS_MUCH = 1e-4

#: Seconds for all of it on an idle machine, with column generation.
SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What the relaxation costs at a share of the capacities, where it bends, and at both ends.

    Attributes
    ----------
    share
        Of the most there is.
    cost
        Of the load plans found, or of all itineraries, base currency.
    bound
        Proven: no plan costs less there that leaves no more for want of a penalty.
    saves
        What each share more saves, all of them being 1, up to the next bend; ``None`` in the last.
    """

    share: float
    cost: float
    bound: float
    saves: float | None


class Asked(Protocol):
    """The relaxation of an engine.

    Attributes
    ----------
    proven
        Lines that no plan is below, once ``pieces`` were found.
    """

    proven: list[Tangent]

    def pieces(self, first: float) -> list[Piece]:
        """What it costs from a share of the capacities up to all of them.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        """


def relaxation(
    inputs: Mapping[Decimal, Input], options: Options, tell: Tell = silent, known: KnownLoadPlans = NONE_KNOWN
) -> list[Relaxed]:
    """What the relaxation costs between the least and the greatest factor: there, and wherever it bends.

    Only as far as it leaves no more for want of a penalty than with the most: where it does, costs are no measure.
    Empty where the time is over before, or there is but one factor.

    Parameters
    ----------
    inputs
        By the factor by which capacities are multiplied, in which alone they differ.
    options
        The engine, which is not ``AUTO``, and the time limit, beside that of this module.
    known
        Load plans at hand.

    Raises
    ------
    SolverError
        If the solver fails.
    """
    first, last = min(inputs), max(inputs)
    if first == last:
        return []
    least, most = inputs[first], inputs[last]
    found: list[Relaxed] = []
    with suppress(OutOfTimeError), ExitStack() as within:
        stop = within.enter_context(stoppable())
        stop.limit(options.time_limit)
        with stop.busy:
            network = Network(most.book, most.portfolio)
            scaling = frozenset(_capacities(network)) - frozenset(_capacities(Network(least.book, least.portfolio)))
        within.enter_context(stop.within(SECONDS * stop.busy.times))
        tell(Step("looking for the bends of the relaxation"))
        asked, penalty = _asked(Lister(network, stop.check), most, scaling, options, stop, known, within)
        found = list(_rows(asked.pieces(float(first / last)), asked.proven, penalty))
    return found


def _rows(found: list[Piece], proven: list[Tangent], penalty: float) -> Iterator[Relaxed]:
    """What is said of pieces, with the stand-in for a penalty taken out."""
    most = found[-1].end
    served = [piece for piece in found if piece.start.left_t <= most.left_t + AS_MUCH]
    stand_in = penalty * most.left_t
    for touched in [*(piece.start for piece in served), most]:
        cost = touched.value - stand_in
        bound = max((line.over(touched.at) for line in proven), default=-math.inf) - stand_in
        saves = next((-piece.line.slope for piece in served if piece.start is touched), None)
        yield Relaxed(touched.at, cost, min(bound, cost), saves)


def _asked(  # noqa: PLR0913, PLR0917 - all that an engine is made of
    lister: Lister,
    most: Input,
    scaling: frozenset[Resource],
    options: Options,
    stop: Stop,
    known: KnownLoadPlans,
    within: ExitStack,
) -> tuple[Asked, float]:
    """The relaxation of the engine at hand; and the penalty on a tonne that stands in for none."""
    if options.engine is Engine.COLUMNS:
        # Compiled code takes a while to load, and listing does without.
        from optimizer.column_generation.engine import ColumnGeneration  # noqa: PLC0415

        executor = within.enter_context(executor_for(options))
        with suppress(RebateError):
            engine = ColumnGeneration(lister, most.portfolio, options, silent, stop, executor, scaling)
            return engine.relaxed(known)
    listed = ByListing(Listed(lister, most.portfolio, options, _silent, stop), scaling)
    return listed, listed.penalty


@dataclass(slots=True)
class ByListing:
    """The relaxation over all itineraries that are listed; ``penalty`` stands in for none."""

    engine: Listed
    scaling: frozenset[Resource]
    penalty: float = 0.0
    proven: list[Tangent] = field(default_factory=list)

    def __post_init__(self) -> None:
        """List everything, and find what a tonne costs at most."""
        self.engine.list_all()
        unpriced = {shipment.name for shipment in self.engine.shipments if shipment.penalty_per_t is None}
        carrying = (
            piece
            for name in unpriced
            for candidate in self.engine.candidates[name]
            for piece in candidate.pieces
            if piece.high > 0
        )
        self.penalty = SERVING_FIRST * max(map(_per_tonne, carrying), default=0.0)

    def pieces(self, first: float) -> list[Piece]:
        """See ``Asked``; all of them among the same itineraries."""
        while True:
            before = len(self.engine.limited)
            found = pieces(self._touch, first, 1.0)
            if len(self.engine.limited) == before:
                return found

    def _touch(self, share: float) -> Tangent:
        amounts = {resource: share * float(resource.amount) for resource in self.scaling}
        model, answer = self.engine.relaxed(amounts, self.penalty)
        rows = ((resource, name) for resource, name in model.capacity_rows.items() if resource in self.scaling)
        slope = sum(answer.duals.get(name, 0.0) * float(resource.amount) for resource, name in rows)
        left = sum(value(model.variables.unserved[name]) for name in self.engine.hopeful)
        assert answer.objective is not None  # it ran to its end
        self.proven.append(Tangent(share, answer.objective, slope, left))
        return self.proven[-1]


def _per_tonne(piece: Range) -> float:
    return max(piece.fixed[0], 0.0) / float(piece.high) + max(piece.per_tonne[0], 0.0)


def _capacities(network: Network) -> Iterator[Resource]:
    """Every capacity in every period."""
    book = network.book
    for place in dict.fromkeys(place for place, _ in book.pool):
        yield from pool_resources(book, place)
    for departure in (departure for found in network.departures.values() for departure in found):
        yield from border_resources(departure)
        own = departure_resource(departure)
        if own is not None:
            yield own
    limited = [row for row in book.transfers if row.capacity is not None]
    for day in range((network.last - network.first).days + 1) if limited else ():
        at = (transfer_resource(Handling(row), network.first + timedelta(days=day)) for row in limited)
        yield from (resource for resource in at if resource is not None)


def _silent(_: str) -> None:
    """Tell nobody."""
