"""The loop of column generation: price, add load plans, solve the restricted master; and the bound that it proves.

At any prices μ ≥ 0 of what is limited, Σ_k min_s (cost_s + Σ_r μ_r use_rs) − Σ_r μ_r A_r is no more than any plan costs
(Lagrange; Geoffrion, 1974). Prices are taken between those of the master and those of the best bound so far, which
keeps them from swinging (Wentges, 1997).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import Floats, Limits
from optimizer.column_generation.master import Master
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.primal.heuristic import PrimalHeuristic
from optimizer.column_generation.timeline import Flags
from optimizer.errors import OutOfTimeError
from optimizer.progress import Step, Tell
from optimizer.stopping import Stop
from tariffs.timetable import Departure

#: How much of the best prices so far is in the next ones.
SMOOTHING = 0.3

#: In so many rounds the prices of the master are taken as they are.
SWINGING = 2

#: A load plan must be cheaper by this share of what its case costs to be worth adding, and by so much money.
WORTH_ADDING, WORTH_ADDING_MONEY = 1e-7, 1e-6


def worth_adding(known: Floats) -> Floats:
    """Less than what a load plan must cost with prices to be worth adding, by case, where so much is known."""
    return known - WORTH_ADDING * np.abs(known) - WORTH_ADDING_MONEY


@dataclass(slots=True)
class Loop:
    """One run of column generation.

    Attributes
    ----------
    bound
        Proven: no plan costs less; with ``least``, what each case costs at least at the prices that prove it.
    prices
        Those that prove the bound.
    """

    pricer: Pricer
    limits: Limits
    cases: list[Case]
    departure_cost: Mapping[Departure, float]
    told: Tell
    stop: Stop
    master: Master
    primal: PrimalHeuristic
    bound: float = -math.inf
    least: Floats = field(init=False)
    prices: Floats = field(init=False)
    _free_least: Floats | None = None
    _free_known: Floats | None = None

    def __post_init__(self) -> None:
        """Start with no prices, and no bound."""
        self.least = np.zeros(len(self.cases))
        self.prices = np.zeros(len(self.limits.rows))

    def run(self, gap: float) -> None:
        """Go on until the master and the bound are no more than ``gap`` of the cost apart, or time is up.

        Raises
        ------
        OutOfTimeError
            If it is late, and not even the first round is done.
        """
        prices, round_number = np.zeros(len(self.limits.rows)), 0
        while True:
            known = self.master.least_known(prices)
            settled = self.settled(prices, known)
            least = self.pricer.priced_penalties(prices) * np.array([case.weight for case in self.cases])
            if self._free_least is not None:
                least[settled] = self._free_least[settled]
            try:
                check = self.stop.check if round_number else self.stop.check_late
                plans = self.pricer.run(prices, worth_adding(known), least, settled, check=check)
            except OutOfTimeError:
                if not round_number:
                    raise
                break
            improved = self._take(prices, least)
            added = self.master.add(plans)
            if round_number == 0:
                self._free_least, self._free_known = least, self.master.least_known(prices)
                self.primal.first(self.master.plans, least)
                self.tell("first plan", self.primal.incumbent.cost)
            try:
                self.master.solve(self.stop)
            except OutOfTimeError:
                break
            round_number += 1
            self.tell(f"round {round_number}", self.master.objective)
            close = self.master.objective - self.bound <= gap * abs(self.master.objective)
            at_master = np.array_equal(prices, self.master.prices)
            if close or (not added and (at_master or not improved)) or self.stop.now:
                break
            stay = SMOOTHING if added and math.isfinite(self.bound) and round_number > SWINGING else 0.0
            prices = stay * self.prices + (1 - stay) * self.master.prices
        if round_number:
            self.primal.rounded(self.master)
        self.primal.improve(self.master.plans)

    def settled(self, prices: Floats, known: Floats) -> Flags:
        """By case, whether the cheapest load plan of the first round still is: nothing had a price then.

        Prices only add to what a load plan costs, so what no price adds to stays the cheapest, and its bound holds.
        """
        if self._free_known is None or (prices < 0).any():  # the minimum load of a departure may have one below zero
            return np.zeros(len(self.cases), np.bool_)
        return known <= self._free_known + WORTH_ADDING_MONEY

    def nothing(self, case: Case) -> LoadPlan:
        """The load plan that leaves all of a case behind."""
        return self.pricer.packer.nothing(case, float(self.pricer.penalties[case.number]))

    def reduced(self, plan: LoadPlan) -> float:
        """What a load plan costs at the prices that prove the bound."""
        return plan.cost + math.fsum(self.prices[row] * amount for row, amount in plan.uses.items())

    def tell(self, stage: str, cost: float) -> None:
        """Report how far things are."""
        self.told(Step(stage, cost, self.bound, len(self.master.plans)))

    def _take(self, prices: Floats, least: Floats) -> bool:
        """Take note of the bound that a round proves; whether it is the best so far."""
        bound = float(least.sum())
        runs = dict(self.departure_cost)
        for number in np.flatnonzero(prices):
            row = self.limits.rows[number]
            if row.runs is None:
                bound -= prices[number] * row.most
            else:
                runs[row.runs] -= prices[number] * self.master.if_running(row)
        bound += sum(min(0.0, worth) for worth in runs.values())
        better = bound > self.bound
        if better:
            self.bound, self.least, self.prices = bound, least, prices
        return better
