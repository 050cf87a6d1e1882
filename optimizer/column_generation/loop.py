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
from optimizer.column_generation.fillers import Fillers
from optimizer.column_generation.kept import KeptRun
from optimizer.column_generation.limits import TOLERANCE, Floats, Limits
from optimizer.column_generation.master import Master
from optimizer.column_generation.plans import LoadPlan
from optimizer.column_generation.pricing.pricer import Pricer
from optimizer.column_generation.primal.heuristic import PrimalHeuristic
from optimizer.column_generation.primal.residual import CLOSED
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

#: No departure with a minimum load or a cost is told whether to run.
NOTHING_FIXED: Mapping[Departure, bool] = {}


def worth_adding(known: Floats) -> Floats:
    """Less than what a load plan must cost with prices to be worth adding, by case, where so much is known."""
    return known - WORTH_ADDING * np.abs(known) - WORTH_ADDING_MONEY


@dataclass(slots=True)
class Bounded:
    """The best bound of a relaxation, and the prices and charges that prove it.

    Attributes
    ----------
    least
        By case, what it costs at least at these.
    runs
        By departure with a minimum load or a cost, what it costs with these if it runs.
    fixed
        Departures that are told whether to run.
    rounds, added
        How many there were, and how many load plans the last one added.
    closed
        Whether they ended because no better bound is to be had.
    """

    prices: Floats
    charges: Floats
    bound: float = -math.inf
    least: Floats = field(default_factory=lambda: np.empty(0))
    runs: Mapping[Departure, float] = field(default_factory=dict)
    fixed: Mapping[Departure, bool] = field(default_factory=dict)
    rounds: int = 0
    added: int = 0
    closed: bool = False

    def take(
        self, bound: float, prices: Floats, charges: Floats, least: Floats, runs: Mapping[Departure, float]
    ) -> bool:
        """Take note of the bound that a round proves; whether it is the best so far."""
        better = bound > self.bound
        if better:
            self.bound, self.prices, self.charges, self.least, self.runs = bound, prices, charges, least, runs
        return better


