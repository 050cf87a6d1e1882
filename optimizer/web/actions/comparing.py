"""Two plans held to each other: their figures, and the shipments and borders that are otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from optimizer.web.access import Visit
from optimizer.web.actions.plans import table
from optimizer.web.store.tables import Plan

#: All rows of a table.
ALL = 10**9

#: The figures of a summary that are held to each other.
FIGURES = (
    *("logistics_cost", "transport_cost", "duty_and_tax", "capital_tied_up", "price_of_co2", "penalties"),
    *("lower_bound", "tonnes", "unserved_tonnes", "teu", "bookings", "co2e_t"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure or a thing of two plans; ``more`` is the second less the first, where both are numbers."""

    name: str
    before: Any
    after: Any
    cost_before: float | None = None
    cost_after: float | None = None

    @property
    def more(self) -> float | None:
        """How much more it is in the second, of the figure itself or of what it costs."""
        costs = self.cost_before is not None or self.cost_after is not None
        before, after = (self.cost_before, self.cost_after) if costs else (self.before, self.after)
        return after - before if isinstance(before, int | float) and isinstance(after, int | float) else None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two plans held to each other; of shipments and borders those that are otherwise."""

    figures: tuple[Pair, ...]
    components: tuple[Pair, ...]
    shipments: tuple[Pair, ...]
    borders: tuple[Pair, ...]


def compare(visit: Visit, first: Plan, second: Plan) -> Compared:
    """Hold a plan to another one."""
    before, after = first.summary, second.summary
    return Compared(
        figures=tuple(Pair(name, before.get(name), after.get(name)) for name in FIGURES if name in before),
        components=tuple(_otherwise(before["components"], after["components"])),
        shipments=tuple(_shipments(visit, first, second)),
        borders=tuple(_otherwise(*(_borders(visit, plan) for plan in (first, second)))),
    )


def _otherwise(before: dict[str, Any], after: dict[str, Any]) -> Iterable[Pair]:
    for name in dict.fromkeys([*before, *after]):
        if before.get(name, 0) != after.get(name, 0):
            yield Pair(name, before.get(name, 0), after.get(name, 0))


def _shipments(visit: Visit, first: Plan, second: Plan) -> Iterable[Pair]:
    """Those that go otherwise or cost otherwise, those whose cost differs most before the others."""
    (goes_before, costs_before), (goes_after, costs_after) = (_going(visit, plan) for plan in (first, second))
    found = [
        Pair(name, goes_before.get(name, ()), goes_after.get(name, ()), costs_before.get(name), costs_after.get(name))
        for name in dict.fromkeys([*costs_before, *costs_after])
    ]
    changed = [one for one in found if one.before != one.after or one.more]
    return sorted(changed, key=lambda one: -abs(one.more or 0.0))


def _going(visit: Visit, plan: Plan) -> tuple[dict[str, tuple[str, ...]], dict[str, float]]:
    """How each shipment goes, in words a line each, and what it costs."""
    goes: dict[str, list[str]] = {}
    for row in table(visit, plan, "bookings", limit=ALL).by_name():
        days = f"{row['departs'][:10]} to {row['delivered'][:10]}"
        goes.setdefault(row["shipment"], []).append(
            f"{row['route']}, {days}, {row['tonnes']:,.3f} t in {row['containers']} {row['container']}"
        )
    costs = {row["shipment"]: row["cost"] for row in table(visit, plan, "shipments", limit=ALL).by_name()}
    return {name: tuple(sorted(lines)) for name, lines in goes.items()}, costs


def _borders(visit: Visit, plan: Plan) -> dict[str, float]:
    """How much of each border is used, by its name and unit."""
    rows = table(visit, plan, "capacity_use", only={"kind": "border"}, limit=ALL).by_name()
    return {", ".join(filter(None, (row["name"], row["mode"], row["unit"]))): row["used"] for row in rows}
