"""What capacity is worth, and what days and CO2e cost, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal

from optimizer.plan import Plan
from optimizer.report.capacities import capacity_use_table
from optimizer.report.table import Cell, Table
from optimizer.tables import CAPACITY_CURVE, FRONTIER, RELAXATION, WORTH_OF_CAPACITY, names
from optimizer.trade_offs import frontier
from optimizer.trade_offs.capacity_curve import Point, Solve, Which, unpriced_left, worth
from optimizer.trade_offs.relaxation import Relaxed
from tariffs.fraction import Fraction
from tariffs.loading import Input
from tariffs.rating.charge import HALF_CENT

ZERO = Decimal(0)

#: What is proven of a saving.
EXACT, POSITIVE = "exact", "positive"


def curve_table(factors: Sequence[Decimal], points: Sequence[Point]) -> Table:
    """One row per factor, the least first."""
    first = points[0].plan.cost
    rows = (
        (factor, cost, point.bound, point.gap, first - cost, _left(point.plan), factors[point.stands_from])
        for factor, point in zip(factors, points, strict=True)
        for cost in (point.plan.cost,)
    )
    return Table("Capacity curve", CAPACITY_CURVE, tuple(rows))


def relaxation_table(most: Decimal, found: Sequence[Relaxed]) -> Table:
    """One row per bend, the least first; shares are of the factor ``most``."""
    saves = (None if one.saves is None else _money(one.saves / float(most)) for one in found)
    rows = (
        (Fraction(one.share) * Fraction(most), _money(one.cost), _money(one.bound), each)
        for one, each in zip(found, saves, strict=True)
    )
    return Table("Relaxation", RELAXATION, tuple(rows))


def frontier_table(given: Input, points: Sequence[frontier.Point]) -> Table:
    """One row per point, the cheapest first."""
    value = frontier.goods_value(given)
    return Table("Frontier", FRONTIER, tuple(_on_frontier(point, value) for point in points))


def _on_frontier(point: frontier.Point, value: Fraction) -> tuple[Cell, ...]:
    plan = point.way.plan
    days = frontier.mean_days(plan, value) if value else None
    tonne_days = sum((booking.tonnes * booking.days_from_ready for booking in plan.bookings), ZERO)
    band = (point.way.cost, point.bound, point.gap)
    emitted = frontier.co2e_t(plan) if plan.book.states_co2e else None
    return (*band, days, tonne_days, emitted, _left(plan), point.price, "yes" if point.supported else "")


def worth_table(given: Input, plan: Plan, most: int, solve: Solve) -> Table:
    """One row per capacity, first those of which more would save most; ``most`` of them are solved again."""
    rows = capacity_use_table(plan).by_name()
    stated, blank = names(WORTH_OF_CAPACITY[:7]), (None,) * len(WORTH_OF_CAPACITY[7:])
    found = (_again(given, plan, row, solve) if rank < most else blank for rank, row in enumerate(rows))
    made = ((*(row[name] for name in stated), *more) for row, more in zip(rows, found, strict=True))
    return Table("Worth of capacity", WORTH_OF_CAPACITY, tuple(made))


def _again(given: Input, plan: Plan, row: dict[str, Cell], solve: Solve) -> Iterator[Cell]:
    """What one unit more saves, and one less costs, each with what is proven and what it does to what stays behind."""
    found = worth(given, plan, Which(*(str(row[name]) for name in ("kind", "name", "mode", "unit"))), solve)
    yield from _between(found.as_it_is, found.more)
    yield from _between(found.less, found.as_it_is)


def _between(less: Point, more: Point) -> Iterator[Cell]:
    """What the capacity between two points saves: the difference, the least and the most, and what it carries, t."""
    yield less.plan.cost - more.plan.cost
    if unpriced_left(less.plan) == unpriced_left(more.plan):
        least, most = max(less.bound - more.plan.cost, ZERO), less.plan.cost - more.bound
        rounding = HALF_CENT * sum(1 for point in (less, more) for _ in point.plan.charges())
        yield from (least, most, proven(least, most, rounding))
    else:
        yield from (None, None, "")
    yield _left(less.plan) - _left(more.plan)


def proven(least: Decimal, most: Decimal, rounding: Decimal) -> str:
    """What is proven of a saving between two ends, which rounding may shift by so much."""
    if most - least <= rounding:
        return EXACT
    return POSITIVE if least > rounding else ""


def _money(amount: float) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.0001"), ROUND_FLOOR)


def _left(plan: Plan) -> Decimal:
    return sum((left.tonnes for left in plan.unserved), ZERO)
