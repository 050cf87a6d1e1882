"""Residual capacity: what load plans leave of each limit, kept up to date as they come and go, with undo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import TOLERANCE, Counted, Floats, Limits
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.residual import Left, leave, own
from optimizer.column_generation.timeline import Flags

#: The residual capacity of a closed limit: nothing fits.
CLOSED = -1.0


@dataclass(slots=True)
class Residual:
    """Capacity minus what is used, by limit, and as the compiled searches see it (``left``).

    Attributes
    ----------
    used
        By limit, in its unit (teu, containers or t).
    closed
        By limit, whether nothing may use it, however much there is: a departure that does not run.
    """

    limits: Limits
    left: Left
    used: Floats
    closed: Flags
    _trail: list[tuple[int, float, bool]] = field(default_factory=list)

    @staticmethod
    def empty(limits: Limits, counted: Counted) -> Residual:
        """All capacity, with nothing used and nothing closed."""
        room = limits.most + TOLERANCE
        left = own(counted, room, limits.rooms(room))
        return Residual(limits, left, np.zeros(room.size), np.zeros(room.size, np.bool_))

    def fits(self, plan: LoadPlan) -> bool:
        """Whether there is capacity for a load plan."""
        return not self.lacking(plan)

    def lacking(self, plan: LoadPlan) -> list[int]:
        """The limits of which too little is left for a load plan; what stays behind for want of a penalty apart."""
        room, serving = self.left.room, self.limits.serving
        return [row for row, amount in plan.uses.items() if amount > room[row] and row != serving]

    def add(self, plan: LoadPlan) -> None:
        """Take the capacity that a load plan uses."""
        for row, amount in plan.uses.items():
            self._set(row, float(self.used[row]) + amount, bool(self.closed[row]))

    def remove(self, plan: LoadPlan) -> None:
        """Give back the capacity that a load plan uses."""
        for row, amount in plan.uses.items():
            self._set(row, float(self.used[row]) - amount, bool(self.closed[row]))

    def close(self, rows: Iterable[int]) -> None:
        """Let nothing use some limits."""
        for row in rows:
            self._set(row, float(self.used[row]), closed=True)

    def open(self, rows: Iterable[int]) -> None:
        """Let load plans use closed limits again."""
        for row in rows:
            self._set(row, float(self.used[row]), closed=False)

    def mark(self) -> int:
        """A point to which ``undo`` goes back."""
        return len(self._trail)

    def undo(self, mark: int) -> None:
        """Take back every change since a mark, to the last bit."""
        while len(self._trail) > mark:
            row, used, closed = self._trail.pop()
            self._write(row, used, closed)

    def forget(self) -> None:
        """Keep the changes so far for good."""
        self._trail.clear()

    def _set(self, row: int, used: float, closed: bool) -> None:
        self._trail.append((row, float(self.used[row]), bool(self.closed[row])))
        self._write(row, used, closed)

    def _write(self, row: int, used: float, closed: bool) -> None:
        self.used[row], self.closed[row] = used, closed
        leave(self.left, row, CLOSED if closed else float(self.limits.most[row]) + TOLERANCE - used)
