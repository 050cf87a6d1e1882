"""The pricing problem of single shipments: the cheapest load plans at given duals, within a residual capacity.

The backward programme of a block depends on the duals alone, so it is run once for all cases that are asked about; the
searches that it leads look at the residual capacity as it is when they begin.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from optimizer.column_generation.answer import Answer, answer_for
from optimizer.column_generation.asking import price
from optimizer.column_generation.blocks import Asks, Block
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.points import points_of
from optimizer.column_generation.pricing import Pricer
from optimizer.column_generation.primal.residual import Residual
from optimizer.column_generation.routes import Ground, follow_all
from optimizer.column_generation.sweeping import LOADS, SPARE, Priced, nodes_of, sweep_for

#: A case whose load plans do not fit is priced again without what they lacked, so often.
ATTEMPTS = 3


@dataclass(slots=True)
class Subproblem:
    """The pricing problem of some cases of one block; good until this thread makes the next one."""

    pricer: Pricer
    block: Block
    residual: Residual
    duals: Floats
    _asks: Asks
    _ground: Ground
    _answer: Answer
    _penalties: Floats

    @staticmethod
    def each(
        pricer: Pricer, duals: Floats, residual: Residual, numbers: Iterable[int]
    ) -> Iterator[tuple[Subproblem, list[int]]]:
        """The subproblems of some cases, block by block, each with the numbers of its cases in the order given."""
        by_block: dict[int, list[int]] = defaultdict(list)
        for number in numbers:
            by_block[pricer.block_of(number)[0]].append(number)
        prices = pricer.limits.prices(duals)
        penalties = pricer.priced_penalties(duals)
        answer = answer_for(LOADS + SPARE)
        for position, of_block in by_block.items():
            block = pricer.blocks[position]
            places = np.array([pricer.block_of(number)[1] for number in of_block], np.int64)
            asks = block.asks.only(points_of(block.asks.points, places))
            ground = sweep_for(pricer.work, prices, residual.left.rooms, asks)
            yield (
                Subproblem(pricer, block, residual, duals, asks, ground, answer, penalties[asks.numbers]),
                of_block,
            )

    def cheapest(self, number: int, cutoff: float = math.inf) -> LoadPlan | None:
        """The cheapest load plan found for a case that fits, duals counted; ``None`` if none is below ``cutoff``.

        It may leave cargo behind. The residual capacity is as before afterwards.
        """
        mark = self.residual.mark()
        try:
            for _ in range(ATTEMPTS):
                plans = self._priced(number, cutoff)
                fitting = [plan for plan in plans if self.residual.fits(plan)]
                if fitting or not plans:
                    best = min(fitting, key=self.reduced, default=None)
                    return best if best is not None and self.reduced(best) < cutoff else None
                self.residual.close({row for plan in plans for row in self.residual.lacking(plan)})
            return None
        finally:
            self.residual.undo(mark)

    def reduced(self, plan: LoadPlan) -> float:
        """What a load plan costs, the duals of what it uses included."""
        return plan.cost + math.fsum(self.duals[row] * amount for row, amount in plan.uses.items())

    def _priced(self, number: int, cutoff: float) -> list[LoadPlan]:
        """Load plans of a case; those of one that may be split fit, and the cheapest mix too large for it beside."""
        pricer, asks = self.pricer, self._asks
        wanted = np.array([pricer.block_of(number)[1]], np.int64)
        size = asks.numbers.size
        least, cutoffs = np.empty(size), np.full(size, cutoff)
        count = price(
            self._ground, asks.points, wanted, self._penalties, cutoffs, self.residual.left, least,
            nodes_of(pricer.work), self._answer,
        )  # fmt: skip
        answer = Answer(*(array[:count].copy() for array in self._answer))
        followed = np.empty((count, 5))
        follow_all(pricer.terms, asks.target, asks.points.values, *answer, followed)
        return list(pricer.load_plans(self.block, Priced(least, answer, followed)))
