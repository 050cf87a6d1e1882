"""What each shipment may choose among in the integer programme: trips at hand, and what they take at which cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from optimizer.column_generation.cases import Case
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.trips import Trip
from optimizer.column_generation.whole import Offer

#: How near the cheapest the trips are that are chosen among: as a share, and how many for a load.
NEAR, NEAR_TRIPS = 0.01, 6

#: A container that costs a tonne so many times what the best does is not worth choosing among.
DEARER = 1.1


@dataclass(slots=True)
class Choices:
    """The trips at hand by case: those of the load plans so far, and, once looked for, those near the cheapest.

    ``dearer`` is how many times what the best costs a tonne is still worth choosing among.
    """

    loop: Loop
    dearer: float = DEARER
    _trips: dict[int, dict[Trip, None]] = field(default_factory=dict)
    _near: set[int] = field(default_factory=set)
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
        """Have the trips near the cheapest at hand for some cases."""
        loop, wanted = self.loop, {case.number for case in cases} - self._near
        for asked in loop.pricer.ask(loop.prices, wanted):
            penalty = float(loop.pricer.penalties[asked.case.number])
            near = asked.nearest(NEAR, NEAR_TRIPS, penalty)
            self._trips.setdefault(asked.case.number, {}).update(dict.fromkeys(near))
        self._near |= wanted

    def only(self, trips: Mapping[int, Iterable[Trip]]) -> None:
        """Choose among all of these, however dear, and no others."""
        self._trips, self.dearer = {number: dict.fromkeys(of_case) for number, of_case in trips.items()}, math.inf
        self._near |= set(trips)

    def offers(self, case: Case, keep: set[Trip]) -> Iterator[Offer]:
        """What is not much dearer a tonne than the best, and some trips to be kept anyway."""
        every = [self._offer(case, trip) for trip in self._trips.get(case.number, {})]
        best = min((rate for offer in every for rate in self._rates(case, offer)), default=math.inf)
        penalty = float(self.loop.pricer.penalties[case.number])
        most = math.inf if math.isinf(self.dearer) else min(best, penalty or math.inf) * self.dearer
        for offer in every:
            if offer.trip in keep:
                yield offer
                continue
            rates = self._rates(case, offer)
            pieces = [piece for piece, rate in zip(offer.pieces, rates, strict=True) if rate <= most]
            if pieces:
                yield replace(offer, pieces=tuple(pieces))

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
            target = pricer.target_of(case)
            pieces = tuple(pricer.packer.pieces(case, target, trip))
            fee = pricer.packer.fee(case, target, trip)
            self._offers[case.number, trip] = Offer(trip, pieces, fee)
        return self._offers[case.number, trip]
