"""The restricted master: the best convex combination of the load plans found so far, and what limits are worth.

    min Σ_s cost_s λ_s + Σ_d cost_d z_d
    convexity_k   Σ_{s of k} λ_s = 1
    capacity_r    Σ_s use_rs λ_s ≤ A_r
    runs_d        Σ_s use_ds λ_s ≤ A_d z_d,  Σ_s use_ds λ_s + e_d ≥ L_d z_d   (departures with a minimum load or a cost)
    link_kd       Σ_{s of k} tonnes_ds λ_s ≤ W_k z_d                          (see ``linking``)
    λ ≥ 0, e ≥ 0, 0 ≤ z ≤ 1

A minimum of containers may be reached by some that go nearly empty: e_d of them, which cost at least what one costs on
that departure alone. No load plan has more containers than its cargo needs, so without them a departure could seem too
large to run, and its minimum worth more than a container costs.

It is a live model: columns and rows are added, and the simplex goes on from the last basis.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.limits import Floats, Limits, Row
from optimizer.column_generation.linking import Links
from optimizer.column_generation.plans import LoadPlan
from optimizer.errors import OutOfTimeError
from optimizer.solver import Model
from optimizer.stopping import Stop, never
from tariffs.timetable import Departure

#: How much more than there is may be used before a limit is stated.
TOLERANCE = 1e-6

#: What a whole number that is 0 or 1 is told by.
HALF = 0.5


@dataclass(slots=True)
class Master:
    """The restricted master.

    Attributes
    ----------
    plans
        The columns, in order.
    empties
        By row of a minimum, what one unit of it costs at least that carries next to nothing.
    links
        What each shipment may use of a departure with a minimum load or a cost.
    charges
        After ``solve``: what a tonne of a shipment is charged on a departure, by pair of ``links``, 0 or more.
    values, convexity, prices
        After ``solve``: of the columns; what the cheapest plan of each case costs with prices, by case; and what a
        unit of each limit is worth, by its number: 0 or more, but for minimum loads, and these no further below than
        that a container that carries next to nothing costs nothing.
    """

    limits: Limits
    cases: int
    departure_cost: dict[Departure, float]
    everything_t: float
    empties: Mapping[int, float]
    links: Links
    plans: list[LoadPlan] = field(default_factory=list)
    values: Floats = field(default_factory=lambda: np.empty(0))
    convexity: Floats = field(init=False)
    prices: Floats = field(init=False)
    charges: Floats = field(default_factory=lambda: np.empty(0))
    objective: float = 0.0
    stated: dict[int, int] = field(default_factory=dict)
    runs: dict[Departure, int] = field(default_factory=dict)
    _empty: dict[int, int] = field(default_factory=dict)
    _model: Model = field(default_factory=Model)
    _columns: list[int] = field(default_factory=list)
    _case: list[int] = field(default_factory=list)
    _cost: list[float] = field(default_factory=list)
    _used_by: list[int] = field(default_factory=list)
    _used_row: list[int] = field(default_factory=list)
    _used: list[float] = field(default_factory=list)
    _all_values: Floats = field(default_factory=lambda: np.empty(0))
    _unbound: tuple[Floats, Floats, Floats, Floats, Floats, float] = field(init=False)
    _on: dict[Departure, list[int]] = field(default_factory=lambda: defaultdict(list))
    _fixed: Mapping[Departure, bool] = field(default_factory=dict)
    _keys: set[tuple[object, ...]] = field(default_factory=set)
    _bound: set[int] = field(default_factory=set)
    _share: int = -1

    def __post_init__(self) -> None:
        """State one empty convexity row for each case."""
        ones = np.ones(self.cases)
        self._model.add_rows(ones, ones, (np.zeros(self.cases, np.int32), *_nothing()))
        if self.limits.scaled:
            alone = (np.zeros(1, np.int32), *_nothing())
            self._share = self._model.add_columns(np.zeros(1), np.ones(1), np.ones(1), alone)
        self.convexity, self.prices = np.full(self.cases, np.inf), np.zeros(len(self.limits.rows))
        self._keep()

    def _keep(self) -> None:
        self._unbound = self._all_values, self.values, self.convexity, self.prices, self.charges, self.objective

    def add(self, plans: Iterable[LoadPlan]) -> int:
        """Add load plans as columns, those there already left out; how many were added."""
        added = []
        for plan in plans:
            key = (plan.case.number, plan.key)
            if key not in self._keys:
                self._keys.add(key)
                added.append(plan)
        for plan in added:
            self._case.append(plan.case.number)
            self._cost.append(plan.cost)
            self._used_by.extend([len(self.plans)] * len(plan.uses))
            self._used_row.extend(plan.uses)
            self._used.extend(plan.uses.values())
            for row in plan.uses:
                departure = self.limits.rows[row].runs
                if departure is not None and row not in self.stated:
                    self._state_run(row, departure)
            self.plans.append(plan)
        self._add_columns(added)
        return len(added)

    def _add_columns(self, added: list[LoadPlan]) -> None:
        if not added:
            return
        starts: list[int] = []
        index: list[int] = []
        value: list[float] = []
        for plan in added:
            starts.append(len(index))
            index.append(plan.case.number)
            value.append(1.0)
            for row, amount in plan.uses.items():
                if row in self.stated:
                    index.append(self.stated[row])
                    value.append(amount)
            number = len(self._columns) + len(starts) - 1
            for pair, tonnes in self.links.note(number, plan).items():
                self._on[self.links.departure(pair)].append(number)
                if pair in self.links.stated:
                    index.append(self.links.stated[pair])
                    value.append(tonnes)
        count = len(added)
        first = self._model.add_columns(
            np.array([plan.cost for plan in added]),
            np.zeros(count),
            np.full(count, np.inf),
            (np.array(starts, np.int32), np.array(index, np.int32), np.array(value)),
        )
        self._columns.extend(range(first, first + count))

    def _state_run(self, row: int, departure: Departure) -> None:
        """State a row of a departure that need not run: its use is so much times whether it does."""
        if departure not in self.runs:
            cost, alone = self.departure_cost[departure], (np.zeros(1, np.int32), *_nothing())
            self.runs[departure] = self._model.add_columns(np.array([cost]), np.zeros(1), np.ones(1), alone)
        limit = self.limits.rows[row]
        column = np.array([self.runs[departure]], np.int32)
        least, most = (0.0, np.inf) if np.isfinite(limit.least) else (-np.inf, 0.0)
        matrix = (np.zeros(1, np.int32), column, np.array([-self.if_running(limit)]))
        self.stated[row] = self._model.add_rows(np.array([least]), np.array([most]), matrix)
        self.state_empties(row)

    def state_departure(self, departure: Departure) -> None:
        """State the rows of a departure that need not run, whether or not a load plan uses it yet."""
        for row in self.limits.rows_of(departure):
            if row not in self.stated:
                self._state_run(row, departure)

    def scale(self, share: float) -> None:
        """Let there be a share, 0 to 1, of the capacities that are scaled, from now on; ``solve`` comes next."""
        self._model.set_bounds([self._share], share, share)
        for row, amount in self.limits.scaled.items():
            self.limits.most[row] = share * amount

    def state_empties(self, row: int) -> None:
        """Let a minimum be made up at what a unit costs now; no longer at what it cost before."""
        if math.isfinite(self.empties.get(row, math.inf)):
            if row in self._empty:
                self._model.set_bounds([self._empty[row]], 0.0, 0.0)
            matrix = (np.zeros(1, np.int32), np.array([self.stated[row]], np.int32), np.ones(1))
            each, endless = np.array([self.empties[row]]), np.array([np.inf])
            self._empty[row] = self._model.add_columns(each, np.zeros(1), endless, matrix)

    @property
    def made_up(self) -> dict[int, float]:
        """By row of a minimum, how much of it is made up in the relaxation."""
        found = {row: float(self._all_values[c]) for row, c in self._empty.items() if c < self._all_values.size}
        return {row: amount for row, amount in found.items() if amount > TOLERANCE}

    def in_whole(self, number: int) -> bool:
        """Whether the departure of a row runs as a whole in the relaxation, with no empty container; or needs not."""
        empty = self._all_values[self._empty[number]] if number in self._empty else 0.0
        return self.running(number) > 1 - TOLERANCE and empty < TOLERANCE

    def running(self, number: int) -> float:
        """How much of the departure of a row runs in the relaxation; 1 for other rows."""
        departure = self.limits.rows[number].runs
        if departure is None:
            return 1.0
        return self.part(departure)

    def part(self, departure: Departure) -> float:
        """How much of a departure runs in the relaxation."""
        column = self.runs[departure]  # time may have been up before it was solved with
        return float(self._all_values[column]) if column < self._all_values.size else 0.0

    def if_running(self, limit: Row) -> float:
        """The bound of a row of a departure that runs."""
        if np.isfinite(limit.least):
            return limit.least
        return limit.most if np.isfinite(limit.most) else self.everything_t

    def solve(self, stop: Stop) -> None:
        """Solve, stating the limits that the solution exceeds, until it exceeds none.

        Raises
        ------
        OutOfTimeError
            If it is to stop before that; what was found by the solve before stands.
        SolverError
            If the solver fails.
        """
        model = self._model
        while True:
            if stop.now:
                raise OutOfTimeError("the time is over")
            model.solve(stop.seconds_left(), lambda: stop.now)
            values = model.values[self._columns]
            if not self._state_exceeded(values) and not self._link(model.values):
                break
        self._all_values, self.values = model.values, values
        self.convexity = model.duals[: self.cases]
        self.prices = np.zeros(len(self.limits.rows))
        for row, position in self.stated.items():
            least = -self.empties.get(row, math.inf) if np.isfinite(self.limits.rows[row].least) else 0.0
            self.prices[row] = max(-model.duals[position], least)
        self.charges = np.zeros(len(self.links))
        for pair, position in self.links.stated.items():
            self.charges[pair] = max(-model.duals[position], 0.0)
        self.objective = model.objective
        if not self._bound and not self._fixed:
            self._keep()

    def whole(
        self, gap: float, seconds: float | None, nodes: int, enough: Callable[[], bool] = never
    ) -> list[LoadPlan]:
        """The best choice of one load plan so far for each case, as an integer programme; none if none is found."""
        columns = np.array([*self._columns, *self.runs.values()], np.int32)
        empties = np.array(list(self._empty.values()), np.int32)  # a load plan has no such containers
        self._state_all()
        found = self._model.search(columns, gap, seconds, nodes=nodes, zero=empties, enough=enough).values
        return [] if found is None else [self.plans[n] for n in np.flatnonzero(found[self._columns] > HALF)]

    def leave_out(self, number: int) -> None:
        """Do without a load plan, until ``release``."""
        self._model.set_bounds([self._columns[number]], 0.0, 0.0)
        self._bound.add(number)

    def release(self, stop: Stop) -> None:
        """Choose among all load plans again; where there is no time to solve that, as it was found before."""
        self._model.set_bounds((self._columns[number] for number in self._bound), 0.0, math.inf)
        self._bound.clear()
        try:
            self.solve(stop)
        except OutOfTimeError:
            self._all_values, self.values, self.convexity, self.prices, self.charges, self.objective = self._unbound

    def restrict(self, fixed: Mapping[Departure, bool]) -> None:
        """Have some departures run, or not run, from now on, and all others as they like."""
        self._model.set_bounds((self._columns[number] for number in self._bound), 0.0, math.inf)
        self._bound.clear()
        for departure in self._fixed:
            self._model.set_bounds([self.runs[departure]], 0.0, 1.0)
        self._fixed = dict(fixed)
        for departure, run in fixed.items():
            self._model.set_bounds([self.runs[departure]], float(run), float(run))
            for number in self._on[departure] if not run else ():
                self.leave_out(number)

    def least_known(self, prices: Floats, charges: Floats) -> Floats:
        """By case, what its cheapest load plan so far costs with prices and charges, those left out apart."""
        cost = np.array(self._cost) + self.links.charged(charges, len(self._cost))
        np.add.at(cost, np.array(self._used_by, np.int64), prices[self._used_row] * np.array(self._used))
        cost[list(self._bound)] = np.inf
        least = np.full(self.cases, np.inf)
        np.minimum.at(least, np.array(self._case, np.int64), cost)
        return least

    def _state_all(self) -> None:
        """State every limit that some choice of a load plan for each case exceeds."""
        most: dict[tuple[int, int], float] = defaultdict(float)
        for row, number, amount in zip(self._used_row, self._used_by, self._used, strict=True):
            key = row, self._case[number]
            most[key] = max(most[key], amount)
        together = np.zeros(len(self.limits.rows))
        np.add.at(together, [row for row, _ in most], list(most.values()))
        for row in np.flatnonzero(together > self.limits.most + TOLERANCE).tolist():
            if row not in self.stated:
                self._state(row)

    def _state_exceeded(self, values: Floats) -> bool:
        """State the limits that a solution exceeds and that are not stated yet; whether there are any."""
        amounts = np.array(self._used) * values[self._used_by]
        used = np.bincount(np.array(self._used_row, np.int64), amounts, len(self.limits.rows))
        over = np.flatnonzero(used > self.limits.most + TOLERANCE)
        exceeded = [row for row in over.tolist() if row not in self.stated]
        for row in exceeded:
            self._state(row)
        return bool(exceeded)

    def _link(self, values: Floats) -> bool:
        """State the links that a solution exceeds; whether there are any."""
        running = {departure: float(values[column]) for departure, column in self.runs.items()}
        exceeded = self.links.exceeded(values[self._columns], running)
        for pair in exceeded:
            plans, tonnes = self.links.users(pair)
            index = [*(self._columns[number] for number in plans), self.runs[self.links.departure(pair)]]
            value = np.array([*tonnes, -self.links.weight(pair)])
            matrix = (np.zeros(1, np.int32), np.array(index, np.int32), value)
            self.links.stated[pair] = self._model.add_rows(np.array([-np.inf]), np.zeros(1), matrix)
        return bool(exceeded)

    def _state(self, row: int) -> None:
        at = np.flatnonzero(np.array(self._used_row, np.int64) == row)
        index, value = np.array(self._columns)[np.array(self._used_by, np.int64)[at]], np.array(self._used)[at]
        most = self.limits.rows[row].most
        if row in self.limits.scaled:
            index, value, most = np.append(index, self._share), np.append(value, -most), 0.0
        matrix = (np.zeros(1, np.int32), index.astype(np.int32), value)
        self.stated[row] = self._model.add_rows(np.array([-np.inf]), np.array([most]), matrix)


def _nothing() -> tuple[np.ndarray[tuple[int], np.dtype[np.int32]], Floats]:
    return np.array([], np.int32), np.array([], np.float64)
