"""What it costs to be sooner, or to emit less: the points of a frontier, each with a proven bound.

A price on each unit of a measure is added to the cost, and the plan of least cost under it is a point of the frontier.
Let B be the proven bound of that problem at price p. Any plan that costs C and measures m then has C + p·m ≥ B; so no
plan that measures m costs less than B − p·m, and the greatest of these lines, over all prices, bounds every point. Such
a method finds the points on the lower convex hull, and none that lies above it (M. Ehrgott, Multicriteria Optimization,
2nd ed., 2005, ch. 3); the prices are chosen as in J. L. Cohon's noninferior set estimation, 1978: the slope between two
neighbours on the hull, first where the best plan may be farthest from the least cost.

Points that are not supported are found by the ε-constraint method, among the load plans at hand: see ``recombination``.
Their bounds are those of the same lines.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise

from optimizer import asked
from optimizer.errors import RequestError
from optimizer.keeping import Keeper
from optimizer.network import Network
from optimizer.plan import CapacityUse, Plan, relative_gap
from optimizer.trade_offs.capacity_curve import Solve, unpriced_left
from optimizer.trade_offs.hull import lower_hull, price_between
from optimizer.trade_offs.load_plan_pool import AmountOf, LoadPlanPool
from optimizer.trade_offs.recombination import MayStay, best, recombined
from tariffs.book import TariffBook
from tariffs.building.tariffs import usable
from tariffs.fraction import Fraction
from tariffs.loading import Input
from tariffs.rating import Rater
from tariffs.rating.charge import exact

#: The share of the points of a frontier that are plans under a price, and the fewest of them; the others are found by
#: recombination, for each of which the solver gets so many seconds at most.
PRICED, FEWEST_PRICED, RECOMBINING_S = Fraction(1, 3), 5, 10.0

#: Digits after the point of a price, and of a bound.
PRICE, BOUND = Decimal("0.000001"), Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is held against cost.

    Attributes
    ----------
    setting
        The field of ``Settings`` that prices it.
    unit
        What one in that setting adds to the cost of each unit of the measure, base currency.
    of_booking
        How much of it a booking has.
    """

    setting: str
    unit: Fraction
    of_booking: AmountOf

    @staticmethod
    def of(over: str, given: Input) -> Measure:
        """``days``, weighted by the value of the goods, or ``co2``.

        Raises
        ------
        RequestError
            If it is neither, or the input does not say enough to measure it.
        """
        match over:
            case "co2":
                _see_co2(given.book)
                return Measure("co2_price_per_t", Fraction(1), lambda booking: booking.rated.co2_t)
            case "days":
                value = goods_value(given)
                if not value:
                    raise RequestError('no shipment has a value, by which days are weighted; fill in "value" in Cargo')
                return Measure("capital_cost_pct", value / 36500, days_of(given.book, value))
            case _:
                raise RequestError(f'over "{over}": a frontier is over "days" or "co2"')

    def amount(self, plan: Plan) -> Fraction:
        """How much of it a plan has."""
        return sum(map(self.of_booking, plan.bookings), Fraction(0))

    def priced(self, given: Input, more: Decimal) -> Input:
        """The input with so much more in the setting."""
        settings = given.book.settings
        changed = replace(settings, **{self.setting: getattr(settings, self.setting) + more})
        return replace(given, book=replace(given.book, settings=changed))


def _see_co2(book: TariffBook) -> None:
    unmeasured = [
        row.where
        for leg in book.legs
        for row in leg.tariffs
        if usable(row) and (row.distance_km is None or (row.co2_g_per_tkm is None and row.mode not in book.emissions))
    ]
    if unmeasured:
        shown = ", ".join(unmeasured[:3]) + (", …" if len(unmeasured) > 3 else "")  # noqa: PLR2004 - enough to begin
        raise RequestError(
            f"{len(unmeasured)} rows of Tariffs have no CO2e, and would be preferred for it ({shown}); "
            "write distance_km, and a factor for each mode in Emissions"
        )


def co2e_t(plan: Plan) -> Fraction:
    """CO2e of a plan, t, well to wheel."""
    return sum((booking.rated.co2_t for booking in plan.bookings), Fraction(0))


def goods_value(given: Input) -> Fraction:
    """The value of all cargo, base currency."""
    rater = Rater(given.book)
    shipments = given.portfolio.shipments.values()
    return sum((rater.goods_value(one, exact(one.weight_t)) for one in shipments), Fraction(0))


def mean_days(plan: Plan, value: Fraction) -> Fraction:
    """Days from ready to delivery, each shipment weighted by its share in the value of all cargo.

    What stays behind has no days, and counts as 0.
    """
    return sum(map(days_of(plan.book, value), plan.bookings), Fraction(0))


