"""Load plans that fit, made of those that are too large for what limits them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import TONNE, Prices
from optimizer.column_generation.plans import LoadPlan, Packed
from optimizer.column_generation.pricing.arrays import duals_of
from optimizer.column_generation.pricing.itineraries import programme_of
from optimizer.column_generation.pricing.residual import Left, leave
from optimizer.column_generation.pricing.subproblem import Bundles
from optimizer.column_generation.trips import Trip

if TYPE_CHECKING:
    from optimizer.column_generation.pricing.pricer import Pricer

#: A container does not go with less than this share of what it was to carry.
PART = 0.25

#: Loads are sought another itinerary for so often.
ELSEWHERE = 8


@dataclass(slots=True)
class Spread:
    """Spreads load plans over itineraries with room: in ``left``, which is as before after each."""

    pricer: Pricer
    prices: Prices
    left: Left

    def is_too_large(self, plan: LoadPlan) -> bool:
        """Whether a load plan has no room by itself, and may be spread."""
        return plan.case.shipment.split and any(amount > self.left.room[row] for row, amount in plan.uses.items())

    def fitting(self, plan: LoadPlan) -> Iterator[LoadPlan]:
        """A load plan that fits, if this one does not: as much of it as has room, the rest elsewhere.

        What has no room goes on the next best itineraries that have some, in a container partly full where tonnes are
        scarce; what finds none stays behind.
        """
        if not self.is_too_large(plan):
            return
        before: dict[int, float] = {}
        loads: list[Packed] = []
        for load in plan.loads:
            loads += self._placed(plan.case, load, before)
        for row, amount in before.items():
            leave(self.left, row, amount)
        if loads:
            penalty = float(self.pricer.penalties[plan.case.number])
            found = self.pricer.packer.plan(plan.case, loads, penalty)
            if np.isfinite(found.cost):  # a booking may be less than a lot
                yield found

    def _placed(self, case: Case, load: Packed, before: dict[int, float]) -> Iterator[Packed]:
        """A load where there is room; ``before`` keeps what was left of the rows that change."""
        trip: Trip | None = load.trip
        full, rest, sought = load.kilograms / load.containers, load.kilograms, 0
        while rest > 0 and trip is not None:
            each = self._each(case, trip, load.segment, full)
            packed = self._fitted(case, trip, load, rest, each)
            if packed is not None:
                yield packed
                rest -= packed.kilograms
                used = self._each(case, trip, packed.segment, packed.kilograms / packed.containers)
                for row, use in used.items():
                    self._leave(row, float(self.left.room[row]) - use * packed.containers, before)
            elif sought < ELSEWHERE:
                sought += 1
                for row, use in each.items():
                    if use > self.left.room[row]:
                        self._leave(row, -1.0, before)
                trip = self._next(case, load.segment, full)
            else:
                return

    def _fitted(self, case: Case, trip: Trip, load: Packed, rest: int, each: dict[int, float]) -> Packed | None:
        """As many containers as have room for the rest of a load, all as full as they were, or one that is not."""
        full = load.kilograms / load.containers
        number = min(load.containers, int(np.ceil(rest / full - 1e-9)))
        fit = min([number, *(self._fitting(row, use, number) for row, use in each.items())])
        whole = min(fit, int(rest / full + 1e-9))
        if whole > 0:
            return Packed(trip, load.segment, whole, min(int(full * whole + 1e-6), rest))
        if fit > 0:
            return _partly_full(case, trip, load.segment, rest)
        return self._part(case, trip, load.segment, full, rest, each)

    def _fitting(self, row: int, use: float, most: int) -> int:
        """How many of so many containers have room in a row."""
        left = float(self.left.room[row])
        return most if use * most <= left else max(int(left / use), 0)

    def _leave(self, row: int, amount: float, before: dict[int, float]) -> None:
        before.setdefault(row, float(self.left.room[row]))
        leave(self.left, row, amount)

    def _each(self, case: Case, trip: Trip, segment: int, kilograms: float) -> dict[int, float]:
        """What one container uses, by row."""
        each: dict[int, float] = defaultdict(float)
        for row, amount in self.pricer.packer.uses(case, Packed(trip, segment, 1, 1)):
            each[row] += amount * kilograms if self.pricer.limits.units[row] == TONNE else amount
        return each

    def _part(
        self, case: Case, trip: Trip, segment: int, full: float, rest: int, each: dict[int, float]
    ) -> Packed | None:
        """A single container partly full, where tonnes are scarce; ``None`` where it would be too empty."""
        units = self.pricer.limits.units
        most = float(rest)
        for row, use in each.items():
            if units[row] == TONNE:
                most = min(most, float(self.left.room[row]) / use * full)
            elif use > self.left.room[row]:
                return None
        kilograms = int(most)
        return _partly_full(case, trip, segment, kilograms) if PART * full <= kilograms < full else None

    def _next(self, case: Case, segment: int, kilograms: float) -> Trip | None:
        """The next best itinerary that a single container has room on."""
        bundle = Bundles(
            np.array([0, 1]),
            np.array([case.goods.first + segment]),
            np.array([case.goods.container[segment]]),
            np.ones(1),
            np.array([kilograms / 1000]),
        )
        work = self.pricer.work
        duals = duals_of(self.prices, self.left.rooms)
        _, paths = programme_of(work, duals, case.number, 0, bundle).cheapest()
        path = paths[0][paths[0] >= 0]
        return self.pricer.trips.of(tuple(path.tolist())) if path.size else None


def _partly_full(case: Case, trip: Trip, segment: int, kilograms: int) -> Packed | None:
    """A container of the type of a segment with so much in it, on the segment for that; ``None`` if there is none."""
    container = case.goods.container[segment]
    for of_case in case.whole_ranges:
        if case.goods.container[of_case.segment] == container and of_case.low * 1000 < kilograms <= of_case.high * 1000:
            return Packed(trip, of_case.segment, 1, kilograms)
    return None
