"""Branching on departures with a minimum load or a cost: each either runs or it does not.

In the relaxation of a node some departures run (z_d = 1), others do not (z_d = 0, closed to pricing), and the rest lie
between. Its bound is Lagrange's, at prices of its own (``Loop.solve``), and holds for every plan in which these run and
those do not. Both children of a node together hold all of its plans, so the least bound of the nodes that are not
branched on bounds every plan from below. The node of least bound comes first.

A departure is decided without a node where the other choice costs too much: at the prices of a bound, all plans in
which d runs cost no less than the bound with what d costs above zero at these prices, and all in which it does not no
less than the bound with what it costs below zero.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from optimizer.column_generation.loop import Bounded, Loop
from optimizer.column_generation.primal.incumbent import Incumbent
from optimizer.errors import OutOfTimeError, SolverError
from tariffs.timetable import Departure

#: Pricing problems of single shipments solved, at most: counted, not timed, so that one input gives one plan.
MOST_PRICED = 30_000

#: A departure runs, or does not, in a relaxation to this.
WHOLE = 1e-6

#: An integer programme over all columns after so many nodes.
BETWEEN_CHOICES = 20

Fixed = dict[Departure, bool]


@dataclass(slots=True)
class Branching:
    """One tree. ``gap`` is the share of the cost that is left open; ``choose`` looks for a plan among all columns."""

    loop: Loop
    gap: float
    choose: Callable[[], Incumbent]
    _open: list[tuple[float, int, Fixed]] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=itertools.count)
    _closed: float = math.inf

    def run(self) -> float:
        """The bound that the tree proves; plans found on the way are offered to the loop's heuristic."""
        loop, master = self.loop, self.loop.master
        if not master.runs or not loop.root.closed:
            return loop.bound
        self._branch(loop.root, {})
        nodes, most = 0, loop.asked + MOST_PRICED
        try:
            while self._open and not loop.stop.now and loop.asked < most:
                bound, _, fixed = self._open[0]
                if bound >= min(self._cutoff, self._closed):
                    break
                heapq.heappop(self._open)
                nodes += 1
                self._look_at(bound, fixed)
                if nodes % BETWEEN_CHOICES == 0:
                    master.restrict({})
                    loop.primal.offer(self.choose())
                loop.tell(f"branching: {nodes} nodes, {len(self._open)} open", loop.primal.incumbent.cost)
        finally:
            master.restrict({})
            master.release(loop.stop)
        return max(loop.bound, min([self._closed, *(bound for bound, _, _ in self._open)]))

    @property
    def _cutoff(self) -> float:
        """What a node must cost less than to be worth looking at."""
        best = self.loop.primal.incumbent.cost
        return best - self.gap * abs(best)

    def _look_at(self, bound: float, fixed: Fixed) -> None:
        """Solve a node; branch on it, or take note of what it proves."""
        try:
            node = self.loop.solve(self.gap / 4, fixed, self._cutoff)
        except (OutOfTimeError, SolverError):
            node = Bounded(self.loop.prices, self.loop.charges)
        node.bound = max(node.bound, bound)
        if node.closed and node.bound < self._cutoff:
            self._branch(node, fixed)
        else:  # dear enough, or not to be solved: looked at again it would end in the same way
            self._closed = min(self._closed, node.bound)

    def _branch(self, node: Bounded, fixed: Mapping[Departure, bool]) -> None:
        """Open two nodes in place of one that is solved; none where every departure is whole in it."""
        loop, master, cutoff = self.loop, self.loop.master, self._cutoff
        decided = dict(fixed)
        for departure, worth in node.runs.items():
            if departure in master.runs and departure not in fixed and node.bound + abs(worth) > cutoff:
                decided[departure] = bool(worth < 0)
                self._closed = min(self._closed, node.bound + abs(worth))
        parts = {d: master.part(d) for d in master.runs if d not in fixed}
        between = {d: min(part, 1 - part) for d, part in parts.items() if WHOLE < part < 1 - WHOLE}
        free = [d for d in between if d not in decided]
        if free:
            departure = max(free, key=lambda d: between[d] * max(loop.departure_cost[d], 1.0))
            for run in (True, False):
                self._open_node(node.bound, {**decided, departure: run})
        elif between:
            self._open_node(node.bound, decided)
        else:
            self._closed = min(self._closed, node.bound)

    def _open_node(self, bound: float, fixed: Fixed) -> None:
        heapq.heappush(self._open, (bound, next(self._numbers), fixed))
