"""The loop of column generation: price, add load plans, solve the restricted master; and the bound that it proves.

At any prices μ ≥ 0 of what is limited, Σ_k min_s (cost_s + Σ_r μ_r use_rs) − Σ_r μ_r A_r is no more than any plan costs
(Lagrange; Geoffrion, 1974). Prices are taken between those of the master and those of the best bound so far, which
keeps them from swinging (Wentges, 1997).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from optimizer.column_generation.blocks import block
from optimizer.column_generation.cases import Case
from optimizer.column_generation.limits import Floats, Limits
from optimizer.column_generation.master import Master
from optimizer.column_generation.pricing import Pricer
from tariffs.timetable import Departure

#: How much of the best prices so far is in the next ones.
SMOOTHING = 0.3

#: In so many rounds the prices of the master are taken as they are.
SWINGING = 2

#: A load plan must be cheaper by this share of what its case costs to be worth adding, and by so much money.
WORTH_ADDING, WORTH_ADDING_MONEY = 1e-7, 1e-6

#: Into no more ranges than this are the loads of a case divided.
MOST_RANGES = 60


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
    report: Callable[[str], None]
    deadline: float | None
    master: Master
    bound: float = -math.inf
    least: Floats = field(init=False)
    prices: Floats = field(init=False)

    def __post_init__(self) -> None:
        """Start with no prices, and no bound."""
        self.least = np.zeros(len(self.cases))
        self.prices = np.zeros(len(self.limits.rows))

    def run(self, gap: float) -> None:
        """Go on until the master and the bound are no more than ``gap`` of the cost apart, or time is up."""
        prices, than, round_number = np.zeros(len(self.limits.rows)), np.full(len(self.cases), np.inf), 0
        while True:
            least = self.pricer.priced_penalties(prices) * np.array([case.weight for case in self.cases])
            plans = self.pricer.run(prices, than, least)
            improved = self._take(prices, least)
            added = self.master.add(plans)
            refined = self._refine()
            self.master.solve()
            round_number += 1
            self.report(
                f"round {round_number}: bound {self.bound:,.2f}, relaxation {self.master.objective:,.2f}, "
                f"{len(self.master.plans):,} load plans, {len(self.master.stated)} limits"
            )
            close = self.master.objective - self.bound <= gap * abs(self.master.objective)
            at_master = np.array_equal(prices, self.master.prices)
            if close or (not added and not refined and (at_master or not improved)) or self.late:
                break
            stay = SMOOTHING if added and math.isfinite(self.bound) and round_number > SWINGING else 0.0
            prices = stay * self.prices + (1 - stay) * self.master.prices
            than = self.master.convexity * (1 - WORTH_ADDING * np.sign(self.master.convexity)) - WORTH_ADDING_MONEY

    @property
    def late(self) -> bool:
        """Whether time is up."""
        return self.deadline is not None and time.monotonic() >= self.deadline

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

    def _refine(self) -> bool:
        """Divide the ranges in which part loads lie, so that the sweep asks for just these; whether any was."""
        wishes: dict[int, tuple[int, int]] = {}
        for number, position, kilograms in self.pricer.wishes:
            wishes.setdefault(number, (position, kilograms))
        self.pricer.wishes.clear()
        refined = False
        for place, of_block in enumerate(self.pricer.blocks):
            if of_block.shared or not any(case.number in wishes for case in of_block.cases):
                continue
            cases = [self._divided(case, wishes.get(case.number)) for case in of_block.cases]
            if any(new is not old for new, old in zip(cases, of_block.cases, strict=True)):
                self.pricer.blocks[place] = block(self.pricer.timeline, cases)
                refined = True
        return refined

    def _divided(self, case: Case, wish: tuple[int, int] | None) -> Case:
        if wish is None or len(case.ranges) >= MOST_RANGES:
            return case
        position, kilograms = wish
        old, tonnes = case.ranges[position], Fraction(kilograms, 1000)
        if not old.low < tonnes < old.high:
            return case
        new = replace(case, ranges=(*case.ranges[:position], *old.split_at(tonnes), *case.ranges[position + 1 :]))
        self.cases[case.number] = new
        return new
