"""Linking rows: a shipment uses a departure with a minimum load or a cost only as far as that runs.

    link_kd   Σ_{s of k} tonnes_ds λ_s ≤ W_k z_d        shipment k, departure d

No plan is cut off: where d does not run it carries nothing, and where it runs no more than all of k. In the linear
relaxation they keep a large departure from running by the sliver that one shipment needs of it. They are stated once
they are exceeded. Their duals charge shipment k alone for each tonne on d, in its own pricing problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import TONNE, Floats
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.subproblem import Own
from tariffs.timetable import Departure

#: By how much of the shipment a link is exceeded before it is stated.
TOLERANCE = 1e-6


@dataclass(slots=True)
class Links:
    """The pairs of a shipment and a departure that some load plan brings together, numbered as they come.

    Attributes
    ----------
    departures
        Those with a minimum load or a cost, by their number in the timeline.
    cases
        How many shipments there are.
    stated
        By pair, its row in the master.
    """

    departures: Mapping[int, Departure]
    cases: int
    stated: dict[int, int] = field(default_factory=dict)
    _pairs: list[tuple[int, int]] = field(default_factory=list)
    _weight: list[float] = field(default_factory=list)
    _users: list[tuple[list[int], list[float]]] = field(default_factory=list)
    _number: dict[tuple[int, int], int] = field(default_factory=dict)

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self._pairs)

    def note(self, number: int, plan: LoadPlan) -> dict[int, float]:
        """Take note of the load plan of a number; the tonnes that it has of each pair."""
        used = self.used_by(plan)
        for pair, tonnes in used.items():
            plans, amounts = self._users[pair]
            plans.append(number)
            amounts.append(tonnes)
        return used

    def used_by(self, plan: LoadPlan) -> dict[int, float]:
        """The tonnes that a load plan has of each pair."""
        found: dict[int, float] = {}
        for load in plan.loads if self.departures else ():
            for i in load.trip.path:
                if i in self.departures:
                    pair = self._pair(plan, i)
                    found[pair] = found.get(pair, 0.0) + load.kilograms / 1000
        return found

    def _pair(self, plan: LoadPlan, i: int) -> int:
        key = plan.case.number, i
        if key not in self._number:
            self._number[key] = len(self._pairs)
            self._pairs.append(key)
            self._weight.append(plan.case.weight)
            self._users.append(([], []))
        return self._number[key]

    def departure(self, pair: int) -> Departure:
        """The departure of a pair."""
        return self.departures[self._pairs[pair][1]]

    def weight(self, pair: int) -> float:
        """The weight of the shipment of a pair, t."""
        return self._weight[pair]

    def users(self, pair: int) -> tuple[list[int], list[float]]:
        """The numbers of the load plans that use a pair, and their tonnes."""
        return self._users[pair]

    def exceeded(self, values: Floats, running: Mapping[Departure, float]) -> list[int]:
        """The pairs not stated yet whose link a solution exceeds."""
        return [
            pair
            for pair, (plans, tonnes) in enumerate(self._users)
            if pair not in self.stated
            and plans
            and values[plans] @ tonnes > self._weight[pair] * (running.get(self.departure(pair), 0.0) + TOLERANCE)
        ]

    def by_departure(self, charges: Floats) -> dict[Departure, float]:
        """Σ_k W_k × the charge of k, by departure: what it gets from all of them if it runs."""
        found: dict[Departure, float] = {}
        for pair in np.flatnonzero(charges).tolist():
            departure = self.departure(pair)
            found[departure] = found.get(departure, 0.0) + float(charges[pair]) * self._weight[pair]
        return found

    def own(self, charges: Floats) -> Own:
        """The charges by shipment and departure, per tonne, as pricing takes them."""
        charged = sorted((*self._pairs[pair], float(charges[pair])) for pair in np.flatnonzero(charges).tolist())
        cases = np.array([case for case, _, _ in charged], np.int64)
        return Own(
            np.searchsorted(cases, np.arange(self.cases + 1)).astype(np.int64),
            np.array([i for _, i, _ in charged], np.int64),
            np.full(len(charged), TONNE, np.int64),
            np.array([charge for _, _, charge in charged]),
        )

    def charged(self, charges: Floats, plans: int) -> Floats:
        """By number of a load plan, of so many, what it is charged."""
        found = np.zeros(plans)
        for pair in np.flatnonzero(charges).tolist():
            numbers, tonnes = self._users[pair]
            found[numbers] += float(charges[pair]) * np.array(tonnes)
        return found
