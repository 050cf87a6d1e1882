"""What a solver is not done with before it is stopped."""

from __future__ import annotations

import random

import numpy as np

from optimizer.solver import Programme
from tests.properties.drawing import World


def far_from_its_relaxation() -> World:
    """Fifty shipments that may not be split, on eight trips with little room that cost something to run."""
    drawn = random.Random(1)
    leg = {"origin": "Zahedan", "destination": "Aktau"}
    return {
        "Settings": [{"setting": "unserved_penalty_per_t", "value": 3000}],
        "Locations": [{"location": "Zahedan", "country": "IR"}, {"location": "Aktau", "country": "KZ"}],
        "Containers": [{"container": "TEU", "teu": 1, "max_gross_t": 24, "tare_t": 2, "volume_m3": 33}],
        "Commodities": [{"commodity": "rice", "stowage_m3_per_t": 1}],
        "Tariffs": [
            {
                "mode": f"m{n}",
                **leg,
                "transit_days": 1,
                "departures": f"2025-03-0{4 + n % 5}",
                "TEU": 100 + 7 * n + n * n,
            }
            | {"capacity": 97.3 + n, "capacity_unit": "tonnes", "departure_cost": 150 + 13 * n}
            for n in range(8)
        ],
        "Cargo": [
            {"shipment": f"S{n}", **leg, "commodity": "rice", "weight_t": round(drawn.uniform(5, 43), 3), "split": "no"}
            | {"ready": "2025-03-03", "due": "2025-03-10"}
            for n in range(50)
        ],
    }


def market_split(drawn: np.random.Generator, rows: int, columns: int) -> Programme:
    """Sums of some numbers each, halved to the unit at once; with 6 rows of 50 nobody proves the least in a minute."""
    programme = Programme()
    for _ in range(columns):
        programme.column(0.0, 1.0, whole=True)
    for _ in range(rows):
        amounts = drawn.integers(0, 100, columns).astype(float)
        over, under = programme.column(1.0), programme.column(1.0)
        half = float(amounts.sum() // 2)
        programme.row(half, [*enumerate(amounts.tolist()), (over, 1.0), (under, -1.0)], half)
    return programme
