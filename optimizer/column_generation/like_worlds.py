"""Load plans of another run on a like world: in the words of the book, and taken over as far as they hold here.

What they cost is found anew. They only help: whatever is taken over, pricing finds what is missing, and the bound is
that of pricing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.plans import LoadPlan, Packed
from optimizer.column_generation.pricing.cost_to_go import VARIANT
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.timeline import Timeline
from optimizer.column_generation.trips import Trip
from optimizer.solution import KnownLoad, KnownLoadPlans
from tariffs.book import LegKey

#: No more load plans are handed on: of larger portfolios none would be used again.
MOST_KNOWN = 20_000


def as_known(timeline: Timeline, plans: Iterable[LoadPlan]) -> KnownLoadPlans:
    """Load plans in the words of the book, by shipment; none if they are too many."""
    carrying = [plan for plan in plans if plan.loads and plan.case.ranges]  # what is under way is of this run alone
    if len(carrying) > MOST_KNOWN:
        return {}
    found: dict[str, list[tuple[KnownLoad, ...]]] = defaultdict(list)
    for plan in carrying:
        types = [segment.container.name for segment in plan.case.goods.pieces.segments]
        found[plan.case.shipment.name].append(
            tuple(
                KnownLoad(
                    tuple(timeline.departures[i].key for i in load.trip.path),
                    types[load.segment],
                    load.containers,
                    load.kilograms,
                )
                for load in plan.loads
            )
        )
    return {name: tuple(of_one) for name, of_one in found.items()}


@dataclass(slots=True)
class Known:
    """Load plans of another run, for the cases of this one."""

    pricer: Pricer
    plans: KnownLoadPlans
    _numbers: Mapping[tuple[LegKey, date], int] = field(init=False)

    def __post_init__(self) -> None:
        """Number the departures by what they are in the book."""
        self._numbers = self.pricer.timeline.numbered()

    def taken_over(self) -> Iterator[LoadPlan]:
        """Those that hold: their departures run and connect in time, and take the loads."""
        for case in self.pricer.cases:
            if case.ranges:
                found = (self._plan(case, loads) for loads in self.plans.get(case.shipment.name, ()))
                yield from (plan for plan in found if plan is not None)

    def _plan(self, case: Case, loads: tuple[KnownLoad, ...]) -> LoadPlan | None:
        if sum(load.kilograms for load in loads) > case.kilograms:
            return None
        packed: list[Packed] = []
        for load in loads:
            trip = self._trip(case, load)
            segment = None if trip is None else self._segment(case, load)
            if trip is None or segment is None:
                return None
            packed.append(Packed(trip, segment, load.containers, load.kilograms))
        if not case.shipment.split and len({load.trip for load in packed}) > 1:
            return None
        plan = self.pricer.packer.plan(case, packed, float(self.pricer.penalties[case.number]))
        return plan if np.isfinite(plan.cost) else None

    def _trip(self, case: Case, load: KnownLoad) -> Trip | None:
        """The trip of a load, if it is one of the case here."""
        timeline, net = self.pricer.timeline, self.pricer.work.net
        path = [self._numbers.get(key, -1) for key in load.departures]
        if min(path) < 0 or not net.allowed[case.rules, net.departures[path, VARIANT]].all():
            return None
        timetable, shipment = timeline.network.timetable, case.shipment
        itinerary = timetable.itinerary(tuple(timeline.departures[i] for i in path))
        if itinerary is None or itinerary.delivered > shipment.last_day:
            return None
        ends = itinerary.locations[0], itinerary.locations[-1]
        in_time = timetable.ready_for(itinerary.departures[0], itinerary.handlings[0], shipment.ready)
        goes = in_time and ends == (shipment.origin, shipment.destination)
        return self.pricer.trips.of(tuple(path)) if goes else None

    def _segment(self, case: Case, load: KnownLoad) -> int | None:
        """The segment that containers lie in; ``None`` if they cannot carry so much."""
        types = case.goods.pieces.segments
        holds = (
            of_case.segment
            for of_case in case.whole_ranges
            if types[of_case.segment].container.name == load.container
            and of_case.least(load.containers) <= load.kilograms <= of_case.most(load.containers)
        )
        return next(holds, None)
