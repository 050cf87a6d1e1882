"""Fillers: containers with a kilogram each, sent along to make up a minimum load of containers or teu.

A shipment may go in more containers than it needs. No column has such: pricing would add any number of them once a
minimum load paid for one. So the master has them apart, at what a unit of them costs at least on the departure: on
that alone at first, and on a whole itinerary of some shipment once the relaxation wants any. All that departures pay
on one itinerary then still is no more than a container with next to nothing in it costs there, so that none costs less
than nothing with prices.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from optimizer.column_generation.limits import BOX, TONNE
from optimizer.column_generation.plans import LoadPlan, Packed
from optimizer.column_generation.pricing.arrays import duals_of
from optimizer.column_generation.pricing.cost_to_go import Duals
from optimizer.column_generation.pricing.pricer import Asked, Pricer
from optimizer.column_generation.trips import Trip

#: What makes every itinerary take a departure if it can, base currency.
DRAW = 1e9

#: So many fillers of a size are kept for a departure: the cheapest.
OFFERED = 4

#: Fillers in a load plan, at most.
MOST = 8


@dataclass(frozen=True, slots=True, order=True)
class Filler:
    """A container with a kilogram: what a unit of the row costs by it, and whose it is."""

    per_unit: float
    case: int
    position: int
    units: float
    trip: Trip = field(compare=False)


@dataclass(slots=True)
class Fillers:
    """What fillers cost.

    ``costs`` is by row of a minimum load, what a unit costs at least; ``found`` has the cheapest where it is exact.
    """

    pricer: Pricer
    costs: dict[int, float]
    found: dict[int, list[Filler]] = field(default_factory=dict)
    _duals: Duals | None = None

    def make_exact(self, row: int) -> bool:
        """Find out what a unit of a row costs at least on a whole itinerary; whether that was not known yet."""
        limits = self.pricer.limits
        if row in self.found or limits.rows[row].unit == TONNE or row not in self.costs:
            return False
        if self._duals is None:
            paid = np.zeros(len(limits.rows))
            paid[list(self.costs)] = [-cost for cost in self.costs.values()]
            paid[limits.units == TONNE] = 0.0
            self._duals = duals_of(limits.prices(paid), self.pricer.rooms)
        departure = int(self.pricer.work.counted.departures[self.pricer.work.counted.departure_starts[row]])
        unit = limits.rows[row].unit
        self._duals.departure[departure, unit] += self.costs[row]
        found = sorted(self._on(departure, unit))
        if found:
            self.costs[row] = max(self.costs[row], found[0].per_unit)
        sizes = {filler.units for filler in found}
        self.found[row] = [f for size in sizes for f in [f for f in found if f.units == size][:OFFERED]]
        self._duals.departure[departure, unit] -= self.costs[row]
        return True

    def _on(self, departure: int, unit: int) -> Iterator[Filler]:
        """By shipment and container type, the cheapest filler on a departure."""
        assert self._duals is not None
        pricer, paid = self.pricer, self._duals.departure
        teu, alone = pricer.work.net.teu, np.array([departure])
        for case in pricer.cases:
            if not case.ranges or not pricer.work.in_time(case.number, alone).all():
                continue
            asked = Asked(pricer, case, self._duals)
            paid[departure, BOX] -= DRAW
            ends = [(n, 0.0) for n, of_case in enumerate(case.ranges) if of_case.low == 0]
            costs = asked.costs(ends) + DRAW if ends else np.empty(0)
            for (position, _), cost in zip(ends, costs.tolist(), strict=True):
                if cost < DRAW / 2:
                    trips, _ = asked.search([(position, 1, 0.001)], 0, math.inf, 1, 4000)
                    units = float(teu[case.goods.container[case.ranges[position].segment]]) if unit != BOX else 1.0
                    if trips and departure in trips[0][1].path:
                        yield Filler(cost / units, case.number, position, units, trips[0][1])
            paid[departure, BOX] += DRAW

    def added_to(self, plan: LoadPlan, filler: Filler, number: int) -> LoadPlan | None:
        """A load plan with fillers beside its loads; ``None`` where these have not enough to give."""
        case = plan.case
        if not plan.loads or number > MOST:
            return None
        giver = max(range(len(plan.loads)), key=lambda n: plan.loads[n].kilograms)
        load, kilograms = plan.loads[giver], plan.loads[giver].kilograms - number
        if kilograms < load.containers:
            return None
        loads = [*plan.loads]
        loads[giver] = replace(load, kilograms=kilograms)
        segment = case.ranges[filler.position].segment
        together = not case.shipment.split or case.shipment.min_lot_t
        loads.append(Packed(load.trip if together else filler.trip, segment, number, number))
        made = self.pricer.packer.plan(case, loads, float(self.pricer.penalties[case.number]))
        return made if math.isfinite(made.cost) else None
