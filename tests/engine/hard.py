"""What a solver is not done with before it is stopped."""

from __future__ import annotations

import random

import highspy
import numpy as np

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


def endless() -> highspy.Highs:
    """A market split, which nobody solves: six sums of fifty numbers each, halved to the unit (a minute at most)."""
    amounts = np.random.default_rng(1).integers(0, 100, (6, 50)).astype(float)
    rows, columns = amounts.shape
    half, over, none = np.floor(amounts.sum(1) / 2), np.ones(2 * rows), np.zeros(2 * rows)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("time_limit", 60.0)
    empty = np.zeros(columns, np.int32), np.array([], np.int32), np.array([])
    highs.addCols(columns, np.zeros(columns), np.zeros(columns), np.ones(columns), 0, *empty)
    slack = np.zeros(2 * rows, np.int32), np.array([], np.int32), np.array([])
    highs.addCols(2 * rows, over, none, np.full(2 * rows, np.inf), 0, *slack)
    for column in range(columns):
        highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for row in range(rows):
        index = np.array([*range(columns), columns + 2 * row, columns + 2 * row + 1], np.int32)
        highs.addRow(half[row], half[row], index.size, index, np.array([*amounts[row], 1.0, -1.0]))
    return highs
