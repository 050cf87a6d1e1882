"""The sheet ``Summary``: every figure, what it means, and the formula that keeps it live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from optimizer.plan import Plan
from optimizer.report.summary import Summary
from optimizer.report.table import Cell, Kind
from optimizer.version import version
from tariffs.rating import Component


class References(Protocol):
    """How formulas speak of the cells of the workbook."""

    def total(self, sheet: str, column: str) -> str:
        """The sum of a column."""

    def total_where(self, sheet: str, column: str, key: str, word: str) -> str:
        """The sum of a column over the rows that have ``word`` in the column ``key``."""

    def figure(self, name: str) -> str:
        """The cell of a figure of the summary."""


Formula: TypeAlias = Callable[[References], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the summary.

    Attributes
    ----------
    name, value, kind, note
        What it is called, what it comes to, how it is shown, and what it means.
    formula
        What keeps it live, without the ``=``; ``None`` for what is stated and not computed.
    section
        Whether a new block of figures begins here.
    """

    name: str
    value: Cell
    kind: Kind = Kind.TEXT
    note: str = ""
    formula: Formula | None = None
    section: bool = False


COMPONENT_NOTES = {
    Component.SURCHARGE: "fees on top of freight",
    Component.TRANSFER: "handling where cargo changes legs, and at both ends",
    Component.BORDER: "fees at crossings",
    Component.STORAGE: "days beyond the free ones between two legs",
    Component.TAX: "only what is not recovered",
    Component.INVENTORY: "capital tied up in the goods from ready to delivery",
    Component.CO2: "the price put on emissions",
    Component.DEPARTURE: "fixed cost of departures that run; not shared out over bookings",
    Component.UNSERVED: "penalty on tonnes left behind, and duty where they bear it",
}


def figures(plan: Plan, summary: Summary, when: datetime) -> list[Figure]:
    """Every figure of the summary, in order."""
    return [
        *_headline(plan, summary),
        *_components(plan),
        *_cargo(summary),
        *_carriage(summary),
        *_provenance(plan, when),
    ]


def _headline(plan: Plan, summary: Summary) -> Iterator[Figure]:
    cost, bound = plan.cost, plan.bound
    money = plan.book.settings.base_currency
    stated = {
        "optimal": "proven: within the tolerance of the least",
        "feasible": "not proven to be within the tolerance of the least",
    }
    yield Figure("status", plan.status.value, note=stated[plan.status.value])
    yield Figure(
        "logistics cost",
        cost,
        Kind.MONEY,
        f"{money}, the sum of the sheet Charges",
        lambda at: at.total("Charges", "amount"),
    )
    yield Figure(
        "landed cost",
        cost + summary.goods_value,
        Kind.MONEY,
        f"{money}, with the value of the goods delivered",
        lambda at: f"{at.figure('logistics cost')}+{at.total('Shipments', 'goods_value')}",
    )
    yield Figure("lower bound", bound, Kind.MONEY, f"{money}, proven: no plan can cost less")
    yield Figure(
        "gap",
        plan.gap,
        Kind.FINE_PERCENT,
        "what of the cost is not proven to be needed",
        lambda at: "IF({0}>0,({0}-{1})/{0},0)".format(at.figure("logistics cost"), at.figure("lower bound")),
    )


def _components(plan: Plan) -> Iterator[Figure]:
    for component, amount in plan.components.items():
        yield Figure(
            component.value,
            amount,
            Kind.MONEY,
            COMPONENT_NOTES.get(component, ""),
            lambda at, word=component.value: at.total_where(  # type: ignore[misc]
                "Charges", "amount", "component", word
            ),
            section=component is Component.FREIGHT,
        )


def _cargo(summary: Summary) -> Iterator[Figure]:
    yield Figure(
        "tonnes",
        summary.delivered_t,
        Kind.TONNES,
        "delivered",
        lambda at: at.total("Shipments", "delivered"),
        section=True,
    )
    yield Figure(
        "unserved tonnes",
        summary.unserved_t,
        Kind.TONNES,
        "left behind; the sheet Unserved says why",
        lambda at: at.total("Shipments", "unserved"),
    )
    for name, count in summary.containers.items():
        yield Figure(
            f"containers {name}",
            count,
            Kind.COUNT,
            "",
            lambda at, word=name: at.total_where(  # type: ignore[misc]
                "Bookings", "containers", "container", word
            ),
        )
    yield Figure(
        "recoverable tax",
        summary.recoverable_tax,
        Kind.MONEY,
        "paid and claimed back; not part of any cost",
        lambda at: at.total("Shipments", "recoverable_tax"),
    )


def _carriage(summary: Summary) -> Iterator[Figure]:
    modes = list(summary.tonne_km)
    for mode, tonne_km in summary.tonne_km.items():
        note = "on legs that state a distance"
        yield Figure(f"tonne-km {mode}", tonne_km, Kind.COUNT, note, section=mode == modes[0])
    for mode, share in summary.shares.items():
        yield Figure(
            f"share of tonne-km {mode}",
            share,
            Kind.PERCENT,
            "",
            lambda at, mode=mode: "{}/SUM({}:{})".format(  # type: ignore[misc]
                *(at.figure(f"tonne-km {which}") for which in (mode, modes[0], modes[-1]))
            ),
        )
    yield Figure("CO2e t", summary.co2_t, Kind.TONNES, "well to wheel", section=not modes)


def _provenance(plan: Plan, when: datetime) -> Iterator[Figure]:
    yield Figure("version", version(), note="of this program", section=True)
    yield Figure("when", f"{when:%Y-%m-%d %H:%M:%S} UTC")
    yield Figure("scenario", plan.scenario, note="" if plan.scenario else "none")
    yield Figure("tolerance", plan.tolerance, Kind.FINE_PERCENT, "the gap that was asked for")
    yield Figure("currency", plan.book.settings.base_currency, note="of all money without another")
    yield Figure("engine", plan.engine)
    yield Figure("solver", plan.solver)
    seen: dict[str, int] = {}
    for file in plan.files:
        seen[file.name] = seen.get(file.name, 0) + 1
        again = f" ({seen[file.name]})" if seen[file.name] > 1 else ""
        yield Figure(f"input {file.name}{again}", file.sha256)
