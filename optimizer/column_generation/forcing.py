"""Plans in which one of some departures runs, and what no such plan costs less than.

A departure d that has to run is a node of the tree of ``branching``: z_d = 1 in the relaxation, whose Lagrangian bound
then counts what d costs even above zero. At the prices of the root, plans in which d runs cost no less than the root's
bound with what d costs above zero; so departures are taken in that order, and those not looked at that cost more than
the best plan found. The least bound of all of them bounds the plans in which any one runs. A plan comes from an
integer programme over the load plans at hand, and another over trips near the cheapest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from optimizer.column_generation.integers import NEAR, NEAR_NODES, Integers
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.incumbent import EXACT, Incumbent
from optimizer.errors import OutOfTimeError, SolverError
from tariffs.timetable import Departure

#: The integer programmes of one departure may take so long each, s.
CHOICE_S = 10.0


@dataclass(slots=True)
class Forcing:
    """What is asked of a run of column generation that is done; ``bound`` is what it has proven of all plans."""

    loop: Loop
    integers: Integers
    bound: float

    def run(self, departures: Sequence[Departure], gap: float) -> tuple[dict[int, LoadPlan] | None, float]:
        """The load plans by case of the best plan found in which one of the departures runs; and the bound.

        Raises
        ------
        OutOfTimeError
            If the time is over before.
        """
        loop, best, bounds = self.loop, None, []
        at_least = {d: max(self.bound, self._at_root(d)) for d in departures}
        cutoff = math.inf
        try:
            for departure in sorted(departures, key=lambda d: (at_least[d], d.departs)):
                bound = at_least[departure]
                if best is None or bound < cutoff - gap * abs(cutoff):
                    loop.master.state_departure(departure)
                    node = loop.solve(gap / 4, {departure: True}, cutoff)
                    loop.stop.check()
                    bound = max(bound, node.bound)
                    found = self._plan(departure, gap)
                    if found is not None and found.cost < cutoff:
                        best, cutoff = found, found.cost
                bounds.append(bound)
        finally:
            loop.master.restrict({})
            loop.master.release(loop.stop)
        return (None if best is None else best.plans), min([*bounds, cutoff])

    def _at_root(self, departure: Departure) -> float:
        root = self.loop.root
        return root.bound + max(root.runs.get(departure, 0.0), 0.0)

    def _plan(self, departure: Departure, gap: float) -> Incumbent | None:
        """A plan in which a departure runs, once its node is solved; ``None`` if none is found."""
        with suppress(OutOfTimeError, SolverError):
            chosen = self.loop.master.whole(gap / 4, self._seconds(), NEAR_NODES)
            found = self.integers.settled({plan.case.number: plan for plan in chosen})
            if not self._runs(departure, found):
                return None
            with suppress(OutOfTimeError, SolverError):
                better = self.integers.near_with(departure, found, NEAR, self._seconds())
                if self._runs(departure, better) and better.cost < found.cost:
                    return better
            return found
        return None

    def _seconds(self) -> float:
        left = self.loop.stop.seconds_left()
        return CHOICE_S if left is None else min(CHOICE_S, left)

    def _runs(self, departure: Departure, plan: Incumbent) -> bool:
        """Whether a departure carries anything in a plan that exceeds no limit, and so its minimum load."""
        rows = self.loop.limits.rows_of(departure)
        return math.isfinite(plan.cost) and bool(plan.used[rows].max(initial=0.0) > EXACT)
