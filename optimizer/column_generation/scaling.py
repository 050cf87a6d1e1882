"""The relaxation as capacities are scaled together: what it costs by the share of them that there is.

A_r of the scaled limits is s·A_r, s from 0 to 1: in the restricted master a column that is held at s. What the master
costs with the load plans at hand is convex and piecewise linear in s. Pricing at the duals of each piece finds what
load plans are missing anywhere on it, and proves a line that nothing in whole containers is below:

    bound(π, s) = Σ_k v_k(π) − Σ_r π_r A_r + (1 − s) Σ_{r scaled} π_r A_r + Σ_d min(0, …)

Once no piece lacks any, these are the pieces of the relaxation over all load plans, as far as pricing is exact.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np

from optimizer.breakpoints import Piece, Tangent, pieces
from optimizer.column_generation.limits import Floats
from optimizer.column_generation.loop import Loop
from optimizer.column_generation.timeline import Flags
from optimizer.errors import OutOfTimeError


@dataclass(slots=True)
class Scaling:
    """A run of column generation whose relaxation is solved with all of the capacities, to be asked on.

    Attributes
    ----------
    hopeful
        By case, whether it has no penalty, and might be carried.
    proven
        Lines that no plan is below, by share.
    """

    loop: Loop
    hopeful: Flags
    proven: list[Tangent] = field(default_factory=list)
    _duals: dict[float, tuple[Floats, Floats]] = field(default_factory=dict)
    _dearer: bool = False

    def pieces(self, first: float) -> list[Piece]:
        """The pieces from a share of the capacities up to all of them; as far as they are found when time is up.

        Raises
        ------
        OutOfTimeError
            If that is before there are any.
        """
        found = pieces(self._touch, first, 1.0)
        with suppress(OutOfTimeError):
            while self._lacking(found):
                found = pieces(self._touch, first, 1.0)
        return found

    def _touch(self, share: float) -> Tangent:
        """The tangent at a share, with the tonnes left for want of a penalty there."""
        loop, master = self.loop, self.loop.master
        loop.stop.check()
        master.scale(share)
        master.solve(loop.stop)
        while loop.fill():
            self._dearer = True
        self._duals[share] = master.prices, master.charges
        left = sum(
            float(master.values[n]) * master.plans[n].left
            for n in np.flatnonzero(master.values).tolist()
            if self.hopeful[master.plans[n].case.number]
        )
        return Tangent(share, master.objective, self._slope(master.prices), left / 1000)

    def _slope(self, prices: Floats) -> float:
        return -sum(amount * float(prices[row]) for row, amount in self.loop.limits.scaled.items())

    def _lacking(self, found: list[Piece]) -> bool:
        """Whether any piece lacks load plans, or costs of minimum loads were not exact; those found are added."""
        loop, added, dearer = self.loop, 0, self._dearer
        self._dearer = False
        for piece in found:
            if any(line.meets(piece.start) and line.meets(piece.end) for line in self.proven):
                continue
            loop.master.scale(piece.line.at)
            prices, charges = self._duals[piece.line.at]
            plans, bounded = loop.price_at(prices, charges)
            self.proven.append(Tangent(piece.line.at, float(bounded.bound), self._slope(prices)))
            added += loop.master.add(plans)
        return dearer or added > 0
