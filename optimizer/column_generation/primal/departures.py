"""Departures with a minimum load or a cost: which limits are theirs, and what it costs to run them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from optimizer.column_generation.limits import Floats, Limits
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.primal.incumbent import EXACT
from tariffs.timetable import Departure


@dataclass(slots=True)
class Conditional:
    """The departures that need not run; ``used`` is what is used of every limit.

    Attributes
    ----------
    cost
        What each costs if it carries anything, base currency.
    rows
        The limits that are its own, by departure.
    """

    limits: Limits
    cost: Mapping[Departure, float]
    rows: dict[Departure, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the limits of each."""
        found: dict[Departure, list[int]] = defaultdict(list)
        for row in self.limits.conditional.tolist():
            departure = self.limits.rows[row].runs
            assert departure is not None  # that is what makes it conditional
            found[departure].append(row)
        self.rows = dict(found)

    def used_by(self, plan: LoadPlan) -> set[Departure]:
        """Those that a load plan is on."""
        runs = (self.limits.rows[row].runs for row in plan.uses) if self.rows else ()
        return {departure for departure in runs if departure is not None}

    def runs(self, departure: Departure, used: Floats) -> bool:
        """Whether a departure carries anything."""
        return any(used[row] > EXACT for row in self.rows[departure])

    def short(self, departure: Departure, used: Floats) -> bool:
        """Whether a departure carries something, but less than its minimum load."""
        least = self.limits.least
        return self.runs(departure, used) and any(used[row] < least[row] - EXACT for row in self.rows[departure])

    def costs(self, departures: Iterable[Departure], used: Floats) -> float:
        """What some departures cost: nothing if empty, ``inf`` below the minimum load."""
        found = (
            math.inf if self.short(departure, used) else self.cost[departure] if self.runs(departure, used) else 0.0
            for departure in departures
        )
        return math.fsum(found)
