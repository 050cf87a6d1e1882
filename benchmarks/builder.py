"""A network and its cargo drawn piece by piece: what the families of benchmark worlds are made with.

A family says which places there are, what runs between them and what is shipped; the builder keeps the rows of each
sheet and, last of all, sets capacities in proportion to what the cargo would use if nothing were full.
"""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from benchmarks.worlds import World

FIRST = date(2025, 3, 3)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: Base units a container and day: what cargo that is sent its cheapest way gives for a day.
DAY_COST = 25
#: Cargo in a container when its cheapest way is looked for, t.
TYPICAL_T = 20

BOXES: tuple[dict[str, Any], ...] = (
    {"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": Decimal("2.3"), "volume_m3": Decimal("33.2")},
    {"container": "FEU", "teu": 2, "max_gross_t": Decimal("30.48"), "tare_t": Decimal("3.98"), "volume_m3": 67},
)


@dataclass(frozen=True, slots=True)
class Place:
    """A location and where it lies, km east and north."""

    name: str
    country: str
    east_km: float
    north_km: float

    def km_to(self, other: Place) -> float:
        """The distance as the crow flies."""
        return math.hypot(self.east_km - other.east_km, self.north_km - other.north_km)


@dataclass(slots=True)
class Builder:
    """Rows of a world under construction.

    Attributes
    ----------
    network, goods
        Sources of chance: for what runs, and for what is shipped.
    days
        How long everything runs, from ``FIRST``.
    """

    network: Random
    goods: Random
    days: int = 90
    sheets: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    places: list[Place] = field(default_factory=list)

    def settings(self, **values: Any) -> None:
        """Rows of ``Settings``; dates and numbers are written one way."""
        known = {"base_currency": "USD", "number_style": "1,234.50", "date_style": "ymd", **values}
        self.sheets["Settings"] = [{"setting": name, "value": value} for name, value in known.items()]

    def scatter(self, count: int, countries: Sequence[str], east_km: float, north_km: float) -> None:
        """Places all over a rectangle; each lies in the country whose capital is nearest, capitals being the first."""
        for number in range(count):
            found = Place("", "", self.network.uniform(0, east_km), self.network.uniform(0, north_km))
            country = countries[number % len(countries)]
            if number >= len(countries):
                country = min(self.places[: len(countries)], key=found.km_to).country
            self.places.append(replace(found, name=f"{country}{number:03d}", country=country))
        self.sheets["Locations"] = [
            {"location": place.name, "country": place.country, "kind": "city"} for place in self.places
        ]

    def containers(self, rows: Iterable[Mapping[str, Any]] = BOXES) -> None:
        """The container types."""
        self.sheets["Containers"] = [dict(row) for row in rows]

    def near(self, place: Place, count: int) -> list[Place]:
        """The places nearest to one."""
        return sorted((p for p in self.places if p is not place), key=place.km_to)[:count]

    def pairs(self, nearest: int) -> list[tuple[Place, Place]]:
        """Each place with its nearest, both ways; whatever that leaves apart is joined, too."""
        found: dict[tuple[str, str], tuple[Place, Place]] = {}

        def join(a: Place, b: Place) -> None:
            found.setdefault((a.name, b.name), (a, b))
            found.setdefault((b.name, a.name), (b, a))

        for place in self.places:
            for other in self.near(place, nearest):
                join(place, other)
        while apart := self._apart(found.values()):
            join(
                *min(((a, b) for a in apart for b in self.places if b not in apart), key=lambda ab: ab[0].km_to(ab[1]))
            )
        return list(found.values())

    def _apart(self, pairs: Iterable[tuple[Place, Place]]) -> list[Place]:
        """The places that the first one is not joined to."""
        beside: dict[str, set[str]] = defaultdict(set)
        for a, b in pairs:
            beside[a.name].add(b.name)
        reached, waiting = {self.places[0].name}, [self.places[0].name]
        while waiting:
            fresh = beside[waiting.pop()] - reached
            reached |= fresh
            waiting += fresh
        return [place for place in self.places if place.name not in reached]

    def weekdays(self, count: int) -> str:
        """So many days of the week."""
        return ",".join(WEEKDAYS[day] for day in sorted(self.network.sample(range(7), count)))

    def leg(self, mode: str, start: Place, end: Place, **cells: Any) -> None:
        """A row of ``Tariffs``, valid all the time unless the cells say otherwise."""
        last = self.day(self.days - 1)
        ends = {"mode": mode, "origin": start.name, "destination": end.name}
        self.sheets["Tariffs"].append({**ends, "valid_from": FIRST, "valid_to": last, **cells})

    def ship(self, count: int, draw: Callable[[Place, Place], Mapping[str, Any]]) -> None:
        """So many shipments between two places each; ``draw`` gives the other cells."""
        for number in range(1, count + 1):
            start, end = self.goods.sample(self.places, 2)
            self.sheets["Cargo"].append(
                {"shipment": f"S{number:06d}", "origin": start.name, "destination": end.name, **draw(start, end)}
            )

    def day(self, number: int) -> date:
        """A day of the plan, 0 being the first."""
        return FIRST + timedelta(days=number)

    def limit(self, sheet: str, room: tuple[float, float], periods: float, least: float = 2, **cells: Any) -> None:
        """Give each row of ``Tariffs`` or ``Borders`` a capacity for a period, of which the plan has so many.

        The cargo is sent its cheapest way as if nothing were full; what would go through a row in a period on average,
        or through a row of that sheet on average where that is more than it, times a number from ``room``, is the
        capacity: of tonnes where that is the unit, else of teu.
        """
        rows = self.sheets[sheet]
        used = self._tonnes_through(sheet)
        mean = sum(used.values()) / max(len(rows), 1)
        for row in rows:
            tonnes = max(used[_name(sheet, row)], 0.4 * mean) / periods
            unit = cells.get("capacity_unit", row.get("capacity_unit", "teu"))
            amount = (tonnes if unit == "tonnes" else tonnes / TYPICAL_T) * self.network.uniform(*room)
            row.update(cells, capacity=max(least, round(amount)))

    def _tonnes_through(self, sheet: str) -> dict[str, float]:
        legs: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.sheets["Tariffs"]:
            if row.get("status", "active") == "active":
                legs[str(row["origin"])].append(row)
        wanted: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for row in self.sheets["Cargo"]:
            wanted[str(row["origin"])][str(row["destination"])] += float(str(row["weight_t"]))
        used: dict[str, float] = defaultdict(float)
        for origin, tonnes in wanted.items():
            by = _cheapest(origin, legs)
            for place, amount in tonnes.items():
                while place in by:
                    for name in [_name(sheet, by[place])] if sheet == "Tariffs" else _crossed(by[place]):
                        used[name] += amount
                    place = str(by[place]["origin"])  # noqa: PLW2901 - the way back to the origin
        return used

    def world(self) -> World:
        """The world as it stands."""
        return World({name: rows for name, rows in self.sheets.items() if rows})