@dataclass(slots=True)
class Loop:
    """One run of column generation.

    Attributes
    ----------
    bound
        Proven: no plan costs less; with ``least``, what each case costs at least at the prices that prove it.
    prices, charges
        Those that prove the bound.
    root
        The relaxation in which every departure runs as it likes.
    kept
        What is known of a plan that is kept.
    asked
        How many pricing problems of single shipments were solved.
    """

    pricer: Pricer
    limits: Limits
    cases: list[Case]
    departure_cost: Mapping[Departure, float]
    told: Tell
    stop: Stop
    master: Master
    primal: PrimalHeuristic
    fillers: Fillers
    kept: KeptRun | None = None
    bound: float = -math.inf
    least: Floats = field(init=False)
    prices: Floats = field(init=False)
    charges: Floats = field(default_factory=lambda: np.empty(0))
    root: Bounded = field(init=False)
    asked: int = 0
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
        self.root = root = self.solve(gap)
        self.bound, self.least, self.prices, self.charges = root.bound, root.least, root.prices, root.charges
        if root.rounds:
            self.primal.rounded(self.master)

    def solve(self, gap: float, fixed: Mapping[Departure, bool] = NOTHING_FIXED, cutoff: float = math.inf) -> Bounded:
        """The relaxation in which some departures run and others do not, until it is known to cost ``cutoff``.

        Raises
        ------
        OutOfTimeError
            If it is late, and not even the first round is done.
        """
        master, rows = self.master, self.limits.rows
        best = Bounded(np.zeros(len(rows)), np.empty(0), fixed=fixed)
        prices, charges, room = best.prices, best.charges, self.pricer.room
        if self.priced:
            room = room.copy()
            room[[n for n in self.limits.conditional if (d := rows[n].runs) is not None and not fixed.get(d, True)]] = (
                CLOSED
            )
            master.restrict(fixed)
            master.solve(self.stop)
            prices, charges = master.prices, master.charges
        try:
            while not self._over(best, prices, charges, room, gap, cutoff):
                stay = SMOOTHING if math.isfinite(best.bound) and best.rounds > SWINGING and best.added else 0.0
                prices = stay * best.prices + (1 - stay) * master.prices
                charges = stay * np.append(best.charges, np.zeros(len(master.charges) - len(best.charges)))
                charges += (1 - stay) * master.charges
        except OutOfTimeError:
            if not self.priced:
                raise
        return best

    def _over(self, best: Bounded, prices: Floats, charges: Floats, room: Floats, gap: float, cutoff: float) -> bool:
        """Do a round; whether it was the last."""
        master = self.master
        plans, improved = self._price(best, prices, charges, room)
        if best.bound >= cutoff:
            return True
        best.added = master.add(plans)
        if not self.priced:
            self._begin(best)
        master.solve(self.stop)
        best.rounds += 1
        if not best.fixed:
            self.bound = best.bound
            self.tell(f"round {best.rounds}", master.objective)
        close = master.objective - best.bound <= gap * abs(master.objective)
        at_master = np.array_equal(prices, master.prices) and np.array_equal(charges, master.charges)
        if self.stop.now:
            return True
        best.closed = (close or (not best.added and (at_master or not improved))) and not self.fill()
        return best.closed

    def _price(self, best: Bounded, prices: Floats, charges: Floats, room: Floats) -> tuple[list[LoadPlan], bool]:
        """Load plans that are worth adding at some prices; whether these prove a better bound."""
        known = self.master.least_known(prices, charges)
        settled, cutoffs = self.settled(prices, known), worth_adding(known)
        self.asked += int(np.count_nonzero(~settled))
        least = self.pricer.priced_penalties(prices) * np.array([case.weight for case in self.cases])
        if self._free_least is not None:
            least[settled] = self._free_least[settled]
        check, own = self.stop.check if self.priced else self.stop.check_late, self.master.links.own(charges)
        if self.kept is not None:
            cutoffs -= self.kept.floors
        plans = self.pricer.run(prices, cutoffs, least, settled, room, check, own)
        if self.kept is not None:
            plans += self.kept.settle(least, known, ~settled, prices)
        return plans, best.take(*self._proven(prices, charges, least, best.fixed))

    def price_at(self, prices: Floats, charges: Floats) -> tuple[list[LoadPlan], Bounded]:
        """Load plans that are worth adding at some prices and charges, and the bound that these prove."""
        found = Bounded(prices, charges)
        own = np.append(charges, np.zeros(len(self.master.links) - len(charges)))
        plans, _ = self._price(found, prices, own, self.pricer.room)
        return plans, found

    def _begin(self, first: Bounded) -> None:
        """Take note of what all costs at no prices, and make a first plan of it."""
        self._free_least, self._free_known = first.least, self.master.least_known(first.prices, first.charges)
        self.bound = first.bound
        self.primal.first(self.master.plans, first.least)
        if self.kept is not None:
            self.primal.keep(self.kept.staying)
        self.tell("first plan", self.primal.incumbent.cost)

    @property
    def apart(self) -> Floats:
        """What each case costs at least where nothing has a price, once it was priced."""
        return self._free_least if self._free_least is not None else np.full(len(self.cases), -math.inf)

    @property
    def priced(self) -> bool:
        """Whether a first round is done."""
        return self._free_least is not None

    def fill(self) -> bool:
        """Make exact what the relaxation makes up minimum loads at, and load plans with fillers; whether it costs more.

        The master then is solved again.
        """
        master, fillers, dearer = self.master, self.fillers, False
        taken = [master.plans[n] for n in np.flatnonzero(master.values > TOLERANCE)]
        for row, amount in master.made_up.items():
            if fillers.make_exact(row):
                master.state_empties(row)
                dearer = True
            for filler in fillers.found.get(row, ()):
                number = math.ceil(amount / filler.units - TOLERANCE)
                own = (plan for plan in taken if plan.case.number == filler.case)
                made = (fillers.added_to(plan, filler, number) for plan in own)
                master.add(plan for plan in made if plan is not None)
        if dearer:
            master.solve(self.stop)
        return dearer

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
        charged = (
            (pair, tonnes) for pair, tonnes in self.master.links.used_by(plan).items() if pair < self.charges.size
        )
        return math.fsum(
            [
                plan.cost,
                *(self.prices[row] * amount for row, amount in plan.uses.items()),
                *(self.charges[pair] * tonnes for pair, tonnes in charged),
            ]
        )

    def tell(self, stage: str, cost: float) -> None:
        """Report how far things are."""
        best = self.primal.incumbent.cost
        self.told(Step(stage, cost, self.bound, len(self.master.plans), best=best))

    def _proven(
        self, prices: Floats, charges: Floats, least: Floats, fixed: Mapping[Departure, bool]
    ) -> tuple[float, Floats, Floats, Floats, dict[Departure, float]]:
        """The bound that a round proves, with what proves it; and what each departure costs with prices if it runs."""
        bound = float(least.sum())
        runs = dict(self.departure_cost)
        for number in np.flatnonzero(prices):
            row = self.limits.rows[number]
            if row.runs is None:
                bound -= prices[number] * float(self.limits.most[number])
            else:
                runs[row.runs] -= prices[number] * self.master.if_running(row)
        for departure, gets in self.master.links.by_departure(charges).items():
            runs[departure] -= gets
        bound += sum(
            worth if fixed.get(departure) else min(0.0, worth)
            for departure, worth in runs.items()
            if fixed.get(departure) is not False
        )
        return bound, prices, charges, least, runs
