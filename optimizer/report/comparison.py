"""Several plans held to the first of them, as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from optimizer.plan import Booking, Plan
from optimizer.report.bookings import carrier_of
from optimizer.report.capacities import capacity_use_table
from optimizer.report.summary import Summary
from optimizer.report.table import Cell, Table, number, ratio
from optimizer.report.words import heaviest_left, money, tonnes
from optimizer.tables import COMPARISON
from tariffs.fraction import Fraction
from tariffs.rating import Component
from tariffs.scenarios import Differing, Edit

ZERO = Decimal(0)

#: What a plan of the workbooks as they stand is called.
AS_IT_IS = "as it is"


@dataclass(frozen=True)
class Compared:
    """One of the plans, what its scenario changes, and the cells of its input that are not those of the first one."""

    name: str
    plan: Plan
    changes: Sequence[Edit]
    inputs: Sequence[Differing]

    @cached_property
    def summary(self) -> Summary:
        """Its figures."""
        return Summary.of(self.plan)

    @cached_property
    def borders(self) -> dict[tuple[Cell, ...], dict[str, Cell]]:
        """What it uses of each border, by name, mode and unit."""
        rows = capacity_use_table(self.plan).by_name()
        return {(row["name"], row["mode"], row["unit"]): row for row in rows if row["kind"] == "border"}

    @cached_property
    def costs(self) -> dict[str, Decimal]:
        """What each shipment costs; under a blank, the departures, which have none."""
        found = {name: sum((b.rated.total for b in booked), ZERO) for name, booked in self.plan.bookings_of.items()}
        for left in self.plan.unserved:
            found[left.shipment.name] = found.get(left.shipment.name, ZERO) + sum(c.amount for c in left.charges)
        return found | {"": sum((d.charge.amount for d in self.plan.departures), ZERO)}


def named(plans: Sequence[Plan]) -> list[str]:
    """A name for each plan that no other has: its scenario, with the changes made in code."""
    seen: Counter[str] = Counter()
    found = []
    for plan in plans:
        name = "; ".join([plan.scenario or AS_IT_IS, *map(str, plan.edits)])
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def comparison_tables(compared: Sequence[Compared]) -> tuple[Table, ...]:
    """The tables, each with the rows of every plan; the first plan has some in the first table alone."""
    first, rest = compared[0], compared[1:]
    rows: dict[str, list[tuple[Cell, ...]]] = {
        "Scenarios": [_scenario(first, one) for one in compared],
        "Unserved": [row for one in rest for row in _more_left(first, one)],
        "Components": [row for one in rest for row in _components(first, one)],
        "Modes": [row for one in rest for row in _modes(first, one)],
        "Borders": [row for one in rest for row in _borders(first, one)],
        "Shipments": [row for one in rest for row in _shipments(first, one)],
        "Inputs": [(one.name, *cell) for one in rest for cell in one.inputs],
    }
    return tuple(Table(name, columns, tuple(rows[name])) for name, columns in COMPARISON.items())


def _scenario(first: Compared, one: Compared) -> tuple[Cell, ...]:
    plan, summary = one.plan, one.summary
    return (
        one.name,
        _note(first, one),
        "; ".join(map(str, (*one.changes, *plan.edits))),
        plan.status.value,
        plan.cost,
        plan.cost - first.plan.cost,
        ratio(plan.cost, summary.delivered_t),
        plan.bound,
        plan.gap,
        summary.delivered_t,
        summary.unserved_t,
        summary.teu,
        summary.co2_t if plan.book.states_co2e else None,
        sum(1 for row in _shipments(first, one) if row[1] and row[2] != "cost"),
        len(one.inputs),
        plan.rounds,
        plan.taken_over,
        *plan.components.values(),
    )


def _note(first: Compared, one: Compared) -> str:
    """What its cost says nothing without: what changes of a kept plan cost beside, what stays behind; blank if none."""
    changes = one.plan.paid - one.plan.cost
    currency = one.plan.book.settings.base_currency
    beside = f"Changes cost {money(changes, currency)} beside, which bound and gap count in." if changes else ""
    return " ".join(filter(None, (beside, _left_note(first, one))))


def _left_note(first: Compared, one: Compared) -> str:
    """That another plan leaves more or less behind; blank if it does not."""
    more = one.summary.unserved_t - first.summary.unserved_t
    if not more:
        return ""
    currency = one.plan.book.settings.base_currency
    paid, before = (of.plan.components[Component.UNSERVED] for of in (one, first))
    penalties = f"with penalties of {money(paid, currency)} against {money(before, currency)}"
    at = "at no further penalty" if paid == before else penalties
    per, other = (ratio(of.plan.cost, of.summary.delivered_t) for of in (one, first))
    side = f"{tonnes(abs(more))} t {'more' if more > 0 else 'less'} stay behind, {at}"
    if per is None or other is None:
        return f"{side}; one of the two delivers nothing."
    return f"{side}; a tonne delivered costs {money(per, currency)}, against {money(other, currency)}."


def _more_left(first: Compared, one: Compared) -> Iterator[tuple[Cell, ...]]:
    """The shipments of which more stays behind, the most first."""
    before = {left.shipment.name: left.tonnes for left in first.plan.unserved}
    for left in heaviest_left(one.plan):
        was = before.get(left.shipment.name, ZERO)
        if left.tonnes > was:
            yield one.name, left.shipment.name, *_held(was, left.tonnes), left.reason


def _held(before: Decimal | Fraction | int, after: Decimal | Fraction | int) -> tuple[Cell, ...]:
    return before, after, after - before  # type: ignore[operator]


def _components(first: Compared, one: Compared) -> Iterator[tuple[Cell, ...]]:
    before, after = first.plan.components, one.plan.components
    for component in Component:
        yield one.name, component.value, *_held(before[component], after[component])


def _modes(first: Compared, one: Compared) -> Iterator[tuple[Cell, ...]]:
    nothing = Fraction(0)
    before, after = first.summary, one.summary
    for mode in dict.fromkeys([*before.tonne_km, *after.tonne_km]):
        tonne_km = _held(before.tonne_km.get(mode, nothing), after.tonne_km.get(mode, nothing))
        yield one.name, mode, *tonne_km, *_held(before.shares.get(mode, nothing), after.shares.get(mode, nothing))


def _borders(first: Compared, one: Compared) -> Iterator[tuple[Cell, ...]]:
    for which in dict.fromkeys([*first.borders, *one.borders]):
        before, after = first.borders.get(which, {}), one.borders.get(which, {})
        used = _held(number(before.get("used")), number(after.get("used")))
        full = _held(int(number(before.get("full"))), int(number(after.get("full"))))
        # A border that a plan does not use has no row to read its capacity from.
        yield one.name, *which, *used, *full, before.get("capacity"), after.get("capacity")


def _shipments(first: Compared, one: Compared) -> Iterator[tuple[Cell, ...]]:
    """Those that are otherwise, and the departures where these cost otherwise."""
    before, after = first.plan.bookings_of, one.plan.bookings_of
    for name in dict.fromkeys([*first.plan.portfolio.shipments, *one.plan.portfolio.shipments, ""]):
        old, new = before.get(name, []), after.get(name, [])
        costs = first.costs.get(name, ZERO), one.costs.get(name, ZERO)
        carried = tuple(sum((booking.tonnes for booking in booked), ZERO) for booked in (old, new))
        changed = [word for word, of in WHAT.items() if set(map(of, old)) != set(map(of, new))]
        changed += ["left behind"] if carried[0] != carried[1] else []
        changed += ["cost"] if costs[0] != costs[1] else []
        if changed:
            words = (_routes(old), _routes(new), _dates(old), _dates(new))
            yield one.name, name, "; ".join(changed), *_held(*costs), *_held(*carried), *words


def _route(booking: Booking) -> object:
    return tuple(departure.leg.key for departure in booking.itinerary.departures)


def _carriers(booking: Booking) -> object:
    return tuple(carrier_of(departure, booking) for departure in booking.itinerary.departures)


def _days(booking: Booking) -> object:
    return tuple(departure.departs for departure in booking.itinerary.departures)


def _loads(booking: Booking) -> object:
    return tuple(sorted((load.container.name, load.containers, load.tonnes) for load in booking.loads))


#: What of a shipment's bookings may be otherwise.
WHAT = {"route": _route, "carrier": _carriers, "dates": _days, "containers": _loads}


def _routes(booked: Sequence[Booking]) -> str:
    return "; ".join(dict.fromkeys(booking.itinerary.route for booking in booked))


def _dates(booked: Sequence[Booking]) -> str:
    spans = (f"{b.itinerary.departures[0].departs} to {b.itinerary.delivered}" for b in booked)
    return "; ".join(dict.fromkeys(sorted(spans)))
