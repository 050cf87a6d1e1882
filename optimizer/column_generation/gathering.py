"""Load plans in which all loads of a shipment go together.

Pricing sends each container its own way, and what that makes too small a lot moves to a trip of the others, which may
be dear for it. The trips on which all of them together are the cheapest are found here, at the duals of the bound.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from optimizer.column_generation.cases import Case
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import SHORT_PATIENCE, Asked
from optimizer.column_generation.trips import Trip

#: So many of the best load plans at hand are gathered, each on so many trips.
PLANS, TRIPS = 3, 3

#: Less than this is no gap, base currency.
WORTH = 0.005


def gathered(loop: Loop) -> Iterator[LoadPlan]:
    """Load plans of the cases with a least lot that cost more, as far as is known, than is proven."""
    known = loop.master.least_known(loop.prices, loop.charges)
    at_hand: dict[int, list[LoadPlan]] = defaultdict(list)
    for plan in loop.master.plans:
        number = plan.case.number
        if plan.case.shipment.min_lot_t and plan.loads and known[number] - loop.least[number] > WORTH:
            at_hand[number].append(plan)
    for asked in loop.pricer.ask(loop.prices, set(at_hand)):
        if loop.stop.now:
            return
        for plan in sorted(at_hand[asked.case.number], key=loop.reduced)[:PLANS]:
            yield from _gathered(loop, asked, plan)


def _gathered(loop: Loop, asked: Asked, plan: LoadPlan) -> Iterator[LoadPlan]:
    """A load plan on each of the trips on which its loads together cost the least."""
    case, pricer = plan.case, loop.pricer
    loads = [(_position(case, load.segment, load.kilograms / 1000 / load.containers), load) for load in plan.loads]
    sizes = [(position, load.containers, load.kilograms / 1000 / load.containers) for position, load in loads]
    trips: dict[Trip, None] = {}
    for way in range(case.ways):
        found, _ = asked.search(sizes, way, math.inf, TRIPS, SHORT_PATIENCE)
        trips |= dict.fromkeys(trip for _, trip in found)
    for trip in trips:
        together = [replace(load, trip=trip) for load in plan.loads]
        made = pricer.packer.plan(case, together, float(pricer.penalties[case.number]))
        if math.isfinite(made.cost):
            yield made


def _position(case: Case, segment: int, tonnes: float) -> int:
    """The range of a case in a segment that a container with so many tonnes lies in."""
    within = (n for n, r in enumerate(case.ranges) if r.segment == segment and tonnes <= float(r.high) + 1e-9)
    return next(within)