def days_of(book: TariffBook, value: Fraction) -> AmountOf:
    """What a booking adds to the mean of days, where all cargo has that value."""
    rater = Rater(book)
    return lambda b: rater.goods_value(b.shipment, exact(b.tonnes)) * b.days_from_ready / value


@dataclass(frozen=True, slots=True)
class Way:
    """A plan as a point: what it costs without the added price, and how much of the measure it has."""

    plan: Plan
    cost: Decimal
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Tangent:
    """No plan costs less than ``at`` its amount, of those that leave no more than ``left_t`` for want of a penalty.

    ``worth`` are the capacities of the plan under that price, with their shadow prices.
    """

    bound: Fraction
    price: Fraction
    left_t: Decimal
    worth: tuple[CapacityUse, ...]

    def at(self, amount: Fraction) -> Fraction:
        """The bound for plans with so much of the measure, or less."""
        return self.bound - self.price * amount


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the frontier.

    Attributes
    ----------
    way
        The plan.
    bound
        What no plan costs less than that has no more of the measure, base currency.
    price
        What each unit of the measure less costs there: the slope of the hull, on the way to this point or past it;
        ``None`` for the first.
    supported
        Whether it is on the hull.
    """

    way: Way
    bound: Decimal
    price: Fraction | None
    supported: bool

    @property
    def gap(self) -> Decimal:
        """(cost − bound) ÷ |cost|; 0 where nothing is spent."""
        return relative_gap(self.way.cost, self.bound)


@dataclass(slots=True)
class Search:
    """The plans made so far, and what is proven by them."""

    given: Input
    measure: Measure
    solve: Solve
    ways: list[Way] = field(default_factory=list)
    tangents: list[Tangent] = field(default_factory=list)
    asked: set[Decimal] = field(default_factory=set)
    pool: LoadPlanPool = field(init=False)

    def __post_init__(self) -> None:
        """Begin with load plans that leave everything behind."""
        network = Network(self.given.book, self.given.portfolio)
        self.pool = LoadPlanPool(network, self.given.portfolio.shipments, self.measure.of_booking)

    def ask(self, more: Decimal) -> Way:
        """The plan of least cost with so much more in the setting."""
        self.asked.add(more)
        plan = self.solve(self.measure.priced(self.given, more))
        way = Way(plan, self._cost(plan), self.measure.amount(plan))
        self.ways.append(way)
        self.pool.add(plan)
        self.tangents.append(
            Tangent(exact(plan.bound), exact(more) * self.measure.unit, unpriced_left(plan), plan.capacities)
        )
        return way

    def within(self, budget: Fraction, gap: Decimal, seconds: float | None = None) -> Plan | None:
        """The plan of least cost among the load plans at hand that has no more of the measure, audited.

        It leaves no more for want of a penalty than any that was made; ``None`` if there is none among them.
        """
        may_stay = MayStay(int(self.least_left_t * 1000))
        chosen = best(self.pool, budget, may_stay, float(gap) / 2, seconds)
        tightest = self.tightest(self.least_left_t, budget)
        return None if chosen is None else recombined(self.pool, chosen, self.ways[0].plan, tightest.worth)

    def tightest(self, left_t: Decimal, amount: Fraction) -> Tangent:
        """What proves most of plans with no more than an amount that leave no more tonnes for want of a penalty."""
        return max((one for one in self.tangents if left_t <= one.left_t), key=lambda one: one.at(amount))

    @property
    def least_left_t(self) -> Decimal:
        """The least that a plan leaves for want of a penalty, t."""
        return min(unpriced_left(way.plan) for way in self.ways)

    def fill(self, count: int, gap: Decimal) -> None:
        """Find plans for budgets that are evenly spaced between the ends of the hull."""
        hull = self.hull()
        most, least = hull[0].amount, hull[-1].amount
        self.pool.mix()
        for number in range(1, count + 1):
            plan = self.within(least + (most - least) * number / (count + 1), gap, RECOMBINING_S)
            if plan is not None:
                self.ways.append(Way(plan, plan.cost, self.measure.amount(plan)))

    def _cost(self, plan: Plan) -> Decimal:
        """What a plan costs at the prices of the input itself."""
        rater = Rater(self.given.book)
        booked = (rater.booking(one.shipment, one.itinerary, one.loads).total for one in plan.bookings)
        departures = (one.charge.amount for one in plan.departures)
        left = (charge.amount for one in plan.unserved for charge in one.charges)
        return sum((*booked, *departures, *left), Decimal(0))

    def hull(self) -> list[Way]:
        """The lower convex hull of the plans that serve most: from the cheapest to the least amount."""
        return lower_hull(self._serving(self.least_left_t))

    def undominated(self) -> list[Way]:
        """The plans that serve most, of which none costs less and has no more of the measure, the cheapest first."""
        found: list[Way] = []
        for way in sorted(self._serving(self.least_left_t), key=lambda way: (way.cost, way.amount)):
            if not found or way.amount < found[-1].amount:
                found.append(way)
        return found

    def _serving(self, left_t: Decimal) -> list[Way]:
        return [way for way in self.ways if unpriced_left(way.plan) == left_t]

    def bound(self, way: Way, amount: Fraction) -> Fraction:
        """The greatest bound for plans with no more than an amount that serve as much as ``way`` does."""
        return self.tightest(unpriced_left(way.plan), amount).at(amount)

    def slack(self, price: Fraction) -> Fraction:
        """What the best plan at a price may cost more than need be, as a share of it.

        The least cost is concave in the price, so between two prices it is at least what lies between their bounds.
        """
        below = max((one for one in self.tangents if one.price <= price), key=lambda one: one.price)
        above = min((one for one in self.tangents if one.price >= price), key=lambda one: one.price, default=below)
        share = (price - below.price) / (above.price - below.price) if above.price != below.price else Fraction(0)
        found = min(exact(way.cost) + price * way.amount for way in self.hull())
        return (found - below.bound - share * (above.bound - below.bound)) / abs(found) if found else Fraction(0)

    def next_price(self, tolerance: Decimal) -> Decimal | None:
        """The slope of the hull where most is unknown; if all were asked for, the price halfway between two others.

        ``None`` if what is unknown is within the tolerance.
        """
        slopes = [price_between(one, other) / self.measure.unit for one, other in pairwise(self.hull())]
        halves = [exact(one + other) / 2 for one, other in pairwise(sorted(self.asked))]
        for candidates in (slopes, halves):
            prices = {as_decimal(price, PRICE) for price in candidates} - self.asked
            inside = [more for more in prices if more < max(self.asked)]
            slacks = {more: self.slack(exact(more) * self.measure.unit) for more in inside}
            if slacks and max(slacks.values()) > exact(tolerance):
                return max(slacks, key=lambda more: (slacks[more], -more))
        return None


def as_decimal(value: Fraction, digits: Decimal) -> Decimal:
    """A fraction, rounded down."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(digits, ROUND_FLOOR)


