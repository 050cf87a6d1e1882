"""Neighbourhoods: shipments that compete with each other, as many as an integer programme settles in a few nodes.

One shipment of great regret is freed with those that share most of the scarce limits that it would use, then with those
that share theirs, and so on; an integer programme settles them anew on their near trips, beside all the others, which
stay as they are (large neighbourhood search; Shaw, 1998). How many are freed follows what the programmes cost: a few
more where they are solved at once, fewer where they are not.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.incumbent import Incumbent

#: So many are freed at first, at least and at most.
AT_FIRST, FEWEST, MOST = 25.0, 8.0, 120.0

#: More are freed after a programme that took less than so many seconds, fewer after one that took longer than that.
SOON_S, LATE_S = 0.5, 1.5

#: By how much more, and fewer.
MORE, FEWER = 1.15, 0.85

#: What was freed has its regret count for so much of what it did, each time.
AGAIN = 0.5

#: Those that share the limits of the first count for so many times those that share those of others.
NEAREST = 3

#: After so many of them in a row that did not help, no more are tried.
STALE = 15


@dataclass(slots=True)
class Neighbourhoods:
    """One search over a plan.

    Attributes
    ----------
    regret
        What a load plan costs at the prices of the bound, above the least that its case could.
    rows
        The scarce limits that a case uses with a load plan, or may use with another.
    settled
        The plan with some cases, by number, settled anew; the same one where nothing is found.
    goes_on
        Whether a plan is to be bettered, and there is time.
    """

    cases: Iterable[int]
    regret: Callable[[LoadPlan], float]
    rows: Callable[[LoadPlan], frozenset[int]]
    settled: Callable[[Incumbent, list[int]], Incumbent]
    goes_on: Callable[[Incumbent], bool]
    _regrets: dict[int, float] = field(default_factory=dict)
    _rows: dict[int, frozenset[int]] = field(default_factory=dict)
    _by_row: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    _random: Random = field(default_factory=lambda: Random(1))

    def run(self, plan: Incumbent) -> Incumbent:
        """The best plan found; never a dearer one."""
        self._look_at(plan.plans[number] for number in self.cases)
        weight = dict.fromkeys(self._regrets, 1.0)
        size, stale = AT_FIRST, 0
        while stale < STALE and self.goes_on(plan):
            first = max(weight, key=lambda number: (self._regrets[number] * weight[number], -number), default=None)
            if first is None or self._regrets[first] <= 0:
                break
            freed = self._around(first, round(size))
            begun = time.monotonic()
            new = self.settled(plan, freed)
            took = time.monotonic() - begun
            size = min(size * MORE, MOST) if took < SOON_S else max(size * FEWER, FEWEST) if took > LATE_S else size
            for number in (first, *freed):
                weight[number] *= AGAIN
            stale += 1
            if new.cost < plan.cost - 1e-6 * abs(plan.cost):
                plan, stale = new, 0
                self._look_at(plan.plans[number] for number in freed)
        return plan

    def _look_at(self, plans: Iterable[LoadPlan]) -> None:
        """Take note of the regrets of load plans, and of what they use."""
        for plan in plans:
            number = plan.case.number
            self._regrets[number], rows = self.regret(plan), self.rows(plan)
            for row in self._rows.get(number, frozenset()) - rows:
                self._by_row[row].discard(number)
            for row in rows:
                self._by_row[row].add(number)
            self._rows[number] = rows

    def _around(self, first: int, size: int) -> list[int]:
        """A case, and those nearest to it by what they share."""
        shared: Counter[int] = Counter()
        found, seen = [first], set[int]()
        for number, times in self._growing(found):
            new = self._rows[number] - seen
            seen |= new
            for row in new:
                shared.update(dict.fromkeys(self._by_row[row], times))
            for other in found:
                shared.pop(other, None)
            if not shared or len(found) >= size:
                break
            found.append(max(sorted(shared), key=lambda other: shared[other] * self._random.uniform(AGAIN, 1 + AGAIN)))
        return found

    @staticmethod
    def _growing(found: list[int]) -> Iterator[tuple[int, int]]:
        """The cases of a list that grows meanwhile, each with what it counts for."""
        for place, number in enumerate(found):
            yield number, NEAREST if not place else 1
