"""Rows of ``Tariffs`` that are one departure on a day: they must agree, and leave one rate."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from tariffs.book import Crossing, Leg, LegKey, Tariff
from tariffs.building.tariffs import usable
from tariffs.calendar import Validity
from tariffs.problems import Kind
from tariffs.rows import Row
from tariffs.running import Running

#: What all rows of one departure must agree on, by column.
TERMS: dict[str, Callable[[Tariff], object]] = {
    "transit_days": lambda row: row.transit_days,
    "transit_days_p95": lambda row: row.transit_days_p95,
    "cutoff_days": lambda row: row.cutoff_days,
    "borders": lambda row: tuple((c.border, _offset(row, c)) for c in row.crossings),
    "capacity": lambda row: row.capacity,
    "capacity_unit": lambda row: row.capacity_unit,
    "min_load": lambda row: row.min_load,
    "departure_cost": lambda row: row.departure_cost,
    "currency": lambda row: row.amounts.currency if row.departure_cost else "",
    "dutiable_pct": lambda row: row.dutiable_pct,
    "transit_countries": lambda row: row.transit_countries,
}

Pair = tuple[Row, Tariff]


def _offset(tariff: Tariff, crossing: Crossing) -> Decimal:
    """When a border is reached, days after departure; blank is on arrival."""
    return tariff.transit_days if crossing.offset_days is None else crossing.offset_days


def legs(rows: Iterable[Pair], containers: Sequence[str], calendar: Running) -> tuple[Leg, ...]:
    """The rows as legs, in order of first appearance, with rows that contradict each other noted.

    Only rows that may run are held against each other: of planned ones a scenario picks.
    """
    by_leg: dict[LegKey, list[Pair]] = defaultdict(list)
    for row, tariff in rows:
        by_leg[tariff.leg_key].append((row, tariff))
    for pairs in by_leg.values():
        running = [pair for pair in pairs if usable(pair[1])]
        if len(running) > 1:
            of_leg = calendar.about([tariff for _, tariff in running])
            _note_disagreements(running, of_leg)
            _note_double_rates(running, containers, of_leg)
    return tuple(
        Leg(key, tuple(tariff for row, tariff in pairs if not row.faulty))
        for key, pairs in by_leg.items()
        if not all(row.faulty for row, _ in pairs)
    )


def _note_disagreements(pairs: Sequence[Pair], calendar: Running) -> None:
    """Note each row that has other terms than an earlier one that departs on the same day."""
    by_terms: dict[tuple[object, ...], list[Pair]] = {}
    for row, tariff in pairs:
        terms = tuple(term(tariff) for term in TERMS.values())
        clash = next(
            (
                (other_terms, other, day)
                for other_terms, others in by_terms.items()
                if other_terms != terms
                for other in others
                if (day := common_day(tariff, other[1], calendar)) is not None
            ),
            None,
        )
        by_terms.setdefault(terms, []).append((row, tariff))
        if clash is None:
            continue
        other_terms, (earlier, other), day = clash
        differ = [name for name, mine, its in zip(TERMS, terms, other_terms, strict=True) if mine != its]
        said = {name: (_said(row, name, tariff), _said(earlier, name, other)) for name in differ}
        # What follows from another column is said alike: when a border is reached on arrival, a currency of no cost.
        for column in [name for name, (mine, its) in said.items() if mine != its] or differ[:1]:
            row.error(
                Kind.CONFLICT,
                column,
                f"{column} is {said[column][0]} here and {said[column][1]} in {earlier.seen_from(row)}, "
                f"which is the same departure ({_departure(tariff, other, day)})",
                "rows of one departure must agree: correct one of them, or give one another service",
            )


def _said(row: Row, column: str, tariff: Tariff) -> str:
    """What a row says in a column, with what a blank means."""
    if column == "currency":
        return tariff.amounts.currency
    if column == "capacity" and tariff.capacity is None:
        return "unlimited"
    return row.shown(column).strip() or str(TERMS[column](tariff) or "blank")


def _note_double_rates(pairs: Sequence[Pair], containers: Sequence[str], calendar: Running) -> None:
    """Note each row that rates a container which an earlier one of the same departure rates alike."""
    alike: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
    for row, tariff in pairs:
        alike[tariff.commodity, tariff.max_gross_t].append((row, tariff))
    for group in alike.values():
        for (earlier, first), (row, second) in combinations(group, 2):
            if row.faulty:  # one message is enough, whichever rows it clashes with
                continue
            both = [name for name in containers if _rates(first, name) and _rates(second, name)]
            day = common_day(first, second, calendar) if both else None
            if day is None:
                continue
            row.error(
                Kind.OVERLAP,
                both[0] if both[0] in row.record.amounts else "rate",
                f"{both[0]} has an amount here and in {earlier.seen_from(row)}, which is the same "
                f"departure ({_departure(first, second, day)}), "
                f"{_for_whom(first)}",
                "one amount must be left: delete one row, let the validity of one end before that "
                "of the other, or tell them apart by commodity, max_gross_t or service",
            )


def _rates(tariff: Tariff, container: str) -> bool:
    return tariff.amounts.of(container) is not None


def _departure(first: Tariff, second: Tariff, day: date) -> str:
    """A departure of both rows in words, with the day where the dates of the rows single one out."""
    if not (first.runs_on(day) and second.runs_on(day)):
        return f"{first.leg_key} on {day}, which Departures makes an extra one"
    dated = any(row.validity != Validity() or row.schedule.dates for row in (first, second))
    return f"{first.leg_key} on {day}" if dated else str(first.leg_key)


def _for_whom(tariff: Tariff) -> str:
    goods = f"the commodity {tariff.commodity}" if tariff.commodity else "every commodity"
    band = "any gross mass" if tariff.max_gross_t is None else f"up to {tariff.max_gross_t} t gross"
    return f"for {goods} and {band}"


def common_day(first: Tariff, second: Tariff, calendar: Running) -> date | None:
    """A day on which both rows depart (one far in the past if both hold always), or ``None``.

    Departures repeat after the least common multiple of their periods, but for those that are taken away, so that
    as many periods more are tried.
    """
    if not first.validity.overlaps(second.validity):
        return None
    extra = calendar.extra_days()
    listed = [*extra, *sorted(first.schedule.dates or second.schedule.dates)]
    common = next((day for day in listed if calendar.runs(first, day) and calendar.runs(second, day)), None)
    if common is not None or len(listed) > len(extra):
        return common
    starts = [day for day in (first.validity.start, second.validity.start) if day is not None]
    ends = [day for day in (first.validity.end, second.validity.end) if day is not None]
    taken_away = len(first.schedule.skipped | second.schedule.skipped) + len(calendar.days)
    span = timedelta(days=math.lcm(7, first.schedule.every, second.schedule.every) * (1 + taken_away) - 1)
    day = max(starts) if starts else min(ends) - span if ends else date(2000, 1, 3)
    last = min([*ends, day + span])
    while day <= last:
        if calendar.runs(first, day) and calendar.runs(second, day):
            return day
        day += timedelta(days=1)
    return None