def frontier(
    given: Input, over: str, points: int, up_to: float | None, tolerance: Decimal, solve: Solve
) -> list[Point]:
    """Plans from the cheapest to that with least of the measure, none of which another one outdoes.

    A share ``PRICED`` of them are made under prices, as long as one may better anything: the supported points. The
    others are the best recombinations of load plans at hand within budgets that are evenly spaced. ``up_to`` is the
    greatest price; by default, that at which the cheapest plan would cost twice what it does.

    Raises
    ------
    RequestError
        If it is over nothing that is known, there are no points, or the price is none.
    AuditError
        If a plan does not stand up to the auditor: a failure of this program, never of the input.
    """
    points = asked.whole("points", points, 1)
    if up_to is not None and not asked.amount(up_to):
        raise RequestError(f"a price up to {up_to}: it must be a number above 0, or None")
    search = Search(given, Measure.of(over, given), solve)
    first = search.ask(Decimal(0))
    if points > 1 and first.amount and (up_to or first.cost > 0):
        most = exact(first.cost) / first.amount if up_to is None else exact(Decimal(str(up_to)))
        more: Decimal | None = as_decimal(most / search.measure.unit, PRICE)
        # Whether bookings of several plans are on time beside each other is not looked at: then all is left to prices.
        recombined = not Keeper.wanted(given.portfolio)
        priced = max(FEWEST_PRICED, math.ceil(points * PRICED)) if recombined else points
        while more is not None:
            search.ask(more)
            more = search.next_price(tolerance) if len(search.ways) < min(points, priced) else None
        if recombined:
            search.fill(points - len(search.ways), tolerance)
    return _points(search)


def _points(search: Search) -> list[Point]:
    """The plans that none outdoes, each with its bound and with the price on the hull there."""
    hull = search.hull()
    prices = {id(other): price_between(one, other) for one, other in pairwise(hull)}
    found: list[Point] = []
    price: Fraction | None = None
    for way in reversed(search.undominated()):
        price = prices.get(id(way), price)
        bound = min(as_decimal(search.bound(way, way.amount), BOUND), way.cost)
        found.append(Point(way, bound, None if way is hull[0] else price, supported=any(way is one for one in hull)))
    return found[::-1]
