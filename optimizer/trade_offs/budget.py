"""The cheapest plan that emits no more than a budget of CO2e.

Prices on CO2e bracket it: a plan under a price emits too much, one under a higher price does not, and the next price is
the slope between the two, as on a frontier. Each plan starts from the load plans of the one before. What no price
gives, the duality gap, is looked for among all load plans at hand (``recombination``). The bound is the greatest that
the prices prove for plans with no more than the budget: the Lagrangian dual of the budget (M. L. Fisher, The Lagrangian
relaxation method, Management Science 27, 1981).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from optimizer.assembly import with_status
from optimizer.auditor import PlanRecord, audit
from optimizer.bookings import Bookings
from optimizer.errors import AuditError, RequestError
from optimizer.explain import reasons
from optimizer.explain.guide import ListingGuide
from optimizer.keeping import Keeper
from optimizer.listing.lister import Lister
from optimizer.plan import Budget, Plan, Unserved
from optimizer.stopping import Stop
from optimizer.trade_offs.capacity_curve import Solve, serves_the_most, unpriced_left
from optimizer.trade_offs.frontier import BOUND, PRICE, RECOMBINING_S, Measure, Search, as_decimal
from optimizer.trade_offs.hull import price_between
from tariffs.fraction import Fraction
from tariffs.loading import Input
from tariffs.rating.charge import exact, to_cents

#: How many prices are tried in all; and how often, and how many times higher, while every plan still emits too much.
MOST_PRICES, MOST_RAISED, RAISED = 10, 3, 10

#: Seconds to the time limit, if there is one.
SecondsLeft: TypeAlias = Callable[[], "float | None"]

#: Seconds for the reasons why cargo stays behind, at most; and how a reason begins that finds none.
REASONS_S, NONE_FOUND = 20.0, "none that this search found"

#: Seconds left that are too few for another price.
TOO_SHORT_S = 2.0


def within_budget(given: Input, co2_t: Decimal, gap: Decimal, solve: Solve, seconds_left: SecondsLeft) -> Plan:
    """The cheapest plan found that emits no more, audited, with what is proven of all such plans.

    Where cargo has no penalty, it carries as much of it as the cheapest plan does.

    Parameters
    ----------
    given
        The input.
    co2_t
        The budget, t of CO2e well to wheel, 0 or more.
    gap
        How near to the least is near enough, as a share.
    solve
        Makes the plan of an input.
    seconds_left
        How many seconds there are left, if there is a limit.

    Raises
    ------
    RequestError
        If a shipment asks for an ``on_time_probability``, rows have no CO2e, or no plan is found that emits so little;
        it says how little it can be.
    AuditError
        If the plan does not stand up to the auditor: a failure of this program, never of the input.
    """
    if Keeper.wanted(given.portfolio):
        raise RequestError(
            "a plan with a budget of CO2e cannot be made to keep an on_time_probability, too: clear that in Cargo and "
            "Settings, or plan without a budget"
        )
    search, budget = Search(given, Measure.of("co2", given), solve), exact(co2_t)
    first = search.ask(Decimal(0))
    if first.amount <= budget:
        return _audited(replace(first.plan, budget=Budget(co2_t, Decimal(0))))
    _bracket(search, budget, gap, seconds_left)
    search.pool.mix()
    left = seconds_left()
    made = search.within(budget, gap, RECOMBINING_S if left is None else min(max(left, 1.0), RECOMBINING_S))
    if made is None:
        raise RequestError(_impossible(search, co2_t))
    tightest = search.tightest(unpriced_left(made), budget)
    proven = min(as_decimal(tightest.at(budget), BOUND), made.cost)
    made = replace(made, bound=proven, budget=Budget(co2_t, to_cents(tightest.price)))
    made = _with_reasons(made, search, seconds_left())
    return _audited(with_status(made, served_first=serves_the_most(made, first.plan)))


def _bracket(search: Search, budget: Fraction, gap: Decimal, seconds_left: SecondsLeft) -> None:
    """Ask for plans under prices, until none is left that could prove or find more by above a share ``gap``."""
    above, below = search.ways[0], None
    more = as_decimal(max(exact(above.cost), Fraction(1)) / above.amount, PRICE)
    raised = 0
    while len(search.ways) < MOST_PRICES and more not in search.asked:
        left = seconds_left()
        if left is not None and left < TOO_SHORT_S:
            return
        way = search.ask(more)
        if way.amount <= budget:
            below = way
        else:
            above = way
        if below is None:
            raised, more = raised + 1, more * RAISED
            if raised > MOST_RAISED:
                return
            continue
        proven = search.tightest(search.least_left_t, budget).at(budget)
        if exact(below.cost) - proven <= exact(gap) * abs(exact(below.cost)):
            return
        slope = max(price_between(above, below), Fraction(0))
        if search.slack(slope) <= exact(gap):
            return
        more = as_decimal(slope, PRICE)


def _with_reasons(made: Plan, search: Search, seconds: float | None) -> Plan:
    """Why cargo stays behind: as without a budget, as far as that is why; else the budget."""
    network = search.pool.network
    loads = [load for booking in made.bookings for load in Bookings(network).loads_of(booking)]
    left = [(one.shipment, int(one.tonnes * 1000)) for one in made.unserved]
    check = Stop().check_within(REASONS_S if seconds is None else min(max(seconds, 0.0), REASONS_S))
    found = reasons(ListingGuide(Lister(network, check)), network, left, loads, check, made.bookings)

    def said(one: Unserved) -> Unserved:
        reason = found[one.shipment.name]
        return one if NONE_FOUND in reason.words else replace(one, reason=reason.words, lacks=reason.lacks)

    return replace(made, unserved=tuple(map(said, made.unserved)))


def _audited(made: Plan) -> Plan:
    """The plan, if it stands up to the auditor."""
    differences = audit(PlanRecord.of(made), made.book, made.portfolio)
    if differences:
        raise AuditError(differences)
    return made


def _impossible(search: Search, co2_t: Decimal) -> str:
    """How little CO2e it can be, as far as is known."""
    serving, left_t = search.undominated(), search.least_left_t
    least = math.ceil(serving[-1].amount * 1000)
    dear = 2 * exact(serving[-1].cost)
    tangents = (one for one in search.tangents if one.price and left_t <= one.left_t)
    proven = math.floor(max(((one.bound - dear) / one.price * 1000 for one in tangents), default=Fraction(0)))
    currency = search.given.book.settings.base_currency
    return (
        f"a budget of {co2_t} t of CO2e: no plan was found that carries as much and emits so little; give "
        f"{least / 1000:,.3f} t or more, the least found. It is proven that no plan that costs up to "
        f"{float(dear):,.0f} {currency} emits less than {max(proven, 0) / 1000:,.3f} t"
    )
