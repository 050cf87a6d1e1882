"""The best plan among load plans at hand: one for each shipment, by a small integer programme.

    min Σ_s cost_s x_s + Σ_d cost_d z_d
    choice_k      Σ_{s of k} x_s = 1                                        (one is to leave all of it behind)
    capacity_r    Σ_s use_rs x_s ≤ A_r
    runs_d        L_d z_d ≤ Σ_s aboard_ds x_s ≤ M_d z_d                     (departures with a minimum load or a cost)
    serving       Σ_s left_s x_s ≤ U                                        (t; of shipments without a penalty, or all)
    budget        Σ_s amount_s x_s ≤ ε                                      (of a measure, such as t of CO2e)
    x, z ∈ {0, 1}

The load plans are those of plans made before and those that column generation had at hand for them, each rated
exactly, and mixtures of two of a shipment: some containers of the one, and what they leave in containers of the other.
What comes of it is a plan that holds, the best of these; nothing is proven by it. To bound one measure and minimise the
other is the ε-constraint method, which finds points between the supported ones, too (Y. Y. Haimes, L. S. Lasdon and
D. A. Wismer, 1971; M. Ehrgott, Multicriteria Optimization, 2nd ed., 2005, ch. 4).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeAlias

from optimizer.assembly import capacity_use, departure_charges, left_behind, named
from optimizer.auditor import PlanRecord, audit
from optimizer.errors import AuditError
from optimizer.plan import Booking, CapacityUse, Plan, Status
from optimizer.resources import Resource
from optimizer.solution import HALF_KILOGRAM
from optimizer.solver import Programme
from optimizer.trade_offs.load_plan_pool import LoadPlanPool, RatedLoadPlan
from tariffs.fraction import Fraction
from tariffs.timetable import Departure

#: What kinds a booking has.
KindsOf: TypeAlias = Callable[[Booking], frozenset[str]]

#: How near to the least is near enough where little is left to choose among, as a share.
FINE = 1e-6

#: By how much less than the budget a solver may use if its tolerance took it beyond, as a share; and how often at most.
CLOSER, TIMES = 2e-6, 4

#: Why cargo stays behind.
NOT_CARRIED = "the cheapest plan found that keeps to the budget does not carry it"

#: What a whole number that is 0 or 1 is told by.
HALF = 0.5


@dataclass(frozen=True, slots=True)
class MayStay:
    """The most that may stay behind, kg: of shipments without a penalty, and of all; ``None`` for any."""

    unpriced_kg: int | None = None
    all_kg: int | None = None


def best(
    pool: LoadPlanPool, most: Fraction | None, may_stay: MayStay, gap: float, seconds: float | None = None
) -> list[RatedLoadPlan] | None:
    """The load plans of least cost together; ``None`` if none hold together, or none are found in so much time.

    Parameters
    ----------
    most
        The budget: of the measure they have no more; ``None`` for none.
    may_stay
        What may stay behind.
    gap
        How near to the least of these load plans is near enough, as a share.
    seconds
        For how long to search.
    """
    for closer in (CLOSER * n for n in range(TIMES)):
        choice = _Choice(pool, may_stay)
        if most is not None:
            choice.limit(most, closer)
        found = choice.search(gap, seconds)
        if found is None or most is None or sum((one.amount for one in found), Fraction(0)) <= most:
            return found
    return None


def least(
    pool: LoadPlanPool, most: Decimal, may_stay: MayStay, kinds_of: KindsOf | None = None, seconds: float | None = None
) -> list[RatedLoadPlan] | None:
    """The load plans that together cost no more and have least of the measure, and of these the cheapest.

    Parameters
    ----------
    most
        What they may cost with their departures, base currency.
    may_stay, seconds
        As for ``best``.
    kinds_of
        In place of the measure the fewest kinds: what kinds a booking has, such as its carriers. A kind that
        several bookings have counts once.
    """
    for closer in (CLOSER * n for n in range(TIMES)):
        choice = _Choice(pool, may_stay)
        choice.limit_cost(most, closer)
        choice.minimise(kinds_of)
        found = choice.search(0.0, seconds)
        if found is None or pool.cost(found) <= most:
            break
    if found is None or pool.cost(found) > most:
        return None
    if kinds_of is None:
        again = best(pool, sum((one.amount for one in found), Fraction(0)), may_stay, FINE, seconds)
    else:
        kinds = _kinds(found, kinds_of)
        cheapest = _Choice(pool, may_stay)
        cheapest.only(lambda one: _kinds([one], kinds_of) <= kinds)
        again = cheapest.search(FINE, seconds)
    return again if again is not None and pool.cost(again) <= pool.cost(found) else found


def recombined(
    pool: LoadPlanPool,
    chosen: Iterable[RatedLoadPlan],
    like: Plan,
    worth: Iterable[CapacityUse] = (),
    why: str = NOT_CARRIED,
) -> Plan:
    """The plan of load plans, audited; warnings, files and the like are those of a plan of the same input.

    Of its bound no more is said than that it is no higher than its cost, and what would be next best is not looked
    for. Shadow prices are those of ``worth``; ``why`` is said of all that stays behind.

    Raises
    ------
    AuditError
        If it does not stand up to the auditor: a failure of this program, never of the input.
    """
    picked, rater, book = list(chosen), pool.network.rater, pool.network.book
    bookings = named(booking for one in picked for booking in one.bookings)
    loads = [load for booking in bookings for load in pool.loads_of(booking)]
    prices = {(use.kind, use.name, use.mode, use.period): float(use.shadow_price) for use in worth}
    duals = {
        resource: prices.get((resource.kind, resource.name, resource.mode, resource.period), 0.0)
        for load in loads
        for resource in load.uses
    }
    unserved = (left_behind(rater, one.shipment, one.left_kg, why) for one in picked if one.left_kg)
    made = replace(
        like,
        book=book,
        status=Status.FEASIBLE,
        bookings=bookings,
        departures=departure_charges(rater, bookings),
        unserved=tuple(unserved),
        capacities=capacity_use(pool.network, loads, duals),
        alternatives={},
        next_dates={},
        trains=(),
        engine=f"{like.engine}, recombined",
        load_plans={},
    )
    made = replace(made, bound=min(made.bound, made.cost))
    differences = audit(PlanRecord.of(made), book, made.portfolio)
    if differences:
        raise AuditError(differences)
    return made


@dataclass(slots=True)
class _Choice:
    """The integer programme over the load plans of a pool."""

    pool: LoadPlanPool
    may_stay: MayStay
    programme: Programme = field(default_factory=Programme)
    plans: list[RatedLoadPlan] = field(default_factory=list)

    def __post_init__(self) -> None:
        """State all but the budget: a column for each load plan, in order, comes first."""
        for of_one in self.pool.of.values():
            columns = [self.programme.column(float(one.cost), 1.0, whole=True) for one in of_one]
            self.plans += of_one
            self.programme.row(1.0, ((column, 1.0) for column in columns), 1.0)
        self._capacities()
        self._departures()
        self._serving(self.may_stay.unpriced_kg, lambda one: one.shipment.penalty_per_t is None)
        self._serving(self.may_stay.all_kg, lambda _: True)

    def _serving(self, most_kg: int | None, counted: Callable[[RatedLoadPlan], bool]) -> None:
        """Σ_s left_s x_s ≤ U (t), of the load plans that count."""
        if most_kg is not None:
            left = [(n, one.left_kg / 1000) for n, one in enumerate(self.plans) if one.left_kg and counted(one)]
            self.programme.row(-math.inf, left, most_kg / 1000 + HALF_KILOGRAM)

    def _capacities(self) -> None:
        """Σ_s use_rs x_s ≤ A_r, in the unit of the capacity, where it could be exceeded."""
        uses: dict[Resource, list[tuple[int, float]]] = defaultdict(list)
        for n, one in enumerate(self.plans):
            for resource, amount in one.uses.items():
                uses[resource].append((n, float(amount)))
        for resource, terms in uses.items():
            if self._most(terms) > resource.amount:
                self.programme.row(-math.inf, terms, float(resource.amount))

    def _departures(self) -> None:
        """L_d z_d ≤ Σ_s aboard_ds x_s ≤ M_d z_d, in the unit of the departure."""
        aboard: dict[Departure, list[tuple[int, float]]] = defaultdict(list)
        for n, one in enumerate(self.plans):
            for departure, amount in one.aboard.items():
                aboard[departure].append((n, float(amount)))
        for departure, terms in aboard.items():
            cost = float(self.pool.network.rater.departure_cost(departure).amount)
            z = self.programme.column(cost, 1.0, whole=True)
            least = float(departure.terms.min_load)
            self.programme.row(-math.inf, [*terms, (z, -max(self._most(terms), least))], 0.0)
            if least:
                self.programme.row(0.0, [*terms, (z, -least)], math.inf)

    def _most(self, terms: Iterable[tuple[int, float]]) -> float:
        """The most that a row can come to: of each shipment the load plan that has most of it."""
        most: dict[str, float] = defaultdict(float)
        for n, amount in terms:
            name = self.plans[n].shipment.name
            most[name] = max(most[name], amount)
        return sum(most.values())

    def limit(self, most: Fraction, closer: float) -> None:
        """Σ_s amount_s x_s ≤ ε, as shares of ε; less by a share ``closer``."""
        for n, one in enumerate(self.plans):
            if one.amount > most:
                self.programme.upper[n] = 0.0
        if most:
            shares = ((n, float(one.amount / most)) for n, one in enumerate(self.plans) if one.amount <= most)
            self.programme.row(-math.inf, ((n, share) for n, share in shares if share), 1.0 - closer)

    def limit_cost(self, most: Decimal, closer: float) -> None:
        """Σ_s cost_s x_s + Σ_d cost_d z_d ≤ C, in units of |C|; less by a share ``closer``."""
        scale = max(abs(float(most)), 1.0)
        shares = ((n, cost / scale) for n, cost in enumerate(self.programme.cost))
        self.programme.row(-math.inf, [(n, share) for n, share in shares if share], float(most) / scale - closer)

    def minimise(self, kinds_of: KindsOf | None) -> None:
        """Minimise Σ_s amount_s x_s in place of the cost; or Σ_i y_i, where Σ_s of k with kind i x_s ≤ y_i ≤ 1."""
        programme = self.programme
        programme.cost = [0.0] * len(programme.cost)
        if kinds_of is None:
            programme.cost[: len(self.plans)] = [float(one.amount) for one in self.plans]
            return
        users: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, one in enumerate(self.plans):
            for kind in _kinds([one], kinds_of):
                users[kind, one.shipment.name].append(n)
        columns = {kind: programme.column(1.0, 1.0) for kind in dict.fromkeys(kind for kind, _ in users)}
        for (kind, _), numbers in users.items():
            programme.row(-math.inf, [*((n, 1.0) for n in numbers), (columns[kind], -1.0)], 0.0)

    def only(self, wanted: Callable[[RatedLoadPlan], bool]) -> None:
        """Choose among some load plans only."""
        for n, one in enumerate(self.plans):
            if not wanted(one):
                self.programme.upper[n] = 0.0

    def search(self, gap: float, seconds: float | None) -> list[RatedLoadPlan] | None:
        values = self.programme.search(gap, seconds).values
        if values is None:
            return None
        return [one for one, value in zip(self.plans, values, strict=False) if value > HALF]


def _kinds(load_plans: Iterable[RatedLoadPlan], kinds_of: KindsOf) -> frozenset[str]:
    """The kinds of all bookings of load plans."""
    return frozenset().union(*(kinds_of(booking) for one in load_plans for booking in one.bookings))
