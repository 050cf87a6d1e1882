"""The sheets on what stands in the way: ``Capacities`` by period, and ``Capacity use`` over all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from optimizer.plan import CapacityUse, Plan
from optimizer.report.table import CENT, Cell, Table, completed, number
from optimizer.tables import CAPACITIES, CAPACITY_USE, names
from tariffs.book import Capacity, LegKey
from tariffs.fraction import Fraction
from tariffs.timetable import Timetable

#: What is nearly full is used to this share in some period.
NEARLY = Fraction(9, 10)


def capacities_table(plan: Plan) -> Table:
    """One row per capacity and period that the plan uses."""
    rows = tuple(
        (
            use.kind,
            use.name,
            use.mode,
            use.period,
            use.unit,
            use.capacity,
            use.used,
            utilisation(use),
            use.shadow_price,
        )
        for use in plan.capacities
    )
    return Table("Capacities", CAPACITIES, rows)


def utilisation(use: CapacityUse) -> Fraction:
    """Used ÷ capacity; 0 where the capacity is 0."""
    return Fraction(use.used) / Fraction(use.capacity) if use.capacity else Fraction(0)


class Which(NamedTuple):
    """A capacity, whichever the period."""

    kind: str
    name: str
    mode: str
    unit: str


def capacity_use_table(plan: Plan) -> Table:
    """One row per capacity that the plan uses, over all of its periods; first those of which more would save most.

    A period counts whether or not the plan uses it, so that a border that is full in one week of thirteen is not said
    to be full.
    """
    groups: dict[Which, list[CapacityUse]] = defaultdict(list)
    for use in plan.capacities:
        groups[Which(use.kind, use.name, use.mode, use.unit)].append(use)
    offered = Offered(plan)
    rows = [completed(CAPACITY_USE, _cells(which, uses, offered)) for which, uses in groups.items()]
    at = names(CAPACITY_USE).index
    worth, full, average, name = at("worth"), at("full"), at("average_use"), at("name")
    rows.sort(key=lambda row: (-row[worth], -row[full], -(row[average] or 0), row[name]))  # type: ignore[operator]
    return Table("Capacity use", CAPACITY_USE, tuple(rows))


def tight(table: Table) -> list[dict[str, Cell]]:
    """Those rows of ``Capacity use`` that are full at some time, or nearly so while more would save something.

    What is worth something only where containers are shared out in fractions, and has room for more of them, is not.
    """
    rows = table.by_name()
    return [row for row in rows if row["full"] or (number(row["worth"]) >= CENT and _share(row["peak_use"]) >= NEARLY)]


def _share(cell: Cell) -> Fraction:
    return cell if isinstance(cell, Fraction) else Fraction(number(cell))


def _cells(which: Which, uses: list[CapacityUse], offered: Offered) -> dict[str, Cell]:
    periods, capacity = offered.of(which)
    return {
        **which._asdict(),
        "per": which.kind if which.kind == "departure" else period_of(uses[0].period),
        "periods": periods,
        "used_periods": len(uses),
        "full": sum(use.used >= use.capacity for use in uses),
        "capacity": capacity,
        "used": sum((use.used for use in uses), Decimal(0)),
        "peak_use": max(utilisation(use) for use in uses),
        "worth": sum((use.shadow_price for use in uses), Decimal(0)),
    }


def period_of(text: str) -> str:
    """What a period is, from how it is written: ``2025-W10`` is a week."""
    return "week" if "W" in text else {10: "day", 7: "month"}.get(len(text), "plan")


class Offered:
    """What capacities there are between the first day on which cargo is ready and the last limit, used or not."""

    def __init__(self, plan: Plan) -> None:
        self._book = plan.book
        shipments = plan.portfolio.shipments.values()
        first = min((shipment.ready for shipment in shipments), default=date.max)
        last = max((shipment.last_day for shipment in shipments), default=date.min)
        self._days = [first + timedelta(days=n) for n in range((last - first).days + 1)] if first <= last else []
        self._timetable = Timetable(plan.book)

    @cached_property
    def _legs(self) -> dict[str, list[LegKey]]:
        legs: dict[str, list[LegKey]] = defaultdict(list)
        for leg in self._book.legs:
            legs[str(leg.key)].append(leg.key)
        return legs

    def of(self, which: Which) -> tuple[int, Decimal]:
        """How many periods a capacity has, and what it comes to over all of them, in its unit."""
        amounts = list(self._amounts(which))
        return len(amounts), sum(amounts, Decimal(0))

    def by_period(self, which: Which) -> dict[str, Decimal]:
        """What a border offers in each period, used or not, in its unit."""
        return dict(self._of_border(which))

    def _of_border(self, which: Which) -> Iterator[tuple[str, Decimal]]:
        for row in self._book.borders:
            if (row.name, row.mode) == (which.name, which.mode):
                days = [d for d in self._days if d in row.validity and row.closures.next_open(d) == d]
                yield from _each_period(row.capacity, which.unit, days)

    def _amounts(self, which: Which) -> Iterator[Decimal]:
        match which.kind:
            case "departure":
                keys = self._legs[which.name]
                departures = (d for key in keys for d in self._timetable.departures(key, self._days))
                for terms in (departure.terms for departure in departures):
                    if terms.capacity is not None and terms.capacity_unit == which.unit:
                        yield terms.capacity
            case "border":
                yield from (amount for _, amount in self._of_border(which))
            case "transfer":
                for place in self._book.transfers:
                    if (place.location, f"{place.from_mode} to {place.to_mode}") == (which.name, which.mode):
                        yield from (amount for _, amount in _each_period(place.capacity, which.unit, self._days))
            case _:
                pool = self._book.pool
                yield from (Decimal(pool[key]) for key in pool if " ".join(key) == which.name)


def _each_period(capacity: Capacity | None, unit: str, days: Iterable[date]) -> list[tuple[str, Decimal]]:
    if capacity is None or capacity.unit != unit:
        return []
    return [(period, capacity.amount) for period in dict.fromkeys(capacity.per.of(day) for day in days)]
