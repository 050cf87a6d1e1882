"""What runs in the made-up worlds: short legs within clusters, few crossings between them, ships around."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from benchmarks.places import COAST, Place, gates, letter, neighbours
from tariffs.template.tables import Cell, Row

#: How many of its nearest places a place has lorries to, and how many its hub has trains to.
BY_ROAD, BY_RAIL = 8, 7
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: Which way round a mode goes, against the crow.
DETOUR = {"road": 1.25, "rail": 1.3, "sea": 1.9}
KM_A_DAY = {"road": 550, "rail": 650, "sea": 500}
#: Lorries to places nearer than that arrive on the same day.
SAME_DAY_KM = 80
#: Base units per container: once, and per km.
TEU_ONCE = {"road": 90.0, "rail": 180.0, "sea": 420.0}
TEU_A_KM = {"road": 0.95, "rail": 0.48, "sea": 0.09}
FEU_FOR_TEU = {"road": 1.25, "rail": 1.55, "sea": 1.6}
CUTOFF_DAYS = {"road": 0, "rail": 1, "sea": 2}
#: Above this gross mass the dearer weight band of some trains begins, t.
BAND_GROSS_T = 20
#: What a lorry is charged per tonne rests on so many tonnes in it.
TYPICAL_T = 16


@dataclass(frozen=True, slots=True)
class Carriage:
    """The sheets of carriage; the borders have no capacity yet."""

    tariffs: list[Row]
    transfers: list[Row]
    storage: list[Row]
    borders: list[Row]


def carriage(places: list[Place], random: Random) -> Carriage:
    """Everything that runs between the places."""
    legs = [row for maker in (_within, _between, _by_sea) for row in maker(places, random)]
    return Carriage(legs, _transfers(legs), _storage(places), _borders(random))


def border_name(here: int, there: int, gate: int) -> str:
    """The name of a crossing in one direction: ``AB1``."""
    return f"{letter(here)}{letter(there)}{gate + 1}"


def _within(places: list[Place], random: Random) -> Iterator[Row]:
    """Lorries between near places every day, and trains between a hub and its farther places."""
    for place in places:
        own = sorted((p for p in places if p.region == place.region and p != place), key=place.km_to)
        for other in own[:BY_ROAD]:
            yield from _leg("road", place, other, random, departures="daily", carrier=f"Haulier {random.randint(1, 4)}")
        if place.kind == "terminal":
            for other in own[-BY_RAIL:]:
                days = _days(random, 2)
                service = f"{place.name}-{other.name}"
                yield from _leg("rail", place, other, random, departures=days, service=service)
                yield from _leg("rail", other, place, random, departures=days, service=service)


def _between(places: list[Place], random: Random) -> Iterator[Row]:
    """Over each of two gates lorries every day from town to town and from hub to hub; over the first, trains."""
    for a, b in neighbours():
        for here, there in ((a, b), (b, a)):
            hub, far_hub = (next(place for place in places if place.region == region) for region in (here, there))
            towns = zip(gates(here, there, places), gates(there, here, places), strict=True)
            for gate, (start, end) in enumerate(towns):
                border = border_name(here, there, gate)
                carrier = f"Transit {random.randint(1, 3)}"
                yield from _leg("road", start, end, random, departures="daily", carrier=carrier, border=border)
                yield from _leg(
                    "road", hub, far_hub, random, departures="daily", carrier=f"{carrier} {border}", border=border
                )
            border = border_name(here, there, 0)
            start, end = gates(here, there, places)[0], gates(there, here, places)[0]
            weekly, twice = _days(random, 1), _days(random, 2)
            yield from _leg("rail", start, end, random, border, departures=weekly, service=f"Gate {border}")
            yield from _leg("rail", hub, far_hub, random, border, departures=twice, service=f"Block {border}")


def _by_sea(places: list[Place], random: Random) -> Iterator[Row]:
    """A ship a week between each two ports."""
    ports = [place for place in places if place.kind == "port" and place.region in COAST]
    for start in ports:
        for end in ports:
            if start != end:
                service = f"Line {start.name}-{end.name}"
                yield from _leg("sea", start, end, random, departures=_days(random, 1), service=service)


def _days(random: Random, count: int) -> str:
    """One weekday, or two that lie three days apart."""
    first = random.randrange(7)
    return ",".join(WEEKDAYS[day] for day in sorted({(first + 3 * n) % 7 for n in range(count)}))


def _leg(mode: str, start: Place, end: Place, random: Random, border: str = "", **words: str) -> Iterator[Row]:
    """The row of a leg, or two where it has weight bands."""
    km = max(10, round(start.km_to(end) * DETOUR[mode]))
    transit = 0.0 if mode == "road" and km < SAME_DAY_KM else math.ceil(10 * km / KM_A_DAY[mode]) / 10
    row: Row = {
        "mode": mode,
        "origin": start.name,
        "destination": end.name,
        "distance_km": km,
        "transit_days": Decimal(str(transit)),
        "cutoff_days": CUTOFF_DAYS[mode],
        "borders": f"{border}@{math.floor(transit / 2)}" if border else "",
        "dangerous": "yes",
        **words,
    }
    teu = (TEU_ONCE[mode] + TEU_A_KM[mode] * km) * random.uniform(0.9, 1.1)
    yield from _rated(row, teu, random)


def _rated(row: Row, teu: float, random: Random) -> Iterator[Row]:
    """The row with its rate: mostly per container, seldom per tonne or in weight bands."""
    mode, draw = str(row["mode"]), random.random()
    if mode == "road" and draw < 0.06:
        yield {**row, "basis": "tonne", "rate": _money(teu / TYPICAL_T), "minimum_t": 8}
        return
    amounts: dict[str, Cell] = {"basis": "container", "TEU": _money(teu), "FEU": _money(teu * FEU_FOR_TEU[mode])}
    if mode != "rail" or draw > 0.15:
        yield {**row, **amounts}
        return
    yield {**row, **amounts, "max_gross_t": BAND_GROSS_T}
    yield {**row, **amounts, "TEU": _money(teu * 1.12), "FEU": _money(teu * 1.12 * FEU_FOR_TEU[mode])}


def _money(amount: float) -> Decimal:
    """An amount in whole units, or in cents where it is small."""
    return Decimal(round(amount)) if amount >= 100 else Decimal(round(amount * 100)).scaleb(-2)


def _transfers(legs: list[Row]) -> list[Row]:
    """A day and a fee wherever the mode changes, at the ends of trains and ships too."""
    modes: dict[str, set[str]] = {}
    for row in legs:
        for end in ("origin", "destination"):
            modes.setdefault(str(row[end]), set()).add(str(row["mode"]))
    rows: list[Row] = []
    for location, found in modes.items():
        for heavy in sorted(found - {"road"}):
            ends = [("origin", heavy), (heavy, "destination"), (heavy, heavy)]
            ends += [pair for other in sorted(found - {heavy}) for pair in ((heavy, other),)]
            ends += [("road", heavy)] if "road" in found else []
            dear = heavy == "sea"
            rows += [
                {
                    "location": location,
                    "from_mode": before,
                    "to_mode": after,
                    "dwell_days": 1,
                    "TEU": 110 if dear else 55,
                    "FEU": 150 if dear else 75,
                }
                for before, after in ends
            ]
    return rows


def _storage(places: list[Place]) -> list[Row]:
    """Three days free at hubs and five at ports, then a rate that doubles; a long container pays more at ports."""
    rows: list[Row] = []
    for place in places:
        if place.kind == "terminal":
            rows += [{"location": place.name, "free_days": 3, "from_day": 1, "rate_per_day": 12}]
            rows += [{"location": place.name, "free_days": 3, "from_day": 5, "rate_per_day": 24}]
        if place.kind == "port":
            for container, rate in (("TEU", 15), ("FEU", 25)):
                rows += [
                    {"location": place.name, "container": container, "free_days": 5, "from_day": day, "rate_per_day": r}
                    for day, r in ((1, rate), (8, 2 * rate))
                ]
    return rows


def _borders(random: Random) -> list[Row]:
    """The crossings: both gates for lorries, the first for trains too; some shut on Sundays, some on holidays."""
    rows: list[Row] = []
    for a, b in neighbours():
        for here, there in ((a, b), (b, a)):
            for gate in (0, 1):
                for mode in ("road", "rail") if gate == 0 else ("road",):
                    rows.append(_border(border_name(here, there, gate), mode, random))
    return rows


def _border(name: str, mode: str, random: Random) -> Row:
    holiday = mode == "road" and random.random() < 0.25
    return {
        "border": name,
        "mode": mode,
        "dwell_days": 1 if mode == "road" else Decimal("1.5"),
        "capacity_unit": "vehicles" if mode == "road" else "teu",
        "capacity_per": "week",
        "TEU": random.randint(35, 55),
        "FEU": random.randint(55, 75),
        "fee_per_t": Decimal("0.8") if random.random() < 0.3 else None,
        "closed_weekdays": "Sun" if random.random() < 0.4 else "",
        "closed_from": "2025-03-20;2025-04-28" if holiday else "",
        "closed_to": "2025-03-22;2025-05-01" if holiday else "",
    }
