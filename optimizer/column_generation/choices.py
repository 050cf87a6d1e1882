"""What each shipment may choose among in the integer programme: trips at hand, and what they take at which cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.plans import LoadPlan, due
from optimizer.column_generation.trips import Trip
from optimizer.column_generation.whole import Offer


class Width(NamedTuple):
    """How widely to look: for trips no dearer than the cheapest by a share, and no more for a load than so many.

    A container that costs a tonne ``dearer`` times what the best does is not worth choosing among; and so many nodes
    of the search tree are spent on the choice: counted, not timed, so that the same input gives the same plan.
    """

    share: float
    trips: int
    dearer: float
    nodes: int


#: As widely as is worth while, and where that does not close the gap; wider ones take long, and seldom find more.
WIDTHS = (Width(0.01, 6, 1.1, 5), Width(0.05, 12, 1.3, 10))

#: Less of a load plan than this is none of it.
TAKEN = 1e-6

#: Where whatever can be served must be, however dear.
WIDEST = Width(9.0, 48, math.inf, 1000)


@dataclass(slots=True)
class Choices:
    """The trips at hand by case: those of the load plans so far, and, once looked for, those near the cheapest.

    ``everything`` says that whatever is at hand is chosen among, however dear.
    """

    loop: Loop
    width: Width = WIDTHS[0]
    everything: bool = False
    _trips: dict[int, dict[Trip, None]] = field(default_factory=dict)
    _near: dict[int, Width] = field(default_factory=dict)
    _offers: dict[tuple[int, Trip], Offer] = field(default_factory=dict)
    _scarce: dict[int, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with the trips of the load plans so far."""
        for plan in self.loop.master.plans:
            self.keep(plan)

    def keep(self, plan: LoadPlan) -> None:
        """Have the trips of a load plan at hand."""
        of_case = self._trips.setdefault(plan.case.number, {})
        for load in plan.loads:
            of_case[load.trip] = None

    def look_near(self, cases: Iterable[Case]) -> None:
        """Have the trips near the cheapest at hand for some cases.

        Raises
        ------
        OutOfTimeError
            If the time is over before that.
        """
        loop = self.loop
        wanted = {case.number for case in cases if self._near.get(case.number) != self.width and not self.everything}
        for asked in loop.pricer.ask(loop.prices, wanted):
            loop.stop.check()
            worth = loop.pricer.worth_per_t(asked.case)
            near = asked.nearest(self.width.share, self.width.trips, self.width.dearer, worth)
            self._trips.setdefault(asked.case.number, {}).update(dict.fromkeys(near))
        self._near |= dict.fromkeys(wanted, self.width)

    def only(self, trips: Mapping[int, Iterable[Trip]]) -> None:
        """Choose among all of these, however dear, and no others."""
        self._trips = {number: dict.fromkeys(of_case) for number, of_case in trips.items()}
        self.everything = True

    def offers(self, case: Case, keep: set[Trip]) -> Iterator[Offer]:
        """What is not much dearer a tonne than the best, and some trips to be kept anyway."""
        every = [self._offer(case, trip) for trip in self._trips.get(case.number, {})]
        best = min((rate for offer in every for rate in self._rates(case, offer)), default=math.inf)
        most = min(best, self.loop.pricer.worth_per_t(case)) * self.width.dearer if not self.everything else math.inf
        for offer in every:
            if offer.trip in keep:
                yield offer
                continue
            rates = self._rates(case, offer)
            pieces = [piece for piece, rate in zip(offer.pieces, rates, strict=True) if rate <= most]
            if pieces:
                yield replace(offer, pieces=tuple(pieces))

    def near(self, share: float) -> dict[int, set[Trip]]:
        """By case, the trips of load plans that cost no more than a share above its least at the prices of the bound.

        Those that the relaxation takes parts of, too.
        """
        loop = self.loop
        least, values = np.abs(loop.least), loop.master.values
        found: dict[int, set[Trip]] = {case.number: set() for case in loop.cases}
        for number, plan in enumerate(loop.master.plans):
            case = plan.case.number
            taken = number < values.size and values[number] > TAKEN
            if taken or loop.reduced(plan) - loop.least[case] <= share * least[case]:
                found[case].update(load.trip for load in plan.loads)
        return found

    def all_of(self, case: Case, trips: Iterable[Trip]) -> Iterator[Offer]:
        """What some trips take, however dear, in the order of their departures."""
        return (self._offer(case, trip) for trip in sorted(trips, key=lambda trip: trip.path))

    def cheapest(self, most: int) -> dict[int, list[Trip]]:
        """By case, so many trips at hand: those first whose load plans cost least at the prices of the bound."""
        by_cost: dict[int, dict[Trip, None]] = {case.number: {} for case in self.loop.cases}
        for plan in sorted(self.loop.master.plans, key=self.loop.reduced):
            by_cost[plan.case.number].update(dict.fromkeys(load.trip for load in plan.loads))
        every = {number: [*of_case, *self._trips.get(number, {})] for number, of_case in by_cost.items()}
        return {number: list(dict.fromkeys(trips))[:most] for number, trips in every.items()}

    def scarce(self, case: Case) -> frozenset[int]:
        """The limits with a price, and those of departures that need not run, on trips of the load plans of a case."""
        if case.number not in self._scarce:
            prices, rows = self.loop.prices, self.loop.limits.rows
            self._scarce[case.number] = frozenset(
                row
                for trip in self._trips.get(case.number, {})
                for row in trip.rows
                if prices[row] != 0 or rows[row].runs is not None
            )
        return self._scarce[case.number]

    def rows(self, case: Case) -> set[int]:
        """The limits on all trips at hand of a case."""
        return {row for trip in self._trips.get(case.number, {}) for row in trip.rows}

    def _rates(self, case: Case, offer: Offer) -> list[float]:
        """By piece, what a tonne costs at the prices of the bound, in a container as full as may be."""
        rates = []
        prices, units = self.loop.prices, self.loop.limits.units
        for piece in offer.pieces:
            tonnes = min(piece.high, case.weight)
            container = case.goods.pieces.segments[piece.ranges[0].segment].container
            counts = (float(container.teu), 1.0, tonnes)
            used = sum(prices[row] * counts[units[row]] for row in offer.trip.rows)
            rates.append((piece.lines[0][0] + piece.lines[0][1] * tonnes + used) / tonnes)
        return rates

    def _offer(self, case: Case, trip: Trip) -> Offer:
        if (case.number, trip) not in self._offers:
            pricer = self.loop.pricer
            pieces = tuple(pricer.packer.pieces(case, trip))
            ways = case.window_of(trip.delivered).ways
            owed = pricer.packer.fees(case, trip)
            fees = tuple(tuple(due(fee, way) for way in ways) for fee in owed)
            self._offers[case.number, trip] = Offer(trip, pieces, fees)
        return self._offers[case.number, trip]