def days_on_the_way(km: float, km_a_day: float) -> Decimal:
    """Transit days to a tenth."""
    return Decimal(math.ceil(10 * km / km_a_day)).scaleb(-1)


def _name(sheet: str, row: Mapping[str, Any]) -> str:
    if sheet == "Borders":
        return str(row["border"])
    return "/".join(str(row.get(column, "")) for column in ("service", "mode", "origin", "destination"))


def _crossed(row: Mapping[str, Any]) -> list[str]:
    return [crossing.partition("@")[0].strip() for crossing in str(row.get("borders") or "").split(";") if crossing]


def _cheapest(origin: str, legs: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Mapping[str, Any]]:
    """By place, the last leg of the cheapest way to it from an origin."""
    done: dict[str, Mapping[str, Any] | None] = {}
    queue: list[tuple[float, int, str, Mapping[str, Any] | None]] = [(0.0, 0, origin, None)]
    pushed = 0
    while queue:
        cost, _, place, row = heapq.heappop(queue)
        if place in done:
            continue
        done[place] = row
        for onward in legs[place]:
            pushed += 1
            heapq.heappush(queue, (cost + _cost(onward), pushed, str(onward["destination"]), onward))
    return {place: row for place, row in done.items() if row is not None}


def _cost(row: Mapping[str, Any]) -> float:
    """What a container pays on a leg, its days included."""
    rate = row.get("TEU") if row.get("TEU") is not None else row.get("rate")
    each = TYPICAL_T if row.get("basis") in ("tonne", "tonne_km", "wm") else 1
    return float(str(rate)) * each + DAY_COST * float(str(row["transit_days"]))
