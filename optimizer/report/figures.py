"""The sheet ``Summary``: every figure, what it means, and the formula that keeps it live."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from optimizer.plan import Plan
from optimizer.report.co2e import what_is_missing
from optimizer.report.summary import Summary
from optimizer.report.table import Cell, Table
from optimizer.tables import CHANGE, CO2E_BUDGET, CO2E_PRICE, CO2E_SHEET, CO2E_WORTH, COST_GROUPS, FORMAT, INPUT, Kind
from optimizer.version import version
from tariffs.fraction import Fraction
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
    """

    name: str
    value: Cell
    kind: Kind = Kind.TEXT
    note: str = ""
    formula: Formula | None = None


COMPONENT_NOTES = {
    Component.SURCHARGE: "fees on top of freight",
    Component.TRANSFER: "handling where cargo changes legs, and at both ends",
    Component.BORDER: "fees at crossings",
    Component.STORAGE: "days beyond the free ones between two legs",
    Component.TAX: "only what is not recovered",
    Component.INVENTORY: "capital tied up in the goods from ready to delivery",
    Component.CO2: "the price put on emissions",
    Component.DEPARTURE: "fixed cost of departures that run; not shared out over bookings",
    Component.UNSERVED: "penalties on tonnes left behind, and duty where they bear it",
}


def figures(plan: Plan, summary: Summary, when: datetime, made: Iterable[Table]) -> list[Figure]:
    """Every figure of the summary, in order; ``made`` are the tables of the plan."""
    return [
        *_headline(plan, summary),
        *_components(plan),
        *_cargo(summary),
        *_carriage(summary, next((table for table in made if table.name == CO2E_SHEET), None)),
        *_provenance(plan, when),
    ]


def _headline(plan: Plan, summary: Summary) -> Iterator[Figure]:
    money = plan.book.settings.base_currency
    stated = {
        "optimal": "proven: within the tolerance of the least possible",
        "feasible": "could cost more than the least possible, by the gap at most",
    }
    yield Figure("status", plan.status.value, note=stated[plan.status.value])
    yield Figure(
        *("logistics cost", plan.cost, Kind.MONEY, f"{money}, the sum of the sheet Charges"),
        lambda at: at.total("Charges", "amount"),
    )
    for name, amount in list(summary.groups.items())[:2]:
        components = COST_GROUPS[name]
        note = ", ".join(component.value for component in components)
        yield Figure(
            *(name, amount, Kind.MONEY, note),
            lambda at, of=components: "+".join(at.figure(c.value) for c in of),  # type: ignore[misc]
        )
    yield Figure(
        *("goods value", summary.goods_value, Kind.MONEY, "of what is delivered"),
        lambda at: at.total("Shipments", "goods_value"),
    )
    yield Figure(
        *("landed cost", plan.cost + summary.goods_value, Kind.MONEY, "logistics cost and goods value"),
        lambda at: f"{at.figure('logistics cost')}+{at.figure('goods value')}",
    )
    yield from _changes(plan)
    yield from _budget(plan)
    yield from _distance(plan)
    for unit, name, of in (("tonne", "tonnes", summary.delivered_t), ("TEU", "TEU", summary.teu)):
        if of:
            yield Figure(
                *(f"cost per {unit}", Fraction(plan.cost) / Fraction(of), Kind.MONEY, "logistics cost"),
                lambda at, name=name: f"{at.figure('logistics cost')}/{at.figure(name)}",  # type: ignore[misc]
            )


def _changes(plan: Plan) -> Iterator[Figure]:
    """What it costs to change a plan that is kept, apart from what it costs to carry anything."""
    made = plan.replanned
    if made is None:
        return
    keep = made.keep
    yield Figure("as of", keep.as_of.isoformat(), note="what of the kept plan departed before stays")
    yield Figure("cost of a change", keep.change_cost, Kind.MONEY, "of a booking that does not stay as it was")
    yield Figure("changed bookings", made.changed, Kind.COUNT, f"of {len(made.bookings)} in the kept plan")
    yield Figure(
        *("cost of changes", made.cost, Kind.MONEY, "no part of the logistics cost"),
        lambda at: f"{at.figure('cost of a change')}*{at.figure('changed bookings')}",
    )
    yield Figure(
        *("cost with changes", plan.paid, Kind.MONEY, "the logistics cost and the cost of changes: the least"),
        lambda at: f"{at.figure('logistics cost')}+{at.figure('cost of changes')}",
    )


