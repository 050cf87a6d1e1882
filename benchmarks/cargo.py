"""What is shipped in the made-up worlds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from benchmarks.places import Place, steps_between
from tariffs.template.tables import Row

#: The plan has 90 days; cargo is ready in the first of them.
FIRST = date(2025, 3, 3)
READY_DAYS, DAYS = 50, 90
#: Least and most days from ready to delivery, by the borders between origin and destination.
TRANSIT_DAYS = {0: (6, 14), 1: (15, 26), 2: (20, 33), 3: (25, 39)}
#: How much cargo goes so far.
PULL = {0: 0.5, 1: 1.0, 2: 0.8, 3: 0.6}
#: Classes of weight: how often, and from and to how many tonnes.
WEIGHTS = ((0.5, 2, 20), (0.35, 18, 28), (0.15, 28, 60))
UNSPLIT, DATED, WITHOUT_SEA, LONG_ONLY, IN_EUROS = 0.08, 0.1, 0.03, 0.02, 0.1


@dataclass(frozen=True, slots=True)
class Goods:
    """A commodity and what a tonne of it is worth on average."""

    name: str
    hs: str
    stowage_m3_per_t: str
    value_per_t: int
    dangerous: bool = False


GOODS = (
    Goods("Rice", "1006", "1.4", 650),
    Goods("Citrus", "0805", "2.3", 800),
    Goods("Cement", "2523", "0.8", 120),
    Goods("Fertilizer", "3105", "1.1", 450),
    Goods("Solvents", "3814", "1.3", 1500, dangerous=True),
    Goods("Towels", "6302", "3.1", 4200),
    Goods("Steel parts", "7308", "0.9", 1800),
    Goods("Machinery", "8479", "2.2", 9000),
)


def commodity_rows() -> list[Row]:
    """The sheet ``Commodities``."""
    return [
        {
            "commodity": goods.name,
            "hs": goods.hs,
            "stowage_m3_per_t": Decimal(goods.stowage_m3_per_t),
            "dangerous": goods.dangerous,
        }
        for goods in GOODS
    ]


def cargo_rows(count: int, places: list[Place], random: Random) -> list[Row]:
    """The sheet ``Cargo``: so many shipments, most of them small, in all directions."""
    weights = [3 if place.kind == "terminal" else 1 for place in places]
    starts = random.choices(places, weights, k=count)
    pulls = {
        region: [w * PULL[steps_between(region, place.region)] for w, place in zip(weights, places, strict=True)]
        for region in {place.region for place in places}
    }
    return [_shipment(number, start, places, pulls, random) for number, start in enumerate(starts, start=1)]


def _shipment(number: int, start: Place, places: list[Place], pulls: dict[int, list[float]], random: Random) -> Row:
    end = start
    while end == start:
        (end,) = random.choices(places, pulls[start.region])
    goods = random.choice(GOODS)
    _, low, high = random.choices(WEIGHTS, [share for share, _, _ in WEIGHTS])[0]
    weight_t = Decimal(random.randint(10 * low, 10 * high)).scaleb(-1)
    ready = FIRST + timedelta(days=random.randrange(READY_DAYS))
    days = random.randint(*TRANSIT_DAYS[steps_between(start.region, end.region)])
    dated = random.random() < DATED
    return {
        "shipment": f"S{number:06d}",
        "origin": start.name,
        "destination": end.name,
        "commodity": goods.name,
        "weight_t": weight_t,
        "value": Decimal(round(float(weight_t) * goods.value_per_t * random.uniform(0.7, 1.4))),
        "currency": "EUR" if random.random() < IN_EUROS else "USD",
        "ready": ready,
        "due": ready + timedelta(days=days) if dated else None,
        "max_transit_days": None if dated else days,
        "containers": "FEU" if random.random() < LONG_ONLY else "",
        "modes": "road;rail" if random.random() < WITHOUT_SEA else "",
        "split": random.random() >= UNSPLIT,
    }
