"""What capacity is worth: plans for less of it and for more, made again one after the other.

More of a capacity never costs anything: a plan for less of it is a plan for more, and a bound for more of it is a bound
for less. So each point takes the best plan and the best bound that any of the others has for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import TypeVar

from optimizer import asked
from optimizer.auditor import PlanRecord, audit
from optimizer.errors import RequestError
from optimizer.plan import Plan, Status, relative_gap
from tariffs.book import Border, Leg, TariffBook, Transfer
from tariffs.loading import Input
from tariffs.scenarios import Edit
from tariffs.schema import normalise

#: What has a capacity in each period.
Limited = TypeVar("Limited", Border, Transfer)

#: Makes the plan of an input.
Solve = Callable[[Input], Plan]

#: What the auditor calls a capacity as a plan states it; any other difference is one of the plan itself.
AS_STATED = "Capacities, "


@dataclass(frozen=True, slots=True)
class Point:
    """The best that is known for some amount of capacity.

    Attributes
    ----------
    plan
        The best plan: of those that leave least for want of a penalty, that of least cost.
    stands_from
        The position of the least amount for which that plan is known to do.
    bound
        What no plan costs less than that leaves no more for want of a penalty, base currency.
    """

    plan: Plan
    stands_from: int
    bound: Decimal

    @property
    def gap(self) -> Decimal:
        """(cost − bound) ÷ |cost|; 0 where nothing is spent."""
        return relative_gap(self.plan.cost, self.bound)


def unpriced_left(plan: Plan) -> Decimal:
    """The tonnes that a plan leaves behind for want of a penalty, which come before any cost."""
    return sum((left.tonnes for left in plan.unserved if left.shipment.penalty_per_t is None), Decimal(0))


def serves_the_most(made: Plan, without: Plan) -> bool:
    """Whether no plan can leave less for want of a penalty: it leaves nothing, or ``without`` proves it."""
    return not unpriced_left(made) or without.status is Status.OPTIMAL


def curve(inputs: Sequence[Input], solve: Solve, known: Mapping[int, Plan] | None = None) -> list[Point]:
    """A point for each input.

    Parameters
    ----------
    inputs
        The same but for their capacities, of which each has at least what the one before has.
    solve
        Makes a plan.
    known
        Plans that are there already, by position.
    """
    plans = dict(known or {})
    for position in reversed(range(len(inputs))):
        if position not in plans:
            more = plans.get(position + 1)
            unhurt = more is not None and more.status is Status.OPTIMAL and keeps_to(more, inputs[position])
            plans[position] = more if more is not None and unhurt else solve(inputs[position])
    in_order = [plans[position] for position in range(len(inputs))]
    points: list[Point] = []
    best = 0
    for position, plan in enumerate(in_order):
        best = min(best, position, key=lambda at: (unpriced_left(in_order[at]), in_order[at].cost, at))
        chosen = in_order[best]
        proven = (one.bound for one in in_order[position:] if unpriced_left(chosen) <= unpriced_left(one))
        points.append(Point(chosen, best, min(max(proven, default=plan.bound), chosen.cost)))
    return points


def keeps_to(plan: Plan, given: Input) -> bool:
    """Whether a plan also stands in an input that differs in capacities alone: the auditor says."""
    record = replace(PlanRecord.of(plan), capacities=())
    return all(difference.where.startswith(AS_STATED) for difference in audit(record, given.book, given.portfolio))


def scaled(given: Input, sheet: str, matches: Sequence[str], factors: Iterable[float]) -> dict[Decimal, Input]:
    """The input with the capacities of the rows that match multiplied by each factor, the least first.

    Raises
    ------
    RequestError
        If a factor is no number from 0 up, there is none, or a row matches twice.
    InputError
        If there is no such sheet or row, or no capacity in it.
    """
    wanted = asked.several(factors)
    amounts = [asked.amount(factor) for factor in wanted]
    multiples = {amount for amount in amounts if amount is not None}
    if not wanted or None in amounts:
        raise RequestError(f"factors {wanted}: give one or more numbers from 0 up, such as 1, 1.5 and 2")
    column = "available" if normalise(sheet) == "pool" else "capacity"

    def times(factor: Decimal, which: Sequence[str]) -> Input:
        edits = (Edit(sheet, match, column, "times", factor) for match in which)
        return given.under(given.scenario, (*given.edits, *edits))

    if len(matches) > 1:
        changed = {match: {cell.row for cell in given.differing(times(Decimal(2), [match]))} for match in matches}
        for (one, rows), (other, more) in combinations(changed.items(), 2):
            if both := sorted(rows & more):
                raise RequestError(f'"{one}" and "{other}" both match {both[0]}: let each row match once')
    return {factor: times(factor, matches) for factor in sorted(multiples)}


@dataclass(frozen=True, slots=True)
class Which:
    """A capacity over all of its periods, as the sheet ``Capacity use`` names it."""

    kind: str
    name: str
    mode: str
    unit: str

    def changed(self, book: TariffBook, by: int) -> TariffBook:
        """A book with so much more of it in each period, and never less than nothing.

        What ``Departures`` states for a single date stays.
        """
        match self.kind:
            case "departure":
                legs = (self._leg(leg, by) if str(leg.key) == self.name else leg for leg in book.legs)
                return replace(book, legs=tuple(legs))
            case "border":
                mine = (self.name, self.mode)
                borders = (_more(row, self, by) if (row.name, row.mode) == mine else row for row in book.borders)
                return replace(book, borders=tuple(borders))
            case "transfer":
                words = (self.name, *self.mode.split(" to ", 1))
                transfers = (
                    _more(row, self, by) if (row.location, row.from_mode, row.to_mode) == words else row
                    for row in book.transfers
                )
                return replace(book, transfers=tuple(transfers))
            case _:
                pool = {key: max(n + by, 0) if " ".join(key) == self.name else n for key, n in book.pool.items()}
                return replace(book, pool=pool)

    def _leg(self, leg: Leg, by: int) -> Leg:
        rows = (
            row
            if row.capacity is None or row.capacity_unit != self.unit
            else replace(row, capacity=max(row.capacity + by, Decimal(0)))
            for row in leg.tariffs
        )
        return replace(leg, tariffs=tuple(rows))


def _more(row: Limited, of: Which, by: int) -> Limited:
    """A border or transfer with so much more of a capacity, if that is its own."""
    if row.capacity is None or row.capacity.unit != of.unit:
        return row
    return replace(row, capacity=replace(row.capacity, amount=max(row.capacity.amount + by, Decimal(0))))


@dataclass(frozen=True, slots=True)
class Worth:
    """Plans with one unit less in each period, as it is, and with one more."""

    less: Point
    as_it_is: Point
    more: Point


def worth(given: Input, plan: Plan, which: Which, solve: Solve) -> Worth:
    """What one unit more of a capacity saves, and what one less costs, by solving again."""
    books = [which.changed(given.book, by) for by in (-1, 0, 1)]
    return Worth(*curve([replace(given, book=book) for book in books], solve, {1: plan}))