def _budget(plan: Plan) -> Iterator[Figure]:
    """The budget of CO2e, if there is one."""
    if plan.budget is not None:
        yield Figure(CO2E_BUDGET, plan.budget.co2_t, Kind.TONNES, "the plan emits no more, well to wheel")
        note = "what a tonne less of that budget costs, about: the price that proves the lower bound"
        yield Figure(CO2E_PRICE, plan.budget.price_per_t, Kind.MONEY, note)
        yield Figure(
            *(CO2E_WORTH, plan.budget.worth, Kind.MONEY, "the two multiplied"),
            lambda at: f"{at.figure(CO2E_BUDGET)}*{at.figure(CO2E_PRICE)}",
        )


def _distance(plan: Plan) -> Iterator[Figure]:
    """How far from the least possible the plan can be."""
    cost = "logistics cost" if plan.replanned is None else "cost with changes"
    of = "" if plan.replanned is None else ", changes included"
    within = "" if plan.budget is None else " within the budget of CO2e"
    yield Figure("lower bound", plan.bound, Kind.MONEY, f"proven: no plan{within} can cost less{of}")
    yield Figure(
        *("most that could still be saved", plan.paid - plan.bound, Kind.MONEY, f"the cost less the lower bound{of}"),
        lambda at: f"{at.figure(cost)}-{at.figure('lower bound')}",
    )
    yield Figure(
        *("gap", plan.gap, Kind.FINE_PERCENT, "that as a share of the cost"),
        lambda at: "IF({0}>0,({0}-{1})/{0},0)".format(at.figure(cost), at.figure("lower bound")),
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
        )


def _cargo(summary: Summary) -> Iterator[Figure]:
    yield Figure(
        "tonnes",
        summary.delivered_t,
        Kind.TONNES,
        "delivered",
        lambda at: at.total("Shipments", "delivered"),
    )
    yield Figure("TEU", summary.teu, Kind.NUMBER, "of the containers used")
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


def _co2e_note(co2e: Table | None) -> str:
    if co2e is None:
        return "not known: neither Emissions nor Tariffs nor Transfers states any, so none is counted"
    return f"well to wheel{what_is_missing(co2e)}"


def _carriage(summary: Summary, co2e: Table | None) -> Iterator[Figure]:
    modes = list(summary.tonne_km)
    for mode, tonne_km in summary.tonne_km.items():
        note = "on legs that state a distance"
        yield Figure(f"tonne-km {mode}", tonne_km, Kind.COUNT, note)
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
    yield Figure(
        *("CO2e t", summary.co2_t, Kind.TONNES, _co2e_note(co2e)),
        None if co2e is None else lambda at: f"({at.total(CO2E_SHEET, 'wtw_kg')})/1000",
    )


def _provenance(plan: Plan, when: datetime) -> Iterator[Figure]:
    yield Figure("format", FORMAT, Kind.COUNT, "the layout of this workbook")
    yield Figure("version", version(), note="of this program")
    yield Figure("when", f"{when:%Y-%m-%d %H:%M:%S} UTC")
    yield Figure("scenario", plan.scenario, note="" if plan.scenario else "none")
    for number, edit in enumerate(plan.edits, start=1):
        yield Figure(f"{CHANGE}{number}", edit.to_json(), note=str(edit))
    yield Figure("tolerance", plan.tolerance, Kind.FINE_PERCENT, "the gap that was asked for")
    yield Figure("currency", plan.book.settings.base_currency, note="of all money without another")
    yield Figure("engine", plan.engine)
    yield Figure("solver", plan.solver)
    if plan.replanned is not None:
        kept = plan.replanned.keep.plan
        yield Figure("kept plan", kept.name, note="" if kept.name else "a plan that was not in a workbook")
        yield Figure("kept plan SHA-256", kept.sha256)
    seen: dict[str, int] = {}
    for file in plan.files:
        seen[file.name] = seen.get(file.name, 0) + 1
        again = f" ({seen[file.name]})" if seen[file.name] > 1 else ""
        yield Figure(f"{INPUT}{file.name}{again}", file.sha256)
