"""The sheets on where and when cargo goes: ``Corridors`` and ``Weeks``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from optimizer.plan import Booking, Plan
from optimizer.report.bookings import corridor
from optimizer.report.summary import group_sums
from optimizer.report.table import Cell, Table, completed
from optimizer.tables import BY_MODE, CORRIDORS, WEEKS, mode_columns
from tariffs.calendar import Period
from tariffs.rating import Component


@dataclass(slots=True)
class Flow:
    """Bookings added up."""

    bookings: int = 0
    containers: int = 0
    tonnes: Decimal = Decimal(0)
    by_mode: Counter[str] = field(default_factory=Counter)  # tonnes
    cost: Counter[Component] = field(default_factory=Counter)

    def add(self, booking: Booking) -> None:
        """Add a booking."""
        self.bookings += 1
        self.containers += sum(load.containers for load in booking.loads)
        self.tonnes += booking.tonnes
        self.by_mode[booking.mode] += booking.tonnes  # type: ignore[assignment]
        for charge in booking.rated.charges:
            self.cost[charge.item.component] += charge.amount  # type: ignore[assignment]

    def cells(self, modes: Sequence[str]) -> dict[str, Cell]:
        """Its figures by the name of the column."""
        groups = group_sums(self.cost)  # type: ignore[arg-type]
        return {
            "bookings": self.bookings,
            "containers": self.containers,
            "tonnes": self.tonnes,
            "total": sum(self.cost.values(), Decimal(0)),
            "transport_cost": groups["transport cost"],
            "duty_and_tax": groups["duty and tax"],
            **{f"{mode}{BY_MODE}": self.by_mode[mode] or None for mode in modes},
        }


def flow_tables(plan: Plan) -> tuple[Table, Table]:
    """``Corridors``, the heaviest first, and ``Weeks``, all between the first and the last departure."""
    ways: dict[str, Flow] = {}
    weeks: dict[date, Flow] = {}
    for booking in plan.bookings:
        day = booking.itinerary.departures[0].departs
        ways.setdefault(corridor(booking.itinerary, plan.book), Flow()).add(booking)
        weeks.setdefault(day - timedelta(days=day.weekday()), Flow()).add(booking)
    modes = main_modes(plan)
    by_way = (CORRIDORS + mode_columns(modes), WEEKS + mode_columns(modes))
    corridors = tuple(
        completed(by_way[0], flow.cells(modes) | {"corridor": name})
        for name, flow in sorted(ways.items(), key=lambda entry: (-entry[1].tonnes, entry[0]))
    )
    mondays = _mondays(weeks)
    in_weeks = tuple(
        completed(by_way[1], weeks.get(day, Flow()).cells(modes) | {"week": Period.WEEK.of(day), "from": day})
        for day in mondays
    )
    return Table("Corridors", by_way[0], corridors), Table("Weeks", by_way[1], in_weeks)


def main_modes(plan: Plan) -> list[str]:
    """The modes of the bookings, that with most tonnes first."""
    tonnes: Counter[str] = Counter()
    for booking in plan.bookings:
        tonnes[booking.mode] += booking.tonnes  # type: ignore[assignment]
    return sorted(tonnes, key=lambda mode: (-tonnes[mode], mode))


def _mondays(weeks: dict[date, Flow]) -> list[date]:
    if not weeks:
        return []
    first, last = min(weeks), max(weeks)
    return [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 7)]
