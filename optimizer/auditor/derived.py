"""The sheets that follow from others: ``To book``, ``Customers``, ``Corridors``, ``Weeks`` and ``Capacity use``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeAlias, TypeVar

from optimizer.auditor.bookings import Replay
from optimizer.auditor.capacities import period_of
from optimizer.auditor.charges import Rating
from optimizer.auditor.co2e import emitted
from optimizer.auditor.difference import Findings
from optimizer.auditor.record import CapacityRow, LoadRow, PlanRecord
from optimizer.auditor.runs import Runs, days
from optimizer.tables import BOOKED, BY_MODE, CO2E_SHEET, COST_GROUPS, CUSTOMERS_SHEET, NOBODY, TO_BOOK, names
from tariffs.book import Border, Capacity, LegKey, Portfolio
from tariffs.fraction import Fraction
from tariffs.rating import Load, tariff_for

#: A row by column; a figure that is 0 may be blank.
Cells: TypeAlias = Mapping[str, object]

Key = TypeVar("Key")
Given = TypeVar("Given")

ZERO = Decimal(0)

#: What a period is, by how it is written with every number as 0.
PERS = {"0-0-0": "day", "0-W0": "week", "0-0": "month", "plan": "plan"}


def derived_as_written(
    record: PlanRecord, replay: Replay, portfolio: Portfolio, rating: Rating, since: date, findings: Findings
) -> None:
    """Every row of them, and no other; rows that say of what they are may stand in any order."""
    book = rating.rater.book
    expected: dict[str, tuple[tuple[str, ...], Iterable[Cells]]] = {
        "To book": (
            ("carrier", "service", "mode", "origin", "destination", "departs"),
            _orders(replay, portfolio, rating, since),
        ),
        CUSTOMERS_SHEET: (("customer",), _customers(record)),
        "Corridors": (("corridor",), _corridors(record)),
        "Weeks": (("week",), _weeks(record)),
        CO2E_SHEET: (("booking", "transport_chain_element", "row"), emitted(replay, portfolio, rating)),
        "Capacity use": (("kind", "name", "mode", "unit"), _capacities(record, Offered(Runs(book), portfolio))),
    }
    for sheet, (key, rows) in expected.items():
        _compare(sheet, key, list(rows), record.derived.get(sheet, ()), findings)


def _compare(
    sheet: str, key: Sequence[str], expected: Sequence[Cells], found: Sequence[Cells], findings: Findings
) -> None:
    mine, its = ({tuple(row[name] for name in key): row for row in rows} for rows in (expected, found))
    if sorted(map(str, mine)) != sorted(str(tuple(row[name] for name in key)) for row in found):
        names = [sorted(" ".join(map(str, which)) for which in rows) for rows in (mine, its)]
        findings.add(sheet, "rows", f"{len(expected)}: {'; '.join(names[0])}", f"{len(found)}: {'; '.join(names[1])}")
    for which in mine.keys() & its.keys():
        where = f"{sheet}, {' '.join(str(part) for part in which if part)}"
        for column in dict.fromkeys([*mine[which], *its[which]]):
            # That something emits nothing is not the same as that it isn't known.
            blanks = ("", None) if sheet == CO2E_SHEET else ("", None, 0)
            _cell(where, column, mine[which].get(column), its[which].get(column), blanks, findings)


def _cell(
    where: str, column: str, expected: object, found: object, blanks: Sequence[object], findings: Findings
) -> None:
    """A figure as far as a cell can hold it; ``blanks`` are the same as no cell."""
    if isinstance(expected, Decimal | Fraction | int) and isinstance(found, Decimal | int):
        findings.near(where, column, Fraction(expected), Decimal(found))
    elif (None if expected in blanks else expected) != (None if found in blanks else found):
        findings.add(where, column, expected, found)


def _orders(replay: Replay, portfolio: Portfolio, rating: Rating, since: date) -> Iterator[Cells]:
    """What each carrier takes on each departure: containers by type, tonnes, whose they are, and the cut-off.

    What departed before ``since`` is not booked any more.
    """
    orders: dict[tuple[str, LegKey, date], list[tuple[LoadRow, date]]] = defaultdict(list)
    for entry in replay.entries:
        shipment = portfolio.shipments[entry.shipment]
        for ride in (ride for ride in replay.journeys[entry.name].rides if ride.departs >= since):
            departure = rating.timetable.departure(ride.key, ride.departs)
            for row in entry.loads:
                load = Load(rating.rater.book.containers[row.container], row.containers, row.tonnes)
                tariff = departure and tariff_for(departure, shipment, load)
                cut_off = ride.departs - days(ride.terms.cutoff_days)
                orders[(tariff or ride.terms).carrier, ride.key, ride.departs].append((row, cut_off))
    for (carrier, key, day), loads in orders.items():
        counts: dict[str, int] = defaultdict(int)
        for row, _ in loads:
            counts[row.container] += row.containers
        yield {
            **{"carrier": carrier, "service": key.service, "mode": key.mode},
            **{"origin": key.origin, "destination": key.destination, "departs": day, "cut_off": loads[0][1]},
            **_named(counts),
            "tonnes": sum((row.tonnes for row, _ in loads), ZERO),
            "shipments": ", ".join(dict.fromkeys(row.shipment for row, _ in loads)),
        }


def _named(counts: Mapping[str, int]) -> dict[str, object]:
    """Counts by the header of their column: that of a type named like another column says what it counts."""
    taken = names(TO_BOOK)
    return {f"{name} containers" if name.casefold() in taken else name: n for name, n in counts.items()}


def _customers(record: PlanRecord) -> Iterator[Cells]:
    """The shipments by whose they are; nothing where that is not said of any."""
    rows = record.shipments or ()
    groups = _by(rows, lambda row: row.customer or NOBODY) if any(row.customer for row in rows) else {}
    for name, of in groups.items():
        sums = {
            "tonnes": sum((row.tonnes for row in of), ZERO),
            "delivered": sum((row.delivered for row in of), ZERO),
            "unserved": sum((row.unserved for row in of), ZERO),
            "cost": sum((row.cost for row in of), ZERO),
            "transport_cost": sum((row.transport_cost for row in of), ZERO),
            "duty_and_tax": sum((row.duty_and_tax for row in of), ZERO),
        }
        per = Fraction(sums["cost"]) / Fraction(sums["delivered"]) if sums["delivered"] else None
        yield {"customer": name, "shipments": len(of), **sums, "cost_per_tonne": per}


def _corridors(record: PlanRecord) -> Iterator[Cells]:
    for name, rows in _by(record.loads, lambda row: row.corridor).items():
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            for group in ("transport cost", "duty and tax"):
                sums[group] += sum((row.shown[c.value] for c in COST_GROUPS[group] if c in BOOKED), ZERO)
            sums["total"] += sum(row.shown.values(), ZERO)
        flow = _flow(rows)
        tonnes = sum((row.tonnes for row in rows), ZERO)
        yield {
            **flow,
            "corridor": name,
            "total": sums["total"],
            "transport_cost": sums["transport cost"],
            "duty_and_tax": sums["duty and tax"],
            "transport_per_tonne": Fraction(sums["transport cost"]) / Fraction(tonnes) if tonnes else None,
        }


def _weeks(record: PlanRecord) -> Iterator[Cells]:
    weeks = _by(record.loads, lambda row: row.departs - timedelta(days=row.departs.weekday()))
    day, last = min(weeks, default=date.max), max(weeks, default=date.min)
    while day <= last:
        year, week, _ = day.isocalendar()
        yield {"week": f"{year}-W{week:02d}", "from": day, **_flow(weeks.get(day, []))}
        day += timedelta(days=7)


def _by(rows: Iterable[Given], key: Callable[[Given], Key]) -> dict[Key, list[Given]]:
    found: dict[Key, list[Given]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _flow(rows: Sequence[LoadRow]) -> dict[str, object]:
    modes: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        modes[f"{row.mode}{BY_MODE}"] += row.tonnes
    return {
        "bookings": len({row.booking for row in rows}),
        "containers": sum(row.containers for row in rows),
        "tonnes": sum((row.tonnes for row in rows), ZERO),
        **modes,
    }


def _capacities(record: PlanRecord, offered: Offered) -> Iterator[Cells]:
    groups: dict[tuple[str, str, str, str], list[CapacityRow]] = defaultdict(list)
    for row in record.capacities:
        groups[row.kind, row.name, row.mode, row.unit].append(row)
    for (kind, name, mode, unit), rows in groups.items():
        amounts = offered.of(kind, name, mode, unit)
        capacity, used = sum(amounts, ZERO), sum((row.used for row in rows), ZERO)
        yield {
            **{"kind": kind, "name": name, "mode": mode, "unit": unit},
            "per": kind if kind == "departure" else PERS.get(re.sub(r"\d+", "0", rows[0].period)),
            "periods": len(amounts),
            "used_periods": len(rows),
            "full": sum(row.used >= row.capacity for row in rows),
            "capacity": capacity,
            "used": used,
            "average_use": Fraction(used) / Fraction(capacity) if capacity else 0,
            "peak_use": max(Fraction(row.used) / Fraction(row.capacity) if row.capacity else 0 for row in rows),
            "worth": sum((row.shadow_price for row in rows), ZERO),
        }


class Offered:
    """The capacities from the first day on which cargo is ready to the last limit, a figure for each period."""

    def __init__(self, runs: Runs, portfolio: Portfolio) -> None:
        self._runs = runs
        shipments = portfolio.shipments.values()
        first = min((shipment.ready for shipment in shipments), default=date.max)
        last = max((shipment.last_day for shipment in shipments), default=date.min)
        self._days: list[date] = []
        while first <= last:
            self._days.append(first)
            first += timedelta(days=1)

    def of(self, kind: str, name: str, mode: str, unit: str) -> list[Decimal]:
        """The capacity of each period; empty if there is no such capacity."""
        book = self._runs.book
        if kind == "departure":
            return self._of_departures(name, unit)
        if kind == "border":
            rows = [row for row in book.borders if (row.name, row.mode) == (name, mode)]
            return [amount for row in rows for amount in _of_periods(row.capacity, unit, self._open(row))]
        if kind == "transfer":
            ends = [
                row for row in book.transfers if (row.location, f"{row.from_mode} to {row.to_mode}") == (name, mode)
            ]
            return [amount for row in ends for amount in _of_periods(row.capacity, unit, self._days)]
        return [Decimal(number) for key, number in book.pool.items() if " ".join(key) == name]

    def _open(self, border: Border) -> list[date]:
        valid = (day for day in self._days if day in border.validity)
        shut = border.closures
        return [d for d in valid if d.weekday() not in shut.weekdays and not any(d in span for span in shut.spans)]

    def _of_departures(self, name: str, unit: str) -> list[Decimal]:
        keys = [leg.key for leg in self._runs.book.legs if str(leg.key) == name]
        rides = (self._runs.ride(key, day, "", Findings()) for key in keys for day in self._days)
        terms = (ride.terms for ride in rides if ride is not None)
        return [row.capacity for row in terms if row.capacity is not None and row.capacity_unit == unit]


def _of_periods(capacity: Capacity | None, unit: str, on: Sequence[date]) -> list[Decimal]:
    if capacity is None or capacity.unit != unit:
        return []
    return [capacity.amount] * len({period_of(capacity.per, day) for day in on})
